// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol.message;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Walks the elements in a buffer, with every length checked. Reusable, so that it costs nothing per
 * element; one thread.
 *
 * <p>After an exception the cursor is where it was; begin anew with {@link #over}.
 *
 * <pre>{@code
 * cursor.over(elements);
 * while (cursor.next()) {
 *   cursor.verify();
 *   view.at(elements, cursor.messageAt());
 * }
 * }</pre>
 */
public final class ElementCursor {
  private final CRC32C crc = new CRC32C();
  private ByteBuffer elements = ByteBuffer.allocate(0);

  /** The same bytes; its position and limit are moved to what is to be summed. */
  private ByteBuffer window = elements;

  private int nextAt;
  private int elementAt;
  private int elementBytes;

  /** Starts before the first element of what remains in the buffer; the buffer is not moved. */
  public ElementCursor over(ByteBuffer elements) {
    this.elements = elements;
    this.window = elements.duplicate();
    this.nextAt = elements.position();
    this.elementBytes = 0;
    return this;
  }

  /**
   * Goes to the next element.
   *
   * @return false after the last one
   * @throws MalformedMessageException a length points outside the buffer
   */
  public boolean next() {
    int left = elements.limit() - nextAt;
    if (left == 0) {
      return false;
    }
    if (left < MessageLayout.MIN_ELEMENT_BYTES) {
      throw new MalformedMessageException(
          "element: expected at least " + MessageLayout.MIN_ELEMENT_BYTES + " bytes, got " + left);
    }
    int length = elements.getInt(nextAt);
    if (length < MessageLayout.MIN_ELEMENT_BYTES - 4 || length > left - 4) {
      throw new MalformedMessageException(
          "element: expected a length of "
              + (MessageLayout.MIN_ELEMENT_BYTES - 4)
              + " to "
              + (left - 4)
              + ", got "
              + length);
    }
    elementAt = nextAt;
    elementBytes = length + 4;
    nextAt += elementBytes;
    return true;
  }

  /**
   * Checks the element's checksum and the message's structure, all but its body; then {@link
   * MessageView} reads it safely.
   *
   * @throws MalformedMessageException it is damaged, or of a version this code does not know
   */
  public void verify() {
    crc.reset();
    crc.update(window.limit(messageAt() + messageBytes()).position(messageAt()));
    int stored = elements.getInt(elementAt + 4);
    if ((int) crc.getValue() != stored) {
      throw new MalformedMessageException(
          "checksum: expected 0x"
              + Integer.toHexString(stored)
              + ", computed 0x"
              + Integer.toHexString((int) crc.getValue()));
    }
    MessageStructure.check(elements, messageAt(), messageBytes());
  }

  /** Position of the element in the buffer. */
  public int elementAt() {
    return elementAt;
  }

  /** Bytes of the element, its length field included. */
  public int elementBytes() {
    return elementBytes;
  }

  /** Position of the message in the buffer. */
  public int messageAt() {
    return elementAt + MessageLayout.ELEMENT_HEADER_BYTES;
  }

  /** Bytes of the message: without the element's length field and checksum. */
  public int messageBytes() {
    return elementBytes - MessageLayout.ELEMENT_HEADER_BYTES;
  }

  /** The message as a slice. */
  public ByteBuffer message() {
    return elements.slice(messageAt(), messageBytes());
  }
}
