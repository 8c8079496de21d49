// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.dispatch;

import io.rewindmq.delivery.SettleReason;
import io.rewindmq.delivery.TransactionId;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.OperationId;
import io.rewindmq.record.PartitionKey;
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
import java.util.List;

/**
 * The move of one large message: its parts are staged one after the other, and one entry makes them
 * the other queue's and ends the message for its group. A crash in between undoes it.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class LargeMove {
  private final ShardState state;
  private final EventLog log;
  private final PendingVisibility visibility;
  private final TransactionId transaction;
  private final PartitionKey target;
  private int ordinal;

  /**
   * @param number of the transaction; no two moves under way have the same
   */
  LargeMove(
      ShardState state,
      EventLog log,
      PendingVisibility visibility,
      long number,
      PartitionKey target) {
    this.state = state;
    this.log = log;
    this.visibility = visibility;
    this.transaction = TransactionId.own(number);
    this.target = target;
  }

  /** Adds copies of the next parts; false if there is no room now. */
  public boolean stage(ByteBuffer copies, int count, long now) {
    if (!log.hasRoomForMessages(copies.remaining())) {
      return false;
    }
    log.log(
        new ShardEvent.Staged(
            transaction,
            ordinal,
            target.destination(),
            target.partition(),
            0,
            0,
            now,
            copies.remaining(),
            ElementScanner.factsOfOwn(copies, count)),
        copies);
    ordinal++;
    return true;
  }

  /** Gives the message to the other queue; false if that is gone, and the move is undone then. */
  boolean commit(
      GroupState group, int partition, long first, long last, SettleReason reason, long now) {
    ShardEvent.Settled settled =
        new ShardEvent.Settled(
            OperationId.NONE,
            reason,
            group.id(),
            group.epoch(),
            partition,
            LongList.of(first, last));
    if (!commit(OperationId.NONE, group.isVolatile() ? List.of() : List.of(settled), now)) {
      return false;
    }
    if (group.isVolatile()) {
      group.cursor(partition).settle(first, last);
      log.noteSettled(group, reason, last - first + 1);
    }
    return true;
  }

  /**
   * Gives what was staged to the destination, and settles, in one entry; false if the destination
   * is gone, and everything is undone then.
   *
   * @param settlements of durable groups
   */
  public boolean commit(OperationId operation, List<ShardEvent.Settled> settlements, long now) {
    DestinationState queue = state.destination(target.destination());
    if (queue == null) {
      rollback();
      return false;
    }
    PartitionState to = queue.partition(target.partition());
    List<ShardEvent.CommittedRun> runs =
        ShardEvent.CommittedRun.sequence(
            state.transactions().existing(transaction), to.nextOffset());
    log.log(new ShardEvent.Committed(operation, transaction, 0, now, runs, settlements));
    log.force();
    visibility.add(log.end(), to, to.nextOffset());
    to.tellAppended();
    return true;
  }

  /** Undoes what was staged. */
  public void rollback() {
    if (ordinal > 0) {
      log.log(new ShardEvent.RolledBack(OperationId.NONE, transaction));
    }
  }
}
