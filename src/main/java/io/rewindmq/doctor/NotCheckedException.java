// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.doctor;

/** The folder can't be checked, or not be repaired now; nothing was changed. */
final class NotCheckedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotCheckedException(String message) {
    super(message);
  }
}
