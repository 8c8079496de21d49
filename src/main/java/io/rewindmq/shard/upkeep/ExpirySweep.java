// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.upkeep;

import io.rewindmq.delivery.SettleReason;
import io.rewindmq.delivery.group.CursorState;
import io.rewindmq.delivery.schedule.MessageSchedule;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.OperationId;
import io.rewindmq.shard.dispatch.Transfers;
import io.rewindmq.shard.entry.LongList;
import io.rewindmq.shard.entry.ShardEvent;
import io.rewindmq.shard.state.DestinationState;
import io.rewindmq.shard.state.EventLog;
import io.rewindmq.shard.state.GroupState;
import io.rewindmq.shard.state.PartitionState;
import io.rewindmq.shard.state.ShardState;

/**
 * Settles messages that have expired while nobody took them; those in flight are left to their
 * consumers. At most once a second.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class ExpirySweep {
  private static final long PAUSE_MILLIS = 1000;
  private static final int NUMBERS_MAX = 3000;

  private final ShardState state;
  private final EventLog log;
  private final Transfers transfers;
  private long notBefore;

  ExpirySweep(ShardState state, EventLog log, Transfers transfers) {
    this.state = state;
    this.log = log;
    this.transfers = transfers;
  }

  /** Milliseconds since 1970. */
  long nextDueMillis() {
    return Math.max(notBefore, state.expiring().nextMillis());
  }

  void run(long now) {
    for (PartitionState partition : state.expiring().all()) {
      DestinationState destination = state.destination(partition.key().destination());
      if (destination == null) {
        partition.schedule().clear();
        continue;
      }
      int index = partition.key().partition();
      boolean isMoved = destination.fields().settings().policy().expiryQueue() != null;
      for (GroupState group : destination.groups()) {
        LongList expired = expired(group.cursor(index), partition, now);
        if (isMoved) {
          move(group, partition, expired);
        } else {
          settle(group, index, expired);
        }
      }
      partition.schedule().retain(offset -> destination.isNeeded(index, offset));
    }
    state.expiring().swept(now);
    notBefore = now + PAUSE_MILLIS;
  }

  private static LongList expired(CursorState cursor, PartitionState partition, long now) {
    LongList expired = new LongList();
    long end = partition.visibleEnd();
    MessageSchedule schedule = partition.schedule();
    long at = schedule.nextExpired(cursor.committed(), end, now);
    while (at < end) {
      long last = schedule.endOfExpired(at, end, now) - 1;
      cursor.forEachHonoured(at, last, CursorState.RESTING, end, expired::addRange);
      at = schedule.nextExpired(last + 1, end, now);
    }
    return expired;
  }

  private void move(GroupState group, PartitionState partition, LongList expired) {
    for (int i = 0; i < expired.size(); i += 2) {
      transfers.begin(group, partition, expired.get(i), expired.get(i + 1), SettleReason.EXPIRED);
    }
  }

  private void settle(GroupState group, int partition, LongList expired) {
    for (int from = 0; from < expired.size(); from += NUMBERS_MAX) {
      LongList part = expired.part(from, from + NUMBERS_MAX);
      if (group.isVolatile()) {
        for (int i = 0; i < part.size(); i += 2) {
          group.cursor(partition).settle(part.get(i), part.get(i + 1));
        }
      } else {
        log.log(
            new ShardEvent.Settled(
                OperationId.NONE,
                SettleReason.EXPIRED,
                group.id(),
                group.epoch(),
                partition,
                part));
      }
    }
  }
}
