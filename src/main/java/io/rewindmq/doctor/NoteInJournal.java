// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.doctor;

import io.rewindmq.delivery.TransactionId;
import io.rewindmq.delivery.schedule.MessageFacts;
import io.rewindmq.journal.Journal;
import io.rewindmq.journal.JournalListener;
import io.rewindmq.journal.JournalOptions;
import io.rewindmq.platform.disk.Disk;
import io.rewindmq.platform.fault.DiskFailedException;
import io.rewindmq.platform.thread.RoleExecutor;
import io.rewindmq.record.OperationId;
import io.rewindmq.shard.entry.EventCodec;
import io.rewindmq.shard.entry.ShardEvent;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Tells the journal, at its end, what is in the logs now: the broker then reads lost messages
 * there, as a gap. Where the journal has lost how far a partition's offsets were used, these
 * offsets are given out first, to a transaction without messages, so that they do not come twice.
 *
 * @param pictures full pictures that the journal has lost
 * @param segmentBytes size of the journal's segments
 * @param changes all files of the journal
 */
record NoteInJournal(
    List<PartitionTruth> truths, List<ShardEvent> pictures, int segmentBytes, List<String> changes)
    implements RepairStep {
  private static final int CHUNK_BYTES = 16 << 10;
  private static final int MESSAGES_MAX = 1 << 20;

  NoteInJournal {
    truths = List.copyOf(truths);
    pictures = List.copyOf(pictures);
    changes = List.copyOf(changes);
  }

  @Override
  public String text() {
    String logs =
        truths.stream()
            .map(truth -> truth.name() + " up to offset " + truth.wantedLogEnd())
            .collect(Collectors.joining(", "));
    return DataFolder.JOURNAL
        + ": note at its end"
        + (pictures.isEmpty() ? "" : " the highest epoch and ids")
        + (pictures.isEmpty() || truths.isEmpty() ? "" : ", and")
        + (truths.isEmpty() ? "" : " how far the logs reach: " + logs);
  }

  @Override
  public List<String> removes() {
    return List.of();
  }

  @Override
  public long bytes(Disk disk) {
    return 2L * segmentBytes;
  }

  @Override
  public void apply(Disk disk, Quarantine saved) {
    RoleExecutor here = Runnable::run;
    JournalOptions options = new JournalOptions(segmentBytes, CHUNK_BYTES, CHUNK_BYTES, 0, 1);
    try (Journal journal =
        Journal.open(options, disk, DataFolder.JOURNAL, here, here, here, new Strict())) {
      var unused = journal.recover((position, kind, version, payload) -> {});
      EventCodec codec = new EventCodec();
      pictures.forEach(picture -> write(picture, journal, codec));
      for (PartitionTruth truth : truths) {
        note(truth, journal, codec);
      }
      journal.requireForce();
      journal.flush();
      if (journal.durablePosition() < journal.openEnd()) {
        throw new DiskFailedException("the journal did not take what it was told");
      }
    }
  }

  private static void note(PartitionTruth truth, Journal journal, EventCodec codec) {
    long next = truth.nextOffset();
    int destination = truth.key().destination();
    int partition = truth.key().partition();
    while (next < truth.wantedNextOffset()) {
      int count = (int) Math.min(MESSAGES_MAX, truth.wantedNextOffset() - next);
      MessageFacts facts = new MessageFacts();
      facts.begin(count);
      ShardEvent.CommittedRun run =
          new ShardEvent.CommittedRun(destination, partition, next, 0, 0, facts);
      write(
          new ShardEvent.Committed(
              new OperationId(0, 0), TransactionId.own(1), 0, 0, List.of(run), List.of()),
          journal,
          codec);
      next += count;
    }
    write(
        new ShardEvent.Materialized(destination, partition, truth.wantedLogEnd()), journal, codec);
  }

  private static void write(ShardEvent event, Journal journal, EventCodec codec) {
    ByteBuffer payload = codec.encode(event);
    byte kind = EventCodec.kindOf(event);
    journal.reserve(kind, EventCodec.versionOf(kind), payload.remaining()).put(payload);
  }

  /** Every fault ends the repair. */
  private static final class Strict implements JournalListener {
    @Override
    public void completed(long endPosition, boolean forced) {
      // asked for afterwards
    }

    @Override
    public void failed(DiskFailedException failure) {
      throw failure;
    }
  }
}
