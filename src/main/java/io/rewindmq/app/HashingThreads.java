// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.platform.thread.RoleExecutor;
import io.rewindmq.platform.thread.RoleThread;
import io.rewindmq.platform.thread.ThreadRole;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where passwords are hashed: half of the processors, four at most, so that logins never take the
 * machine away from messages. As many tasks wait as can be done within a login's time.
 */
@AnyThread // atomic turn, queues of the threads
final class HashingThreads implements RoleExecutor, AutoCloseable {
  private static final int THREADS_MAX = 4;

  /** A hash takes about 0.1 s, a login 5 s at most. */
  private static final int WAITING_PER_THREAD = 32;

  private static final Logger LOG = LoggerFactory.getLogger(HashingThreads.class);

  private final List<RoleThread> threads;
  private final AtomicInteger turn = new AtomicInteger();

  /** Starts them. */
  HashingThreads(int processors) {
    threads =
        IntStream.range(0, Math.clamp(processors / 2, 1, THREADS_MAX))
            .mapToObj(HashingThreads::thread)
            .toList();
  }

  /**
   * Queues a task at one of the threads.
   *
   * @throws RejectedExecutionException each has as many waiting as it may
   */
  @Override
  public void execute(Runnable task) {
    int first = turn.getAndIncrement();
    RejectedExecutionException refusal = new RejectedExecutionException("too many logins wait");
    for (int i = 0; i < threads.size(); i++) {
      try {
        threads.get(Math.floorMod(first + i, threads.size())).execute(task);
        return;
      } catch (RejectedExecutionException full) {
        refusal.addSuppressed(full);
      }
    }
    throw refusal;
  }

  @Override
  public void close() {
    threads.forEach(RoleThread::close);
  }

  private static RoleThread thread(int number) {
    return new RoleThread(
        ThreadRole.ADMIN_WORKER,
        "rewindmq-login-" + number,
        WAITING_PER_THREAD,
        fault -> LOG.error("RWQ-0805 an error while a password was hashed", fault));
  }
}
