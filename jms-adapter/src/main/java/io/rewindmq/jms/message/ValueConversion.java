// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.message;

import jakarta.jms.MessageFormatException;
import org.jspecify.annotations.Nullable;

/**
 * The conversions of properties (table 3-2) and of stream and map values (table 3-7). The first is
 * the second without char and byte[], which no property can hold, so one table serves both.
 *
 * <pre>
 *          boolean byte short char int long float double String byte[]
 * boolean     X                                              X
 * byte               X    X         X   X                    X
 * short                   X         X   X                    X
 * char                         X                             X
 * int                               X   X                    X
 * long                                  X                    X
 * float                                      X     X         X
 * double                                           X         X
 * String      X      X    X         X   X    X     X         X
 * byte[]                                                            X
 * </pre>
 *
 * <p>An empty cell throws {@link MessageFormatException}. A text that is no number throws {@link
 * NumberFormatException}. Null is read as {@code valueOf(null)} reads it: false, {@link
 * NumberFormatException} for integers, {@link NullPointerException} for floating point and char;
 * text and bytes stay null.
 */
final class ValueConversion {
  private ValueConversion() {}

  static boolean toBoolean(@Nullable Object value) throws MessageFormatException {
    if (value instanceof Boolean flag) {
      return flag;
    }
    if (value == null || value instanceof String) {
      return Boolean.parseBoolean((String) value);
    }
    throw unsupported(value, "boolean");
  }

  static byte toByte(@Nullable Object value) throws MessageFormatException {
    if (value instanceof Byte number) {
      return number;
    }
    return Byte.parseByte(digits(value, "byte"));
  }

  static short toShort(@Nullable Object value) throws MessageFormatException {
    if (value instanceof Short || value instanceof Byte) {
      return ((Number) value).shortValue();
    }
    return Short.parseShort(digits(value, "short"));
  }

  static char toChar(@Nullable Object value) throws MessageFormatException {
    if (value instanceof Character character) {
      return character;
    }
    if (value == null) {
      throw new NullPointerException("null can't be read as char");
    }
    throw unsupported(value, "char");
  }

  static int toInt(@Nullable Object value) throws MessageFormatException {
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).intValue();
    }
    return Integer.parseInt(digits(value, "int"));
  }

  static long toLong(@Nullable Object value) throws MessageFormatException {
    if (value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    return Long.parseLong(digits(value, "long"));
  }

  static float toFloat(@Nullable Object value) throws MessageFormatException {
    if (value instanceof Float number) {
      return number;
    }
    return Float.parseFloat(decimal(value, "float"));
  }

  static double toDouble(@Nullable Object value) throws MessageFormatException {
    if (value instanceof Double || value instanceof Float) {
      return ((Number) value).doubleValue();
    }
    return Double.parseDouble(decimal(value, "double"));
  }

  static @Nullable String toText(@Nullable Object value) throws MessageFormatException {
    if (value instanceof byte[]) {
      throw unsupported(value, "String");
    }
    return value == null ? null : value.toString();
  }

  /** A copy. */
  static byte @Nullable [] toBytes(@Nullable Object value) throws MessageFormatException {
    if (value == null) {
      return null;
    }
    if (value instanceof byte[] bytes) {
      return bytes.clone();
    }
    throw unsupported(value, "byte[]");
  }

  /** The value as an object: arrays as a copy. */
  static @Nullable Object toObject(@Nullable Object value) {
    return value instanceof byte[] bytes ? bytes.clone() : value;
  }

  /**
   * Takes a value into a map or stream, arrays as a copy.
   *
   * @throws MessageFormatException the class is none of the table
   */
  static @Nullable Object checkedBodyValue(@Nullable Object value) throws MessageFormatException {
    if (value instanceof byte[] bytes) {
      return bytes.clone();
    }
    return value instanceof Character ? value : checkedProperty(value);
  }

  /**
   * Takes a value as a property.
   *
   * @throws MessageFormatException it is neither null nor Boolean, Byte, Short, Integer, Long,
   *     Float, Double or String
   */
  static @Nullable Object checkedProperty(@Nullable Object value) throws MessageFormatException {
    if (value == null
        || value instanceof String
        || value instanceof Integer
        || value instanceof Long
        || value instanceof Boolean
        || value instanceof Double
        || value instanceof Float
        || value instanceof Short
        || value instanceof Byte) {
      return value;
    }
    throw new MessageFormatException(
        "a value of class " + value.getClass().getName() + " can't be stored here");
  }

  private static String digits(@Nullable Object value, String wanted)
      throws MessageFormatException {
    if (value == null) {
      throw new NumberFormatException("null can't be read as " + wanted);
    }
    if (value instanceof String text) {
      return text;
    }
    throw unsupported(value, wanted);
  }

  private static String decimal(@Nullable Object value, String wanted)
      throws MessageFormatException {
    if (value == null) {
      throw new NullPointerException("null can't be read as " + wanted);
    }
    return digits(value, wanted);
  }

  private static MessageFormatException unsupported(Object value, String wanted) {
    return new MessageFormatException(
        "a " + value.getClass().getSimpleName() + " can't be read as " + wanted);
  }
}
