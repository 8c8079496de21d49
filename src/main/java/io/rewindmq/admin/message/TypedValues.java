// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.message;

import com.fasterxml.jackson.databind.JsonNode;
import io.rewindmq.admin.request.JsonFields;
import io.rewindmq.admin.request.ProblemException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values of properties, maps and streams in JSON. Without a type, a whole number is an int if it
 * fits, else a long; another number is a double.
 */
final class TypedValues {
  private TypedValues() {}

  /** As JSON has it; bytes are an object with {@code base64}, what is no number is a text. */
  static @Nullable Object toJson(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case byte[] bytes -> Map.of("base64", Base64.getEncoder().encodeToString(bytes));
      case Character character -> character.toString();
      case Double number when number.isNaN() || number.isInfinite() -> number.toString();
      case Float number when number.isNaN() || number.isInfinite() -> number.toString();
      default -> value;
    };
  }

  static List<@Nullable Object> toJson(List<?> values) {
    List<@Nullable Object> shown = new ArrayList<>();
    values.forEach(value -> shown.add(toJson(value)));
    return shown;
  }

  /** Its type as JMS has it. */
  static String typeOf(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case String text -> "string";
      case Boolean flag -> "boolean";
      case Byte number -> "byte";
      case Short number -> "short";
      case Integer number -> "int";
      case Long number -> "long";
      case Float number -> "float";
      case Double number -> "double";
      case Character character -> "char";
      default -> "bytes";
    };
  }

  /**
   * Reads values by name.
   *
   * @param field for what is wrong with them
   * @param types by name, where they are not those that go without saying
   * @param allowsBytes the values may be of the types char and bytes
   * @throws ProblemException 400
   */
  static Map<String, @Nullable Object> read(
      String field, @Nullable JsonNode object, @Nullable JsonNode types, boolean allowsBytes) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    if (object == null) {
      return values;
    }
    if (!object.isObject()) {
      throw JsonFields.invalid("\"" + field + "\": expected an object, got " + object);
    }
    if (types != null && !types.isObject()) {
      throw JsonFields.invalid("the types of \"" + field + "\": expected an object, got " + types);
    }
    for (Map.Entry<String, JsonNode> one : object.properties()) {
      JsonNode type = types == null ? null : types.get(one.getKey());
      values.put(
          one.getKey(),
          read(
              field + "." + one.getKey(),
              one.getValue(),
              type == null ? null : type.asText(),
              allowsBytes));
    }
    return values;
  }

  private static @Nullable Object read(
      String name, JsonNode value, @Nullable String type, boolean allowsBytes) {
    if (value.isNull()) {
      return null;
    }
    Object read =
        switch (type) {
          case null -> natural(value, allowsBytes);
          case "string" -> value.isTextual() ? value.textValue() : null;
          case "boolean" -> value.isBoolean() ? value.booleanValue() : null;
          case "byte" -> fits(value, Byte.MIN_VALUE, Byte.MAX_VALUE) ? (byte) value.asInt() : null;
          case "short" ->
              fits(value, Short.MIN_VALUE, Short.MAX_VALUE) ? (short) value.asInt() : null;
          case "int" -> fits(value, Integer.MIN_VALUE, Integer.MAX_VALUE) ? value.asInt() : null;
          case "long" -> fits(value, Long.MIN_VALUE, Long.MAX_VALUE) ? value.asLong() : null;
          case "float" -> single(floating(value));
          case "double" -> floating(value);
          case "char" ->
              allowsBytes && value.asText().length() == 1 ? value.asText().charAt(0) : null;
          case "bytes" -> allowsBytes ? bytes(value) : null;
          default ->
              throw JsonFields.invalid(
                  "the type of \""
                      + name
                      + "\": expected string, boolean, byte, short, int, long, float or double"
                      + (allowsBytes ? ", char or bytes" : "")
                      + ", got \""
                      + type
                      + "\"");
        };
    if (read == null) {
      throw JsonFields.invalid(
          "\""
              + name
              + "\": expected "
              + (type == null ? "a text, a number, true, false or null" : "a value of type " + type)
              + ", got "
              + value);
    }
    return read;
  }

  private static boolean fits(JsonNode value, long min, long max) {
    return value.isIntegralNumber()
        && value.canConvertToLong()
        && value.longValue() >= min
        && value.longValue() <= max;
  }

  private static @Nullable Object natural(JsonNode value, boolean allowsBytes) {
    if (value.isTextual()) {
      return value.textValue();
    }
    if (value.isBoolean()) {
      return value.booleanValue();
    }
    if (value.isIntegralNumber()) {
      if (value.canConvertToInt()) {
        return value.intValue();
      }
      return value.canConvertToLong() ? value.longValue() : null;
    }
    if (value.isNumber()) {
      return value.doubleValue();
    }
    return allowsBytes ? bytes(value) : null;
  }

  private static @Nullable Float single(@Nullable Double number) {
    return number == null ? null : number.floatValue();
  }

  private static @Nullable Double floating(JsonNode value) {
    if (value.isNumber()) {
      return value.doubleValue();
    }
    return switch (value.asText()) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> null;
    };
  }

  /** Of an object with {@code base64} and nothing else. */
  private static byte @Nullable [] bytes(JsonNode value) {
    JsonNode text = value.get("base64");
    if (text == null || !text.isTextual() || value.size() != 1) {
      return null;
    }
    try {
      return Base64.getDecoder().decode(text.textValue());
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
