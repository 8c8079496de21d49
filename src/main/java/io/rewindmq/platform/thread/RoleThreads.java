// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.platform.thread;

import io.rewindmq.platform.fault.FaultHandler;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Some threads of one role that share work; each has a bounded queue of its own. */
@AnyThread // atomic turn, queues of the threads
public final class RoleThreads implements RoleExecutor, AutoCloseable {
  private final String name;
  private final List<RoleThread> threads;
  private final AtomicInteger turn = new AtomicInteger();

  /**
   * Starts them.
   *
   * @param name of the first is {@code name-0}
   * @param waitingMax tasks that may wait at each
   * @param faults hears what a task throws
   */
  public RoleThreads(ThreadRole role, String name, int count, int waitingMax, FaultHandler faults) {
    this.name = name;
    this.threads =
        IntStream.range(0, count)
            .mapToObj(number -> new RoleThread(role, name + "-" + number, waitingMax, faults))
            .toList();
  }

  /** Half of the processors, four at most: for work that must not take the machine away. */
  public static int halfOf(int processors) {
    return Math.clamp(processors / 2, 1, 4);
  }

  /**
   * Queues a task at one of the threads.
   *
   * @throws RejectedExecutionException each has as many waiting as it may
   */
  @Override
  public void execute(Runnable task) {
    int first = turn.getAndIncrement();
    RejectedExecutionException refusal =
        new RejectedExecutionException("too many tasks wait for " + name);
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

  /** Tasks that wait at all of them, and how many may. */
  public Fill fill() {
    return new Fill(
        threads.stream().mapToLong(thread -> thread.fill().used()).sum(),
        threads.stream().mapToLong(thread -> thread.fill().max()).sum());
  }

  /** Ends them; waits for it. */
  @Override
  public void close() {
    threads.forEach(RoleThread::close);
  }
}
