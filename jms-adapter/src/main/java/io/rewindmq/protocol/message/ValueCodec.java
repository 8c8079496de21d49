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
  public static final int NULL = 0;
  public static final int BOOLEAN = 1;
  public static final int BYTE = 2;
  public static final int SHORT = 3;
  public static final int CHAR = 4;
  public static final int INT = 5;
  public static final int LONG = 6;
  public static final int FLOAT = 7;
  public static final int DOUBLE = 8;
  public static final int STRING = 9;
  public static final int BYTES = 10;
  private static final int LENGTH_BYTES = 4;

  private ValueCodec() {}

  /**
   * Writes the value with its type.
   *
   * @throws IllegalArgumentException the class is none of the types
   */
  public static void write(@Nullable Object value, MessageWriter out) {
    if (value == null) {
      out.u8(NULL);
    } else if (value instanceof String text) {
      out.u8(STRING).text32(text);
    } else if (value instanceof Integer number) {
      out.u8(INT).i32(number);
    } else if (value instanceof Long number) {
      out.u8(LONG).i64(number);
    } else if (value instanceof Boolean flag) {
      out.u8(BOOLEAN).u8(flag ? 1 : 0);
    } else if (value instanceof Double number) {
      out.u8(DOUBLE).i64(Double.doubleToRawLongBits(number));
    } else if (value instanceof Float number) {
      out.u8(FLOAT).i32(Float.floatToRawIntBits(number));
    } else if (value instanceof Short number) {
      out.u8(SHORT).u16(number);
    } else if (value instanceof Byte number) {
      out.u8(BYTE).u8(number);
    } else if (value instanceof Character character) {
      out.u8(CHAR).u16(character);
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
    need(hasLength(type) ? LENGTH_BYTES : fixedBytes(type), in.remaining());
    return switch (type) {
      case NULL -> null;
      case BOOLEAN -> in.get() != 0;
      case BYTE -> in.get();
      case SHORT -> in.getShort();
      case CHAR -> in.getChar();
      case INT -> in.getInt();
      case LONG -> in.getLong();
      case FLOAT -> in.getFloat();
      case DOUBLE -> in.getDouble();
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
    if (hasLength(type)) {
      need(LENGTH_BYTES, end - valueAt);
      bytes = in.getInt(valueAt);
      valueAt += LENGTH_BYTES;
    } else {
      bytes = fixedBytes(type);
    }
    need(bytes, end - valueAt);
    return valueAt + bytes;
  }

  /** How many bytes of length stand between a type and its value. */
  static int lengthBytes(int type) {
    return hasLength(type) ? LENGTH_BYTES : 0;
  }

  private static boolean hasLength(int type) {
    return type == STRING || type == BYTES;
  }

  private static int fixedBytes(int type) {
    return switch (type) {
      case NULL -> 0;
      case BOOLEAN, BYTE -> 1;
      case SHORT, CHAR -> 2;
      case INT, FLOAT -> 4;
      case LONG, DOUBLE -> 8;
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
