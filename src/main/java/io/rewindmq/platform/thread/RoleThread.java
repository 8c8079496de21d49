// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.platform.thread;

import io.rewindmq.platform.fault.FaultHandler;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * One platform thread of a role with a bounded queue.
 *
 * <p><b>Failure.</b> What a task throws goes to the fault handler; the thread goes on with the
 * next. <b>End.</b> {@link #close} lets queued tasks finish for at most 10 s.
 */
@AnyThread // the executor's queue
public final class RoleThread implements RoleExecutor, AutoCloseable {
  private static final int CLOSE_SECONDS = 10;

  private final ThreadPoolExecutor executor;
  private final FaultHandler faults;
  private final ThreadRole role;

  /** Starts the thread; at most {@code tasksMax} tasks wait. */
  public RoleThread(ThreadRole role, String name, int tasksMax, FaultHandler faults) {
    this.role = role;
    this.faults = faults;
    this.executor =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(tasksMax),
            task -> new Thread(() -> bound(task), name));
    executor.prestartAllCoreThreads();
  }

  private void bound(Runnable work) {
    role.bind();
    work.run();
  }

  @Override
  public void execute(Runnable task) {
    executor.execute(new TaskLoop(task, faults));
  }

  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        executor.shutdownNow();
      }
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  /** The one place of this thread that catches everything. */
  private record TaskLoop(Runnable task, FaultHandler faults) implements Runnable {
    @Override
    public void run() {
      try {
        task.run();
      } catch (Throwable e) {
        faults.handle(e);
      }
    }
  }
}
