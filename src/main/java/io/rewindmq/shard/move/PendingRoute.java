// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.move;

import io.rewindmq.delivery.group.CursorState;
import io.rewindmq.delivery.schedule.MessageSchedule;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.shard.state.DestinationState;
import io.rewindmq.shard.state.GroupState;
import io.rewindmq.shard.state.PartitionState;
import io.rewindmq.shard.state.ShardState;
import org.jspecify.annotations.Nullable;

/**
 * What is pending in a group, in the order consumers get it: partition after partition, priority
 * after priority, in offset order; of each partition last what is not due yet. What has expired is
 * left out.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class PendingRoute implements Route {
  private final ShardState state;
  private final GroupState group;
  private final DestinationState destination;
  private final long[] ends;

  PendingRoute(ShardState state, GroupState group, DestinationState destination) {
    this.state = state;
    this.group = group;
    this.destination = destination;
    this.ends = destination.partitions().stream().mapToLong(PartitionState::visibleEnd).toArray();
  }

  /** Where it begins. */
  static Place start() {
    return new Place(0, MessageSchedule.PRIORITIES - 1, 0);
  }

  @Override
  public @Nullable Place next(Place from, long now) {
    Place at = from;
    while (at.partition() < ends.length) {
      long offset = nextOffset(at, now);
      if (offset < ends[at.partition()]) {
        return new Place(at.partition(), at.lane(), offset);
      }
      at =
          at.lane() == Place.DELAYED_LANE
              ? new Place(at.partition() + 1, MessageSchedule.PRIORITIES - 1, 0)
              : new Place(at.partition(), at.lane() - 1, 0);
    }
    return null;
  }

  /** The next one in this lane; the end or above if there is none. */
  private long nextOffset(Place at, long now) {
    CursorState cursor = group.cursor(at.partition());
    MessageSchedule schedule = partition(at.partition()).schedule();
    long end = ends[at.partition()];
    long offset = at.offset();
    while (true) {
      offset = candidate(at.lane(), offset, cursor, schedule, end, now);
      if (offset >= end || schedule.nextExpired(offset, offset + 1, now) != offset) {
        return offset;
      }
      offset++;
    }
  }

  private static long candidate(
      int lane, long from, CursorState cursor, MessageSchedule schedule, long end, long now) {
    if (lane == Place.DELAYED_LANE) {
      long offset = schedule.nextDelayed(Math.max(from, cursor.committed()), end, now);
      while (offset < end && cursor.isSettled(offset)) {
        offset = schedule.nextDelayed(offset + 1, end, now);
      }
      return offset;
    }
    if (lane != MessageSchedule.PRIORITY_DEFAULT && !schedule.hasPriority(lane)) {
      return end;
    }
    return cursor.nextUnsettled(lane, from, schedule, end, now);
  }

  @Override
  public PartitionState partition(int index) {
    return destination.partition(index);
  }

  @Override
  public boolean isValid() {
    return state.group(group.id()) == group;
  }

  @Override
  public PendingKind kind(Place place, long now) {
    int partition = place.partition();
    return PendingKind.of(partition(partition), group.cursor(partition), place.offset(), now);
  }

  @Override
  public int deliveries(Place place) {
    return group.cursor(place.partition()).attempts().get(place.offset());
  }
}
