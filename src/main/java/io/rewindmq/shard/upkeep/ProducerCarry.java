// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.upkeep;

import io.rewindmq.delivery.ProducerId;
import io.rewindmq.delivery.SettleReason;
import io.rewindmq.delivery.dedup.ProducerState;
import io.rewindmq.delivery.dedup.ProducerTable;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.OperationId;
import io.rewindmq.shard.entry.ShardEvent;
import io.rewindmq.shard.state.EventLog;
import io.rewindmq.shard.state.ShardState;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes again what the journal knows of producers, or forgets those that have been idle for long.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class ProducerCarry {
  private static final int PRODUCERS_AN_ENTRY = 500;

  private final ShardState state;
  private final EventLog log;
  private final long idleMillis;
  private boolean isStuck;

  ProducerCarry(ShardState state, EventLog log, long idleMillis) {
    this.state = state;
    this.log = log;
    this.idleMillis = idleMillis;
  }

  /** The last step found no room in the journal. */
  boolean isStuck() {
    return isStuck;
  }

  /**
   * Does a bounded amount; returns whether nothing of producers lies below the position any more.
   */
  boolean step(long belowPosition, long now) {
    List<ShardEvent.ProducerPicture> kept = new ArrayList<>();
    List<ProducerId> forgotten = new ArrayList<>();
    ProducerState next = state.producers().oldest();
    while (next != null
        && next.toldPosition() < belowPosition
        && kept.size() + forgotten.size() < PRODUCERS_AN_ENTRY) {
      boolean isIdle = now - next.lastMillis() > idleMillis;
      if (isIdle && state.transactions().of(next.id()) == null) {
        forgotten.add(next.id());
      } else {
        kept.add(ShardEvent.ProducerPicture.of(next));
      }
      next = ProducerTable.newerThan(next);
    }
    List<ShardEvent> events = new ArrayList<>(2);
    if (!forgotten.isEmpty()) {
      events.add(
          new ShardEvent.ProducersForgotten(OperationId.NONE, SettleReason.EXPIRED, forgotten));
    }
    if (!kept.isEmpty()) {
      events.add(new ShardEvent.ProducerSnapshot(kept));
    }
    isStuck = !log.hasRoomForAll(events);
    if (isStuck) {
      return false;
    }
    events.forEach(log::log);
    return kept.size() + forgotten.size() < PRODUCERS_AN_ENTRY;
  }
}
