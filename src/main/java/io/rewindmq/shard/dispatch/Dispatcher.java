// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.dispatch;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Gives everyone that has something to deliver a bounded turn, in the order they came. */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class Dispatcher {
  private final Deque<Dispatchable> ready = new ArrayDeque<>();
  private final List<GroupConsumer> draining = new ArrayList<>();

  /** The caller sees to it that nobody waits twice. */
  public void enqueue(Dispatchable dispatchable) {
    ready.addLast(dispatchable);
  }

  public boolean hasWork() {
    return !ready.isEmpty();
  }

  /** One turn for each that waits now. */
  public void run(long now) {
    for (int rest = ready.size(); rest > 0; rest--) {
      Dispatchable next = ready.removeFirst();
      if (next.dispatch(now)) {
        ready.addLast(next);
      }
    }
  }

  void addDraining(GroupConsumer consumer) {
    draining.add(consumer);
  }

  /** Whether a consumer waits to hear that nothing more is there. */
  public boolean isDraining() {
    return !draining.isEmpty();
  }

  /** Answers the drains that are over. */
  public void finishDrains(long writtenPosition) {
    if (!draining.isEmpty()) {
      List<GroupConsumer> open = List.copyOf(draining);
      draining.clear();
      for (GroupConsumer consumer : open) {
        if (!consumer.finishDrains(writtenPosition)) {
          draining.add(consumer);
        }
      }
    }
  }
}
