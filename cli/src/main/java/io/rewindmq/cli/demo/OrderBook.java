// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The orders that come with the demo, and their text form. */
final class OrderBook {
  private static final String RESOURCE = "/demo/northwind-orders.jsonl";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private OrderBook() {}

  /** Every line of the data file: one order as JSON text, in order of the order number. */
  static List<String> texts() {
    try (InputStream in =
            Objects.requireNonNull(OrderBook.class.getResourceAsStream(RESOURCE), RESOURCE);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return lines.lines().filter(line -> !line.isBlank()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + RESOURCE, e);
    }
  }

  static Order parse(String text) {
    try {
      return JSON.readValue(text, Order.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not an order: " + text, e);
    }
  }
}
