// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.state;

import io.rewindmq.delivery.schedule.MessageSchedule;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import java.util.PriorityQueue;

/** Which partition has a delayed message that becomes due next. */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class DuePartitions {
  private final PriorityQueue<Due> queue = new PriorityQueue<>();

  private record Due(long millis, PartitionState partition) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      int byTime = Long.compare(millis, other.millis);
      return byTime != 0 ? byTime : partition.key().compareTo(other.partition.key());
    }
  }

  /** When the next message becomes due, {@link Long#MAX_VALUE} if none is waited for. */
  public long nextMillis() {
    Due next = queue.peek();
    return next == null ? Long.MAX_VALUE : next.millis();
  }

  /** Tells the partitions whose messages have become due; returns whether there were any. */
  public boolean tell(long now) {
    boolean isDue = false;
    for (Due next = queue.peek(); next != null && next.millis() <= now; next = queue.peek()) {
      queue.poll();
      next.partition().tellDue(now);
      note(next.partition());
      isDue = true;
    }
    return isDue;
  }

  /** The partition may have a message that is due earlier than those before. */
  void note(PartitionState partition) {
    long next = partition.schedule().nextDueMillis();
    if (next != MessageSchedule.NONE && partition.noteDue(next)) {
      queue.add(new Due(next, partition));
    }
  }
}
