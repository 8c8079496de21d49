// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tables 3-2 and 3-7 of the specification, written out: which value, read as which type, gives
 * what. Both rows of tables and what is said about null and about texts that are no numbers.
 */
final class ValueTable {
  static final List<String> PROPERTY_TYPES =
      List.of("boolean", "byte", "short", "int", "long", "float", "double", "String");
  static final List<String> BODY_TYPES =
      List.of(
          "boolean", "byte", "short", "char", "int", "long", "float", "double", "String", "byte[]");

  private static final Map<String, List<String>> MARKED =
      Map.of(
          "boolean", List.of("boolean", "String"),
          "byte", List.of("byte", "short", "int", "long", "String"),
          "short", List.of("short", "int", "long", "String"),
          "char", List.of("char", "String"),
          "int", List.of("int", "long", "String"),
          "long", List.of("long", "String"),
          "float", List.of("float", "double", "String"),
          "double", List.of("double", "String"),
          "byte[]", List.of("byte[]"));

  /** Reads the value under test as one type. */
  @FunctionalInterface
  interface Read {
    @Nullable Object as(String type) throws JMSException;
  }

  /**
   * A cell.
   *
   * @param written what was set
   * @param read the type it is read as
   * @param expected a value, or the class of an exception
   */
  record Cell(@Nullable Object written, String read, @Nullable Object expected) {
    /** Reads as the cell says and compares. */
    void check(Read value) {
      List<Object> result = new ArrayList<>();
      Throwable thrown = catchThrowable(() -> result.add(String.valueOf(text(value.as(read)))));

      if (expected instanceof Class<?> exception) {
        assertThat(thrown).as(toString()).isExactlyInstanceOf(exception);
      } else {
        assertThat(thrown).as(toString()).isNull();
        assertThat(result).containsExactly(String.valueOf(text(expected)));
      }
    }

    @Override
    public String toString() {
      return text(written)
          + (written == null ? "" : " of " + written.getClass().getSimpleName())
          + " as "
          + read;
    }

    private static @Nullable Object text(@Nullable Object value) {
      return value instanceof byte[] bytes ? java.util.Arrays.toString(bytes) : value;
    }
  }

  private ValueTable() {}

  static List<Cell> properties() {
    return cells(PROPERTY_TYPES);
  }

  static List<Cell> bodies() {
    return cells(BODY_TYPES);
  }

  private static List<Cell> cells(List<String> types) {
    List<Cell> cells = new ArrayList<>();
    for (String column : types) {
      for (String row : types) {
        if (!row.equals("String")) {
          Object written = sample(row);
          boolean isMarked = MARKED.getOrDefault(row, List.of()).contains(column);
          cells.add(
              new Cell(
                  written, column, isMarked ? as(column, written) : MessageFormatException.class));
        }
      }
      cells.add(new Cell("7", column, ofText(column, "7")));
      cells.add(new Cell("true", column, ofText(column, "true")));
      cells.add(new Cell("TrUe", column, ofText(column, "TrUe")));
      cells.add(new Cell("-1.5e3", column, ofText(column, "-1.5e3")));
      cells.add(new Cell("300", column, ofText(column, "300")));
      cells.add(new Cell("", column, ofText(column, "")));
      cells.add(new Cell(null, column, ofNull(column)));
    }
    return cells;
  }

  private static Object sample(String type) {
    return switch (type) {
      case "boolean" -> true;
      case "byte" -> (byte) -7;
      case "short" -> (short) -300;
      case "char" -> '\u20ac';
      case "int" -> 70_000;
      case "long" -> Long.MIN_VALUE;
      case "float" -> 1.25f;
      case "double" -> -Math.PI;
      case "byte[]" -> new byte[] {1, -1};
      default -> throw new IllegalArgumentException(type);
    };
  }

  private static Object as(String type, Object value) {
    return switch (type) {
      case "short" -> ((Number) value).shortValue();
      case "int" -> ((Number) value).intValue();
      case "long" -> ((Number) value).longValue();
      case "double" -> ((Number) value).doubleValue();
      case "String" -> value.toString();
      default -> value;
    };
  }

  private static Object ofText(String type, String text) {
    return switch (type) {
      case "boolean" -> Boolean.valueOf(text);
      case "byte" -> text.equals("7") ? (Object) (byte) 7 : NumberFormatException.class;
      case "short" -> isInteger(text) ? (Object) Short.valueOf(text) : NumberFormatException.class;
      case "int" -> isInteger(text) ? (Object) Integer.valueOf(text) : NumberFormatException.class;
      case "long" -> isInteger(text) ? (Object) Long.valueOf(text) : NumberFormatException.class;
      case "float" -> isNumber(text) ? (Object) Float.valueOf(text) : NumberFormatException.class;
      case "double" -> isNumber(text) ? (Object) Double.valueOf(text) : NumberFormatException.class;
      case "String" -> text;
      default -> MessageFormatException.class;
    };
  }

  private static boolean isInteger(String text) {
    return text.equals("7") || text.equals("300");
  }

  private static boolean isNumber(String text) {
    return isInteger(text) || text.equals("-1.5e3");
  }

  private static @Nullable Object ofNull(String type) {
    return switch (type) {
      case "boolean" -> false;
      case "byte", "short", "int", "long" -> NumberFormatException.class;
      case "float", "double", "char" -> NullPointerException.class;
      default -> null;
    };
  }
}
