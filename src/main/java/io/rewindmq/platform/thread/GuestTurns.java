// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.platform.thread;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Lets a loop turn on a thread that has other work, too: after a wake-up, and when the loop has
 * something due.
 *
 * <p>However many wake-ups come before a turn begins, they are one task of the host's thread.
 */
@AnyThread // wake and stop; the timer belongs to the host's thread
public final class GuestTurns {
  private final ScheduledExecutorService host;
  private final Guest guest;
  private final AtomicBoolean isAskedFor = new AtomicBoolean();
  private @Nullable ScheduledFuture<?> timer;
  private long timerDueNanos;
  private volatile boolean isStopped;

  /** A loop that turns when it is told to, on the host's thread. */
  public interface Guest {
    /**
     * One turn; lets nothing out but errors of the virtual machine.
     *
     * @return whether there is more to do at once
     */
    boolean turn();

    /** How long nothing is to be done unless a wake-up comes. */
    long idleNanos();

    /** Monotonic. */
    long nanos();
  }

  /**
   * Nothing turns before the first {@link #wake}.
   *
   * @param host of one thread
   */
  public GuestTurns(ScheduledExecutorService host, Guest guest) {
    this.host = host;
    this.guest = guest;
  }

  /** A turn comes soon. */
  public void wake() {
    if (isAskedFor.get() || !isAskedFor.compareAndSet(false, true)) {
      return;
    }
    try {
      host.execute(this::turn);
    } catch (RejectedExecutionException e) {
      isStopped = true; // the host has ended, and so has the loop
    }
  }

  /** No turn begins any more. */
  public void stop() {
    isStopped = true;
  }

  private void turn() {
    // INVARIANT: taken back before the turn, so that whatever comes while it runs asks for another
    isAskedFor.set(false);
    if (isStopped) {
      return;
    }
    if (guest.turn()) {
      wake();
    } else {
      setTimer(guest.idleNanos());
    }
  }

  /** A timer that rings too early costs a turn; one that is later than needed is set anew. */
  private void setTimer(long nanos) {
    long due = guest.nanos() + nanos;
    ScheduledFuture<?> set = timer;
    if (set != null && !set.isDone()) {
      if (due - timerDueNanos >= 0) {
        return;
      }
      set.cancel(false);
    }
    timerDueNanos = due;
    timer = host.schedule(this::wake, nanos, TimeUnit.NANOSECONDS);
  }
}
