// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.large;

/**
 * How large messages may be, as the broker's WELCOME says.
 *
 * @param messageBytesMax a message in one piece, or one part, without its element's 8 bytes
 * @param largeMessageBytesMax all elements of a message in parts together
 */
public record SizeLimits(int messageBytesMax, long largeMessageBytesMax) {
  /** A message with a longer body is sent in parts. */
  private static final int WHOLE_BODY_BYTES_MAX = 1 << 20;

  /** Whether messages can be sent in parts that could not be sent in one piece. */
  public boolean allowsParts() {
    return largeMessageBytesMax > messageBytesMax;
  }

  /** The longest body of a message in one piece, if the message as a whole allows it. */
  public int wholeBodyBytesMax() {
    return allowsParts() ? WHOLE_BODY_BYTES_MAX : Integer.MAX_VALUE;
  }
}
