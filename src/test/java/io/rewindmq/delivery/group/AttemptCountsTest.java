// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AttemptCountsTest {
  private static final int SPAN = 60;

  @Test
  void behavesAsACounterForEachOffset() {
    for (long seed = 1; seed <= 200; seed++) {
      Random random = new Random(seed);
      AttemptCounts counts = new AttemptCounts();
      int[] model = new int[SPAN];
      int[] failures = new int[SPAN];
      for (int i = 0; i < 40; i++) {
        int first = random.nextInt(SPAN);
        int last = Math.min(SPAN - 1, first + random.nextInt(12));
        switch (random.nextInt(6)) {
          case 0 -> {
            counts.removeBelow(first);
            Arrays.fill(model, 0, first, 0);
            Arrays.fill(failures, 0, first, 0);
          }
          case 1 -> {
            int count = random.nextInt(3);
            int failed = random.nextInt(count + 1);
            counts.set(first, last, count, failed);
            Arrays.fill(model, first, last + 1, count);
            Arrays.fill(failures, first, last + 1, failed);
          }
          case 2, 3 -> {
            counts.fail(first, last);
            for (int o = first; o <= last; o++) {
              model[o]++;
              failures[o]++;
            }
          }
          default -> {
            counts.raise(first, last);
            for (int o = first; o <= last; o++) {
              model[o]++;
            }
          }
        }
        check(counts, model, failures, seed);
      }
    }
  }

  private static void check(AttemptCounts counts, int[] model, int[] failures, long seed) {
    int[] found = new int[SPAN];
    long[] before = {-1, -1, -1};
    counts.forEach(
        (first, last, count, failed) -> {
          assertThat(count).isPositive();
          boolean touches = first == before[0] + 1 && count == before[1] && failed == before[2];
          assertThat(touches).as("ranges that should be one, seed " + seed).isFalse();
          for (long o = first; o <= last; o++) {
            found[(int) o] = count;
          }
          before[0] = last;
          before[1] = count;
          before[2] = failed;
        });
    assertThat(found).as("seed " + seed).isEqualTo(model);
    for (int o = 0; o < SPAN; o++) {
      assertThat(counts.get(o)).isEqualTo(model[o]);
      assertThat(counts.failures(o)).isEqualTo(failures[o]);
      int last = o;
      while (last + 1 < SPAN && model[last + 1] == model[o] && failures[last + 1] == failures[o]) {
        last++;
      }
      assertThat(counts.lastOfSame(o, SPAN - 1)).isEqualTo(last);
    }
  }
}
