// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OrderBookTest {
  @Test
  void holdsTheOrdersThatTheDemoExpects() {
    List<Order> orders = OrderBook.texts().stream().map(OrderBook::parse).toList();

    BigDecimal sum = orders.stream().map(Order::total).reduce(BigDecimal.ZERO, BigDecimal::add);
    int units =
        orders.stream()
            .flatMap(order -> order.lines().stream())
            .mapToInt(Order.Line::quantity)
            .sum();

    assertThat(orders).hasSize(830);
    assertThat(sum.setScale(2, RoundingMode.HALF_UP)).isEqualTo("1265793.04");
    assertThat(units).isEqualTo(51_317);
  }

  @Test
  void reportNamesEveryFigureThatIsWrong() {
    StoreReport report =
        new StoreReport(
            830,
            415,
            Duration.ofSeconds(1),
            new StoreReport.Invoices(831, 830, new BigDecimal("1265793.0395")),
            51_317,
            Map.of(1, 249, 2, 326, 3, 255),
            new StoreReport.Repeats(2, 0, 1),
            new StoreReport.Replay(830, new BigDecimal("1265793.0395"), 0));

    assertThat(report.faults()).containsExactly("invoices: expected 830, found 831");
    assertThat(report.table()).contains("1 265 793.04").contains("415 / 415");
  }
}
