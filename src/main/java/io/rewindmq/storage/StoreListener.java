// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.storage;

import io.rewindmq.platform.fault.CorruptDataException;
import io.rewindmq.platform.fault.DiskFailedException;
import io.rewindmq.platform.fault.DiskFullException;
import io.rewindmq.record.PartitionKey;

/** Hears of faults in the background work of a {@link MessageStore}, on {@code SHARD_LOOP}. */
public interface StoreListener {
  /** Stored bytes of a partition are damaged. Other partitions are not concerned. */
  void corrupt(PartitionKey partition, CorruptDataException e);

  /** There was no room; nothing changed, the work may be asked for again. */
  void diskFull(DiskFullException e);

  /** For lack of room, history was given up before its time. */
  void historyGivenUp(PartitionKey partition, long bytes);

  /** A write or force failed. Final: the owner stops. */
  void diskFailed(DiskFailedException e);
}
