// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OffsetSetTest {
  @Test
  void behavesAsASetOfNumbers() {
    for (long seed = 1; seed <= 20; seed++) {
      Random random = new Random(seed);
      long base = random.nextLong(1L << 40);
      OffsetSet set = new OffsetSet();
      TreeSet<Long> model = new TreeSet<>();
      for (int i = 0; i < 300; i++) {
        long first = base + random.nextInt(200_000);
        long last = first + random.nextInt(30);
        switch (random.nextInt(5)) {
          case 0 -> {
            set.remove(first, last);
            model.subSet(first, true, last, true).clear();
          }
          case 1 -> {
            long below = base + random.nextInt(2000);
            set.removeBelow(below);
            model.headSet(below).clear();
          }
          default -> {
            set.add(first, last);
            for (long o = first; o <= last; o++) {
              model.add(o);
            }
          }
        }
        long at = base + random.nextInt(200_000);
        assertThat(set.contains(at)).isEqualTo(model.contains(at));
        Long next = model.ceiling(at);
        assertThat(set.nextPresent(at)).isEqualTo(next == null ? OffsetSet.NONE : next);
        long absent = at;
        while (model.contains(absent)) {
          absent++;
        }
        assertThat(set.nextAbsent(at)).isEqualTo(absent);
      }
      assertThat(set.count()).isEqualTo(model.size());
      List<Long> found = new ArrayList<>();
      set.forEachRange(
          0,
          (first, last) -> {
            for (long o = first; o <= last; o++) {
              found.add(o);
            }
          });
      assertThat(found).containsExactlyElementsOf(model);
    }
  }

  @Test
  void followsOffsetsUpward() {
    OffsetSet set = new OffsetSet();
    for (long offset = 5; offset < (1L << 40); offset += 1L << 31) {
      set.add(offset, offset + 1);
      set.removeBelow(offset - 1);
    }
    assertThat(set.count()).isEqualTo(2);
  }

  @Test
  void membersMayBeAnyDistanceApart() {
    OffsetSet set = new OffsetSet();
    set.add(1, 1);
    set.add(1L << 50, (1L << 50) + 9);
    set.add((1L << 32) - 2, (1L << 32) + 2);
    assertThat(set.count()).isEqualTo(16);
    assertThat(set.nextPresent(2)).isEqualTo((1L << 32) - 2);
    assertThat(set.nextAbsent((1L << 32) - 2)).isEqualTo((1L << 32) + 3);
    assertThat(set.nextPresent((1L << 32) + 3)).isEqualTo(1L << 50);
    assertThat(set.count((1L << 32) - 1, 1L << 50)).isEqualTo(5);
    set.remove((1L << 32) - 1, 1L << 50);
    assertThat(set.count()).isEqualTo(11);
    assertThat(set.nextPresent(2)).isEqualTo((1L << 32) - 2);
    assertThat(set.nextPresent(1L << 32)).isEqualTo((1L << 50) + 1);
    set.removeBelow(1L << 51);
    assertThat(set.isEmpty()).isTrue();
    assertThat(set.nextPresent(0)).isEqualTo(OffsetSet.NONE);
  }

  @Test
  void behavesTheSameAroundAMultipleOfTwoToThe32() {
    Random random = new Random(3);
    OffsetSet set = new OffsetSet();
    TreeSet<Long> model = new TreeSet<>();
    for (int i = 0; i < 20_000; i++) {
      long first = (1L << 32) - 100 + random.nextInt(200);
      long last = first + random.nextInt(12);
      if (random.nextBoolean()) {
        set.remove(first, last);
        model.subSet(first, true, last, true).clear();
      } else {
        set.add(first, last);
        for (long offset = first; offset <= last; offset++) {
          model.add(offset);
        }
      }
      Long next = model.ceiling(first);
      assertThat(set.nextPresent(first)).isEqualTo(next == null ? OffsetSet.NONE : next);
      assertThat(set.count(first, last)).isEqualTo(model.subSet(first, true, last, true).size());
    }
  }
}
