// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.platform.disk.DiskFile;
import io.rewindmq.platform.disk.RealDisk;
import io.rewindmq.platform.fault.DiskFailedException;
import io.rewindmq.platform.thread.RoleThread;
import io.rewindmq.platform.thread.ThreadRole;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real files, real threads, a little of everything. */
@Timeout(60)
class JournalOnRealDiskTest {
  private static final int ENTRIES = 5000;

  @TempDir Path folder;

  private final Queue<Throwable> faults = new ConcurrentLinkedQueue<>();

  /** Appends on the loop as fast as the disk goes, and frees what is behind. */
  private static final class Run implements JournalListener {
    final CompletableFuture<Integer> done = new CompletableFuture<>();
    final List<Long> found = new ArrayList<>();
    @Nullable Journal journal;
    long next;

    @Override
    public void completed(long endPosition, boolean forced) {
      Journal open = journal;
      if (open == null) {
        return;
      }
      List<SegmentRange> closed = open.closedSegments();
      if (closed.size() > 3) {
        open.free(closed.getFirst().end());
      }
      for (int i = 0; i < 10 && next < ENTRIES; i++) {
        open.reserve((byte) 1, (byte) 1, 1000).putLong(next++);
        open.requireForce();
      }
      if (next == ENTRIES && open.durablePosition() == open.openEnd()) {
        done.complete(1);
      }
      open.flush();
    }

    @Override
    public void failed(DiskFailedException failure) {
      done.completeExceptionally(failure);
    }
  }

  @Test
  void survivesARestart() {
    Run first = run();
    assertThat(first.found).isEmpty();
    Run second = run();
    assertThat(second.found).hasSizeGreaterThan(100).endsWith((long) ENTRIES - 1);
    for (int i = 1; i < second.found.size(); i++) {
      assertThat(second.found.get(i)).isEqualTo(second.found.get(i - 1) + 1);
    }
    assertThat(faults).isEmpty();
  }

  /**
   * A new segment was opened by a name that it did not keep, so that no way past the cache was
   * found.
   */
  @Test
  void goesPastTheCacheInNewAndReusedSegmentsWhereTheFileSystemCan() {
    RealDisk disk = new RealDisk(folder);
    JournalOptions options = new JournalOptions(64 << 10, 64 << 10, 64 << 10, 16 << 10, 2);
    SegmentFiles files = new SegmentFiles(options, disk, "journal");
    try (DiskFile plain = disk.open("plain")) {
      plain.preallocate(64 << 10);
      Segment made = files.create(0);
      files.recycle(made);
      Segment reused = files.create(1L << 20);
      Segment second = files.create(2L << 20);
      assertThat(reused.file().blockBytes()).isEqualTo(plain.blockBytes());
      assertThat(second.file().blockBytes()).isEqualTo(plain.blockBytes());
      reused.file().close();
      second.file().close();
    }
  }

  private Run run() {
    Run run = new Run();
    try (RoleThread writer = thread(ThreadRole.JOURNAL_WRITER);
        RoleThread keeper = thread(ThreadRole.HOUSEKEEPER);
        RoleThread loop = thread(ThreadRole.SHARD_LOOP)) {
      JournalOptions options = new JournalOptions(256 << 10, 256 << 10, 64 << 10, 16 << 10, 2);
      RealDisk disk = new RealDisk(folder);
      loop.execute(
          () -> {
            Journal journal = Journal.open(options, disk, "journal", writer, keeper, loop, run);
            run.journal = journal;
            RecoveryReport report =
                journal.recover(
                    (position, kind, version, payload) -> run.found.add(payload.getLong()));
            journal.startEpoch(report.lastEpoch() + 1);
            run.completed(journal.writtenPosition(), true);
          });
      int _ = run.done.orTimeout(50, TimeUnit.SECONDS).join();
      loop.execute(
          () -> {
            if (run.journal != null) {
              run.journal.close();
            }
          });
    }
    return run;
  }

  private RoleThread thread(ThreadRole role) {
    return new RoleThread(role, role.name(), 1024, faults::add);
  }
}
