// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.journal;

import io.rewindmq.platform.fault.CorruptDataException;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads the journal from its oldest segment to its end.
 *
 * <p>A batch is valid where it lies if magic, position and checksum fit, it follows the batch
 * before (its {@code previousEnd}), and its epoch is not lower than that of any batch before it.
 * The first place without a valid batch is the end, unless a valid batch somewhere behind it was
 * written when that place was already forced: then the place is damaged, and recovery refuses.
 *
 * <p><b>Why stale bytes are never taken for new ones.</b> Bytes behind the end that recovery chose
 * were written in an epoch up to the last one found. Every batch from now on carries a higher
 * epoch, so once one of them is valid, all older bytes behind it are not. In a recycled segment
 * positions do not fit.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class JournalScan {
  private final SegmentTable table;
  private final List<Segment> segments;
  private final CRC32C crc = new CRC32C();
  private ByteBuffer buffer = ByteBuffer.allocateDirect(0);
  private long epoch;
  private long entries;
  private long end;
  private long previousEnd;
  private long tornBytes;
  private String tornFile = "";

  JournalScan(SegmentTable table) {
    this.table = table;
    this.segments = table.all();
  }

  /** Gives every entry to the visitor; afterwards the other methods tell what was found. */
  void run(EntryVisitor visitor) {
    checkContiguous();
    end = segments.getFirst().base();
    previousEnd = -1;
    for (Segment segment : segments) {
      long stop = scan(segment, visitor);
      if (stop == segment.base()) {
        break; // nothing in it: only prepared
      }
    }
    findDamage();
  }

  private void checkContiguous() {
    for (int i = 1; i < segments.size(); i++) {
      Segment before = segments.get(i - 1);
      if (before.end() != segments.get(i).base()) {
        throw new CorruptDataException(
            table.describe(before),
            before.capacity(),
            "the segment that begins at position " + before.end() + " is missing");
      }
    }
  }

  /** Reads a segment's batches; returns where they stop. */
  private long scan(Segment segment, EntryVisitor visitor) {
    ByteBuffer bytes = load(segment);
    long position = segment.base();
    while (true) {
      BatchHeader header = validAt(bytes, segment, position);
      if (header == null || header.epoch() < epoch || !follows(header)) {
        return position;
      }
      epoch = header.epoch();
      visit(bytes, segment, header, visitor);
      position = header.end();
      end = position;
      previousEnd = position;
    }
  }

  private boolean follows(BatchHeader header) {
    return previousEnd < 0 || header.previousEnd() == previousEnd;
  }

  private ByteBuffer load(Segment segment) {
    if (buffer.capacity() < segment.capacity()) {
      buffer = ByteBuffer.allocateDirect(segment.capacity());
    }
    buffer.clear().limit(segment.capacity());
    segment.read(buffer, segment.base());
    return buffer.flip();
  }

  private @Nullable BatchHeader validAt(ByteBuffer bytes, Segment segment, long position) {
    int at = (int) (position - segment.base());
    if (at >= bytes.limit()) {
      return null;
    }
    ByteBuffer rest = bytes.slice(at, bytes.limit() - at);
    BatchHeader header = BatchHeader.parse(rest);
    boolean valid =
        header != null
            && header.position() == position
            && header.end() <= segment.end()
            && header.isIntact(rest, crc);
    return valid ? header : null;
  }

  private void visit(ByteBuffer bytes, Segment segment, BatchHeader header, EntryVisitor visitor) {
    int at = (int) (header.position() - segment.base()) + BatchHeader.BYTES;
    int stop = at + header.entryBytes();
    for (int i = 0; i < header.count(); i++) {
      int length = stop - at < Journal.ENTRY_HEADER_BYTES ? -1 : bytes.getInt(at);
      if (length < 2 || at + 4 + length > stop) {
        throw new CorruptDataException(
            table.describe(segment),
            segment.fileOffset(segment.base() + at),
            "entry " + i + " of a batch has the length " + length);
      }
      ByteBuffer payload = bytes.slice(at + Journal.ENTRY_HEADER_BYTES, length - 2);
      long position = segment.base() + at + Journal.ENTRY_HEADER_BYTES;
      visitor.entry(position, bytes.get(at + 4), bytes.get(at + 5), payload);
      entries++;
      at += 4 + length;
    }
  }

  /** Looks for valid batches behind the end: they tell torn from damaged. */
  private void findDamage() {
    for (Segment segment : segments) {
      if (segment.end() <= end) {
        continue;
      }
      ByteBuffer bytes = load(segment);
      long from = Math.max(end, segment.base());
      noteTorn(bytes, segment, from);
      for (long at = from; at < segment.end(); at += BatchHeader.ALIGNMENT) {
        BatchHeader later = validAt(bytes, segment, at);
        if (later != null && later.epoch() >= epoch && later.forced() > end) {
          throw damaged();
        }
      }
    }
  }

  private CorruptDataException damaged() {
    Segment segment = table.at(end);
    if (segment == null) {
      segment = segments.getLast();
    }
    return new CorruptDataException(
        table.describe(segment),
        segment.fileOffset(end),
        "a batch that was on the device is not valid any more, though later ones are; restore the"
            + " file from the backup");
  }

  private void noteTorn(ByteBuffer bytes, Segment segment, long from) {
    int at = (int) (from - segment.base());
    if (from != end || at >= bytes.limit()) {
      return;
    }
    BatchHeader begun = BatchHeader.parse(bytes.slice(at, bytes.limit() - at));
    if (begun != null && begun.position() == end && begun.epoch() >= epoch) {
      tornFile = table.describe(segment);
      tornBytes = Math.min(begun.end(), segment.end()) - end;
    }
  }

  /** Exclusive: where the next batch begins. */
  long end() {
    return end;
  }

  RecoveryReport report() {
    return new RecoveryReport(segments.getFirst().base(), end, entries, tornFile, tornBytes, epoch);
  }
}
