// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.move;

import io.rewindmq.delivery.SettleReason;

/** What is done with many messages, and the reason that is journalled for it. */
public enum BulkKind {
  MOVE(SettleReason.MOVED),
  COPY(SettleReason.COPIED),
  DELETE(SettleReason.PURGED),
  REDRIVE(SettleReason.REDRIVEN);

  private final SettleReason reason;

  BulkKind(SettleReason reason) {
    this.reason = reason;
  }

  SettleReason reason() {
    return reason;
  }

  /** Whether the messages go somewhere. */
  boolean hasTarget() {
    return this != DELETE;
  }

  /** Whether the messages end for their group. */
  boolean settles() {
    return this != COPY;
  }
}
