// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The measurements of one scenario against one peer; what is quoted is the median. */
final class Rounds {
  private final List<Measurement> measurements = new ArrayList<>();

  void add(Measurement measurement) {
    measurements.add(measurement);
  }

  /** The median of a figure; of an even number of rounds the lower one in the middle. */
  double median(ToDoubleFunction<Measurement> figure) {
    return measurements.stream()
        .mapToDouble(figure)
        .sorted()
        .skip((measurements.size() - 1) / 2)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("nothing was measured"));
  }

  double min(ToDoubleFunction<Measurement> figure) {
    return measurements.stream().mapToDouble(figure).min().orElse(Double.NaN);
  }

  double max(ToDoubleFunction<Measurement> figure) {
    return measurements.stream().mapToDouble(figure).max().orElse(Double.NaN);
  }
}
