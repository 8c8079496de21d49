// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.engine;

import io.rewindmq.protocol.ErrorCode;

/**
 * A message arrived that can't be given to anybody: it is damaged, or there is no memory for it.
 */
public final class UnreadableMessageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  UnreadableMessageException(ErrorCode code, RuntimeException cause) {
    super("a message can't be read: " + cause.getMessage(), cause);
    this.code = code;
  }

  public ErrorCode code() {
    return code;
  }

  /** The same as {@link #getMessage}, which is never null here. */
  public String text() {
    return String.valueOf(getMessage());
  }
}
