// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.dispatch;

import io.rewindmq.delivery.SettleReason;
import io.rewindmq.delivery.group.CursorState;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.RunBytes;
import io.rewindmq.shard.entry.LargeMessage;
import io.rewindmq.shard.state.GroupState;
import io.rewindmq.shard.state.PartitionState;
import org.jspecify.annotations.Nullable;

/**
 * The move of one range of a group's messages to another queue, a run a turn. Ends early when the
 * group is deleted or rewound. What was settled meanwhile is left out.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class Transfer implements Dispatchable {
  private static final int BYTES_PER_TURN = 1 << 20;

  private final Transfers transfers;
  private final GroupState group;
  private final int epoch;
  private final PartitionState source;
  private final int partition;
  private final SettleReason reason;
  private final RunReader reader;
  private final long last;
  private long at;

  /** The large message that is being moved: its offsets, both inclusive, and how far that is. */
  private @Nullable LargeMove large;

  private long largeFirst;
  private long largeLast;

  Transfer(
      Transfers transfers,
      GroupState group,
      PartitionState partition,
      long first,
      long last,
      SettleReason reason) {
    this.transfers = transfers;
    this.group = group;
    this.epoch = group.epoch();
    this.source = partition;
    this.partition = partition.key().partition();
    this.reason = reason;
    this.at = first;
    this.last = last;
    this.reader = transfers.reader(partition, () -> transfers.enqueue(this));
  }

  @Override
  public boolean dispatch(long now) {
    if (transfers.isOver(group, epoch)) {
      giveUpLarge();
      return false;
    }
    CursorState cursor = group.cursor(partition);
    at = cursor.settled().nextAbsent(Math.max(at, cursor.committed()));
    if (at > last) {
      return false;
    }
    long end = Math.min(large == null ? last : largeLast, cursor.settled().nextPresent(at) - 1);
    end = cursor.attempts().lastOfSame(at, end);
    return switch (reader.read(at, end, BYTES_PER_TURN)) {
      case PENDING, FAILED -> false; // called again; or withheld, for the fault has been reported
      case GONE -> {
        long from = large == null ? at : largeFirst;
        giveUpLarge();
        transfers.mover().settleGone(group, partition, from, Math.min(end, reader.gapEnd() - 1));
        yield true;
      }
      case FOUND -> {
        boolean isMoved = large == null ? move(reader.run(), now) : moveParts(reader.run(), now);
        if (!isMoved) {
          transfers.enqueueLater(this);
        }
        yield isMoved;
      }
    };
  }

  /** Moves what comes before the first part of a large message, or begins with that. */
  private boolean move(RunBytes run, long now) {
    Mover mover = transfers.mover();
    int whole = LargeMessage.messagesBefore(run, source.partsEnd());
    if (whole > 0) {
      return mover.move(group, partition, LargeMessage.first(run, whole), reason, now);
    }
    LargeMessage message = LargeMessage.at(run);
    if (reason == SettleReason.OVERFLOWED && message.last() > last) {
      group.cursor(partition).restore(at, last, CursorState.MOVING); // it stays as a whole
      at = last + 1;
      return true;
    }
    if (message.isRest() || message.last() > last) {
      mover.settleGone(group, partition, at, Math.min(message.last(), last));
      return true;
    }
    large = mover.beginLarge(group, partition, reason);
    largeFirst = message.first();
    largeLast = message.last();
    return large != null;
  }

  private boolean moveParts(RunBytes run, long now) {
    Mover mover = transfers.mover();
    LargeMove move = large;
    if (move == null
        || !move.stage(mover.copies(group, partition, run, reason), run.count(), now)) {
      return false;
    }
    at = run.endOffset();
    if (at <= largeLast) {
      return true;
    }
    large = null;
    boolean isDone = move.commit(group, partition, largeFirst, largeLast, reason, now);
    if (!isDone) {
      at = largeFirst;
    }
    return isDone;
  }

  private void giveUpLarge() {
    if (large != null) {
      large.rollback();
      large = null;
    }
  }
}
