// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Typed values of properties, maps and streams: a type byte, then the value.
 *
 * <pre>
 * 0 null | 1 boolean u8 | 2 byte | 3 short | 4 char u16 | 5 int | 6 long | 7 float | 8 double
 * 9 string: u32 length, UTF-8 | 10 bytes: u32 length, bytes
 * </pre>
 *
 * <p>A boolean is written as 0 or 1; any other number reads as true.
 */
public final class ValueCodec {
  private static final int STRING = 9;
  private static final int BYTES = 10;
  private static final int LENGTH_BYTES = 4;

  private ValueCodec() {}

  /**
   * Writes the value with its type.
   *
   * @throws IllegalArgumentException the class is none of the types
   */
  public static void write(@Nullable Object value, MessageWriter out) {
    if (value == null) {
      out.u8(0);
    } else if (value instanceof String text) {
      out.u8(STRING).text32(text);
    } else if (value instanceof Integer number) {
      out.u8(5).i32(number);
    } else if (value instanceof Long number) {
      out.u8(6).i64(number);
    } else if (value instanceof Boolean flag) {
      out.u8(1).u8(flag ? 1 : 0);
    } else if (value instanceof Double number) {
      out.u8(8).i64(Double.doubleToRawLongBits(number));
    } else if (value instanceof Float number) {
      out.u8(7).i32(Float.floatToRawIntBits(number));
    } else if (value instanceof Short number) {
      out.u8(3).u16(number);
    } else if (value instanceof Byte number) {
      out.u8(2).u8(number);
    } else if (value instanceof Character character) {
      out.u8(4).u16(character);
    } else if (value instanceof byte[] bytes) {
      out.u8(BYTES).i32(bytes.length).bytes(bytes, 0, bytes.length);
    } else {
      throw new IllegalArgumentException("not a value type: " + value.getClass().getName());
    }
  }

  /**
   * Reads a value and moves the buffer behind it.
   *
   * @throws MalformedMessageException the bytes are no value; the buffer is somewhere in it
   */
  public static @Nullable Object read(ByteBuffer in) {
    need(1, in.remaining());
    int type = in.get();
    need(type == STRING || type == BYTES ? LENGTH_BYTES : fixedBytes(type), in.remaining());
    return switch (type) {
      case 0 -> null;
      case 1 -> in.get() != 0;
      case 2 -> in.get();
      case 3 -> in.getShort();
      case 4 -> in.getChar();
      case 5 -> in.getInt();
      case 6 -> in.getLong();
      case 7 -> in.getFloat();
      case 8 -> in.getDouble();
      case STRING -> new String(block(in), StandardCharsets.UTF_8);
      case BYTES -> block(in);
      default -> throw new MalformedMessageException("value type: expected 0 to 10, got " + type);
    };
  }

  /**
   * Moves the buffer behind a value without reading it.
   *
   * @throws MalformedMessageException the bytes are no value; the buffer is where it was
   */
  public static void skip(ByteBuffer in) {
    in.position(skip(in, in.position(), in.limit()));
  }

  /** Returns where the value at {@code at} ends; it must not pass {@code end}. */
  static int skip(ByteBuffer in, int at, int end) {
    need(1, end - at);
    int type = in.get(at);
    int valueAt = at + 1;
    int bytes;
    if (type == STRING || type == BYTES) {
      need(LENGTH_BYTES, end - valueAt);
      bytes = in.getInt(valueAt);
      valueAt += LENGTH_BYTES;
    } else {
      bytes = fixedBytes(type);
    }
    need(bytes, end - valueAt);
    return valueAt + bytes;
  }

  private static int fixedBytes(int type) {
    return switch (type) {
      case 0 -> 0;
      case 1, 2 -> 1;
      case 3, 4 -> 2;
      case 5, 7 -> 4;
      case 6, 8 -> 8;
      default -> throw new MalformedMessageException("value type: expected 0 to 10, got " + type);
    };
  }

  private static byte[] block(ByteBuffer in) {
    int length = in.getInt();
    need(length, in.remaining());
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  /** A length that does not fit an int counts as too long. */
  private static void need(int bytes, int left) {
    if (bytes < 0 || bytes > left) {
      throw new MalformedMessageException(
          "value: expected "
              + Integer.toUnsignedString(bytes)
              + " more bytes, got "
              + Math.max(0, left));
    }
  }
}
