// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.quota;

import io.rewindmq.delivery.group.CursorState;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.shard.state.DestinationState;
import io.rewindmq.shard.state.GroupState;
import io.rewindmq.shard.state.PartitionState;
import io.rewindmq.storage.MessageStore;

/**
 * Two meters of a destination: its backlog, which somebody has still to consume, and everything it
 * keeps; the difference is history. Estimates: between two marks of the index, bytes are spread
 * evenly over offsets.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class BacklogMeter {
  private final MessageStore store;

  public BacklogMeter(MessageStore store) {
    this.store = store;
  }

  /** What the durable group that is furthest behind has not settled. */
  public long backlogBytes(DestinationState destination) {
    long most = 0;
    for (GroupState group : destination.groups()) {
      if (!group.isVolatile()) {
        most = Math.max(most, backlogBytes(destination, group));
      }
    }
    return most;
  }

  /** The same of one partition. */
  public long backlogBytes(DestinationState destination, int partition) {
    long most = 0;
    for (GroupState group : destination.groups()) {
      if (!group.isVolatile()) {
        PartitionState state = destination.partition(partition);
        most = Math.max(most, backlogBytes(state, group.cursor(partition), 0));
      }
    }
    return most;
  }

  long backlogBytes(DestinationState destination, GroupState group) {
    long bytes = 0;
    for (int i = 0; i < destination.partitions().size(); i++) {
      bytes += backlogBytes(destination.partition(i), group.cursor(i), 0);
    }
    return bytes;
  }

  /** What a cursor has not settled at or above an offset. */
  long backlogBytes(PartitionState partition, CursorState cursor, long fromOffset) {
    long end = partition.nextOffset();
    long from = Math.max(fromOffset, cursor.committed());
    if (from >= end) {
      return 0;
    }
    long bytes = storedBytes(partition, from);
    long unsettled = end - from - cursor.settled().count(from, end - 1);
    return unsettled == end - from ? bytes : (long) ((double) bytes * unsettled / (end - from));
  }

  /** All messages that are kept of a partition, settled or not. */
  public long storedBytes(PartitionState partition) {
    return storedBytes(partition, 0);
  }

  private long storedBytes(PartitionState partition, long fromOffset) {
    return store.logBytesFrom(partition.key(), fromOffset) + partition.runs().bytesFrom(fromOffset);
  }
}
