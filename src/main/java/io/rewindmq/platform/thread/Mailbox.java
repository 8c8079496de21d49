// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.platform.thread;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.MpscArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Tasks for one thread: bounded, many offer, one takes.
 *
 * <p>The taker spins for a moment before it parks, so that a task that follows closely costs no
 * wake-up.
 */
@AnyThread // a lock-free queue; poll and await belong to the taker
public final class Mailbox {
  private static final int SPINS = 200;

  private final MpscArrayQueue<Runnable> tasks;
  private final AtomicBoolean parked = new AtomicBoolean();
  private volatile @Nullable Thread taker;
  private volatile @Nullable Runnable bell;
  private volatile boolean woken;

  /** A mailbox for at most so many tasks (rounded up to a power of two). */
  public Mailbox(int tasksMax) {
    this.tasks = new MpscArrayQueue<>(tasksMax);
  }

  /**
   * From now on a bell is rung for every task and wake-up, by the thread that brings it: for a
   * taker that does not wait here.
   */
  public void ring(Runnable newBell) {
    bell = newBell;
  }

  /**
   * Queues a task. Never waits.
   *
   * @return false = full, nothing was queued
   */
  public boolean offer(Runnable task) {
    if (!tasks.offer(task)) {
      return false;
    }
    unpark();
    return true;
  }

  /**
   * Lets the taker look again: {@link #await} returns at once, also when it is only called later.
   */
  public void wake() {
    woken = true;
    unpark();
  }

  private void unpark() {
    Runnable rung = bell;
    if (rung != null) {
      rung.run();
    } else if (parked.get() && parked.compareAndSet(true, false)) {
      LockSupport.unpark(taker);
    }
  }

  /** The next task, or null. The taker only. */
  public @Nullable Runnable poll() {
    return tasks.poll();
  }

  public boolean isEmpty() {
    return tasks.isEmpty();
  }

  /** Tasks that wait, approximately. */
  public int size() {
    return tasks.size();
  }

  /** The same, and how many may wait. */
  public Fill fill() {
    return new Fill(tasks.size(), tasks.capacity());
  }

  /** Waits until a task is there, {@link #wake} is called, or the time is over. The taker only. */
  public void await(long nanosMax) {
    await(nanosMax, true);
  }

  /** Waits until {@link #wake} is called or the time is over; tasks may wait. The taker only. */
  public void awaitWake(long nanosMax) {
    await(nanosMax, false);
  }

  private void await(long nanosMax, boolean forTasks) {
    for (int i = 0; i < SPINS; i++) {
      if (isDue(forTasks)) {
        return;
      }
      Thread.onSpinWait();
    }
    taker = Thread.currentThread();
    parked.set(true);
    // INVARIANT: looked at after the flag is set, so that whoever comes later sees the flag
    if (!isDue(forTasks) && nanosMax > 0) {
      LockSupport.parkNanos(this, nanosMax);
    }
    parked.set(false);
    woken = false;
  }

  private boolean isDue(boolean forTasks) {
    if (woken) {
      woken = false;
      return true;
    }
    return forTasks && !tasks.isEmpty();
  }
}
