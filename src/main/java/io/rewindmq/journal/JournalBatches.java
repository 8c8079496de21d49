// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.journal;

import io.rewindmq.platform.fault.CorruptDataException;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** The journal's batches as they are, for another broker and from one. */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class JournalBatches {
  private final SegmentTable segments;
  private final TailCache tail;
  private final CRC32C crc = new CRC32C();

  JournalBatches(SegmentTable segments, TailCache tail) {
    this.segments = segments;
    this.tail = tail;
  }

  /**
   * The first batch at or above a position, header and entries.
   *
   * @param end exclusive: everything below is written, and the position is below
   */
  ByteBuffer from(long position, long end) {
    Segment segment = segments.at(position);
    BatchHeader header = segment == null ? null : header(segment, position);
    while (segment != null && header == null && segment.end() < end) {
      segment = segments.at(segment.end()); // the rest of a segment is empty
      header = segment == null ? null : header(segment, segment.base());
    }
    if (header == null || segment == null) {
      throw new CorruptDataException("journal", position, "there is no batch from here on");
    }
    ByteBuffer batch = bytes(segment, header.position(), BatchHeader.BYTES + header.entryBytes());
    if (!header.isIntact(batch, crc)) {
      throw new CorruptDataException(
          segments.describe(segment),
          segment.fileOffset(header.position()),
          "the checksum of a batch does not fit");
    }
    return batch;
  }

  private @Nullable BatchHeader header(Segment segment, long position) {
    if (position + BatchHeader.BYTES > segment.end()) {
      return null;
    }
    BatchHeader header = BatchHeader.parse(bytes(segment, position, BatchHeader.BYTES));
    return header != null && header.position() == position && header.end() <= segment.end()
        ? header
        : null;
  }

  private ByteBuffer bytes(Segment segment, long position, int count) {
    ByteBuffer there = tail.read(position, count);
    if (there != null) {
      return there;
    }
    ByteBuffer read = ByteBuffer.allocate(count);
    int _ = segment.read(read, position);
    return read.flip();
  }

  /**
   * The header of a batch of another broker, which is intact and follows what is here.
   *
   * @throws CorruptDataException it is not, or does not
   */
  BatchHeader checked(ByteBuffer batch, OpenBatch open) {
    ByteBuffer whole = batch.slice();
    BatchHeader header = BatchHeader.parse(whole);
    if (header == null || !header.isIntact(whole, crc)) {
      throw new CorruptDataException("batch of the primary", 0, "its checksum does not fit");
    }
    if (!open.isEmpty()
        || header.previousEnd() != open.previousEnd()
        || header.epoch() < open.epoch()) {
      throw misplaced(header, open.previousEnd());
    }
    return header;
  }

  static CorruptDataException misplaced(BatchHeader header, long end) {
    return new CorruptDataException(
        "batch of the primary",
        header.position(),
        "it follows " + header.previousEnd() + ", but this journal ends at " + end);
  }

  static long endOf(ByteBuffer batch) {
    BatchHeader header = BatchHeader.parse(batch.slice());
    if (header == null) {
      throw new IllegalArgumentException("expected a batch of the journal");
    }
    return header.end();
  }

  /** Sets what is behind the entries to zero. */
  static void pad(ByteBuffer own, int from) {
    for (int at = from; at < own.capacity(); at++) {
      own.put(at, (byte) 0);
    }
  }
}
