// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol.message;

import java.nio.ByteBuffer;

/**
 * Checks that a message is what {@link MessageLayout} draws: fixed fields within their bounds,
 * header fields that end where the properties begin, properties that end where the body begins. The
 * body is not looked at. Allocates nothing unless it fails.
 */
final class MessageStructure {
  private static final int PRIORITY_MAX = 9;
  private static final int HEADER_FIELD_BYTES = 3;
  private static final int PROPERTY_COUNT_BYTES = 2;
  private static final int NAME_LENGTH_BYTES = 2;

  private MessageStructure() {}

  /**
   * Checks one message.
   *
   * @param start where it begins in the buffer
   * @param bytes its length, at least {@link MessageLayout#MIN_MESSAGE_BYTES}
   * @throws MalformedMessageException it is something else
   */
  static void check(ByteBuffer buffer, int start, int bytes) {
    inRange("version", buffer.get(start), MessageLayout.VERSION, MessageLayout.VERSION);
    inRange("priority", buffer.get(start + MessageLayout.PRIORITY_AT), 0, PRIORITY_MAX);
    inRange("body type", buffer.get(start + MessageLayout.BODY_TYPE_AT), 0, BodyType.MAX_NUMBER);
    int propertiesOffset = buffer.getInt(start + MessageLayout.PROPERTIES_OFFSET_AT);
    inRange(
        "properties offset",
        propertiesOffset,
        MessageLayout.FIXED_BYTES,
        bytes - PROPERTY_COUNT_BYTES);
    int bodyOffset = buffer.getInt(start + MessageLayout.BODY_OFFSET_AT);
    inRange("body offset", bodyOffset, propertiesOffset + PROPERTY_COUNT_BYTES, bytes);
    headerFields(buffer, start + MessageLayout.FIXED_BYTES, start + propertiesOffset);
    properties(buffer, start + propertiesOffset, start + bodyOffset);
  }

  private static void headerFields(ByteBuffer buffer, int from, int end) {
    int at = from;
    while (at < end) {
      need("header field", HEADER_FIELD_BYTES, end - at);
      int length = buffer.getShort(at + 1) & 0xFFFF;
      at += HEADER_FIELD_BYTES;
      need("header field", length, end - at);
      at += length;
    }
  }

  private static void properties(ByteBuffer buffer, int from, int end) {
    int count = buffer.getShort(from) & 0xFFFF;
    int at = from + PROPERTY_COUNT_BYTES;
    for (int i = 0; i < count; i++) {
      at = ValueCodec.skip(buffer, skipName(buffer, at, end), end);
    }
    if (at != end) {
      throw new MalformedMessageException(
          "properties: expected the body behind the last of "
              + count
              + ", it is "
              + (end - at)
              + " bytes later");
    }
  }

  /** Returns where the value of the property at {@code at} begins. */
  static int skipName(ByteBuffer buffer, int at, int end) {
    need("property name", NAME_LENGTH_BYTES, end - at);
    int length = buffer.getShort(at) & 0xFFFF;
    need("property name", length, end - at - NAME_LENGTH_BYTES);
    return at + NAME_LENGTH_BYTES + length;
  }

  private static void need(String what, int bytes, int left) {
    if (bytes > left) {
      throw new MalformedMessageException(
          what + ": expected " + bytes + " more bytes, got " + left);
    }
  }

  private static void inRange(String what, int value, int min, int max) {
    if (value < min || value > max) {
      throw new MalformedMessageException(
          what + ": expected " + min + " to " + max + ", got " + value);
    }
  }
}
