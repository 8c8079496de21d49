// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.doctor;

import io.rewindmq.delivery.SettleReason;
import io.rewindmq.journal.JournalMend;
import io.rewindmq.platform.disk.Disk;
import io.rewindmq.record.OperationId;
import io.rewindmq.shard.entry.EventCodec;
import io.rewindmq.shard.entry.ShardEvent;
import java.nio.ByteBuffer;
import java.util.List;

/** One change of the journal's files. */
record MendJournal(JournalMend mend) implements RepairStep {
  @Override
  public String text() {
    return mend.file() + ": " + mend.text();
  }

  @Override
  public List<String> changes() {
    return mend.removes() ? List.of() : List.of(mend.file());
  }

  @Override
  public List<String> removes() {
    return mend.removes() ? List.of(mend.file()) : List.of();
  }

  @Override
  public long bytes(Disk disk) {
    return mend.bytes();
  }

  @Override
  public void apply(Disk disk, Quarantine saved) {
    mend.apply(disk, saved.of(mend.file()), nothing());
    Quarantine.syncFoldersOf(disk, mend.file());
  }

  /** No producer is forgotten by it. */
  private static JournalMend.FillerEntry nothing() {
    ShardEvent event =
        new ShardEvent.ProducersForgotten(new OperationId(0, 0), SettleReason.DROPPED, List.of());
    byte kind = EventCodec.kindOf(event);
    ByteBuffer payload = new EventCodec().encode(event);
    byte[] copy = new byte[payload.remaining()];
    payload.get(copy);
    return new JournalMend.FillerEntry(kind, EventCodec.versionOf(kind), ByteBuffer.wrap(copy));
  }
}
