// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery.dedup;

import io.rewindmq.delivery.ProducerId;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import org.jspecify.annotations.Nullable;

/** One producer: its highest sequence and its last committed transaction, 0 = none. */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class ProducerState {
  private final ProducerId id;
  long lastSequence;
  long lastCommitted;
  long lastMillis;
  long lastPosition;
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

  /** Where the journal last says all about it. */
  public long lastPosition() {
    return lastPosition;
  }
}
