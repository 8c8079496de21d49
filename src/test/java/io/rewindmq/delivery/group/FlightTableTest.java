// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FlightTableTest {
  private record Held(long arrival, int holder, int bucket) {}

  @Test
  void behavesAsATableOfSingleMessages() {
    for (long seed = 1; seed <= 100; seed++) {
      Random random = new Random(seed);
      FlightTable table = new FlightTable();
      TreeMap<Long, Held> model = new TreeMap<>();
      long arrival = 1;
      for (int i = 0; i < 200; i++) {
        long first = random.nextInt(300);
        long last = first + random.nextInt(10);
        if (random.nextInt(3) > 0) {
          long free = table.nextFree(first);
          long end = Math.min(free + random.nextInt(10), table.nextTaken(free) - 1);
          int holder = random.nextInt(3);
          int bucket = random.nextInt(-1, 2);
          table.add(free, end, arrival, holder, bucket);
          for (long o = free; o <= end; o++) {
            model.put(o, new Held(arrival++, holder, bucket));
          }
        } else {
          Map<Long, Held> ended = new TreeMap<>();
          table.listen(
              (from, to, holder, bucket) -> {
                for (long o = from; o <= to; o++) {
                  ended.put(o, new Held(0, holder, bucket));
                }
              });
          table.remove(first, last);
          Map<Long, Held> gone = model.subMap(first, true, last, true);
          gone.replaceAll((offset, held) -> new Held(0, held.holder(), held.bucket()));
          assertThat(ended).as("seed " + seed).isEqualTo(gone);
          gone.clear();
        }
        check(table, model, seed);
      }
    }
  }

  private static void check(FlightTable table, Map<Long, Held> model, long seed) {
    Map<Long, Held> found = new TreeMap<>();
    for (int row = 0; row < table.size(); row++) {
      for (long o = table.first(row); o <= table.last(row); o++) {
        found.put(
            o,
            new Held(
                table.arrival(row) + o - table.first(row), table.holder(row), table.bucket(row)));
      }
    }
    assertThat(found).as("seed " + seed).isEqualTo(model);
    assertThat(table.messages()).isEqualTo(model.size());
  }
}
