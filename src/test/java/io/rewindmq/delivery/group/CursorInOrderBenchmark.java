// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery.group;

import io.rewindmq.delivery.schedule.MessageSchedule;
import io.rewindmq.testkit.Microbenchmark;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** What most cursors do all day: runs go out and are acknowledged in their order. */
public class CursorInOrderBenchmark extends Microbenchmark {
  private static final int HOLDER = 7;
  private static final int PRIORITY = MessageSchedule.PRIORITY_DEFAULT;

  @Param({"1", "64"})
  int messages;

  private final MessageSchedule schedule = new MessageSchedule();
  private final CursorState cursor = new CursorState(0);

  @Setup
  public void setUp() {
    require(dispatchAndSettle() == messages && cursor.flights().isEmpty(), "all to be settled");
  }

  @Benchmark
  public long dispatchAndSettle() {
    long end = cursor.committed() + messages;
    long first = cursor.next(PRIORITY, schedule, end, 0);
    long last = cursor.lastOfRun(PRIORITY, first, schedule, end, 0);
    cursor.take(first, last, 1, HOLDER);
    cursor.settle(first, last);
    return cursor.committed();
  }
}
