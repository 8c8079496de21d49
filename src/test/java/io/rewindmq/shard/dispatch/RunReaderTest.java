// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.delivery.ProducerId;
import io.rewindmq.delivery.schedule.MessageFacts;
import io.rewindmq.journal.Journal;
import io.rewindmq.journal.JournalListener;
import io.rewindmq.journal.JournalOptions;
import io.rewindmq.platform.fault.DiskFailedException;
import io.rewindmq.record.OperationId;
import io.rewindmq.record.RunBytes;
import io.rewindmq.shard.entry.DestinationFields;
import io.rewindmq.shard.entry.ElementScanner;
import io.rewindmq.shard.entry.ShardEvent;
import io.rewindmq.shard.state.EventLog;
import io.rewindmq.shard.state.ShardState;
import io.rewindmq.testkit.SimDisk;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RunReaderTest {
  private static final int ELEMENT_BYTES = 100;
  private static final int DESTINATION = 1;

  private final ShardState state = new ShardState();
  private final Journal journal = journal();
  private final EventLog log = new EventLog(journal, state);
  private final OneRunStore store = new OneRunStore();

  /** The log tells of more than the journal's index has let go of, and in larger runs. */
  @Test
  void findsAMessageInTheJournalAfterItsNeighbourInTheLog() {
    log.log(
        new ShardEvent.DestinationCreated(
            OperationId.NONE,
            DESTINATION,
            2,
            new DestinationFields(
                DestinationKind.QUEUE,
                "q",
                1,
                io.rewindmq.delivery.DestinationSettings.DEFAULT,
                java.util.Set.of())));
    append(0, 3);
    append(3, 4);
    log.log(new ShardEvent.Materialized(DESTINATION, 0, 3));
    store.run = new RunBytes(0, 7, 1, elements(0, 7));
    RunReader reader =
        new RunReader(
            new RunReader.Sources(
                journal, store, 10_000, new RunReader.JournalReads(), damage -> {}),
            Objects.requireNonNull(state.destination(DESTINATION)).partition(0),
            () -> {});
    assertThat(reader.read(0, 6, 4 * ELEMENT_BYTES)).isEqualTo(RunReader.Answer.PENDING);
    assertThat(reader.read(0, 6, 4 * ELEMENT_BYTES)).isEqualTo(RunReader.Answer.FOUND);
    assertThat(reader.run().count()).isEqualTo(4);

    assertThat(reader.read(4, 6, 10_000)).isEqualTo(RunReader.Answer.FOUND);

    assertThat(reader.run()).isEqualTo(new RunBytes(4, 3, 1, elements(4, 3)));
  }

  private void append(long base, int count) {
    ByteBuffer elements = elements(base, count);
    MessageFacts facts = new MessageFacts();
    assertThat(ElementScanner.scan(elements, count, facts)).isTrue();
    log.log(
        new ShardEvent.Appended(
            DESTINATION,
            0,
            new ProducerId(1, 1),
            base + count,
            0,
            base,
            1,
            elements.remaining(),
            facts),
        elements);
  }

  /** Persistent messages that hold their offsets. */
  private static ByteBuffer elements(long base, int count) {
    ByteBuffer elements = ByteBuffer.allocate(count * ELEMENT_BYTES);
    for (int i = 0; i < count; i++) {
      int at = i * ELEMENT_BYTES;
      elements.putInt(at, ELEMENT_BYTES - Integer.BYTES);
      elements.put(at + 8, (byte) 1).put(at + 9, (byte) 1).put(at + 10, (byte) 4);
      elements.putLong(at + ELEMENT_BYTES - Long.BYTES, base + i);
    }
    return elements;
  }

  private static Journal journal() {
    Journal opened =
        Journal.open(
            new JournalOptions(64 << 10, 64 << 10, 16 << 10, 0, 1),
            new SimDisk(1),
            "journal",
            Runnable::run,
            Runnable::run,
            Runnable::run,
            new Deaf());
    opened.recover((position, kind, version, payload) -> {});
    opened.startEpoch(1);
    return opened;
  }

  private static final class Deaf implements JournalListener {
    @Override
    public void completed(long endPosition, boolean forced) {}

    @Override
    public void failed(DiskFailedException failure) {
      throw failure;
    }
  }
}
