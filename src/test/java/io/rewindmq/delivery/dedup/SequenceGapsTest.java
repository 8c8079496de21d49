// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SequenceGapsTest {
  @Test
  void behavesAsASetOfMissingSequences() {
    for (long seed = 1; seed <= 300; seed++) {
      Random random = new Random(seed);
      SequenceGaps gaps = new SequenceGaps();
      TreeSet<Long> model = new TreeSet<>();
      long highest = 0;
      for (int i = 0; i < 40; i++) {
        if (random.nextBoolean()) {
          long first = highest + 1 + random.nextInt(3);
          long last = first + random.nextInt(4);
          highest = last + 1;
          gaps.add(first, last);
          for (long s = first; s <= last; s++) {
            model.add(s);
          }
        } else {
          long first = 1L + random.nextInt((int) highest + 1);
          long last = first + random.nextInt(5);
          gaps.remove(first, last);
          model.subSet(first, true, last, true).clear();
        }
        check(gaps, model, highest, seed);
      }
    }
  }

  private static void check(SequenceGaps gaps, NavigableSet<Long> model, long highest, long seed) {
    assertThat(gaps.isEmpty()).as("seed " + seed).isEqualTo(model.isEmpty());
    for (long s = 1; s <= highest + 2; s++) {
      Long next = model.ceiling(s);
      assertThat(gaps.next(s)).as("seed " + seed).isEqualTo(next == null ? Long.MAX_VALUE : next);
      if (model.contains(s)) {
        long last = s;
        while (model.contains(last + 1)) {
          last++;
        }
        assertThat(gaps.lastOf(s)).isGreaterThanOrEqualTo(s).isLessThanOrEqualTo(last);
      }
    }
    SequenceGaps loaded = new SequenceGaps();
    loaded.load(gaps.floor(), gaps.ranges());
    assertThat(loaded.ranges()).isEqualTo(gaps.ranges());
  }

  @Test
  void forgetsTheLowestBeyondItsBoundAndSaysSo() {
    SequenceGaps gaps = new SequenceGaps();
    for (int i = 0; i < SequenceGaps.RANGES_MAX; i++) {
      gaps.add(10L * i + 1, 10L * i + 2);
    }
    assertThat(gaps.floor()).isZero();
    gaps.add(10_001, 10_001);
    assertThat(gaps.floor()).isEqualTo(3);
    assertThat(gaps.next(1)).isEqualTo(11);
    assertThat(gaps.ranges()).hasSize(2 * SequenceGaps.RANGES_MAX);
  }

  @Test
  void knowsTheEndOnlyOfWhatIsMissing() {
    SequenceGaps gaps = new SequenceGaps();
    gaps.add(5, 7);
    assertThat(gaps.lastOf(6)).isEqualTo(7);
    assertThatThrownBy(() -> gaps.lastOf(8)).hasMessageContaining("8");
  }
}
