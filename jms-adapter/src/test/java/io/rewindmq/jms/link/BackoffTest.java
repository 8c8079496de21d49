// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Test
  void boundDoublesUpToItsLimit() {
    Backoff longest = new Backoff(20, 100, (min, max) -> max);
    assertThat(waits(longest)).containsExactly(20L, 40L, 80L, 100L, 100L);
  }

  @Test
  void aWaitIsARandomPartOfItsBoundFromOneHalfOn() {
    List<Long> asked = new ArrayList<>();
    Backoff shortest =
        new Backoff(
            1,
            5,
            (min, max) -> {
              asked.add(min);
              asked.add(max);
              return min;
            });
    assertThat(waits(shortest)).containsExactly(1L, 1L, 2L, 3L, 3L);
    assertThat(asked).containsExactly(1L, 1L, 1L, 2L, 2L, 4L, 3L, 5L, 3L, 5L);
  }

  @Test
  void noWaitIsLongerThanTheLimit() {
    assertThat(waits(new Backoff(600_000, 10, (min, max) -> max))).containsOnly(10L);
  }

  private static List<Long> waits(Backoff backoff) {
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      waits.add(backoff.nextMillis());
    }
    return waits;
  }
}
