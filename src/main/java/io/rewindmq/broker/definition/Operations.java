// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.definition;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.OperationId;

/**
 * Ids of what the broker itself does: the epoch and a number that rises within it, so that no two
 * are equal in the life of a journal.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class Operations {
  private final long epoch;
  private long last;

  public Operations(long epoch) {
    this.epoch = epoch;
  }

  public OperationId next() {
    last++;
    return new OperationId(epoch, last);
  }
}
