// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.platform.fault;

/**
 * A write or force failed. Final: the device may have dropped pages that it reported clean, so
 * nothing is tried again and the owner stops.
 */
public final class DiskFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DiskFailedException(String message, Throwable cause) {
    super(message, cause);
  }

  public DiskFailedException(String message) {
    super(message);
  }
}
