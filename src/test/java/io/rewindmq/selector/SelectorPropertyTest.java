// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.selector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random selectors over random messages. A failure names the seed that repeats it. */
class SelectorPropertyTest {
  private static final int SELECTORS = 4_000;
  private static final int MESSAGES_EACH = 5;
  private static final int TEXTS = 50_000;

  @Test
  void agreesWithAPlainReading() throws SelectorException {
    Map<String, Integer> outcomes = new HashMap<>();
    for (long seed = 0; seed < SELECTORS; seed++) {
      RandomSelectors random = new RandomSelectors(seed);
      Reference reference = random.condition(4);
      String text = random.rewritten(reference.text());
      for (int i = 0; i < MESSAGES_EACH; i++) {
        Map<String, @Nullable Object> message = random.message();
        Boolean truth = reference.truth(message);
        String expected = truth == null ? "UNKNOWN" : truth ? "TRUE" : "FALSE";
        assertThat(Evaluation.outcome(text, message))
            .as("seed %d: %s with %s", seed, text, message)
            .isEqualTo(expected);
        outcomes.merge(expected, 1, Integer::sum);
      }
    }
    assertThat(outcomes)
        .hasSize(3)
        .allSatisfy((outcome, count) -> assertThat(count).isGreaterThan(1_000));
  }

  @Test
  void whatMatchesHasTheRequiredEquality() throws SelectorException {
    int seen = 0;
    for (long seed = 0; seed < SELECTORS; seed++) {
      RandomSelectors random = new RandomSelectors(seed);
      Selector selector = Selector.parse(random.condition(3).text(), SelectorLimits.defaults());
      Optional<RequiredEquality> required = selector.requiredEquality();
      for (int i = 0; i < MESSAGES_EACH && required.isPresent(); i++) {
        Map<String, @Nullable Object> message = random.message();
        if (Evaluation.matches(selector, message)) {
          seen++;
          assertThat(new Reference.Property(required.get().name()).value(message))
              .as("seed %d: %s with %s", seed, selector, message)
              .satisfies(value -> assertThat(isSame(value, required.get().value())).isTrue());
        }
      }
    }
    assertThat(seen).isGreaterThan(50);
  }

  @Test
  void anyTextIsASelectorOrASelectorException() {
    List<String> words =
        List.of(
            "a",
            "b",
            "JMSType",
            "JMSPriority",
            "JMSDestination",
            "'x'",
            "'%'",
            "''",
            "'",
            "1",
            "0x",
            "1e5",
            ".5",
            "9223372036854775808",
            "TRUE",
            "FALSE",
            "NULL",
            "NOT",
            "AND",
            "OR",
            "BETWEEN",
            "LIKE",
            "IN",
            "IS",
            "ESCAPE",
            "(",
            ")",
            ",",
            "+",
            "-",
            "*",
            "/",
            "=",
            "<>",
            "<",
            ">=",
            " ",
            "\n",
            "#",
            "\u0000",
            "\ud800",
            "😀",
            "\"",
            "_");
    Random random = new Random(42);
    int valid = 0;
    for (int i = 0; i < TEXTS; i++) {
      StringBuilder text = new StringBuilder();
      for (int words1 = random.nextInt(12); words1 > 0; words1--) {
        text.append(words.get(random.nextInt(words.size())));
        text.append(random.nextInt(4) == 0 ? "" : " ");
      }
      valid += isSelector(text.toString()) ? 1 : 0;
    }
    assertThat(valid).isBetween(50, TEXTS / 2);
  }

  @Test
  void anyChangeOfASelectorIsASelectorOrASelectorException() {
    Random random = new Random(43);
    for (long seed = 0; seed < TEXTS / 10; seed++) {
      StringBuilder text = new StringBuilder(new RandomSelectors(seed).condition(3).text());
      for (int changes = random.nextInt(3); changes >= 0; changes--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.deleteCharAt(at).append(' ');
          case 1 -> text.setCharAt(at, (char) random.nextInt(128));
          default -> text.insert(at, "()'=,%- AND NOT".charAt(random.nextInt(15)));
        }
      }
      isSelector(text.toString());
    }
  }

  private static boolean isSelector(String text) {
    try {
      Selector selector = Selector.parse(text, SelectorLimits.defaults());
      SelectorRow row = selector.newRow();
      selector.matches(row);
      return true;
    } catch (SelectorException e) {
      assertThat(e.position()).as(text).isBetween(1, text.length() + 1);
      return false;
    }
  }

  private static boolean isSame(@Nullable Object value, Object required) {
    return (value instanceof Number some && required instanceof Number other)
        ? some.doubleValue() == other.doubleValue()
        : required.equals(value);
  }
}
