// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import io.rewindmq.delivery.Rejection;
import io.rewindmq.delivery.SettleReason;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.OperationId;
import io.rewindmq.shard.dispatch.ActiveGroup;
import io.rewindmq.shard.entry.LongList;
import io.rewindmq.shard.entry.ShardEvent;
import io.rewindmq.shard.search.InstantSearch;
import io.rewindmq.shard.state.DestinationState;
import io.rewindmq.shard.state.GroupState;
import io.rewindmq.shard.state.PartitionState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Moves groups' cursors, and finds out where new groups begin that begin in the past. */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class Rewinds {
  /**
   * Where a new group begins.
   *
   * @param targets by partition: the first offset to be delivered
   * @param ends by partition: the log's end, exclusive
   */
  record Positions(DestinationState destination, LongList targets, LongList ends) {}

  private final ShardCore core;

  Rewinds(ShardCore core) {
    this.core = core;
  }

  void rewind(
      int groupId,
      RewindTarget target,
      OperationId operation,
      Completion<RewindReport> completion) {
    if (core.rejectedAsFailed(completion)) {
      return;
    }
    GroupState group = core.state().group(groupId);
    DestinationState destination =
        group == null ? null : core.state().destination(group.fields().destinationId());
    if (group == null || destination == null) {
      completion.rejected(Rejection.GROUP_NOT_FOUND, "no group " + groupId);
      return;
    }
    if (group.isVolatile()) {
      completion.rejected(Rejection.DESTINATION_INVALID, group.fields().name() + " is not durable");
      return;
    }
    if (!destination.fields().settings().replayAllowed()) {
      completion.rejected(
          Rejection.REPLAY_FORBIDDEN, destination.fields().name() + " forbids replay");
      return;
    }
    findOffsets(
        destination,
        target,
        offsets -> {
          if (core.rejectedAsFailed(completion)) {
            return;
          }
          if (core.state().group(groupId) == group) {
            move(group, destination, offsets, operation, completion);
          } else {
            completion.rejected(Rejection.GROUP_NOT_FOUND, "group " + groupId + " is deleted");
          }
        });
  }

  private void move(
      GroupState group,
      DestinationState destination,
      long[] wanted,
      OperationId operation,
      Completion<RewindReport> completion) {
    if (!core.log().hasRoomForEssential()) {
      completion.rejected(Rejection.DISK_FULL, "no room for another journal segment");
      return;
    }
    LongList targets = new LongList();
    LongList ends = new LongList();
    List<RewindReport.Move> moves = new ArrayList<>();
    for (PartitionState partition : destination.partitions()) {
      int index = partition.key().partition();
      long end = partition.nextOffset();
      long to = kept(partition, wanted[index]);
      targets.add(to);
      ends.add(end);
      moves.add(
          new RewindReport.Move(
              index,
              group.cursor(index).committed(),
              to,
              group.cursor(index).backlog(end),
              end - to));
    }
    int epoch = group.epoch() + 1;
    core.log().log(
        new ShardEvent.CursorMoved(
            operation, SettleReason.REWOUND, group.id(), epoch, targets, ends));
    core.log().force();
    ActiveGroup active = core.active().get(group.id());
    if (active != null) {
      active.rewound();
    }
    RewindReport report = new RewindReport(group.id(), operation, epoch, moves);
    core.outcomes()
        .add(
            core.log().end(),
            () -> {
              if (active != null) {
                active.tellReset(epoch, operation);
              }
              completion.completed(report);
            });
  }

  /**
   * Searches the place in a destination.
   *
   * @param completion rejected with DESTINATION_NOT_FOUND, also when the destination is deleted
   *     meanwhile, or REPLAY_FORBIDDEN
   * @param found called before this returns, or in a later turn when files have to be asked
   */
  void findStart(
      int destinationId,
      GroupSpec.Start start,
      Completion<?> completion,
      Consumer<Positions> found) {
    DestinationState destination = core.state().destination(destinationId);
    if (destination == null) {
      completion.rejected(Rejection.DESTINATION_NOT_FOUND, "no destination " + destinationId);
      return;
    }
    if (start.isReplay() && !destination.fields().settings().replayAllowed()) {
      completion.rejected(
          Rejection.REPLAY_FORBIDDEN, destination.fields().name() + " forbids replay");
      return;
    }
    findOffsets(
        destination,
        start.target(),
        offsets -> {
          if (core.rejectedAsFailed(completion)) {
            return;
          }
          if (core.state().destination(destinationId) == destination) {
            found.accept(positions(destination, start, offsets));
          } else {
            completion.rejected(
                Rejection.DESTINATION_NOT_FOUND, "destination " + destinationId + " is deleted");
          }
        });
  }

  private Positions positions(DestinationState destination, GroupSpec.Start start, long[] offsets) {
    LongList targets = new LongList();
    LongList ends = new LongList();
    for (PartitionState partition : destination.partitions()) {
      int index = partition.key().partition();
      long wanted = start.resume().getOrDefault(index, offsets[index]);
      targets.add(kept(partition, wanted));
      ends.add(partition.nextOffset());
    }
    return new Positions(destination, targets, ends);
  }

  /** Finds a place's offset in each partition; not yet moved into what is kept. */
  private void findOffsets(
      DestinationState destination, RewindTarget target, Consumer<long[]> found) {
    long[] offsets = new long[destination.partitions().size()];
    switch (target) {
      case RewindTarget.Earliest t -> found.accept(offsets);
      case RewindTarget.Latest t -> {
        Arrays.fill(offsets, Long.MAX_VALUE);
        found.accept(offsets);
      }
      case RewindTarget.ToOffset t -> {
        Arrays.fill(offsets, t.offset());
        found.accept(offsets);
      }
      case RewindTarget.ToInstant t ->
          InstantSearch.run(core.store(), destination, t.millis(), found);
    }
  }

  /** An offset moved into what is kept: from the log's start to its end. */
  private long kept(PartitionState partition, long offset) {
    return Math.clamp(offset, Views.logStart(partition, core.store()), partition.nextOffset());
  }
}
