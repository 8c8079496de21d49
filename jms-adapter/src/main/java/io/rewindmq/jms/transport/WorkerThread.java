// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.transport;

import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A daemon thread that runs tasks one after the other. It is started by the first task and ends
 * when it had nothing to do for a while.
 */
public final class WorkerThread {
  private static final int IDLE_SECONDS = 10;

  private final ScheduledExecutorService executor;
  private volatile @Nullable Thread current;

  /** A worker whose thread has this name. */
  public WorkerThread(String name) {
    ScheduledThreadPoolExecutor pool =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = Executors.defaultThreadFactory().newThread(task);
              thread.setName(name);
              thread.setDaemon(true);
              return thread;
            });
    pool.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    pool.allowCoreThreadTimeOut(true);
    pool.setRemoveOnCancelPolicy(true);
    pool.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    this.executor = pool;
  }

  /** Queues a task; thrown away once the worker is closed. */
  public void execute(Runnable task) {
    schedule(task, 0);
  }

  /** Queues a task for later; thrown away once the worker is closed. */
  public void schedule(Runnable task, long delayMillis) {
    try {
      var unused = executor.schedule(() -> run(task), delayMillis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      current = null;
    }
  }

  private void run(Runnable task) {
    current = Thread.currentThread();
    try {
      task.run();
    } finally {
      current = null;
    }
  }

  /** Whether the caller runs in one of this worker's tasks. */
  public boolean isCurrent() {
    return current == Thread.currentThread();
  }

  /** Takes no more tasks; what is queued for now still runs. */
  public void close() {
    executor.shutdown();
  }
}
