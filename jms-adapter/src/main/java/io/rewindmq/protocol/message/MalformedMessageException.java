// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol.message;

/** Bytes that are not an encoded message, or one with a wrong checksum. */
public final class MalformedMessageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MalformedMessageException(String message) {
    super(message);
  }
}
