// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.upkeep;

import io.rewindmq.delivery.ProducerId;
import io.rewindmq.delivery.SettleReason;
import io.rewindmq.delivery.dedup.ProducerState;
import io.rewindmq.delivery.dedup.ProducerTable;
import io.rewindmq.delivery.transaction.StagedRun;
import io.rewindmq.delivery.transaction.StagedTransaction;
import io.rewindmq.platform.fault.CorruptDataException;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.OperationId;
import io.rewindmq.record.PartitionKey;
import io.rewindmq.record.Run;
import io.rewindmq.record.RunBytes;
import io.rewindmq.shard.dispatch.RunReader;
import io.rewindmq.shard.entry.ShardEvent;
import io.rewindmq.shard.state.DestinationState;
import io.rewindmq.shard.state.EventLog;
import io.rewindmq.shard.state.GroupState;
import io.rewindmq.shard.state.Pictured;
import io.rewindmq.shard.state.ShardState;
import io.rewindmq.storage.FetchSink;
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
  private static final int PRODUCERS_AN_ENTRY = 500;

  private final ShardState state;
  private final EventLog log;
  private final MessageStore store;
  private final RunReader.Faults faults;
  private final long producerIdleMillis;
  private boolean isReading;
  private boolean isBlocked;

  CarryForward(
      ShardState state,
      EventLog log,
      MessageStore store,
      RunReader.Faults faults,
      long producerIdleMillis) {
    this.state = state;
    this.log = log;
    this.store = store;
    this.faults = faults;
    this.producerIdleMillis = producerIdleMillis;
  }

  /** Waits for the bytes of a staged message. */
  boolean isReading() {
    return isReading;
  }

  /** A staged message is damaged: the journal can't be shortened. */
  boolean isBlocked() {
    return isBlocked;
  }

  /** Does a bounded amount; returns whether nothing below the position is needed any more. */
  boolean step(long belowPosition, long now) {
    for (int i = 0; i < OBJECTS_A_STEP; i++) {
      Pictured oldest = state.oldestPicture();
      if (oldest == null || oldest.picturePosition() >= belowPosition) {
        return carryProducers(belowPosition, now) && carryStaged(belowPosition);
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

  private boolean carryProducers(long belowPosition, long now) {
    List<ShardEvent.ProducerPicture> kept = new ArrayList<>();
    List<ProducerId> forgotten = new ArrayList<>();
    ProducerState next = state.producers().oldest();
    while (next != null
        && next.lastPosition() < belowPosition
        && kept.size() + forgotten.size() < PRODUCERS_AN_ENTRY) {
      boolean isIdle = now - next.lastMillis() > producerIdleMillis;
      if (isIdle && state.transactions().of(next.id()) == null) {
        forgotten.add(next.id());
      } else {
        kept.add(
            new ShardEvent.ProducerPicture(
                next.id(), next.lastSequence(), next.lastCommitted(), next.lastMillis()));
      }
      next = ProducerTable.newerThan(next);
    }
    if (!forgotten.isEmpty()) {
      log.log(new ShardEvent.ProducersForgotten(OperationId.NONE, SettleReason.EXPIRED, forgotten));
    }
    if (!kept.isEmpty()) {
      log.log(new ShardEvent.ProducerSnapshot(kept));
    }
    return kept.size() + forgotten.size() < PRODUCERS_AN_ENTRY;
  }

  /**
   * Copies one staged run, the bytes of which have to be read first; returns whether there is none.
   */
  private boolean carryStaged(long belowPosition) {
    for (StagedTransaction transaction : state.transactions().all()) {
      for (StagedRun run : transaction.runs()) {
        if (run.position() < belowPosition) {
          isReading = true;
          store.fetchJournal(
              new PartitionKey(run.destination(), run.partition()),
              List.of(new Run(0, run.count(), 0, run.position(), run.bytes())),
              new Copy(transaction, run));
          return false;
        }
      }
    }
    return true;
  }

  /** Writes a staged run again once its bytes are there. */
  private final class Copy implements FetchSink {
    private final StagedTransaction transaction;
    private final StagedRun run;

    Copy(StagedTransaction transaction, StagedRun run) {
      this.transaction = transaction;
      this.run = run;
    }

    @Override
    public void fetched(List<RunBytes> runs) {
      isReading = false;
      if (state.transactions().get(transaction.id()) != transaction || runs.isEmpty()) {
        return; // it ended meanwhile
      }
      ProducerState producer = state.producers().get(transaction.id().producer());
      log.log(
          new ShardEvent.Staged(
              transaction.id(),
              run.ordinal(),
              run.destination(),
              run.partition(),
              producer == null ? 0 : producer.lastSequence(),
              producer == null ? 0 : producer.lastCommitted(),
              producer == null ? 0 : producer.lastMillis(),
              run.bytes(),
              run.facts()),
          runs.getFirst().elements().duplicate());
    }

    @Override
    public void failed(CorruptDataException e) {
      isReading = false;
      isBlocked = true;
      faults.corrupt(e);
    }
  }
}
