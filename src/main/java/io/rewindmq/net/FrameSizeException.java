// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.net;

import io.rewindmq.protocol.ErrorCode;

/** The length field of a frame is out of bounds; no memory was taken for it. */
final class FrameSizeException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  FrameSizeException(ErrorCode code, String message) {
    super(message);
    this.code = code;
  }

  ErrorCode code() {
    return code;
  }
}
