// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol.message;

/** A message or a part of it is longer than allowed; the text says how long it may be. */
public final class MessageTooLargeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MessageTooLargeException(String message) {
    super(message);
  }
}
