// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.platform.fault;

/** There is no room. Nothing was changed; try again when there is. */
public final class DiskFullException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DiskFullException(String message, Throwable cause) {
    super(message, cause);
  }

  public DiskFullException(String message) {
    super(message);
  }
}
