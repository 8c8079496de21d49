// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.upkeep;

import io.rewindmq.delivery.transaction.StagedRun;
import io.rewindmq.delivery.transaction.StagedTransaction;
import io.rewindmq.platform.fault.CorruptDataException;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.PartitionKey;
import io.rewindmq.record.Run;
import io.rewindmq.record.RunBytes;
import io.rewindmq.shard.dispatch.RunReader;
import io.rewindmq.shard.entry.ShardEvent;
import io.rewindmq.shard.state.EventLog;
import io.rewindmq.shard.state.ShardState;
import io.rewindmq.storage.FetchSink;
import io.rewindmq.storage.MessageStore;
import java.util.List;

/**
 * Copies messages of open transactions to the journal's head, one run at a time, because they have
 * to be read first.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class StagedCarry {
  private final ShardState state;
  private final EventLog log;
  private final MessageStore store;
  private final RunReader.Faults faults;
  private boolean isReading;
  private boolean isBlocked;
  private boolean isStuck;

  StagedCarry(ShardState state, EventLog log, MessageStore store, RunReader.Faults faults) {
    this.state = state;
    this.log = log;
    this.store = store;
    this.faults = faults;
  }

  /** Waits for bytes. */
  boolean isReading() {
    return isReading;
  }

  /** A staged message is damaged: the journal can't be shortened. */
  boolean isBlocked() {
    return isBlocked;
  }

  /** The last step found no room in the journal. */
  boolean isStuck() {
    return isStuck;
  }

  /**
   * Copies one staged run, the bytes of which have to be read first; returns whether there is none.
   */
  boolean step(long belowPosition) {
    isStuck = false;
    for (StagedTransaction transaction : state.transactions().all()) {
      for (StagedRun run : transaction.runs()) {
        if (run.position() < belowPosition) {
          isStuck = !log.hasRoomForMessages(run.bytes());
          if (isStuck) {
            return false;
          }
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
      if (!log.hasRoomForMessages(run.bytes())) {
        return; // others were quicker: it comes again
      }
      log.log(
          new ShardEvent.Staged(
              transaction.id(),
              run.ordinal(),
              run.destination(),
              run.partition(),
              0,
              0,
              0,
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
