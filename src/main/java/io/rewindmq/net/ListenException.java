// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.net;

/** The listener can't take its address. */
public final class ListenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ListenException(String message, Throwable cause) {
    super(message, cause);
  }
}
