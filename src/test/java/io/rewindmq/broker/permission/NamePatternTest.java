// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.permission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rewindmq.testkit.SimRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Patterns of names, by examples and against regular expressions. */
class NamePatternTest {
  @ParameterizedTest
  @CsvSource({
    "orders, orders, true",
    "orders, Orders, false",
    "orders, orders.eu, false",
    "orders.*, orders.eu, true",
    "orders.*, orders., true",
    "orders.*, orders, false",
    "orders.*, orders.eu.new, false",
    "orders.*.new, orders.eu.new, true",
    "orders*, orders, true",
    "orders*, orders2, true",
    "orders*, orders.eu, false",
    "*, orders, true",
    "*, orders.eu, false",
    "orders.>, orders.eu, true",
    "orders.>, orders.eu.new, true",
    "orders.>, orders, false",
    "orders.>, orders., false",
    "orders.>, ordersX.eu, false",
    ">, orders.eu.new, true",
    "*.>, orders.eu, true",
    "*.>, orders, false",
    "a*b*c, aXbXbc, true",
    "a*b*c, aXbXb, false",
    "DLQ.*, DLQ.orders, true",
    "a*.b, a.x.b, false",
    "ü*, übung, true"
  })
  void meansTheNamesThatTheRulesSay(String pattern, String name, boolean isMeant) {
    assertThat(new NamePattern(pattern).matches(name)).isEqualTo(isMeant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "orders>", "orders.>.eu", ">>", ">.", "a\nb"})
  void refusesWhatIsNoPattern(String text) {
    assertThatThrownBy(() -> new NamePattern(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void saysWhereTheRestMayStand() {
    assertThatThrownBy(() -> new NamePattern("orders>"))
        .hasMessage("\"orders>\": > stands alone or at the end behind a dot, as in orders.>");
    assertThatThrownBy(() -> new NamePattern("x".repeat(1001)))
        .hasMessage("a pattern has 1 to 1000 characters, not 1001");
  }

  @Test
  void agreesWithRegularExpressionsOnRandomPatterns() {
    SimRandom random = new SimRandom(7);
    int meant = 0;
    for (int i = 0; i < 50_000; i++) {
      String text = letters(random, "ab.*", 1 + next(random, 6));
      if (next(random, 4) == 0) {
        text = next(random, 3) == 0 ? ">" : text + ".>";
      }
      String name = letters(random, "ab.", 1 + next(random, 7));
      boolean expected = regex(text).matcher(name).matches();
      assertThat(new NamePattern(text).matches(name))
          .as("pattern %s, name %s", text, name)
          .isEqualTo(expected);
      meant += expected ? 1 : 0;
    }
    assertThat(meant).isGreaterThan(5_000);
  }

  private static Pattern regex(String pattern) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      regex.append(
          switch (c) {
            case '*' -> "[^.]*";
            case '>' -> ".+";
            case '.' -> "\\.";
            default -> String.valueOf(c);
          });
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  private static String letters(SimRandom random, String from, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(from.charAt(next(random, from.length())));
    }
    return text.toString();
  }

  private static int next(SimRandom random, int bound) {
    return (int) Long.remainderUnsigned(random.nextLong(), bound);
  }
}
