// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.selector;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Selectors as plainly as they can be written down: trees that know their text and their value. A
 * value is a Long, Double, String or Boolean, null where it is unknown, and {@link #MISFIT} where
 * something of the wrong type was calculated with.
 */
sealed interface Reference {
  Object MISFIT = new Object();

  /** How strongly it holds together: OR 1, AND 2, NOT 3, comparison 4, sum 5, product 6, sign 7. */
  int strength();

  String text();

  @Nullable Object value(Map<String, @Nullable Object> message);

  /** Its text where something of at least that strength is needed. */
  default String textOf(int strength) {
    return strength() < strength ? "(" + text() + ")" : text();
  }

  /** As a condition: null = unknown. */
  default @Nullable Boolean truth(Map<String, @Nullable Object> message) {
    Object value = value(message);
    return value == null ? null : value.equals(true);
  }

  record Constant(Object constant, String text) implements Reference {
    @Override
    public int strength() {
      return text.startsWith("-") ? 7 : 8;
    }

    @Override
    public Object value(Map<String, @Nullable Object> message) {
      return constant;
    }
  }

  record Property(String text) implements Reference {
    @Override
    public int strength() {
      return 8;
    }

    @Override
    public @Nullable Object value(Map<String, @Nullable Object> message) {
      return switch (message.get(text)) {
        case null -> null;
        case Float number -> number.doubleValue();
        case Double number -> number;
        case Number number -> number.longValue();
        case Boolean flag -> flag;
        case String string -> string;
        default -> MISFIT;
      };
    }
  }

  record Minus(Reference operand) implements Reference {
    @Override
    public int strength() {
      return 7;
    }

    @Override
    public String text() {
      return "- " + operand.textOf(7);
    }

    @Override
    public @Nullable Object value(Map<String, @Nullable Object> message) {
      return switch (operand.value(message)) {
        case null -> null;
        case Long number -> exact(BigInteger.valueOf(number).negate());
        case Double number -> -number;
        default -> MISFIT;
      };
    }
  }

  record Calculation(Reference left, char operator, Reference right) implements Reference {
    @Override
    public int strength() {
      return operator == '+' || operator == '-' ? 5 : 6;
    }

    @Override
    public String text() {
      return left.textOf(strength()) + " " + operator + " " + right.textOf(strength() + 1);
    }

    @Override
    public @Nullable Object value(Map<String, @Nullable Object> message) {
      Object a = left.value(message);
      Object b = right.value(message);
      if (a == null || b == null) {
        return null;
      }
      if (!(a instanceof Number x) || !(b instanceof Number y)) {
        return MISFIT;
      }
      if (operator == '/' && y.doubleValue() == 0) {
        return null;
      }
      if (x instanceof Long && y instanceof Long) {
        BigInteger i = BigInteger.valueOf(x.longValue());
        BigInteger j = BigInteger.valueOf(y.longValue());
        return exact(
            switch (operator) {
              case '+' -> i.add(j);
              case '-' -> i.subtract(j);
              case '*' -> i.multiply(j);
              default -> i.divide(j);
            });
      }
      double i = x.doubleValue();
      double j = y.doubleValue();
      return switch (operator) {
        case '+' -> i + j;
        case '-' -> i - j;
        case '*' -> i * j;
        default -> i / j;
      };
    }
  }

  record Compared(Reference left, String operator, Reference right) implements Reference {
    @Override
    public int strength() {
      return 4;
    }

    @Override
    public String text() {
      return left.textOf(4) + " " + operator + " " + right.textOf(5);
    }

    @Override
    public @Nullable Object value(Map<String, @Nullable Object> message) {
      return compare(left.value(message), operator, right.value(message));
    }
  }

  record Between(Reference tested, boolean not, Reference low, Reference high)
      implements Reference {
    @Override
    public int strength() {
      return 4;
    }

    @Override
    public String text() {
      String between = not ? " NOT BETWEEN " : " BETWEEN ";
      return tested.textOf(4) + between + low.textOf(5) + " AND " + high.textOf(5);
    }

    @Override
    public @Nullable Object value(Map<String, @Nullable Object> message) {
      Object value = tested.value(message);
      Boolean above = compare(value, not ? "<" : ">=", low.value(message));
      Boolean below = compare(value, not ? ">" : "<=", high.value(message));
      return not ? or(above, below) : and(above, below);
    }
  }

  record OneOf(Property name, boolean not, List<String> items) implements Reference {
    @Override
    public int strength() {
      return 4;
    }

    @Override
    public String text() {
      List<String> quoted = items.stream().map(Reference::quoted).toList();
      return name.text() + (not ? " NOT IN (" : " IN (") + String.join(" , ", quoted) + ")";
    }

    @Override
    public @Nullable Object value(Map<String, @Nullable Object> message) {
      Boolean any = false;
      for (String item : items) {
        any = or(any, compare(name.value(message), "=", item));
      }
      return not ? opposite(any) : any;
    }
  }

  record Like(Property name, boolean not, String pattern) implements Reference {
    @Override
    public int strength() {
      return 4;
    }

    @Override
    public String text() {
      return name.text() + (not ? " NOT LIKE " : " LIKE ") + quoted(pattern) + " ESCAPE '!'";
    }

    @Override
    public @Nullable Object value(Map<String, @Nullable Object> message) {
      Object value = name.value(message);
      if (value == null) {
        return null;
      }
      boolean fits = value instanceof String text && fits(text, 0, 0);
      return fits != not;
    }

    private boolean fits(String text, int t, int p) {
      if (p == pattern.length()) {
        return t == text.length();
      }
      char wanted = pattern.charAt(p);
      if (wanted == '%') {
        return fits(text, t, p + 1) || (t < text.length() && fits(text, t + 1, p));
      }
      int rest = wanted == '!' ? p + 2 : p + 1;
      char exact = wanted == '!' ? pattern.charAt(p + 1) : wanted;
      return t < text.length()
          && (wanted == '_' || exact == text.charAt(t))
          && fits(text, t + 1, rest);
    }
  }

  record Null(Property name, boolean not) implements Reference {
    @Override
    public int strength() {
      return 4;
    }

    @Override
    public String text() {
      return name.text() + (not ? " IS NOT NULL" : " IS NULL");
    }

    @Override
    public Object value(Map<String, @Nullable Object> message) {
      return (name.value(message) == null) != not;
    }
  }

  record Opposite(Reference condition) implements Reference {
    @Override
    public int strength() {
      return 3;
    }

    @Override
    public String text() {
      return "NOT " + condition.textOf(3);
    }

    @Override
    public @Nullable Object value(Map<String, @Nullable Object> message) {
      return opposite(condition.truth(message));
    }
  }

  record Joined(Reference left, boolean byAnd, Reference right) implements Reference {
    @Override
    public int strength() {
      return byAnd ? 2 : 1;
    }

    @Override
    public String text() {
      return left.textOf(strength()) + (byAnd ? " AND " : " OR ") + right.textOf(strength() + 1);
    }

    @Override
    public @Nullable Object value(Map<String, @Nullable Object> message) {
      Boolean a = left.truth(message);
      Boolean b = right.truth(message);
      return byAnd ? and(a, b) : or(a, b);
    }
  }

  static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static @Nullable Object exact(BigInteger result) {
    return result.bitLength() < 64 ? (Long) result.longValue() : null;
  }

  private static @Nullable Boolean compare(
      @Nullable Object a, String operator, @Nullable Object b) {
    if (a == null || b == null) {
      return null;
    }
    if (a instanceof Number x && b instanceof Number y) {
      return compareNumbers(x, operator, y);
    }
    if (a.getClass() != b.getClass() || a == MISFIT) {
      return false;
    }
    return switch (operator) {
      case "=" -> a.equals(b);
      case "<>" -> !a.equals(b);
      default -> false;
    };
  }

  private static boolean compareNumbers(Number x, String operator, Number y) {
    double i = x.doubleValue();
    double j = y.doubleValue();
    boolean areFinite = Double.isFinite(i) && Double.isFinite(j);
    if (Double.isNaN(i) || Double.isNaN(j)) {
      return operator.equals("<>");
    }
    int order = areFinite ? exactly(x).compareTo(exactly(y)) : Double.compare(i, j);
    return switch (operator) {
      case "=" -> order == 0;
      case "<>" -> order != 0;
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      default -> order >= 0;
    };
  }

  private static BigDecimal exactly(Number number) {
    return number instanceof Long
        ? new BigDecimal(number.longValue())
        : new BigDecimal(number.doubleValue());
  }

  private static @Nullable Boolean and(@Nullable Boolean a, @Nullable Boolean b) {
    if (Boolean.FALSE.equals(a) || Boolean.FALSE.equals(b)) {
      return false;
    }
    return (a == null || b == null) ? null : true;
  }

  private static @Nullable Boolean or(@Nullable Boolean a, @Nullable Boolean b) {
    if (Boolean.TRUE.equals(a) || Boolean.TRUE.equals(b)) {
      return true;
    }
    return (a == null || b == null) ? null : false;
  }

  private static @Nullable Boolean opposite(@Nullable Boolean truth) {
    return truth == null ? null : !truth;
  }
}
