// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol.message;

import java.nio.ByteBuffer;

/**
 * Head of a run, the messages of contiguous offsets that follow it:
 *
 * <pre>
 *  0  i64  base offset
 *  8  i64  append time, ms since 1970
 * 16  u32  count of elements, at least 1
 * 20  u32  bytes of elements
 * 24  u16  delivery count, what JMSXDeliveryCount shows
 * 26  u16  flags: 1 redelivered, 2 replayed, 4 first of its message group for this consumer
 * 28  elements
 * </pre>
 *
 * <p>Flags that are not named are 0 and ignored.
 */
public record RunHeader(
    long baseOffset, long appendTimeMillis, int count, int bytes, int deliveryCount, int flags) {
  public static final int BYTES = 28;
  public static final int FLAG_REDELIVERED = 1;
  public static final int FLAG_REPLAYED = 2;
  public static final int FLAG_GROUP_FIRST = 4;

  private static final int MAX_U16 = 0xFFFF;

  /** Writes a header without making an object of it. A delivery count beyond 65535 stays there. */
  public static void write(
      ByteBuffer out,
      long baseOffset,
      long appendTimeMillis,
      int count,
      int bytes,
      int deliveryCount,
      int flags) {
    out.putLong(baseOffset).putLong(appendTimeMillis).putInt(count).putInt(bytes);
    out.putShort((short) Math.min(deliveryCount, MAX_U16)).putShort((short) flags);
  }

  public void write(ByteBuffer out) {
    write(out, baseOffset, appendTimeMillis, count, bytes, deliveryCount, flags);
  }

  /**
   * Reads a header and leaves {@code in} at the first element.
   *
   * @throws MalformedMessageException it is none, or its elements are not all there
   */
  public static RunHeader read(ByteBuffer in) {
    if (in.remaining() < BYTES) {
      throw new MalformedMessageException(
          "run: expected 28 bytes of header, got " + in.remaining());
    }
    RunHeader header =
        new RunHeader(
            in.getLong(),
            in.getLong(),
            in.getInt(),
            in.getInt(),
            in.getShort() & MAX_U16,
            in.getShort() & MAX_U16);
    boolean fits = header.bytes >= 0 && header.bytes <= in.remaining();
    if (!fits
        || header.baseOffset < 0
        || header.baseOffset > Long.MAX_VALUE - header.count
        || header.count < 1
        || header.count > header.bytes / MessageLayout.MIN_ELEMENT_BYTES) {
      throw new MalformedMessageException("not a run: " + header + ", " + in.remaining() + " left");
    }
    return header;
  }

  public boolean isRedelivered() {
    return (flags & FLAG_REDELIVERED) != 0;
  }

  public boolean isReplayed() {
    return (flags & FLAG_REPLAYED) != 0;
  }
}
