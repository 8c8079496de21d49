// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker;

import io.rewindmq.platform.thread.AnyThread;

/** The way into the shard's loop. */
@AnyThread
public interface LoopInbox {
  /**
   * Queues a task for {@code SHARD_LOOP}. Never waits.
   *
   * @return false = full, nothing was queued; try again later
   */
  boolean offer(Runnable task);
}
