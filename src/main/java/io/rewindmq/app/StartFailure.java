// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import io.quarkus.runtime.configuration.ConfigurationException;

/**
 * The server can't start. The message is one line for the operator and all that is printed: Quarkus
 * does so for this kind of exception, without a stack trace, when it has no cause.
 */
final class StartFailure extends ConfigurationException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  StartFailure(ExitCode exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  ExitCode exitCode() {
    return exitCode;
  }
}
