// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.dispatch;

import io.rewindmq.delivery.SettleReason;
import io.rewindmq.platform.fault.InvariantError;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.OperationId;
import io.rewindmq.record.RunBytes;
import io.rewindmq.shard.entry.ElementScanner;
import io.rewindmq.shard.entry.LongList;
import io.rewindmq.shard.entry.ShardEvent;
import io.rewindmq.shard.state.DestinationState;
import io.rewindmq.shard.state.EventLog;
import io.rewindmq.shard.state.GroupState;
import io.rewindmq.shard.state.PartitionState;
import io.rewindmq.shard.state.PendingVisibility;
import io.rewindmq.shard.state.ShardState;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Writes the one entry that is a message's arrival in another queue and its end for its group. */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class Mover {
  private final ShardState state;
  private final EventLog log;
  private final PendingVisibility visibility;
  private final MessageCopier copier;
  private final LastResorts lastResorts;
  private long moves;

  Mover(
      ShardState state,
      EventLog log,
      PendingVisibility visibility,
      MessageCopier copier,
      LastResorts lastResorts) {
    this.state = state;
    this.log = log;
    this.visibility = visibility;
    this.copier = copier;
    this.lastResorts = lastResorts;
  }

  /** Messages that are not kept any more can't be moved: they end here. */
  void settleGone(GroupState group, int partition, long first, long last) {
    if (group.isVolatile()) {
      group.cursor(partition).settle(first, last);
    } else {
      log.log(
          new ShardEvent.Settled(
              OperationId.NONE,
              SettleReason.NOT_KEPT,
              group.id(),
              group.epoch(),
              partition,
              LongList.of(first, last)));
    }
  }

  /** Moves a run that the group withholds; false if that is not possible now. */
  boolean move(GroupState group, int partition, RunBytes run, SettleReason reason, long now) {
    DestinationState to = lastResorts.queueFor(origin(group), reason);
    if (to == null) {
      return false;
    }
    ByteBuffer copies = copies(group, partition, run, reason);
    if (!log.hasRoomForMessages(copies.remaining())) {
      return false;
    }
    append(
        group,
        partition,
        run,
        reason,
        copies,
        to.partition(partition % to.partitions().size()),
        now);
    return true;
  }

  /** Begins to move a large message; null if that is not possible now. */
  @Nullable LargeMove beginLarge(GroupState group, int partition, SettleReason reason) {
    DestinationState to = lastResorts.queueFor(origin(group), reason);
    if (to == null) {
      return null;
    }
    return beginLarge(to.partition(partition % to.partitions().size()));
  }

  /** The same where the target is known. */
  LargeMove beginLarge(PartitionState target) {
    moves++;
    return new LargeMove(state, log, visibility, moves, target.key());
  }

  /** Copies messages, or parts of a large one, for the queue that they go to. */
  ByteBuffer copies(GroupState group, int partition, RunBytes run, SettleReason reason) {
    DestinationState from = origin(group);
    return copier.copy(
        run,
        new MessageCopier.Origin(
            reason,
            from.fields().kind(),
            from.fields().name(),
            group.fields().name(),
            partition,
            group.cursor(partition).attempts().failures(run.baseOffset())));
  }

  private void append(
      GroupState group,
      int partition,
      RunBytes run,
      SettleReason reason,
      ByteBuffer copies,
      PartitionState target,
      long now) {
    long last = run.endOffset() - 1;
    boolean isVolatile = group.isVolatile();
    log.log(
        new ShardEvent.Moved(
            new ShardEvent.Settled(
                OperationId.NONE,
                reason,
                isVolatile ? 0 : group.id(),
                group.epoch(),
                partition,
                LongList.of(run.baseOffset(), last)),
            target.key().destination(),
            target.key().partition(),
            target.nextOffset(),
            now,
            copies.remaining(),
            ElementScanner.factsOfOwn(copies, run.count())),
        copies);
    if (isVolatile) {
      group.cursor(partition).settle(run.baseOffset(), last);
      log.noteSettled(group, reason, run.count());
    }
    log.force();
    visibility.add(log.end(), target, target.nextOffset());
    target.tellAppended();
  }

  private DestinationState origin(GroupState group) {
    DestinationState origin = state.destination(group.fields().destinationId());
    if (origin == null) {
      throw new InvariantError("group " + group.id() + " has no destination");
    }
    return origin;
  }
}
