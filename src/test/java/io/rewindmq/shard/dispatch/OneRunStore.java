// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.dispatch;

import io.rewindmq.log.NeededOffsets;
import io.rewindmq.log.RetentionOptions;
import io.rewindmq.record.PartitionKey;
import io.rewindmq.record.Run;
import io.rewindmq.record.RunBytes;
import io.rewindmq.storage.FetchSink;
import io.rewindmq.storage.MessageStore;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A store whose logs hold one run, whoever asks; its answers come at once. */
final class OneRunStore implements MessageStore {
  @Nullable RunBytes run;

  @Override
  public void fetchLog(PartitionKey partition, long fromOffset, int bytesMax, FetchSink sink) {
    RunBytes held = run;
    sink.fetched(held == null ? List.of() : List.of(held));
  }

  @Override
  public void restore(Map<PartitionKey, Long> ends) {}

  @Override
  public void fetchJournal(PartitionKey partition, List<Run> runs, FetchSink sink) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void offsetAt(PartitionKey partition, long millis, LongConsumer done) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void materialize(
      Map<PartitionKey, List<Run>> runs, Consumer<Map<PartitionKey, Long>> done) {
    throw new UnsupportedOperationException();
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
