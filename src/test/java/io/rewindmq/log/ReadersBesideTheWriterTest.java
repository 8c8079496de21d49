// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.platform.disk.RealDisk;
import io.rewindmq.platform.thread.RoleThread;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.PartitionKey;
import io.rewindmq.record.RunBytes;
import io.rewindmq.record.TestRuns;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadersBesideTheWriterTest {
  private static final int MESSAGES = 1500;
  private static final int THREADS = 3;
  private static final int SECONDS_MAX = 60;

  private final Queue<Throwable> faults = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean written = new AtomicBoolean();
  private final AtomicLong readMax = new AtomicLong();

  private final CountDownLatch done = new CountDownLatch(THREADS);

  @TempDir private Path folder;

  @Test
  void readWhatIsThereWhileItIsWrittenAndDeleted() throws InterruptedException {
    RealDisk disk = new RealDisk(folder);
    FilePool pool = new FilePool(disk, 2);
    LogOptions options = new LogOptions(4096, 1000, 300, 2);
    PartitionLog log = new PartitionLog(new PartitionKey(7, 2), "log/7/2", disk, pool, options);
    try (RoleThread writer = new RoleThread(ThreadRole.HOUSEKEEPER, "writer", 10, faults::add);
        RoleThread first = new RoleThread(ThreadRole.LOG_READER, "reader-1", 10, faults::add);
        RoleThread second = new RoleThread(ThreadRole.LOG_READER, "reader-2", 10, faults::add)) {
      first.execute(() -> finish(() -> readOn(log)));
      second.execute(() -> finish(() -> readOn(log)));
      writer.execute(() -> finish(() -> write(log)));
      assertThat(done.await(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
    }
    pool.close();
    assertThat(faults).isEmpty();
    assertThat(readMax).hasValue(MESSAGES);
    PartitionLog again = new PartitionLog(new PartitionKey(7, 2), "log/7/2", disk, pool, options);
    again.open(MESSAGES);
    assertThat(again.startOffset()).isPositive();
    assertThat(again.read(MESSAGES - 1, 1)).containsExactly(run(MESSAGES - 1));
  }

  private static RunBytes run(long offset) {
    return TestRuns.run(offset, 1, offset, 30);
  }

  private void finish(Runnable work) {
    try {
      work.run();
    } finally {
      done.countDown();
    }
  }

  private void write(PartitionLog log) {
    for (int i = 0; i < MESSAGES; i++) {
      log.append(run(i));
      if (i % 10 == 0) {
        log.force();
      }
      if (i % 100 == 0) {
        log.applyRetention(
            new RetentionOptions(16_000, Long.MAX_VALUE / 2), NeededOffsets.from(i), 0);
      }
    }
    log.force();
    written.set(true);
  }

  private void readOn(PartitionLog log) {
    long offset = 0;
    while (offset < MESSAGES) {
      boolean isLast = written.get();
      List<RunBytes> runs = log.read(offset, 1000);
      for (RunBytes run : runs) {
        assertThat(run).isEqualTo(run(run.baseOffset()));
        assertThat(run.baseOffset()).isGreaterThanOrEqualTo(offset);
        offset = run.endOffset();
      }
      if (isLast && runs.isEmpty()) {
        throw new AssertionError("stopped at " + offset);
      }
      assertThat(log.offsetAtOrAfter(offset)).isLessThanOrEqualTo(MESSAGES);
    }
    readMax.accumulateAndGet(offset, Math::max);
  }
}
