// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.move;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.shard.state.DestinationState;
import io.rewindmq.shard.state.PartitionState;
import io.rewindmq.shard.state.ShardState;
import org.jspecify.annotations.Nullable;

/** All that a destination keeps, settled or not, partition after partition in offset order. */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class HistoryRoute implements Route {
  private final ShardState state;
  private final DestinationState destination;
  private final long[] starts;
  private final long[] ends;

  /**
   * @param starts by partition: nothing below is looked at
   */
  HistoryRoute(ShardState state, DestinationState destination, long[] starts) {
    this.state = state;
    this.destination = destination;
    this.starts = starts.clone();
    this.ends = destination.partitions().stream().mapToLong(PartitionState::visibleEnd).toArray();
  }

  @Override
  public @Nullable Place next(Place from, long now) {
    long offset = from.offset();
    for (int partition = from.partition(); partition < ends.length; partition++) {
      offset = Math.max(offset, starts[partition]);
      if (offset < ends[partition]) {
        return new Place(partition, 0, offset);
      }
      offset = 0;
    }
    return null;
  }

  @Override
  public PartitionState partition(int index) {
    return destination.partition(index);
  }

  @Override
  public boolean isValid() {
    return state.destination(destination.id()) == destination;
  }

  @Override
  public @Nullable PendingKind kind(Place place, long now) {
    return null;
  }

  @Override
  public int deliveries(Place place) {
    return 0;
  }
}
