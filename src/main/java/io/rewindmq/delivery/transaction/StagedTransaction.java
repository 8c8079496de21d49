// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery.transaction;

import io.rewindmq.delivery.TransactionId;
import io.rewindmq.delivery.schedule.MessageFacts;
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

  /**
   * Why messages can't come now, null if there is nothing to say: the parts of a large message come
   * whole, in order, in one transaction and to one partition.
   *
   * @param facts of the messages; learns how many parts are left of a message that began before
   * @param inTransaction whether they belong to one
   * @param open what was staged of it; null = nothing
   * @param bytes of the messages
   * @param bytesMax the most that all parts of one message may have
   */
  public static @Nullable String misplaced(
      MessageFacts facts,
      boolean inTransaction,
      @Nullable StagedTransaction open,
      int destination,
      int partition,
      int bytes,
      long bytesMax) {
    if (!inTransaction) {
      return facts.beginsInside() || facts.endsInside()
          ? "parts of a message must be sent in a transaction"
          : null;
    }
    StagedRun before = open == null ? null : open.lastRun();
    boolean isUnfinished = before != null && before.facts().endsInside();
    if (isUnfinished != facts.beginsInside()) {
      return isUnfinished
          ? "expected the next part of a message"
          : "got a part of a message without its beginning";
    }
    if (before == null || open == null || !isUnfinished) {
      return null;
    }
    if (!facts.continueMessage(before.facts().partsLeft())) {
      return "a message has another number of parts than its first part says";
    }
    if (before.destination() != destination || before.partition() != partition) {
      return "all parts of a message must go to the same partition";
    }
    return open.unfinishedBytes() + bytes <= bytesMax
        ? null
        : "a message has more than " + bytesMax + " bytes";
  }
}
