// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.demo;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.math.BigDecimal;
import java.util.List;

/** One order of the store, as it lies in the demo data and in the message's text. */
@JsonIgnoreProperties(ignoreUnknown = true)
record Order(
    int orderId,
    String customerId,
    String orderDate,
    int shipVia,
    BigDecimal freight,
    String shipCountry,
    List<Line> lines) {

  /** One product of an order. {@code discount} is a fraction, 0 to 1. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Line(
      int productId, String product, BigDecimal unitPrice, int quantity, BigDecimal discount) {
    BigDecimal amount() {
      return unitPrice
          .multiply(BigDecimal.valueOf(quantity))
          .multiply(BigDecimal.ONE.subtract(discount));
    }
  }

  /** What the customer pays for the goods, unrounded. */
  BigDecimal total() {
    return lines.stream().map(Line::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
