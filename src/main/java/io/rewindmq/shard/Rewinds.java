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
import io.rewindmq.shard.state.DestinationState;
import io.rewindmq.shard.state.GroupState;
import io.rewindmq.shard.state.PartitionState;
import io.rewindmq.shard.state.RunIndex;
import java.util.ArrayList;
import java.util.List;

/** Moves groups' cursors. */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class Rewinds {
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
    new Search(group, destination, operation, completion).start(target);
  }

  /** Finds the target offset of each partition, some of them in stored files, then moves. */
  private final class Search {
    private final GroupState group;
    private final DestinationState destination;
    private final OperationId operation;
    private final Completion<RewindReport> completion;
    private final long[] targets;
    private int pending = 1;

    Search(
        GroupState group,
        DestinationState destination,
        OperationId operation,
        Completion<RewindReport> completion) {
      this.group = group;
      this.destination = destination;
      this.operation = operation;
      this.completion = completion;
      this.targets = new long[destination.partitions().size()];
    }

    void start(RewindTarget target) {
      for (PartitionState partition : destination.partitions()) {
        int index = partition.key().partition();
        switch (target) {
          case RewindTarget.Earliest t -> targets[index] = 0;
          case RewindTarget.Latest t -> targets[index] = Long.MAX_VALUE;
          case RewindTarget.ToOffset t -> targets[index] = t.offset();
          case RewindTarget.ToInstant t -> search(partition, t.millis());
        }
      }
      found();
    }

    private void search(PartitionState partition, long millis) {
      int index = partition.key().partition();
      targets[index] = offsetInJournal(partition.runs(), millis, partition.nextOffset());
      boolean isInJournal = !partition.runs().isEmpty() && partition.runs().millis(0) < millis;
      if (!isInJournal && core.store().logEnd(partition.key()) > 0) {
        pending++;
        long orElse = targets[index];
        core.store()
            .offsetAt(
                partition.key(),
                millis,
                offset -> {
                  targets[index] = Math.min(orElse, offset);
                  found();
                });
      }
    }

    private void found() {
      pending--;
      if (pending == 0 && !core.rejectedAsFailed(completion)) {
        if (core.state().group(group.id()) == group) {
          move(group, destination, targets, operation, completion);
        } else {
          completion.rejected(Rejection.GROUP_NOT_FOUND, "group " + group.id() + " is deleted");
        }
      }
    }
  }

  /** The first offset appended at that time or later; the end if there is none. */
  private static long offsetInJournal(RunIndex runs, long millis, long end) {
    int low = 0;
    int high = runs.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (runs.millis(middle) < millis) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == runs.size() ? end : runs.base(low);
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
      long to = Math.clamp(wanted[index], Views.logStart(partition, core.store()), end);
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
}
