// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.platform.thread;

/** Runs tasks one after the other on a thread of one role. */
@AnyThread // implementations hand over through a queue
public interface RoleExecutor {
  /**
   * Queues a task; it runs after those queued before.
   *
   * @throws java.util.concurrent.RejectedExecutionException the executor is closed or full; the
   *     task will not run
   */
  void execute(Runnable task);
}
