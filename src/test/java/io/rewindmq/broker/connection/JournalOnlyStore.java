// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.connection;

import io.rewindmq.journal.Journal;
import io.rewindmq.log.NeededOffsets;
import io.rewindmq.log.RetentionOptions;
import io.rewindmq.platform.thread.RoleExecutor;
import io.rewindmq.record.PartitionKey;
import io.rewindmq.record.Run;
import io.rewindmq.record.RunBytes;
import io.rewindmq.storage.FetchSink;
import io.rewindmq.storage.MessageStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** A store whose partition logs are empty, for tests that never close a journal segment. */
record JournalOnlyStore(Journal journal, RoleExecutor loop) implements MessageStore {
  @Override
  public void restore(Map<PartitionKey, Long> ends) {}

  @Override
  public void fetchJournal(PartitionKey partition, List<Run> runs, FetchSink sink) {
    List<RunBytes> found = new ArrayList<>();
    for (Run run : runs) {
      ByteBuffer bytes = ByteBuffer.allocate(run.bytes());
      journal.read(run.position(), bytes);
      found.add(new RunBytes(run.baseOffset(), run.count(), run.appendTimeMillis(), bytes.flip()));
    }
    loop.execute(() -> sink.fetched(found));
  }

  @Override
  public void fetchLog(PartitionKey partition, long fromOffset, int bytesMax, FetchSink sink) {
    loop.execute(() -> sink.fetched(List.of()));
  }

  @Override
  public void offsetAt(PartitionKey partition, long millis, LongConsumer done) {
    loop.execute(() -> done.accept(0));
  }

  @Override
  public void materialize(
      Map<PartitionKey, List<Run>> runs, Consumer<Map<PartitionKey, Long>> done) {
    throw new UnsupportedOperationException("the journal is too small for this test");
  }

  @Override
  public void applyRetention(
      PartitionKey partition, NeededOffsets needed, RetentionOptions retention, long nowMillis) {}

  @Override
  public void makeRoom(PartitionKey partition, NeededOffsets needed, LongConsumer done) {}

  @Override
  public void giveUp(PartitionKey partition, long bytes) {}

  @Override
  public boolean isDiskFull() {
    return false;
  }

  @Override
  public void dropPartition(PartitionKey partition) {}

  @Override
  public long logStart(PartitionKey partition) {
    return 0;
  }

  @Override
  public long logEnd(PartitionKey partition) {
    return 0;
  }

  @Override
  public long logBytes(PartitionKey partition) {
    return 0;
  }

  @Override
  public long logBytesFrom(PartitionKey partition, long offset) {
    return 0;
  }
}
