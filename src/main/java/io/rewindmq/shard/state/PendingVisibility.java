// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.state;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Partitions' new ends that become visible once the journal is written up to a position, in order.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class PendingVisibility {
  private static final int CAPACITY_MIN = 1024;

  private long[] positions = new long[CAPACITY_MIN];
  private long[] ends = new long[CAPACITY_MIN];
  private @Nullable PartitionState[] partitions = new @Nullable PartitionState[CAPACITY_MIN];
  private int head;
  private int size;

  /** Whether nothing waits. */
  public boolean isEmpty() {
    return size == 0;
  }

  public void add(long position, PartitionState partition, long end) {
    if (size > 0) {
      int newest = head + size - 1 & positions.length - 1;
      if (partitions[newest] == partition && positions[newest] == position) {
        ends[newest] = end;
        return;
      }
    }
    if (size == positions.length) {
      grow();
    }
    int at = head + size & positions.length - 1;
    positions[at] = position;
    partitions[at] = partition;
    ends[at] = end;
    size++;
  }

  /** Makes visible what waited for positions up to the given one. */
  public void release(long writtenPosition) {
    while (size > 0 && positions[head] <= writtenPosition) {
      PartitionState partition = partitions[head];
      if (partition != null) {
        partition.makeVisible(ends[head]);
        List<PartitionListener> listeners = partition.listeners();
        for (int i = 0; i < listeners.size(); i++) {
          listeners.get(i).changed();
        }
      }
      partitions[head] = null;
      head = head + 1 & positions.length - 1;
      size--;
    }
  }

  private void grow() {
    int old = positions.length;
    long[] grownPositions = new long[old * 2];
    long[] grownEnds = new long[old * 2];
    @Nullable PartitionState[] grownPartitions = new @Nullable PartitionState[old * 2];
    for (int i = 0; i < size; i++) {
      int at = head + i & old - 1;
      grownPositions[i] = positions[at];
      grownEnds[i] = ends[at];
      grownPartitions[i] = partitions[at];
    }
    positions = grownPositions;
    ends = grownEnds;
    partitions = grownPartitions;
    head = 0;
  }
}
