// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class OrderTest {
  @Test
  void ordersAndResultsAreLines() {
    Order order = new Order(Order.Kind.FAN_OUT, "bench-7", 1024, 50, 5, 200_000);
    LoadResult result = new LoadResult(123, 456_000, 7, 8);

    assertThat(order.line()).isEqualTo("FAN_OUT bench-7 1024 50 5 200000");
    assertThat(Order.parse(order.line())).isEqualTo(order);
    assertThat(LoadResult.parse(result.line())).isEqualTo(result);
  }

  @Test
  void whatIsNoneIsRefusedWithItsText() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Order.parse("SYNC_SEND q 1"))
        .withMessageContaining("6 fields, not 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LoadResult.parse("jakarta.jms.JMSException: refused"))
        .withMessageContaining("refused");
  }
}
