// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.platform.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DistributionTest {
  private static long[] counts(Distribution of) {
    return IntStream.rangeClosed(0, of.ranges()).mapToLong(of::count).toArray();
  }

  @Test
  void endsOfRangesAreInclusiveAndWhatIsAboveCountsToo() {
    Distribution distribution = new Distribution(10, 20);
    for (long value : new long[] {0, 10, 11, 20, 21, 1_000}) {
      distribution.record(value);
    }

    assertThat(counts(distribution)).containsExactly(2, 2, 2);
    assertThat(distribution.sum()).isEqualTo(1_062);
    assertThat(distribution.bound(1)).isEqualTo(20);
  }
}
