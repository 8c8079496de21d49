// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.journal.Journal;
import io.rewindmq.journal.JournalListener;
import io.rewindmq.journal.JournalOptions;
import io.rewindmq.log.CrashDisk;
import io.rewindmq.platform.fault.CorruptDataException;
import io.rewindmq.platform.fault.DiskFailedException;
import io.rewindmq.platform.fault.DiskFullException;
import io.rewindmq.platform.thread.RoleExecutor;
import io.rewindmq.record.PartitionKey;
import io.rewindmq.record.Run;
import io.rewindmq.record.RunBytes;
import io.rewindmq.record.TestRuns;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The store over a journal of several segments. */
class StoreOverJournalTest {
  private static final PartitionKey KEY = new PartitionKey(4, 0);

  private final CrashDisk disk = new CrashDisk(1);
  private final TaskQueue tasks = new TaskQueue(1);
  private final RoleExecutor loop = tasks.executor(Integer.MAX_VALUE);
  private final RoleExecutor housekeeper = tasks.executor(50);
  private final List<RunBytes> appended = new ArrayList<>();
  private final List<Run> runs = new ArrayList<>();

  private static final class Faults implements StoreListener, JournalListener {
    @Override
    public void corrupt(PartitionKey partition, CorruptDataException e) {
      throw new AssertionError(e);
    }

    @Override
    public void historyGivenUp(PartitionKey partition, long bytes) {}

    @Override
    public void diskFull(DiskFullException e) {
      throw new AssertionError(e);
    }

    @Override
    public void diskFailed(DiskFailedException e) {
      throw new AssertionError(e);
    }

    @Override
    public void completed(long endPosition, boolean forced) {}

    @Override
    public void failed(DiskFailedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void readsAndMaterializesRunsOfManySegments() {
    JournalOptions options = new JournalOptions(64 << 10, 4096, 4096, 0, 2);
    try (Journal journal =
        Journal.open(
            options, disk, "journal", tasks.executor(10), housekeeper, loop, new Faults())) {
      journal.recover((position, kind, version, payload) -> {});
      journal.startEpoch(1);
      tasks.run();
      fill(journal);
      assertThat(journal.closedSegments()).hasSizeGreaterThan(3);

      StoreExecutors executors = new StoreExecutors(loop, tasks.executor(3), housekeeper);
      LogStore store =
          new LogStore(StoreWorld.OPTIONS, disk, "log", journal::read, executors, new Faults());
      store.restore(Map.of());
      StoreWorld.Fetched fetched = new StoreWorld.Fetched();
      store.fetchJournal(KEY, runs, fetched);
      store.materialize(
          Map.of(KEY, runs),
          ends -> assertThat(ends).containsEntry(KEY, appended.getLast().endOffset()));
      tasks.run();
      assertThat(fetched.runs).isEqualTo(appended);
      assertThat(store.logEnd(KEY)).isEqualTo(appended.getLast().endOffset());
    }
  }

  private void fill(Journal journal) {
    long offset = 0;
    for (int i = 0; i < 400; i++) {
      RunBytes run = TestRuns.run(offset, 1 + i % 4, 1000 + i / 10, i % 97 * 3);
      ByteBuffer payload = journal.reserve((byte) 1, (byte) 1, 10 + run.bytes());
      payload.position(10).put(run.elements().duplicate());
      runs.add(
          new Run(
              offset,
              run.count(),
              run.appendTimeMillis(),
              journal.reservedPosition() + 10,
              run.bytes()));
      appended.add(run);
      offset = run.endOffset();
      if (i % 3 == 0) {
        journal.requireForce();
      }
      journal.flush();
      tasks.run();
    }
    journal.requireForce();
    journal.flush();
    tasks.run();
  }
}
