// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Builds one element in a buffer of its own that it uses again and again. Order of calls: {@link
 * #begin}, {@link #headerField}s, {@link #beginProperties}, {@link #property} each, {@link
 * #beginBody}, body values, {@link #finish}. One thread.
 *
 * <p>Every writing call throws {@link MessageTooLargeException} when the element would pass the
 * limit, before it takes memory for it; then begin anew. The buffer grows with the largest element
 * written, up to the limit, and never shrinks.
 */
public final class MessageWriter {
  private static final int FIRST_CAPACITY = 2048;
  private static final int MESSAGE_AT = MessageLayout.ELEMENT_HEADER_BYTES;
  private static final int MAX_U16 = 0xFFFF;

  private final int elementBytesMax;
  private final CRC32C crc = new CRC32C();
  private ByteBuffer out;
  private int propertyCountAt;
  private int propertyCount;

  /** Where the element has to end; exclusive. */
  private int end;

  /**
   * A writer for elements up to a limit.
   *
   * @param elementBytesMax the largest element, its length field included
   */
  public MessageWriter(int elementBytesMax) {
    this.elementBytesMax = elementBytesMax;
    this.end = elementBytesMax;
    this.out = ByteBuffer.allocate(Math.min(FIRST_CAPACITY, elementBytesMax));
  }

  /** Values of the fixed part. */
  public MessageWriter begin(
      int flags,
      int priority,
      BodyType bodyType,
      int groupHash,
      long timestamp,
      long expiration,
      long deliveryTime) {
    out.clear();
    end = elementBytesMax;
    room(MESSAGE_AT + MessageLayout.FIXED_BYTES);
    out.putLong(0); // length and checksum, see finish
    out.put((byte) MessageLayout.VERSION).put((byte) flags).put((byte) priority);
    out.put((byte) bodyType.number()).putInt(groupHash);
    out.putLong(timestamp).putLong(expiration).putLong(deliveryTime);
    out.putLong(0).putLong(0).putLong(0).putInt(0).putInt(0);
    return this;
  }

  /** Who sends it, and its number there. */
  public MessageWriter origin(long connectionId, long producerNumber, long sequence) {
    out.putLong(MESSAGE_AT + MessageLayout.CONNECTION_ID_AT, connectionId);
    out.putLong(MESSAGE_AT + MessageLayout.PRODUCER_NUMBER_AT, producerNumber);
    out.putLong(MESSAGE_AT + MessageLayout.SEQUENCE_AT, sequence);
    return this;
  }

  /** A header field of at most 65535 bytes of UTF-8; null writes nothing. */
  public MessageWriter headerField(int tag, @Nullable String value) {
    if (value == null) {
      return this;
    }
    atMostU16("a header field has at least ", value.length());
    return headerField(tag, value.getBytes(StandardCharsets.UTF_8));
  }

  /** A header field of at most 65535 bytes. */
  public MessageWriter headerField(int tag, byte[] value) {
    atMostU16("a header field has ", value.length);
    return u8(tag).u16(value.length).bytes(value, 0, value.length);
  }

  /** A reply destination: its kind's number and its name. */
  public MessageWriter replyTo(int kind, String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    atMostU16("a header field has ", bytes.length + 1);
    u8(MessageLayout.TAG_REPLY_TO).u16(bytes.length + 1).u8(kind);
    return bytes(bytes, 0, bytes.length);
  }

  /** What follows are properties. Call it also when there are none. */
  public MessageWriter beginProperties() {
    out.putInt(MESSAGE_AT + MessageLayout.PROPERTIES_OFFSET_AT, out.position() - MESSAGE_AT);
    propertyCountAt = out.position();
    propertyCount = 0;
    return u16(0);
  }

  /**
   * One property; at most 65535 of them.
   *
   * @throws IllegalArgumentException the value's class is none of {@link ValueCodec}'s; begin anew
   */
  public MessageWriter property(String name, @Nullable Object value) {
    if (propertyCount == MAX_U16) {
      throw new MessageTooLargeException("a message has at most 65535 properties");
    }
    text16(name);
    ValueCodec.write(value, this);
    propertyCount++;
    return this;
  }

  /**
   * Properties that are encoded already, behind those that were written so far.
   *
   * @param encoded as {@link MessageView#encodedProperties} gives them
   */
  public MessageWriter properties(int count, ByteBuffer encoded) {
    propertyCount += count;
    return bytes(encoded);
  }

  /**
   * What follows is the body, and it may not be longer than this.
   *
   * @param bodyBytesMax from 0
   */
  public MessageWriter beginBody(int bodyBytesMax) {
    beginBody();
    end = (int) Math.min(elementBytesMax, (long) out.position() + bodyBytesMax);
    return this;
  }

  /** What follows is the body. Call it also when there is none. */
  public MessageWriter beginBody() {
    out.putShort(propertyCountAt, (short) propertyCount);
    out.putInt(MESSAGE_AT + MessageLayout.BODY_OFFSET_AT, out.position() - MESSAGE_AT);
    return this;
  }

  /** A text of at most 65535 bytes of UTF-8 behind its u16 length. */
  public MessageWriter text16(String text) {
    atMostU16("a name has at least ", text.length());
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    atMostU16("a name has ", bytes.length);
    return u16(bytes.length).bytes(bytes, 0, bytes.length);
  }

  /** A text behind its u32 length. */
  public MessageWriter text32(String text) {
    check(text.length()); // no character takes less than a byte
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return i32(bytes.length).bytes(bytes, 0, bytes.length);
  }

  public MessageWriter u8(int value) {
    room(1);
    out.put((byte) value);
    return this;
  }

  public MessageWriter u16(int value) {
    room(2);
    out.putShort((short) value);
    return this;
  }

  public MessageWriter i32(int value) {
    room(4);
    out.putInt(value);
    return this;
  }

  public MessageWriter i64(long value) {
    room(8);
    out.putLong(value);
    return this;
  }

  public MessageWriter bytes(byte[] bytes, int from, int count) {
    room(count);
    out.put(bytes, from, count);
    return this;
  }

  public MessageWriter bytes(ByteBuffer bytes) {
    room(bytes.remaining());
    out.put(bytes.duplicate());
    return this;
  }

  /**
   * Completes the element.
   *
   * @return the whole element, read-only in spirit: valid until the next {@link #begin}
   */
  public ByteBuffer finish() {
    int bytes = out.position();
    out.putInt(0, bytes - 4);
    crc.reset();
    crc.update(out.array(), MESSAGE_AT, bytes - MESSAGE_AT);
    out.putInt(4, (int) crc.getValue());
    return out.slice(0, bytes);
  }

  /**
   * Everything that was written without {@link #begin}, as the values of a body that is no part of
   * an element yet; this writer is of no more use then.
   */
  public ByteBuffer values() {
    return out.slice(0, out.position());
  }

  private static void atMostU16(String what, int bytes) {
    if (bytes > MAX_U16) {
      throw new MessageTooLargeException(what + bytes + " bytes; at most 65535 are allowed");
    }
  }

  private void check(int moreBytes) {
    long needed = (long) out.position() + moreBytes;
    if (needed > end) {
      throw new MessageTooLargeException(
          "the message needs at least " + needed + " bytes; the broker takes at most " + end);
    }
  }

  private void room(int bytes) {
    check(bytes);
    int needed = out.position() + bytes;
    if (needed > out.capacity()) {
      long capacity = Math.min(elementBytesMax, Math.max(needed, 2L * out.capacity()));
      out = ByteBuffer.allocate((int) capacity).put(out.flip());
    }
  }
}
