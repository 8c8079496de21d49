// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.journal;

import io.rewindmq.platform.disk.BlockAppender;
import io.rewindmq.platform.disk.DiskFile;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Writes sealed batches: all of a segment together, then one force a segment (nearly always: one)
 * if anybody waits for it; a force that is asked for is done also when there is nothing to force.
 *
 * <p>What somebody waits for and is short goes past the operating system's cache, in whole blocks:
 * decision 19.
 */
@OwnedBy(ThreadRole.JOURNAL_WRITER)
final class BatchWriter {
  /** What is longer is soon read again, so that the cache is worth more than the time. */
  private static final int BLOCKS_BYTES_MAX = 128 << 10;

  private final CRC32C crc = new CRC32C();
  private final BlockAppender blocks = new BlockAppender(BLOCKS_BYTES_MAX);
  private final List<Segment> unforced = new ArrayList<>();
  private @Nullable Segment last;
  private long forced;

  BatchWriter(long forced) {
    this.forced = forced;
  }

  /**
   * Writes batches in their order.
   *
   * @param end exclusive end of the last one
   * @param force whether everything below {@code end} is to be on the device afterwards
   */
  void write(List<OpenBatch.Sealed> batches, long end, boolean force) {
    boolean inBlocks = force && unforced.isEmpty();
    List<ByteBuffer> run = new ArrayList<>(batches.size());
    for (int i = 0; i < batches.size(); i++) {
      OpenBatch.Sealed batch = batches.get(i);
      header(batch).seal(batch.buffer(), crc);
      run.add(batch.buffer().duplicate().clear());
      boolean last =
          i == batches.size() - 1 || batches.get(i + 1).segment().base() != batch.segment().base();
      if (last) {
        write(batch.segment(), run, batch.end(), inBlocks);
        markUnforced(batch.segment());
        run.clear();
      }
    }
    if (force) {
      if (unforced.isEmpty() && last != null) {
        last.file().force(); // somebody wants to know whether the device answers
      }
      unforced.forEach(segment -> segment.file().force());
      unforced.clear();
      forced = end;
    }
  }

  private void write(Segment segment, List<ByteBuffer> run, long end, boolean inBlocks) {
    long bytes = run.stream().mapToLong(ByteBuffer::capacity).sum();
    long at = segment.fileOffset(end - bytes);
    DiskFile file = segment.file();
    if (inBlocks && blocks.takes(file, at, bytes, segment.fileOffset(segment.end()))) {
      blocks.append(file, run, at);
    } else {
      blocks.forget();
      file.write(run.toArray(ByteBuffer[]::new), at);
    }
  }

  private void markUnforced(Segment segment) {
    last = segment;
    if (unforced.isEmpty() || unforced.getLast().base() != segment.base()) {
      unforced.add(segment);
    }
  }

  private BatchHeader header(OpenBatch.Sealed batch) {
    return new BatchHeader(
        batch.epoch(),
        batch.position(),
        batch.previousEnd(),
        forced,
        batch.entryBytes(),
        batch.count());
  }
}
