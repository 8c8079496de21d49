// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery.dedup;

import io.rewindmq.delivery.ProducerId;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import org.jspecify.annotations.Nullable;

/**
 * One producer: its highest sequence and its last committed transaction, 0 = none, and the
 * sequences below the highest that were never taken.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class ProducerState {
  private final ProducerId id;
  long lastSequence;
  long lastCommitted;
  long lastMillis;
  long lastPosition;
  long toldPosition;
  final SequenceGaps gaps = new SequenceGaps();
  @Nullable ProducerState older;
  @Nullable ProducerState newer;

  ProducerState(ProducerId id) {
    this.id = id;
  }

  public ProducerId id() {
    return id;
  }

  public long lastSequence() {
    return lastSequence;
  }

  /** The last committed transaction. */
  public long lastCommitted() {
    return lastCommitted;
  }

  /** When it was last used, milliseconds since 1970. */
  public long lastMillis() {
    return lastMillis;
  }

  /** Of its last entry in the journal. */
  public long lastPosition() {
    return lastPosition;
  }

  /** Where the journal last says all about it, the gaps too. */
  public long toldPosition() {
    return toldPosition;
  }

  public SequenceGaps gaps() {
    return gaps;
  }

  /** The lowest sequence at or above one that was not taken. */
  public long nextMissing(long sequence) {
    long above = Math.max(sequence, lastSequence + 1);
    return gaps.isEmpty() ? above : Math.min(above, gaps.next(sequence));
  }

  /** Inclusive: where the sequences end, at most the limit, that a missing one belongs to. */
  public long lastMissing(long missing, long limit) {
    return missing > lastSequence ? limit : Math.min(limit, gaps.lastOf(missing));
  }
}
