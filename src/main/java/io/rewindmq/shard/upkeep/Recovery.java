// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.upkeep;

import io.rewindmq.journal.Journal;
import io.rewindmq.journal.RecoveryReport;
import io.rewindmq.platform.fault.CorruptDataException;
import io.rewindmq.record.PartitionKey;
import io.rewindmq.shard.entry.EventCodec;
import io.rewindmq.shard.entry.ShardEvent;
import io.rewindmq.shard.state.DestinationState;
import io.rewindmq.shard.state.EventLog;
import io.rewindmq.shard.state.PartitionState;
import io.rewindmq.shard.state.ShardState;
import io.rewindmq.storage.MessageStore;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds a shard's state from its journal and begins a new epoch. */
public final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  private Recovery() {}

  /**
   * Reads the journal to its end, opens the store, and journals the beginning of a new epoch.
   *
   * @param state empty
   * @param now milliseconds since 1970
   */
  public static void run(
      ShardState state, Journal journal, MessageStore store, EventLog log, long now) {
    RecoveryReport report =
        journal.recover(
            (position, kind, version, payload) -> apply(state, position, kind, version, payload));
    tell(report);
    state.recovered();
    store.restore(ends(state));
    long epoch = Math.max(journal.epoch(), state.facts().epoch()) + 1;
    journal.startEpoch(epoch);
    log.log(new ShardEvent.EpochStarted(epoch, now));
    state.facts().picture().forEach(log::log);
    log.force();
    journal.flush();
  }

  private static void tell(RecoveryReport report) {
    LOG.info(
        "RWQ-0401 recovered {} entries from positions {} to {} of the journal, last epoch {}",
        report.entries(),
        report.startPosition(),
        report.endPosition(),
        report.lastEpoch());
    if (!report.tornFile().isEmpty()) {
      LOG.warn(
          "RWQ-0402 cut off an incomplete end of {} in {}: nobody was told that it was stored",
          report.tornBytes() == 0 ? "unknown length" : report.tornBytes() + " bytes",
          report.tornFile());
    }
  }

  private static Map<PartitionKey, Long> ends(ShardState state) {
    Map<PartitionKey, Long> ends = new HashMap<>();
    for (DestinationState destination : state.destinations()) {
      for (PartitionState partition : destination.partitions()) {
        if (partition.materializedEnd() > 0) {
          ends.put(partition.key(), partition.materializedEnd());
        }
      }
    }
    return ends;
  }

  /** Applies one entry as it was applied when it was written. */
  public static void apply(
      ShardState state, long position, byte kind, byte version, ByteBuffer payload) {
    int bytes = payload.remaining();
    ShardEvent event;
    try {
      event = EventCodec.decode(kind, version, payload);
    } catch (IllegalArgumentException e) {
      throw new CorruptDataException("journal", position, String.valueOf(e.getMessage()));
    }
    int header =
        switch (event) {
          case ShardEvent.Appended e -> EventCodec.APPENDED_HEADER_BYTES;
          case ShardEvent.Staged e -> EventCodec.STAGED_HEADER_BYTES;
          case ShardEvent.Moved e -> bytes - e.bytes();
          default -> 0;
        };
    state.apply(event, position + header);
  }
}
