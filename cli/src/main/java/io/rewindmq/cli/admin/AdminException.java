// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.admin;

/** An administration call failed; the message says what to do. */
public final class AdminException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AdminException(String message) {
    super(message);
  }

  AdminException(String message, Throwable cause) {
    super(message, cause);
  }
}
