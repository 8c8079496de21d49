// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.delivery.schedule.MessageSchedule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CursorStateTest {
  private static final int DEFAULT = MessageSchedule.PRIORITY_DEFAULT;

  private final CursorState cursor = new CursorState(10);
  private final MessageSchedule schedule = new MessageSchedule();

  private List<Long> available(long end, long now) {
    List<Long> offsets = new ArrayList<>();
    for (int p = MessageSchedule.PRIORITIES - 1; p >= 0; p--) {
      long next = cursor.next(p, schedule, end, now);
      while (next != CursorState.NONE) {
        long last = cursor.lastOfRun(p, next, schedule, end, now);
        for (long o = next; o <= last; o++) {
          offsets.add(o);
        }
        cursor.take(next, last, 1, 0);
        next = cursor.next(p, schedule, end, now);
      }
    }
    return offsets;
  }

  @Test
  void settlingInOrderMovesTheCommittedOffset() {
    cursor.settle(10, 14);
    assertThat(cursor.committed()).isEqualTo(15);
    cursor.settle(17, 18);
    cursor.settle(20, 20);
    assertThat(cursor.committed()).isEqualTo(15);
    assertThat(cursor.backlog(25)).isEqualTo(7);
    cursor.settle(15, 16);
    assertThat(cursor.committed()).isEqualTo(19);
    cursor.settle(10, 19);
    assertThat(cursor.committed()).isEqualTo(21);
    assertThat(cursor.settled().isEmpty()).isTrue();
  }

  @Test
  void whatIsReleasedComesFirstAgain() {
    assertThat(available(15, 0)).containsExactly(10L, 11L, 12L, 13L, 14L);
    cursor.settle(12, 12);
    cursor.release(11, 11);
    cursor.giveBack(13, 13);
    assertThat(available(17, 0)).containsExactly(11L, 13L, 15L, 16L);
    assertThat(cursor.attempts().get(11)).isEqualTo(1);
    assertThat(cursor.attempts().get(13)).isZero();
  }

  @Test
  void higherPrioritiesOvertakeAndDelayedOnesWait() {
    schedule.add(11, 7, 0, 0, 0);
    schedule.add(12, 4, 100, 0, 0);
    schedule.add(13, 1, 0, 0, 0);
    schedule.add(14, 7, 100, 0, 0);
    assertThat(available(16, 50)).containsExactly(11L, 10L, 15L, 13L);
    assertThat(schedule.pollDue(50)).isEqualTo(MessageSchedule.NONE);
    assertThat(schedule.pollDue(100)).isEqualTo(12);
    cursor.makeAvailable(12);
    assertThat(schedule.pollDue(100)).isEqualTo(14);
    cursor.makeAvailable(14);
    assertThat(available(16, 100)).containsExactly(14L, 12L);
  }

  @Test
  void anEpochFlagsWhatIsBelowTheMark() {
    cursor.advanceMark(1000);
    cursor.settle(11, 11);
    cursor.beginEpoch(20);
    assertThat(cursor.mark()).isEqualTo(20);
    assertThat(cursor.attempts().get(10)).isEqualTo(1);
    assertThat(cursor.attempts().get(19)).isEqualTo(1);
    assertThat(cursor.attempts().get(20)).isZero();
    cursor.beginEpoch(20);
    assertThat(cursor.attempts().get(10)).isEqualTo(2);
  }

  @Test
  void aRewindStartsOver() {
    cursor.settle(10, 19);
    cursor.settle(25, 25);
    cursor.moveTo(5, 30);
    assertThat(cursor.backlog(30)).isEqualTo(25);
    assertThat(cursor.replayEnd()).isEqualTo(30);
    assertThat(cursor.attempts().get(5)).isEqualTo(1);
    assertThat(cursor.lastOfRun(DEFAULT, 5, schedule, 40, 0)).isEqualTo(29);
    cursor.moveTo(30, 30);
    assertThat(cursor.backlog(30)).isZero();
    assertThat(cursor.replayEnd()).isZero();
  }

  @Test
  void honoursOwnFlightsAndWhatNobodyHolds() {
    cursor.take(10, 12, 1, 0);
    cursor.take(13, 14, 1, 1);
    cursor.settle(16, 16);
    List<String> ranges = new ArrayList<>();
    cursor.forEachHonoured(5, 30, 1, 19, (first, last) -> ranges.add(first + "-" + last));
    assertThat(ranges).containsExactly("13-14", "15-15", "17-18");
  }

  @Test
  void keepsAMillionHoles() {
    for (long offset = 11; offset < 2_000_000; offset += 2) {
      cursor.settle(offset, offset);
    }
    assertThat(cursor.committed()).isEqualTo(10);
    assertThat(cursor.backlog(2_000_000)).isEqualTo(999_995);
    assertThat(cursor.next(DEFAULT, schedule, 2_000_000, 0)).isEqualTo(10);
    cursor.settle(10, 1_999_998);
    assertThat(cursor.committed()).isEqualTo(2_000_000);
  }
}
