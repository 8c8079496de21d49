// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Hints after a name that does not exist. */
class NearestNamesTest {
  @Test
  void namesTheMostAlikeFirstAndAtMostFive() {
    List<String> known =
        List.of("invoices", "billing.orders", "orders", "a", "b", "c", "shipping.orders");

    assertThat(NearestNames.hint("oders", known)).startsWith("known ones: orders, ");
    assertThat(NearestNames.hint("Billing.order", known)).startsWith("known ones: billing.orders");
    assertThat(NearestNames.hint("x", known).split(",", -1)).hasSize(5);
  }

  @Test
  void saysWhenThereAreNone() {
    assertThat(NearestNames.hint("orders", List.of())).isEqualTo("there are none yet");
  }
}
