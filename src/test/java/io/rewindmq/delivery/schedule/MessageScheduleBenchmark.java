// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery.schedule;

import io.rewindmq.testkit.Microbenchmark;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * A partition of which every other message has a priority of its own, one after the other, or is
 * not yet due.
 */
public class MessageScheduleBenchmark extends Microbenchmark {
  private static final int PRIORITIES = 10;
  private static final long NOW = 1_790_000_000_000L;

  /** Odd and large, so that one call asks far from where the last one did. */
  private static final long STEP = 7_919;

  @Param({"1000", "100000"})
  int rows;

  private final MessageSchedule schedule = new MessageSchedule();
  private final MessageSchedule delayed = new MessageSchedule();
  private long asked;
  private long delayedOffset;

  @Setup
  public void setUp() {
    for (int i = 0; i < rows; i++) {
      schedule.add(2L * i, i % PRIORITIES, 0, 0, NOW);
      addDelayed();
    }
    require(nextOfPriority() == 2 * 9, "the first message of priority 9");
    require(runOfDefault() > 0, "messages of priority 4");
    require(addAndPollDue() == 0 && delayed.size() == rows, "as many rows as before");
  }

  private void addDelayed() {
    delayed.add(delayedOffset, 4, NOW + delayedOffset + 1, 0, NOW);
    delayedOffset++;
  }

  private long next() {
    long offset = asked;
    asked = (offset + STEP) % (2L * (rows - PRIORITIES));
    return offset;
  }

  @Benchmark
  public long nextOfPriority() {
    return schedule.nextOfPriority(9, next(), 2L * rows, NOW);
  }

  /** Where messages of priority 4 begin and end, from some place on. */
  @Benchmark
  public long runOfDefault() {
    long first = schedule.skipSpecial(next(), NOW);
    return schedule.nextSpecial(first, 2L * rows, NOW);
  }

  /** One message is delayed; the one that waits longest becomes due and is forgotten. */
  @Benchmark
  public long addAndPollDue() {
    addDelayed();
    long due = delayed.pollDue(delayed.nextDueMillis());
    delayed.removeBelow(due + 1);
    return due;
  }
}
