// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.storage;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.RoleExecutor;
import io.rewindmq.platform.thread.ThreadRole;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends work to another thread, in order, a few pieces at a time so that the thread's queue is
 * never filled; the rest waits here. Each piece returns its answer, which runs on {@code
 * SHARD_LOOP}.
 *
 * <p>Bounded by its callers: each waits for its answer before it asks again.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class TaskLane {
  private static final int UNDER_WAY_MAX = 8;

  private final RoleExecutor worker;
  private final RoleExecutor loop;
  private final Deque<Supplier<Runnable>> waiting = new ArrayDeque<>();
  private int underWay;

  TaskLane(RoleExecutor worker, RoleExecutor loop) {
    this.worker = worker;
    this.loop = loop;
  }

  void submit(Supplier<Runnable> work) {
    waiting.add(work);
    start();
  }

  private void start() {
    while (underWay < UNDER_WAY_MAX && !waiting.isEmpty()) {
      Supplier<Runnable> work = waiting.peek();
      try {
        worker.execute(() -> run(work));
      } catch (RejectedExecutionException e) {
        return; // full of others' tasks, or closed: the next call tries again
      }
      waiting.remove();
      underWay++;
    }
  }

  private void run(Supplier<Runnable> work) {
    Runnable answer = null;
    try {
      answer = work.get();
    } finally {
      Runnable last = answer; // null when the work threw, which the thread reports
      loop.execute(() -> finish(last));
    }
  }

  private void finish(@Nullable Runnable answer) {
    underWay--;
    start();
    if (answer != null) {
      answer.run();
    }
  }
}
