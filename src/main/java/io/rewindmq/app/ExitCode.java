// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.rewindmq.config.SettingsGate;
import io.smallrye.config.ConfigValidationException;
import org.jspecify.annotations.Nullable;

/** What the process ends with; listed in {@code docs/configuration.md}. */
enum ExitCode {
  OK(0),
  /** Anything without a number of its own. */
  FAILED(1),
  /** A setting is unknown, not allowed, or does not fit to another. */
  BAD_SETTING(SettingsGate.EXIT_CODE),
  /** Another process uses the data folder. */
  FOLDER_IN_USE(3),
  /** Stored bytes are damaged. */
  DAMAGED(4),
  /** The disk is full, or failed. */
  DISK(5),
  /** Messaging or HTTP can't have its port. */
  PORT_IN_USE(6);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  /** The code of a start that ended with that failure, or of a good end without one. */
  static ExitCode of(@Nullable Throwable failure) {
    if (failure == null) {
      return OK;
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StartFailure known) {
        return known.exitCode();
      }
      if (cause instanceof ConfigurationException || cause instanceof ConfigValidationException) {
        return BAD_SETTING;
      }
      if (cause instanceof QuarkusBindException) {
        return PORT_IN_USE;
      }
    }
    return FAILED;
  }
}
