// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.selector;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Evaluates selectors over values given as objects or as text. */
final class Evaluation {
  private static final Pattern PROPERTY =
      Pattern.compile("([^\\s=]+)=('(?:[^']|'')*'|\\S+)(?:\\s+|$)");

  private Evaluation() {}

  /** {@code TRUE}, {@code FALSE} or {@code UNKNOWN}: by the selector and its opposite. */
  static String outcome(String selector, Map<String, @Nullable Object> message)
      throws SelectorException {
    boolean holds = matches(selector, message);
    boolean opposite = matches("NOT (" + selector + "\n)", message);
    if (holds && opposite) {
      throw new AssertionError(selector + " and its opposite hold both");
    }
    return holds ? "TRUE" : opposite ? "FALSE" : "UNKNOWN";
  }

  static boolean matches(String selector, Map<String, @Nullable Object> message)
      throws SelectorException {
    return matches(Selector.parse(selector, SelectorLimits.defaults()), message);
  }

  static boolean matches(Selector selector, Map<String, @Nullable Object> message) {
    SelectorRow row = selector.newRow();
    fill(row, selector.names(), message);
    return selector.matches(row);
  }

  static void fill(SelectorRow row, List<String> names, Map<String, @Nullable Object> message) {
    row.clear();
    for (int place = 0; place < names.size(); place++) {
      Object value = message.get(names.get(place));
      switch (value) {
        case null -> row.setNull(place);
        case Boolean flag -> row.setBoolean(place, flag);
        case Float number -> row.setApproximate(place, number);
        case Double number -> row.setApproximate(place, number);
        case Number number -> row.setExact(place, number.longValue());
        case String text -> text(row, place, text);
        default -> row.setOther(place);
      }
    }
  }

  /** Somewhere in a buffer, as in a message. */
  private static void text(SelectorRow row, int place, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(utf8.length + 7).put(3, utf8);
    row.setText(place, bytes, 3, 3 + utf8.length);
  }

  /**
   * Reads {@code a=1 b=2L c=1.5 d=1.5f e='x' f=true g=null h=other} as an Integer, a Long, a
   * Double, a Float, a String, a Boolean, nothing and something that selectors have no type for.
   */
  static Map<String, @Nullable Object> message(String text) {
    Map<String, @Nullable Object> message = new LinkedHashMap<>();
    Matcher matcher = PROPERTY.matcher(text.strip());
    int end = 0;
    while (matcher.find() && matcher.start() == end) {
      message.put(matcher.group(1), value(matcher.group(2)));
      end = matcher.end();
    }
    if (end != text.strip().length()) {
      throw new IllegalArgumentException("no properties: " + text);
    }
    return message;
  }

  private static @Nullable Object value(String text) {
    if (text.startsWith("'")) {
      return text.substring(1, text.length() - 1)
          .replace("''", "'")
          .replace("\\n", "\n")
          .replace("\\t", "\t");
    }
    return switch (text) {
      case "null" -> null;
      case "other" -> new byte[0];
      case "true", "false" -> Boolean.valueOf(text);
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      default -> number(text);
    };
  }

  private static Number number(String text) {
    if (text.endsWith("L")) {
      return Long.valueOf(text.substring(0, text.length() - 1));
    }
    if (text.endsWith("f")) {
      return Float.valueOf(text);
    }
    if (text.contains(".") || text.contains("E")) {
      return Double.valueOf(text);
    }
    return Integer.valueOf(text);
  }
}
