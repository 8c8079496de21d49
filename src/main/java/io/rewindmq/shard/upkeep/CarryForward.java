// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.upkeep;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.shard.dispatch.RunReader;
import io.rewindmq.shard.state.DestinationState;
import io.rewindmq.shard.state.EventLog;
import io.rewindmq.shard.state.GroupState;
import io.rewindmq.shard.state.Pictured;
import io.rewindmq.shard.state.ShardState;
import io.rewindmq.storage.MessageStore;

/**
 * Writes what the oldest part of the journal alone tells once more at the journal's head: pictures
 * of objects, producers, messages of open transactions. A bounded amount at a time.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class CarryForward {
  private static final int OBJECTS_A_STEP = 64;

  private final ShardState state;
  private final EventLog log;
  private final ProducerCarry producers;
  private final StagedCarry staged;

  CarryForward(
      ShardState state,
      EventLog log,
      MessageStore store,
      RunReader.Faults faults,
      long producerIdleMillis) {
    this.state = state;
    this.log = log;
    this.producers = new ProducerCarry(state, log, producerIdleMillis);
    this.staged = new StagedCarry(state, log, store, faults);
  }

  /** Waits for the bytes of a staged message. */
  boolean isReading() {
    return staged.isReading();
  }

  /** A staged message is damaged: the journal can't be shortened. */
  boolean isBlocked() {
    return staged.isBlocked();
  }

  /** Does a bounded amount; returns whether nothing below the position is needed any more. */
  boolean step(long belowPosition, long now) {
    for (int i = 0; i < OBJECTS_A_STEP; i++) {
      Pictured oldest = state.oldestPicture();
      if (oldest == null || oldest.picturePosition() >= belowPosition) {
        return producers.step(belowPosition, now) && staged.step(belowPosition);
      }
      carry(oldest);
    }
    return false;
  }

  private void carry(Pictured object) {
    object.picture().forEach(log::log);
    if (object instanceof DestinationState destination) {
      // INVARIANT: a group's picture comes after its destination's, so that a replay can place it
      for (GroupState group : destination.groups()) {
        if (!group.isVolatile()) {
          group.picture().forEach(log::log);
        }
      }
    }
  }
}
