// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.selector;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NumbersTest {
  @Test
  void comparesByTheExactValues() {
    List<Double> doubles = doubles();
    for (long exact : longs()) {
      for (double approximate : doubles) {
        int expected = expected(exact, approximate);
        assertThat(Numbers.compare(exact, approximate))
            .as("%s and %s", exact, approximate)
            .isEqualTo(expected);
        assertThat(Numbers.compare(approximate, exact))
            .as("%s and %s", approximate, exact)
            .isEqualTo(mirrored(expected));
      }
    }
  }

  private static int expected(long exact, double approximate) {
    if (Double.isNaN(approximate)) {
      return ComparisonOperator.UNORDERED;
    }
    int order =
        Double.isInfinite(approximate)
            ? (approximate > 0 ? -1 : 1)
            : new BigDecimal(exact).compareTo(new BigDecimal(approximate));
    return order < 0
        ? ComparisonOperator.BEFORE
        : order == 0 ? ComparisonOperator.SAME : ComparisonOperator.AFTER;
  }

  private static int mirrored(int outcome) {
    return switch (outcome) {
      case ComparisonOperator.BEFORE -> ComparisonOperator.AFTER;
      case ComparisonOperator.AFTER -> ComparisonOperator.BEFORE;
      default -> outcome;
    };
  }

  private static List<Long> longs() {
    List<Long> longs = new ArrayList<>();
    for (int bit = 0; bit < Long.SIZE; bit++) {
      for (int near = -2; near <= 2; near++) {
        longs.add((1L << bit) + near);
        longs.add(-(1L << bit) + near);
      }
    }
    new Random(3).longs(100).forEach(longs::add);
    return longs;
  }

  private static List<Double> doubles() {
    List<Double> doubles =
        new ArrayList<>(
            List.of(
                0.0,
                -0.0,
                0.5,
                -0.5,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                Double.MIN_VALUE,
                -Double.MIN_VALUE,
                Double.MAX_VALUE));
    for (long exact : longs()) {
      double near = exact;
      doubles.addAll(List.of(near, Math.nextUp(near), Math.nextDown(near), near + 0.5));
    }
    return doubles;
  }
}
