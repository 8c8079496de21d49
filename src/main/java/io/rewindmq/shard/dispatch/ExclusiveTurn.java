// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.dispatch;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import java.util.ArrayList;
import java.util.List;

/**
 * Exclusive consumers of a group: the one that came first gets everything, the next one takes over
 * when it closes. It begins when nothing is in flight with anybody else, so that the order holds.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class ExclusiveTurn {
  private final ActiveGroup group;

  /** Open ones, in the order in which they came. */
  private final List<GroupConsumer> waiting = new ArrayList<>(0);

  /** Whether the first one has begun. */
  private boolean hasBegun;

  ExclusiveTurn(ActiveGroup group) {
    this.group = group;
  }

  void join(GroupConsumer consumer) {
    waiting.add(consumer);
  }

  /** Any consumer closes. */
  void leave(GroupConsumer consumer) {
    boolean wasFirst = !waiting.isEmpty() && waiting.getFirst() == consumer;
    if (waiting.remove(consumer) && wasFirst) {
      hasBegun = false;
      group.consumers().forEach(GroupConsumer::resume); // the next one, or all if there is none
    }
  }

  /** Whether a consumer may take something now. */
  boolean admits(GroupConsumer consumer) {
    if (waiting.isEmpty()) {
      return true;
    }
    if (waiting.getFirst() != consumer) {
      return false;
    }
    hasBegun = hasBegun || group.isAlone(consumer);
    return hasBegun;
  }

  void flightEnded() {
    if (!waiting.isEmpty() && !hasBegun) {
      waiting.getFirst().resume();
    }
  }
}
