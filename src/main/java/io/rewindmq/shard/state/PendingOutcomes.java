// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.state;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is to be said once the journal is durable up to a position, in the order it was noted. A
 * ring of columns, so that a send costs no object. Bounded by the producers' windows.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class PendingOutcomes {
  private static final int CAPACITY_MIN = 1024;

  private long[] positions = new long[CAPACITY_MIN];
  private long[] firsts = new long[CAPACITY_MIN];
  private long[] lasts = new long[CAPACITY_MIN];

  /** A {@link Confirmation} for a send, else a {@link Runnable}. */
  private @Nullable Object[] actions = new @Nullable Object[CAPACITY_MIN];

  private int head;
  private int size;

  public boolean isEmpty() {
    return size == 0;
  }

  /** A send, confirmed then. */
  public void add(long position, Confirmation outcome, long firstSequence, long lastSequence) {
    put(position, outcome, firstSequence, lastSequence);
  }

  public void add(long position, Runnable action) {
    put(position, action, 0, 0);
  }

  /** Says what waited for positions up to the given one. */
  public void release(long durablePosition) {
    while (size > 0 && positions[head] <= durablePosition) {
      Object action = actions[head];
      long first = firsts[head];
      long last = lasts[head];
      actions[head] = null;
      head = head + 1 & positions.length - 1;
      size--;
      if (action instanceof Confirmation outcome) {
        outcome.confirmed(first, last);
      } else if (action instanceof Runnable runnable) {
        runnable.run();
      }
    }
  }

  private void put(long position, Object action, long first, long last) {
    if (size == positions.length) {
      grow();
    }
    int at = head + size & positions.length - 1;
    positions[at] = position;
    actions[at] = action;
    firsts[at] = first;
    lasts[at] = last;
    size++;
  }

  private void grow() {
    int old = positions.length;
    positions = rotated(positions);
    firsts = rotated(firsts);
    lasts = rotated(lasts);
    @Nullable Object[] grown = Arrays.copyOfRange(actions, head, head + old * 2);
    System.arraycopy(actions, 0, grown, old - head, head);
    actions = grown;
    head = 0;
  }

  private long[] rotated(long[] column) {
    long[] grown = new long[column.length * 2];
    System.arraycopy(column, head, grown, 0, column.length - head);
    System.arraycopy(column, 0, grown, column.length - head, head);
    return grown;
  }
}
