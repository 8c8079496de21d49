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
  void whatIsLeftBehindIsRemovedFromTheSameDestination() {
    Order send = new Order(Order.Kind.SYNC_SEND, "bench-1", 1024, 8, 5, 0);
    Order fanOut = new Order(Order.Kind.FAN_OUT, "bench-2", 1024, 50, 5, 0);

    assertThat(send.cleanUp()).isEqualTo(new Order(Order.Kind.EMPTY, "bench-1", 1024, 8, 5, 0));
    assertThat(fanOut.cleanUp())
        .isEqualTo(new Order(Order.Kind.UNSUBSCRIBE, "bench-2", 1024, 50, 5, 0));
    assertThat(new Order(Order.Kind.PACED, "bench-3", 1024, 1, 5, 0).cleanUp()).isNull();
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
