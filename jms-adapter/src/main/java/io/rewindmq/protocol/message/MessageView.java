// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads an encoded message in place, by absolute positions: the buffer is never moved. Fixed fields
 * cost no allocation. Reusable; one thread.
 *
 * <p>The message is taken as verified, see {@link ElementCursor#verify}. Of one that is not, header
 * fields and properties may throw {@link MalformedMessageException}, and everything may throw
 * {@link IndexOutOfBoundsException}.
 */
public final class MessageView {
  private ByteBuffer message = ByteBuffer.allocate(0);
  private int start;
  private int end;

  /** Looks at the message that remains in the buffer. */
  public MessageView at(ByteBuffer message) {
    return at(message, message.position(), message.remaining());
  }

  /**
   * Looks at the message of an element.
   *
   * @param messageAt where the message begins, 8 bytes behind the start of its element
   */
  public MessageView at(ByteBuffer elements, int messageAt) {
    int elementAt = messageAt - MessageLayout.ELEMENT_HEADER_BYTES;
    int messageBytes = elements.getInt(elementAt) + 4 - MessageLayout.ELEMENT_HEADER_BYTES;
    return at(elements, messageAt, messageBytes);
  }

  /** Looks at the message that lies at a position of the buffer. */
  public MessageView at(ByteBuffer buffer, int messageAt, int messageBytes) {
    this.message = buffer;
    this.start = messageAt;
    this.end = messageAt + messageBytes;
    return this;
  }

  /** See {@link MessageLayout}; flags of later versions may be set, too. */
  public int flags() {
    return message.get(start + MessageLayout.FLAGS_AT);
  }

  public boolean isPersistent() {
    return (flags() & MessageLayout.FLAG_PERSISTENT) != 0;
  }

  public boolean hasNullBody() {
    return (flags() & MessageLayout.FLAG_NULL_BODY) != 0;
  }

  /** Whether it is a part of a large message. */
  public boolean isPart() {
    return (flags() & (MessageLayout.FLAG_CONTINUES | MessageLayout.FLAG_CONTINUATION)) != 0;
  }

  /** Whether it is a part of a large message and another one follows. */
  public boolean continues() {
    return (flags() & MessageLayout.FLAG_CONTINUES) != 0;
  }

  /** Whether it is a part of a large message and not the first. */
  public boolean isContinuation() {
    return (flags() & MessageLayout.FLAG_CONTINUATION) != 0;
  }

  /** 0 to 9. */
  public int priority() {
    return message.get(start + MessageLayout.PRIORITY_AT);
  }

  public BodyType bodyType() {
    return BodyType.of(message.get(start + MessageLayout.BODY_TYPE_AT));
  }

  /** 0 = no group. */
  public int groupHash() {
    return message.getInt(start + MessageLayout.GROUP_HASH_AT);
  }

  /** 0 = none. */
  public long timestamp() {
    return message.getLong(start + MessageLayout.TIMESTAMP_AT);
  }

  /** 0 = never. */
  public long expiration() {
    return message.getLong(start + MessageLayout.EXPIRATION_AT);
  }

  /** 0 = at once. */
  public long deliveryTime() {
    return message.getLong(start + MessageLayout.DELIVERY_TIME_AT);
  }

  public long connectionId() {
    return message.getLong(start + MessageLayout.CONNECTION_ID_AT);
  }

  public long producerNumber() {
    return message.getLong(start + MessageLayout.PRODUCER_NUMBER_AT);
  }

  public long sequence() {
    return message.getLong(start + MessageLayout.SEQUENCE_AT);
  }

  /** Whether or not the sender wants it shown. */
  public String messageId() {
    return MessageIds.text(connectionId(), producerNumber(), sequence());
  }

  private int propertiesAt() {
    return start + message.getInt(start + MessageLayout.PROPERTIES_OFFSET_AT);
  }

  private int bodyAt() {
    return start + message.getInt(start + MessageLayout.BODY_OFFSET_AT);
  }

  /** A copy of the bytes of the first header field with this tag, or null. */
  public byte @Nullable [] headerField(int tag) {
    int at = headerFieldAt(tag);
    if (at < 0) {
      return null;
    }
    byte[] value = new byte[headerFieldEnd(at) - at];
    message.get(at, value);
    return value;
  }

  /** Where in the buffer the bytes of the first header field with this tag begin; -1 = no such. */
  public int headerFieldAt(int tag) {
    int fieldsEnd = propertiesAt();
    for (int at = start + MessageLayout.FIXED_BYTES; at < fieldsEnd; ) {
      int length = fieldsEnd - at < 3 ? Integer.MAX_VALUE : message.getShort(at + 1) & 0xFFFF;
      if (length > fieldsEnd - at - 3) {
        throw new MalformedMessageException("header field passes the end of the header fields");
      }
      if (message.get(at) == tag) {
        return at + 3;
      }
      at += 3 + length;
    }
    return -1;
  }

  /** Where the bytes of a header field end, exclusive, that begin at an index. */
  public int headerFieldEnd(int at) {
    return at + (message.getShort(at - 2) & 0xFFFF);
  }

  /** A header field as text, or null. */
  public @Nullable String headerText(int tag) {
    byte[] value = headerField(tag);
    return value == null ? null : new String(value, StandardCharsets.UTF_8);
  }

  /** All header fields as they are encoded, as a slice. */
  public ByteBuffer headerFields() {
    int from = start + MessageLayout.FIXED_BYTES;
    return message.slice(from, propertiesAt() - from);
  }

  public int propertyCount() {
    return message.getShort(propertiesAt()) & 0xFFFF;
  }

  /** All properties as they are encoded, without their count, as a slice. */
  public ByteBuffer encodedProperties() {
    int from = propertiesAt() + 2;
    return message.slice(from, bodyAt() - from);
  }

  /** Gives every property in order of writing. */
  public void forEachProperty(BiConsumer<String, @Nullable Object> action) {
    int count = propertyCount();
    ByteBuffer in = window(propertiesAt() + 2, bodyAt());
    for (int i = 0; i < count; i++) {
      int nameAt = in.position() + 2;
      int valueAt = MessageStructure.skipName(in, in.position(), in.limit());
      byte[] name = new byte[valueAt - nameAt];
      in.get(nameAt, name).position(valueAt);
      action.accept(new String(name, StandardCharsets.UTF_8), ValueCodec.read(in));
    }
  }

  /**
   * Finds one property without decoding the others; allocates only for the value it finds.
   *
   * @param name the name in UTF-8
   * @return its value; null when there is none or it is null
   */
  public @Nullable Object property(byte[] name) {
    int count = propertyCount();
    int at = propertiesAt() + 2;
    int propertiesEnd = bodyAt();
    for (int i = 0; i < count; i++) {
      int nameAt = at + 2;
      int valueAt = MessageStructure.skipName(message, at, propertiesEnd);
      if (valueAt - nameAt == name.length && isAt(nameAt, name)) {
        return ValueCodec.read(window(valueAt, propertiesEnd));
      }
      at = ValueCodec.skip(message, valueAt, propertiesEnd);
    }
    return null;
  }

  private boolean isAt(int at, byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (message.get(at + i) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  private ByteBuffer window(int from, int to) {
    return message.duplicate().limit(to).position(from);
  }

  /** The body's bytes, as a slice; empty for a body that is null. */
  public ByteBuffer body() {
    return message.slice(bodyAt(), end - bodyAt());
  }
}
