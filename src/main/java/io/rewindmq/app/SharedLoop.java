// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import io.rewindmq.platform.fault.FaultHandler;
import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.shard.ShardLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The thread of the listener's sockets; it outlives the shard. */
@AnyThread // the host's queue
final class SharedLoop implements LoopThread {
  private static final int END_SECONDS = 10;

  private final ScheduledExecutorService host;
  private final FaultHandler faults;

  /**
   * Gives the host's thread the role, too.
   *
   * @param host of one thread
   */
  SharedLoop(ScheduledExecutorService host, FaultHandler faults) {
    this.host = host;
    this.faults = faults;
    host.execute(ThreadRole.SHARD_LOOP::bindToo);
  }

  @Override
  public void execute(Runnable task) {
    host.execute(
        () -> {
          try {
            task.run();
          } catch (Throwable e) {
            faults.handle(e);
          }
        });
  }

  @Override
  public void begin(ShardLoop loop) {
    loop.runOn(host);
  }

  @Override
  public void end(Runnable last) {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    try {
      execute(
          () -> {
            try {
              last.run();
            } finally {
              done.complete(true);
            }
          });
    } catch (RejectedExecutionException e) {
      done.complete(false); // the host has ended before
    }
    boolean _ = done.completeOnTimeout(false, END_SECONDS, TimeUnit.SECONDS).join();
  }
}
