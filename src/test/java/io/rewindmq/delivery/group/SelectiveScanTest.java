// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.delivery.schedule.MessageSchedule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SelectiveScanTest {
  private static final int FOUR = MessageSchedule.PRIORITY_DEFAULT;
  private final MessageSchedule schedule = new MessageSchedule();
  private final CursorState cursor = new CursorState(0);
  private final SelectiveScan scan = cursor.openScan();

  private long next(long end) {
    return scan.next(FOUR, schedule, end, 0);
  }

  @Test
  void goesForwardOverWhatItPasses() {
    for (long offset = 0; offset < 5; offset++) {
      assertThat(next(5)).isEqualTo(offset);
      assertThat(next(5)).isEqualTo(offset);
      scan.pass(FOUR, offset);
    }
    assertThat(next(5)).isEqualTo(CursorState.NONE);
    assertThat(next(6)).isEqualTo(5);
    assertThat(scan.position()).isEqualTo(5);
  }

  @Test
  void comesBackOnlyForWhatReturns() {
    for (long offset = 0; offset < 10; offset++) {
      scan.pass(FOUR, offset);
    }
    cursor.take(2, 4, 1, 0);
    cursor.giveBack(2, 4);
    assertThat(next(10)).isEqualTo(2);
    assertThat(scan.lastUnseen(FOUR, 2, 9)).isEqualTo(4);
    scan.pass(FOUR, 2);
    cursor.take(3, 3, 1, 0);
    assertThat(next(10)).isEqualTo(4);
    scan.pass(FOUR, 4);
    assertThat(next(10)).isEqualTo(CursorState.NONE);
  }

  @Test
  void leavesTheOthersTheirPlace() {
    scan.pass(FOUR, 0);
    assertThat(cursor.next(FOUR, schedule, 3, 0)).isZero();
    cursor.take(1, 1, 1, 7);
    assertThat(next(3)).isEqualTo(2);
    cursor.closeScan(scan);
    cursor.giveBack(1, 1);
    assertThat(next(3)).isEqualTo(2);
  }

  @Test
  void sortsWhatReturnsByPriority() {
    schedule.add(1, 9, 0, 0, 0);
    schedule.add(3, 9, 0, 0, 0);
    for (long offset : new long[] {1, 3}) {
      scan.pass(9, offset);
    }
    for (long offset : new long[] {0, 2}) {
      scan.pass(FOUR, offset);
    }
    cursor.take(0, 3, 1, 0);
    cursor.giveBack(0, 3);
    assertThat(scan.next(9, schedule, 4, 0)).isEqualTo(1);
    assertThat(next(4)).isZero();
    scan.pass(9, 1);
    scan.pass(FOUR, 0);
    assertThat(scan.next(9, schedule, 4, 0)).isEqualTo(3);
    assertThat(next(4)).isEqualTo(2);
  }

  @Test
  void beginsAnewAfterARewind() {
    for (long offset = 0; offset < 10; offset++) {
      scan.pass(FOUR, offset);
    }
    cursor.moveTo(4, 10);
    assertThat(next(10)).isEqualTo(4);
  }

  /** Against a set of what is to be looked at. A failure names its seed. */
  @Test
  void looksAtAllThatIsAvailableAndAtNothingTwice() {
    for (long seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      CursorState state = new CursorState(0);
      SelectiveScan looking = state.openScan();
      Set<Long> unseen = new HashSet<>();
      List<long[]> flights = new ArrayList<>();
      long end = 0;
      for (int step = 0; step < 200; step++) {
        long next = looking.next(FOUR, schedule, end, 0);
        long expected = unseen.stream().mapToLong(Long::longValue).min().orElse(CursorState.NONE);
        assertThat(next).as("seed %d, step %d", seed, step).isEqualTo(expected);
        switch (random.nextInt(6)) {
          case 0 -> {
            for (int more = random.nextInt(6); more > 0; more--) {
              unseen.add(end++);
            }
          }
          case 1, 2 -> {
            if (next != CursorState.NONE) {
              looking.pass(FOUR, next);
              unseen.remove(next);
            }
          }
          case 3 -> take(state, random, end, flights, unseen);
          case 4 -> {
            if (!flights.isEmpty()) {
              long[] flight = flights.remove(random.nextInt(flights.size()));
              state.giveBack(flight[0], flight[1]);
              for (long offset = flight[0]; offset <= flight[1]; offset++) {
                unseen.add(offset);
              }
            }
          }
          default -> {
            if (!flights.isEmpty()) {
              long[] flight = flights.remove(random.nextInt(flights.size()));
              state.settle(flight[0], flight[1]);
            }
          }
        }
      }
    }
  }

  private static void take(
      CursorState state, Random random, long end, List<long[]> flights, Set<Long> unseen) {
    long first = end == 0 ? 0 : random.nextLong(end);
    if (first < end && !state.isSettled(first) && state.endOfAvailable(first, first + 1) > first) {
      long last = state.endOfAvailable(first, Math.min(end, first + 1 + random.nextInt(4))) - 1;
      state.take(first, last, 1, 0);
      flights.add(new long[] {first, last});
      for (long offset = first; offset <= last; offset++) {
        unseen.remove(offset);
      }
    }
  }
}
