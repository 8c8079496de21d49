// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol;

/** The peer sent something that the protocol does not allow. The connection is over. */
public final class ProtocolException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  public ProtocolException(ErrorCode code, String message) {
    super(message);
    this.code = code;
  }

  public ErrorCode code() {
    return code;
  }
}
