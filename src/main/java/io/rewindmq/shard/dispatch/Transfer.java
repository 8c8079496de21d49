// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.dispatch;

import io.rewindmq.delivery.SettleReason;
import io.rewindmq.delivery.group.CursorState;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.RunBytes;
import io.rewindmq.shard.state.GroupState;
import io.rewindmq.shard.state.PartitionState;

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
  private final int partition;
  private final SettleReason reason;
  private final RunReader reader;
  private final long last;
  private long at;

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
    this.partition = partition.key().partition();
    this.reason = reason;
    this.at = first;
    this.last = last;
    this.reader = transfers.reader(partition, () -> transfers.enqueue(this));
  }

  @Override
  public boolean dispatch(long now) {
    if (transfers.isOver(group, epoch)) {
      return false;
    }
    CursorState cursor = group.cursor(partition);
    at = cursor.settled().nextAbsent(Math.max(at, cursor.committed()));
    if (at > last) {
      return false;
    }
    long end = Math.min(last, cursor.settled().nextPresent(at) - 1);
    end = cursor.attempts().lastOfSame(at, end);
    return switch (reader.read(at, end, BYTES_PER_TURN)) {
      case PENDING, FAILED -> false; // called again; or withheld, for the fault has been reported
      case GONE -> {
        transfers.mover().settleGone(group, partition, at, Math.min(end, reader.gapEnd() - 1));
        yield true;
      }
      case FOUND -> {
        RunBytes run = reader.run();
        boolean isMoved = transfers.mover().move(group, partition, run, reason, now);
        if (!isMoved) {
          transfers.enqueueLater(this);
        }
        yield isMoved;
      }
    };
  }
}
