// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol.message;

import java.nio.ByteBuffer;

/**
 * Walks the properties of a message without decoding any: says where names and values lie. Moves no
 * buffer and allocates nothing, so that it can look at many messages; one thread.
 *
 * <pre>{@code
 * cursor.over(elements, messageAt);
 * while (cursor.next()) {
 *   if (isWanted(elements, cursor.nameAt(), cursor.nameEnd()) && cursor.type() == ValueCodec.LONG) {
 *     take(elements.getLong(cursor.valueAt()));
 *   }
 * }
 * }</pre>
 */
public final class PropertyCursor {
  private static final int NAME_LENGTH_BYTES = 2;

  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private int left;
  private int end;
  private int nameAt;
  private int nameEnd;
  private int nextAt;

  /**
   * Starts before the first property of the message that begins at an index of the buffer.
   *
   * @return itself
   */
  public PropertyCursor over(ByteBuffer messages, int messageAt) {
    int from = messageAt + messages.getInt(messageAt + MessageLayout.PROPERTIES_OFFSET_AT);
    buffer = messages;
    left = messages.getShort(from) & 0xFFFF;
    end = messageAt + messages.getInt(messageAt + MessageLayout.BODY_OFFSET_AT);
    nextAt = from + 2;
    return this;
  }

  /**
   * Goes to the next property.
   *
   * @return false after the last one
   * @throws MalformedMessageException it passes the end of the properties
   */
  public boolean next() {
    if (left == 0) {
      return false;
    }
    left--;
    nameAt = nextAt + NAME_LENGTH_BYTES;
    nameEnd = MessageStructure.skipName(buffer, nextAt, end);
    nextAt = ValueCodec.skip(buffer, nameEnd, end);
    return true;
  }

  /** Where the name's UTF-8 begins. */
  public int nameAt() {
    return nameAt;
  }

  /** Exclusive. */
  public int nameEnd() {
    return nameEnd;
  }

  /** One of the types in {@link ValueCodec}. */
  public int type() {
    return buffer.get(nameEnd);
  }

  /** Where the value begins: of a string or bytes behind their length. */
  public int valueAt() {
    return nameEnd + 1 + ValueCodec.lengthBytes(type());
  }

  /** Exclusive. */
  public int valueEnd() {
    return nextAt;
  }
}
