// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.dispatch;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import java.util.PriorityQueue;

/**
 * What is to be done later in dispatching, in order of time; of equal times, in the order asked
 * for. Not journalled.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class DispatchTimers {
  private final PriorityQueue<Timer> queue = new PriorityQueue<>();
  private long made;
  private long now;

  private record Timer(long millis, long number, Runnable action) implements Comparable<Timer> {
    @Override
    public int compareTo(Timer other) {
      int byTime = Long.compare(millis, other.millis);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  /** The time has come to this point, milliseconds since 1970. */
  public void advanceTo(long millis) {
    now = millis;
  }

  /** Runs an action in a later turn, no earlier than after the delay. */
  public void after(long delayMillis, Runnable action) {
    long due = now + delayMillis;
    queue.add(new Timer(due < now ? Long.MAX_VALUE : due, made++, action));
  }

  /** Milliseconds since 1970; {@link Long#MAX_VALUE} if nothing waits. */
  public long nextMillis() {
    Timer next = queue.peek();
    return next == null ? Long.MAX_VALUE : next.millis();
  }

  /** Runs what is due; returns whether anything was. */
  public boolean run() {
    boolean isDue = false;
    for (Timer next = queue.peek(); next != null && next.millis() <= now; next = queue.peek()) {
      queue.poll();
      next.action().run();
      isDue = true;
    }
    return isDue;
  }
}
