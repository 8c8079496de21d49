// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import io.rewindmq.platform.thread.RoleExecutor;
import io.rewindmq.shard.ShardLoop;

/** The thread that a shard's loop lives on: its own, or one that reads and writes sockets, too. */
interface LoopThread extends RoleExecutor {
  /** Lets the loop turn until it is stopped. Does not wait. */
  void begin(ShardLoop loop);

  /** Runs a last task behind those queued before, and waits for it for some seconds. */
  void end(Runnable last);
}
