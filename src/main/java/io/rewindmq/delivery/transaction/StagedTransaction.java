// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery.transaction;

import io.rewindmq.delivery.TransactionId;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An open transaction that has sent something. */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class StagedTransaction {
  private final TransactionId id;

  /** By ordinal; null where a replay has not come across the run yet. */
  private final List<@Nullable StagedRun> runs = new ArrayList<>();

  StagedTransaction(TransactionId id) {
    this.id = id;
  }

  public TransactionId id() {
    return id;
  }

  /** The ordinal of the next run. */
  public int nextOrdinal() {
    return runs.size();
  }

  /** The run sent last; null if a replay has not come across it. */
  public @Nullable StagedRun lastRun() {
    return runs.isEmpty() ? null : runs.getLast();
  }

  /** Bytes of the large message whose parts are still coming, as far as they are there. */
  public long unfinishedBytes() {
    long bytes = 0;
    for (int i = runs.size() - 1; i >= 0; i--) {
      StagedRun run = runs.get(i);
      if (run == null || !run.facts().endsInside()) {
        break;
      }
      bytes += run.bytes();
    }
    return bytes;
  }

  /** All runs in the order they were sent. */
  public List<StagedRun> runs() {
    return runs.stream().filter(Objects::nonNull).map(StagedRun.class::cast).toList();
  }

  /** Adds a run, or replaces the one of the same ordinal. */
  void put(StagedRun run) {
    while (runs.size() <= run.ordinal()) {
      runs.add(null);
    }
    runs.set(run.ordinal(), run);
  }
}
