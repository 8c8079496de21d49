// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import io.rewindmq.platform.fault.CorruptDataException;
import io.rewindmq.platform.fault.DiskFailedException;
import io.rewindmq.platform.fault.DiskFullException;
import io.rewindmq.platform.fault.FaultHandler;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.PartitionKey;
import io.rewindmq.storage.StoreListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of faults in a store's background work. */
@OwnedBy(ThreadRole.SHARD_LOOP)
record StoreFaults(FaultHandler damage) implements StoreListener {
  private static final Logger LOG = LoggerFactory.getLogger(StoreFaults.class);

  @Override
  public void corrupt(PartitionKey partition, CorruptDataException e) {
    damage.handle(e);
  }

  @Override
  public void diskFull(DiskFullException e) {
    LOG.warn(
        "RWQ-0804 no room to move messages from the journal to their logs: {}", e.getMessage());
  }

  @Override
  public void historyGivenUp(PartitionKey partition, long bytes) {
    LOG.warn(
        "RWQ-0806 the disk is full: {} bytes of history of partition {} were given up before their"
            + " time",
        bytes,
        partition);
  }

  /** Thrown on, it ends the shard's loop turn and with it the shard. */
  @Override
  public void diskFailed(DiskFailedException e) {
    throw e;
  }
}
