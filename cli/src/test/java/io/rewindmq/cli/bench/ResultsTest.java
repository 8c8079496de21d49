// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rewindmq.cli.CommandLineRun;
import io.rewindmq.cli.bench.load.Order;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ResultsTest {
  @Test
  void medianIsTheMiddleOneOrTheLowerOfTwo() {
    Rounds rounds = new Rounds();
    for (double rate : new double[] {400, 100, 300}) {
      rounds.add(new Measurement(rate, 1, 2, 3, 4, 5));
    }
    assertThat(rounds.median(Measurement::rate)).isEqualTo(300);
    assertThat(rounds.min(Measurement::rate)).isEqualTo(100);
    assertThat(rounds.max(Measurement::rate)).isEqualTo(400);

    rounds.add(new Measurement(200, 1, 2, 3, 4, 5));
    assertThat(rounds.median(Measurement::rate)).isEqualTo(200);
  }

  @Test
  void everyScenarioIsFoundByItsOptionAndMeasuresSomething() {
    Set<String> titles = new HashSet<>();
    for (Scenario scenario : Scenario.values()) {
      assertThat(Scenario.parse(scenario.option())).isEqualTo(scenario);
      for (Scenario.Variant variant : scenario.variants(5, 1_000)) {
        Order order = variant.order();
        assertThat(titles.add(scenario.option() + variant.label())).isTrue();
        assertThat(Order.parse(order.line())).isEqualTo(order);
        assertThat(order.seconds() + order.messages()).isPositive();
      }
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Scenario.parse("sync_send"))
        .withMessageContaining("--list");
  }

  @Test
  void listAndWrongOptions() {
    CommandLineRun list = CommandLineRun.of("bench", "--list");
    assertThat(list.exitCode()).isZero();
    assertThat(list.out())
        .contains(Arrays.stream(Scenario.values()).map(Scenario::option).toArray(String[]::new));

    CommandLineRun wrong = CommandLineRun.of("bench", "--scenarios", "speed");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("no scenario 'speed'");
    assertThat(CommandLineRun.of("bench", "--rounds", "0").exitCode()).isEqualTo(2);
  }
}
