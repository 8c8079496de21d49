// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.definition;

import io.rewindmq.protocol.ErrorCode;

/** A request can't be carried out; the connection stays. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  public RefusedException(ErrorCode code, String text) {
    super(text, null, false, false);
    this.code = code;
  }

  public ErrorCode code() {
    return code;
  }

  public String text() {
    return String.valueOf(getMessage());
  }
}
