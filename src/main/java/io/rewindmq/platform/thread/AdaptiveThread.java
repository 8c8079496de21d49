// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.platform.thread;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Does quick work on the thread of its only caller, and work that takes long on a thread of its
 * own.
 *
 * <p>Handing a task over and hearing of its end costs two wake-ups; where the task is shorter than
 * that, waiting for it is the better use of the caller's time. What is quick is learned: a moving
 * average of the tasks' durations. Tasks run one after the other in their order either way.
 */
@AnyThread // execute belongs to the one caller; the counts are atomic
public final class AdaptiveThread implements RoleExecutor {
  private static final int WEIGHT = 8;

  private final RoleExecutor own;
  private final LongSupplier nanos;
  private final long quickNanos;
  private final AtomicInteger handedOver = new AtomicInteger();
  private final AtomicLong averageNanos = new AtomicLong();

  /**
   * @param own where long tasks run
   * @param nanos a monotonic clock
   * @param quickNanos an average duration below which tasks count as quick; 0 = never
   */
  public AdaptiveThread(RoleExecutor own, LongSupplier nanos, long quickNanos) {
    this.own = own;
    this.nanos = nanos;
    this.quickNanos = quickNanos;
  }

  @Override
  public void execute(Runnable task) {
    if (handedOver.get() == 0 && averageNanos.get() < quickNanos) {
      measure(task);
      return;
    }
    handedOver.incrementAndGet();
    boolean isTaken = false;
    try {
      own.execute(() -> runHandedOver(task));
      isTaken = true;
    } finally {
      if (!isTaken) {
        handedOver.decrementAndGet();
      }
    }
  }

  private void runHandedOver(Runnable task) {
    try {
      measure(task);
    } finally {
      handedOver.decrementAndGet();
    }
  }

  private void measure(Runnable task) {
    long start = nanos.getAsLong();
    task.run();
    long taken = nanos.getAsLong() - start;
    averageNanos.set(averageNanos.get() + (taken - averageNanos.get()) / WEIGHT);
  }
}
