// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.selector;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes selectors and messages from few names and values, so that they often meet. */
final class RandomSelectors {
  private static final List<String> NAMES = List.of("a", "b", "c", "JMS_d", "größe");
  private static final List<String> TEXTS = List.of("", "a", "b", "ab", "a'b", "a%", "_", "ßa");
  private static final List<String> PATTERNS =
      List.of("", "%", "a", "a%", "%b", "_", "_%_", "a!%", "!_", "%'%", "ß_", "%!%%", "!a%");
  private static final List<Long> LONGS =
      List.of(0L, 1L, 2L, -1L, 7L, 9007199254740993L, Long.MAX_VALUE, Long.MIN_VALUE);
  private static final List<Double> DOUBLES =
      List.of(0.0, 1.0, 0.5, 1.5, 9007199254740992.0, 1E18, 9.223372036854776E18, 1E308);
  private static final List<String> COMPARISONS = List.of("=", "<>", "<", "<=", ">", ">=");

  private final Random random;

  RandomSelectors(long seed) {
    random = new Random(seed * 0x9E3779B97F4A7C15L);
  }

  Reference condition(int depth) {
    if (depth > 0 && random.nextInt(3) > 0) {
      return switch (random.nextInt(4)) {
        case 0 -> new Reference.Opposite(condition(depth - 1));
        case 1, 2 ->
            new Reference.Joined(condition(depth - 1), random.nextBoolean(), condition(depth - 1));
        default ->
            new Reference.Compared(
                condition(depth - 1), one(List.of("=", "<>")), condition(depth - 1));
      };
    }
    return switch (random.nextInt(10)) {
      case 0 -> new Reference.Constant(true, one(List.of("TRUE", "true")));
      case 1 -> new Reference.Constant(false, one(List.of("FALSE", "False")));
      case 2 -> name();
      case 3 -> new Reference.Null(name(), random.nextBoolean());
      case 4 -> new Reference.Like(name(), random.nextBoolean(), one(PATTERNS));
      case 5 -> new Reference.OneOf(name(), random.nextBoolean(), texts());
      case 6 ->
          new Reference.Between(number(depth), random.nextBoolean(), number(depth), number(depth));
      case 7 -> new Reference.Compared(equatable(depth), one(List.of("=", "<>")), equatable(depth));
      default -> new Reference.Compared(number(depth), one(COMPARISONS), number(depth));
    };
  }

  private Reference equatable(int depth) {
    return random.nextBoolean() ? text() : number(depth);
  }

  private Reference text() {
    String text = one(TEXTS);
    return random.nextInt(3) == 0 ? name() : new Reference.Constant(text, Reference.quoted(text));
  }

  private Reference number(int depth) {
    if (depth > 0 && random.nextInt(2) == 0) {
      return random.nextInt(4) == 0
          ? new Reference.Minus(number(depth - 1))
          : new Reference.Calculation(
              number(depth - 1), one(List.of('+', '-', '*', '/')), number(depth - 1));
    }
    if (random.nextBoolean()) {
      return name();
    }
    if (random.nextInt(3) == 0) {
      double number = one(DOUBLES);
      return new Reference.Constant(number, Double.toString(number));
    }
    long number = one(LONGS);
    return new Reference.Constant(number, Long.toString(number));
  }

  private Reference.Property name() {
    return new Reference.Property(one(NAMES));
  }

  private List<String> texts() {
    return IntStream.rangeClosed(0, random.nextInt(4)).mapToObj(i -> one(TEXTS)).toList();
  }

  Map<String, @Nullable Object> message() {
    Map<String, @Nullable Object> message = new HashMap<>();
    for (String name : NAMES) {
      Object value =
          switch (random.nextInt(9)) {
            case 0, 1 -> one(TEXTS);
            case 2, 3 -> one(LONGS);
            case 4 -> random.nextInt(3);
            case 5 -> one(DOUBLES);
            case 6 -> random.nextBoolean();
            case 7 -> one(List.of(1.5f, 0.1f, Double.NaN, Double.NEGATIVE_INFINITY, new byte[1]));
            default -> null;
          };
      if (value != null || random.nextBoolean()) {
        message.put(name, value);
      }
    }
    return message;
  }

  /** The same selector with other white space and other cases of the reserved words. */
  String rewritten(String selector) {
    StringBuilder text = new StringBuilder();
    boolean isQuoted = false;
    for (String word : selector.splitWithDelimiters("['() ]", 0)) {
      if (word.equals("'")) {
        isQuoted = !isQuoted;
      }
      boolean isReserved = !isQuoted && TokenKind.word(word) != null;
      if (word.equals(" ") && !isQuoted) {
        text.append(one(List.of(" ", "  ", "\t", "\n", "\r\n", "\f")));
      } else {
        text.append(isReserved && random.nextBoolean() ? word.toLowerCase(Locale.ROOT) : word);
      }
    }
    return text.toString();
  }

  private <T> T one(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
