// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.upkeep;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.shard.dispatch.RunReader;
import io.rewindmq.shard.entry.ShardEvent;
import io.rewindmq.shard.state.DestinationState;
import io.rewindmq.shard.state.EventLog;
import io.rewindmq.shard.state.GroupState;
import io.rewindmq.shard.state.Pictured;
import io.rewindmq.shard.state.ShardState;
import io.rewindmq.storage.MessageStore;
import java.util.ArrayList;
import java.util.List;

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
  private boolean isStuck;

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

  /** The last step found no room in the journal. */
  boolean isStuck() {
    return isStuck;
  }

  /** Does a bounded amount; returns whether nothing below the position is needed any more. */
  boolean step(long belowPosition, long now) {
    isStuck = false;
    for (int i = 0; i < OBJECTS_A_STEP && !isStuck; i++) {
      Pictured oldest = state.oldestPicture();
      if (oldest == null || oldest.picturePosition() >= belowPosition) {
        boolean isDone = producers.step(belowPosition, now) && staged.step(belowPosition);
        isStuck = producers.isStuck() || staged.isStuck();
        return isDone;
      }
      isStuck = !carry(oldest);
    }
    return false;
  }

  /** Writes a picture, with those of its groups; false = there is no room. */
  private boolean carry(Pictured object) {
    List<ShardEvent> pictures = new ArrayList<>(object.picture());
    if (object instanceof DestinationState destination) {
      // INVARIANT: a group's picture comes after its destination's, so that a replay can place it
      for (GroupState group : destination.groups()) {
        if (!group.isVolatile()) {
          pictures.addAll(group.picture());
        }
      }
    }
    boolean hasRoom = log.hasRoomForAll(pictures);
    if (hasRoom) {
      pictures.forEach(log::log);
    }
    return hasRoom;
  }
}
