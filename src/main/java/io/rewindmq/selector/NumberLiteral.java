// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.selector;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads Java's integer and floating-point literals. Every exact number is a long, with or without
 * {@code L}; {@code f} rounds to a float first, as in Java.
 */
final class NumberLiteral {
  private static final String DIGITS = "[0-9](?:[0-9_]*[0-9])?";
  private static final String HEX_DIGITS = "[0-9a-fA-F](?:[0-9a-fA-F_]*[0-9a-fA-F])?";

  /** A way to write an exact number: its digits are the pattern's first group. */
  private record ExactForm(int radix, Pattern pattern) {
    ExactForm(int radix, String pattern) {
      this(radix, Pattern.compile(pattern));
    }
  }

  private static final ExactForm DECIMAL = new ExactForm(10, "(0|[1-9](?:[0-9_]*[0-9])?)[lL]?");
  private static final List<ExactForm> EXACT =
      List.of(
          DECIMAL,
          new ExactForm(16, "0[xX](" + HEX_DIGITS + ")[lL]?"),
          new ExactForm(8, "0([0-7_]*[0-7])[lL]?"),
          new ExactForm(2, "0[bB]([01](?:[01_]*[01])?)[lL]?"));

  private static final Pattern APPROXIMATE =
      Pattern.compile(
          String.format(
              "(?=.*[.eEfFdD])(%1$s[.](?:%1$s)?|[.]%1$s|%1$s)(?:[eE][+-]?%1$s)?[fFdD]?", DIGITS));
  private static final Pattern HEX_APPROXIMATE =
      Pattern.compile(
          String.format(
              "0[xX](%1$s[.]?|(?:%1$s)?[.]%1$s)[pP][+-]?%2$s[fFdD]?", HEX_DIGITS, DIGITS));

  private NumberLiteral() {}

  /** Whether it is decimal and exact, so that a minus before it belongs to it. */
  static boolean isDecimal(Token number) {
    return DECIMAL.pattern().matcher(number.text()).matches();
  }

  /**
   * The value of a number.
   *
   * @param isNegative a minus stands before it; only for {@link #isDecimal decimal} ones
   * @return a Long or a Double
   */
  static Object value(Token number, boolean isNegative) throws SelectorException {
    for (ExactForm form : EXACT) {
      Matcher matcher = form.pattern().matcher(number.text());
      if (matcher.matches()) {
        String digits = matcher.group(1).replace("_", "");
        return exact(number, isNegative ? "-" + digits : digits, form.radix());
      }
    }
    for (Pattern form : List.of(APPROXIMATE, HEX_APPROXIMATE)) {
      Matcher matcher = form.matcher(number.text());
      if (matcher.matches()) {
        return approximate(number, matcher.group(1));
      }
    }
    throw new SelectorException(
        number.index(), "expected a number, found " + Token.cut(number.text()));
  }

  /** Like Java's, all but decimal ones may use the sign's bit. */
  private static Long exact(Token number, String digits, int radix) throws SelectorException {
    try {
      return radix == 10 ? Long.parseLong(digits) : Long.parseUnsignedLong(digits, radix);
    } catch (NumberFormatException e) {
      throw outOfRange(number, "a long");
    }
  }

  /** Like Java's, none becomes infinite, and none but zero becomes zero. */
  private static Double approximate(Token number, String mantissa) throws SelectorException {
    String text = number.text().replace("_", "");
    boolean isFloat = text.endsWith("f") || text.endsWith("F");
    double value = isFloat ? Float.parseFloat(text) : Double.parseDouble(text);
    boolean isZero = mantissa.chars().allMatch(c -> c == '0' || c == '.' || c == '_');
    if (Double.isInfinite(value) || (value == 0 && !isZero)) {
      throw outOfRange(number, isFloat ? "a float" : "a double");
    }
    return value;
  }

  private static SelectorException outOfRange(Token number, String type) {
    return new SelectorException(
        number.index(), number.shown() + " is outside the range of " + type);
  }
}
