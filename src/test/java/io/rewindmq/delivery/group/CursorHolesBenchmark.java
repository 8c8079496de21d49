// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery.group;

import io.rewindmq.delivery.schedule.MessageSchedule;
import io.rewindmq.testkit.Microbenchmark;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * A cursor of which every other message is settled, as consumers with selectors leave it: its first
 * message is not, and so many more are not. What is measured happens behind all these holes or in
 * their middle, and is taken back, so that their number stays.
 */
public class CursorHolesBenchmark extends Microbenchmark {
  private static final int HOLDER = 7;
  private static final int PRIORITY = MessageSchedule.PRIORITY_DEFAULT;
  private static final int RUN = 64;

  @Param({"1", "10000", "1000000"})
  int holes;

  private final MessageSchedule schedule = new MessageSchedule();
  private final CursorState cursor = new CursorState(0);

  /** Exclusive. */
  private long end;

  /** Where what lies behind all holes begins. */
  private long behind;

  private long hole;

  @Setup
  public void setUp() {
    for (int i = 0; i < holes; i++) {
      cursor.loadSettled(2L * i + 1, 2L * i + 1);
    }
    cursor.loadSettled(2L * holes + 1, 2L * holes + 1);
    behind = 2L * holes + 2;
    end = behind + RUN;
    hole = (holes + 1) / 2 * 2L;
    require(dispatchAndSettleRun() == end - 1, "a run up to the end");
    require(releaseAndRedeliver() == 2 * behind, "the same message twice");
    require(settleOne(), "a hole to be settled");
    require(!cursor.isSettled(hole) && cursor.backlog(end) == holes + 1 + RUN, "the holes again");
  }

  /** A run behind all holes goes out and is acknowledged. */
  @Benchmark
  public long dispatchAndSettleRun() {
    long first = cursor.nextAvailable(PRIORITY, behind, schedule, end, 0);
    long last = cursor.lastOfRun(PRIORITY, first, schedule, end, 0);
    cursor.take(first, last, 1, HOLDER);
    cursor.settle(first, last);
    cursor.settled().remove(first, last);
    return last;
  }

  /** One message between all others goes out and is acknowledged. */
  @Benchmark
  public boolean settleOne() {
    cursor.take(hole, hole, 1, HOLDER);
    cursor.settle(hole, hole);
    boolean isSettled = cursor.isSettled(hole);
    cursor.settled().remove(hole, hole);
    return isSettled;
  }

  /** One message behind all holes goes out, comes back and goes out again. */
  @Benchmark
  public long releaseAndRedeliver() {
    long first = cursor.nextAvailable(PRIORITY, behind, schedule, end, 0);
    cursor.take(first, first, 1, HOLDER);
    cursor.release(first, first);
    long again = cursor.nextAvailable(PRIORITY, behind, schedule, end, 0);
    cursor.take(again, again, 2, HOLDER);
    cursor.giveBack(again, again);
    cursor.attempts().set(again, again, 0, 0);
    return first + again;
  }
}
