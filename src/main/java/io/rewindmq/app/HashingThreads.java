// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.platform.thread.Fill;
import io.rewindmq.platform.thread.RoleExecutor;
import io.rewindmq.platform.thread.RoleThreads;
import io.rewindmq.platform.thread.ThreadRole;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where passwords are hashed: half of the processors, four at most, so that logins never take the
 * machine away from messages. As many tasks wait as can be done within a login's time.
 */
@AnyThread // queues of the threads
final class HashingThreads implements RoleExecutor, AutoCloseable {
  /** A hash takes about 0.1 s, a login 5 s at most. */
  private static final int WAITING_PER_THREAD = 32;

  private static final Logger LOG = LoggerFactory.getLogger(HashingThreads.class);

  private final RoleThreads threads;

  /** Starts them. */
  HashingThreads(int processors) {
    threads =
        new RoleThreads(
            ThreadRole.ADMIN_WORKER,
            "rewindmq-login",
            RoleThreads.halfOf(processors),
            WAITING_PER_THREAD,
            fault -> LOG.error("RWQ-0805 an error while a password was hashed", fault));
  }

  /**
   * Queues a task at one of the threads.
   *
   * @throws java.util.concurrent.RejectedExecutionException each has as many waiting as it may
   */
  @Override
  public void execute(Runnable task) {
    threads.execute(task);
  }

  /** Tasks that wait, and how many may. */
  Fill fill() {
    return threads.fill();
  }

  @Override
  public void close() {
    threads.close();
  }
}
