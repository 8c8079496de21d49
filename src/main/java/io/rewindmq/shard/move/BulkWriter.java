// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.move;

import io.rewindmq.delivery.SettleReason;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.shard.dispatch.LargeMove;
import io.rewindmq.shard.entry.ElementScanner;
import io.rewindmq.shard.entry.LongList;
import io.rewindmq.shard.entry.ShardEvent;
import io.rewindmq.shard.state.DestinationState;
import io.rewindmq.shard.state.EventLog;
import io.rewindmq.shard.state.GroupState;
import io.rewindmq.shard.state.PartitionState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the entries of one order. Each is whole: the messages are at their target and ended for
 * their group, or nothing has happened.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class BulkWriter {
  /** What one bound of a range takes in an entry, at most. */
  private static final int RANGE_BOUND_BYTES_MAX = 10;

  private static final String NO_ROOM = "no room for another journal segment";

  private final MessageDesk desk;
  private final BulkOrder order;
  private final GroupState group;
  private final EventLog log;

  BulkWriter(MessageDesk desk, BulkOrder order, GroupState group) {
    this.desk = desk;
    this.order = order;
    this.group = group;
    this.log = desk.log();
  }

  /** Ends messages; returns why that was not possible, null = it was. */
  @Nullable String delete(int partition, LongList ranges) {
    ShardEvent.Settled settled = settled(partition, ranges);
    if (!group.isVolatile()) {
      if (!log.hasRoomFor(settled)) {
        return NO_ROOM;
      }
      log.log(settled);
      log.force();
    }
    settleVolatile(partition, ranges);
    return null;
  }

  /** Puts copies into a target, and ends the messages; returns why not, null = it was done. */
  @Nullable String put(int partition, BulkStep step, BulkTarget.To to, long now) {
    DestinationState destination = desk.state().destination(to.destination());
    if (destination == null) {
      return "the destination was deleted meanwhile";
    }
    int bytes = step.copies().remaining() + step.ranges().size() * RANGE_BOUND_BYTES_MAX;
    if (!log.hasRoomForMessages(EventLog.SMALL_ENTRY_BYTES + bytes)) {
      return NO_ROOM;
    }
    PartitionState target = destination.partition(to.partition());
    if (to.onlyGroup() != 0) {
      LargeMove move = desk.engine().transfers().beginLarge(target);
      if (!move.stage(step.copies(), step.elements(), now)) {
        return NO_ROOM;
      }
      return commit(move, partition, step.ranges(), to, step.elements(), now);
    }
    ShardEvent.Settled settled = settled(partition, step.ranges());
    log.log(
        new ShardEvent.Moved(
            settled,
            target.key().destination(),
            target.key().partition(),
            target.nextOffset(),
            now,
            step.copies().remaining(),
            ElementScanner.factsOfOwn(step.copies(), step.elements())),
        step.copies());
    settleVolatile(partition, step.ranges());
    log.force();
    desk.visibility().add(log.end(), target, target.nextOffset());
    target.tellAppended();
    desk.quotas().appended(destination);
    return null;
  }

  /** Gives what was staged to the target; returns why that was not possible, null = it was. */
  @Nullable String commit(
      LargeMove move, int partition, LongList ranges, BulkTarget.To to, int elements, long now) {
    DestinationState destination = desk.state().destination(to.destination());
    List<ShardEvent.Settled> settlements = new ArrayList<>();
    if (order.kind().settles() && !group.isVolatile()) {
      settlements.add(settled(partition, ranges));
    }
    if (destination != null && to.onlyGroup() != 0) {
      others(destination, to, elements, settlements);
    }
    if (!log.hasRoomForAll(List.copyOf(settlements))) {
      move.rollback();
      return NO_ROOM;
    }
    if (!move.commit(order.operation(), settlements, now) || destination == null) {
      return "the destination was deleted meanwhile";
    }
    settleVolatile(partition, ranges);
    if (to.onlyGroup() != 0) {
      long end = destination.partition(to.partition()).nextOffset();
      for (GroupState other : destination.groups()) {
        if (other.isVolatile() && other.id() != to.onlyGroup()) {
          other.cursor(to.partition()).settle(end - elements, end - 1);
        }
      }
    }
    desk.quotas().appended(destination);
    return null;
  }

  /** Nobody gets the messages but the one group. */
  private void others(
      DestinationState destination,
      BulkTarget.To to,
      int elements,
      List<ShardEvent.Settled> settlements) {
    long first = destination.partition(to.partition()).nextOffset();
    for (GroupState other : destination.groups()) {
      if (!other.isVolatile() && other.id() != to.onlyGroup()) {
        settlements.add(
            new ShardEvent.Settled(
                order.operation(),
                SettleReason.FILTERED,
                other.id(),
                other.epoch(),
                to.partition(),
                LongList.of(first, first + elements - 1)));
      }
    }
  }

  /** A copy ends nothing, so it says whose messages these are of no group. */
  private ShardEvent.Settled settled(int partition, LongList ranges) {
    boolean isJournalled = order.kind().settles() && !group.isVolatile();
    return new ShardEvent.Settled(
        order.operation(),
        order.kind().reason(),
        isJournalled ? group.id() : 0,
        group.epoch(),
        partition,
        ranges);
  }

  private void settleVolatile(int partition, LongList ranges) {
    if (!group.isVolatile() || !order.kind().settles()) {
      return;
    }
    for (int i = 0; i < ranges.size(); i += 2) {
      group.cursor(partition).settle(ranges.get(i), ranges.get(i + 1));
      log.noteSettled(group, order.kind().reason(), ranges.get(i + 1) - ranges.get(i) + 1);
    }
  }
}
