// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.platform.thread;

import io.rewindmq.platform.fault.FaultHandler;
import java.util.concurrent.RejectedExecutionException;

/**
 * One platform thread of a role with a bounded queue.
 *
 * <p><b>Failure.</b> What a task throws goes to the fault handler; the thread goes on with the
 * next. <b>End.</b> {@link #close} lets queued tasks finish for at most 10 s.
 */
@AnyThread // the mailbox
public final class RoleThread implements RoleExecutor, AutoCloseable {
  private static final long CLOSE_MILLIS = 10_000;
  private static final long INTERRUPTED_MILLIS = 1_000;
  private static final long IDLE_NANOS = 60_000_000_000L;

  private final Mailbox mailbox;
  private final Thread thread;
  private volatile boolean isClosing;

  /** Starts the thread; at most {@code tasksMax} tasks wait (rounded up to a power of two). */
  public RoleThread(ThreadRole role, String name, int tasksMax, FaultHandler faults) {
    this.mailbox = new Mailbox(tasksMax);
    this.thread = new Thread(new TaskLoop(this, role, faults), name);
    thread.start();
  }

  @Override
  public void execute(Runnable task) {
    if (isClosing) {
      throw new RejectedExecutionException(thread.getName() + " is closed");
    }
    if (!mailbox.offer(task)) {
      throw new RejectedExecutionException(thread.getName() + " has too many tasks");
    }
  }

  /** Tasks that wait, and how many may. */
  public Fill fill() {
    return mailbox.fill();
  }

  @Override
  public void close() {
    isClosing = true;
    mailbox.wake();
    if (Thread.currentThread() == thread) {
      return; // ends behind this task
    }
    try {
      thread.join(CLOSE_MILLIS);
      if (thread.isAlive()) {
        thread.interrupt();
        thread.join(INTERRUPTED_MILLIS);
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  /** The one place of this thread that catches everything. */
  private record TaskLoop(RoleThread owner, ThreadRole role, FaultHandler faults)
      implements Runnable {
    @Override
    public void run() {
      role.bind();
      Mailbox mailbox = owner.mailbox;
      while (true) {
        boolean isLastRound = owner.isClosing;
        for (Runnable task = mailbox.poll(); task != null; task = mailbox.poll()) {
          run(task);
        }
        if (isLastRound) {
          return;
        }
        mailbox.await(IDLE_NANOS);
      }
    }

    private void run(Runnable task) {
      try {
        task.run();
      } catch (Throwable e) {
        faults.handle(e);
      }
    }
  }
}
