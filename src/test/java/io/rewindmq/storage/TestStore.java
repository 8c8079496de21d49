// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.storage;

import io.rewindmq.journal.Journal;
import io.rewindmq.log.LogOptions;
import io.rewindmq.platform.disk.Disk;
import io.rewindmq.platform.fault.CorruptDataException;
import io.rewindmq.platform.fault.DiskFailedException;
import io.rewindmq.platform.fault.DiskFullException;
import io.rewindmq.platform.thread.RoleExecutor;
import io.rewindmq.record.PartitionKey;
import java.util.Deque;
import java.util.List;

/** The real store with small segments, its threads replaced by one queue. */
public final class TestStore {
  private TestStore() {}

  /**
   * Opens it.
   *
   * @param loop where answers are given
   */
  public static MessageStore open(
      Disk disk,
      Journal journal,
      RoleExecutor loop,
      Deque<Runnable> background,
      List<Throwable> faults) {
    return new LogStore(
        new LogOptions(16 << 10, 60_000, 1 << 10, 16),
        disk,
        "log",
        journal::read,
        new StoreExecutors(loop, background::add, background::add),
        new StoreFaults(faults));
  }

  /** Keeps what goes wrong in the background. */
  private record StoreFaults(List<Throwable> faults) implements StoreListener {
    @Override
    public void corrupt(PartitionKey partition, CorruptDataException e) {
      faults.add(e);
    }

    @Override
    public void historyGivenUp(PartitionKey partition, long bytes) {}

    @Override
    public void diskFull(DiskFullException e) {} // it is tried again

    @Override
    public void diskFailed(DiskFailedException e) {
      faults.add(e);
    }
  }
}
