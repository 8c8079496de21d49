// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.platform.thread.RoleThread;
import io.rewindmq.shard.ShardLoop;

/** A thread for nothing else. */
@AnyThread // the thread's queue
record OwnLoop(RoleThread thread) implements LoopThread {
  @Override
  public void execute(Runnable task) {
    thread.execute(task);
  }

  @Override
  public void begin(ShardLoop loop) {
    thread.execute(loop::run);
  }

  @Override
  public void end(Runnable last) {
    thread.execute(last);
    thread.close();
  }
}
