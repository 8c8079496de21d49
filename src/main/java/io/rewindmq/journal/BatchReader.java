// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.journal;

import io.rewindmq.platform.fault.CorruptDataException;
import io.rewindmq.platform.thread.AnyThread;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Looks at one segment for batches. */
@AnyThread // confined to the scan that made it
final class BatchReader {
  private final Segment segment;
  private final SegmentWindow window;
  private final CRC32C crc = new CRC32C();

  /**
   * Begins to read.
   *
   * @param reused the buffer of a reader not used any more
   */
  BatchReader(Segment segment, ByteBuffer reused) {
    this.segment = segment;
    this.window = new SegmentWindow(segment, reused);
  }

  /** For the reader of the next segment. */
  ByteBuffer buffer() {
    return window.buffer();
  }

  /** A header that stands where it says, its checksum not looked at, or null. */
  @Nullable BatchHeader headerAt(long position) {
    if (position + BatchHeader.BYTES > segment.end()) {
      return null;
    }
    BatchHeader header = BatchHeader.parse(window.at(position, BatchHeader.BYTES));
    return header != null && header.position() == position ? header : null;
  }

  /** The header of a whole batch that stands where it says, or null. */
  @Nullable BatchHeader validAt(long position) {
    BatchHeader header = headerAt(position);
    return header != null && isIntact(header) ? header : null;
  }

  boolean isIntact(BatchHeader header) {
    return header.entryBytes() <= segment.capacity() - BatchHeader.BYTES
        && header.end() <= segment.end()
        && header.isIntact(bytesOf(header), crc);
  }

  private ByteBuffer bytesOf(BatchHeader header) {
    return window.at(header.position(), BatchHeader.BYTES + header.entryBytes());
  }

  /**
   * Gives each entry of a valid batch to the visitor.
   *
   * @param file how people find the segment
   * @return how many there were
   * @throws CorruptDataException the entries' lengths do not fit the batch
   */
  int visit(BatchHeader header, String file, EntryVisitor visitor) {
    return visit(header, bytesOf(header), segment.fileOffset(header.position()), file, visitor);
  }

  /**
   * The same for a batch in memory.
   *
   * @param fileOffset where it lies in the file
   */
  static int visit(
      BatchHeader header, ByteBuffer batch, long fileOffset, String file, EntryVisitor visitor) {
    int at = BatchHeader.BYTES;
    int end = BatchHeader.BYTES + header.entryBytes();
    for (int i = 0; i < header.count(); i++) {
      int left = end - at;
      int length = left < Journal.ENTRY_HEADER_BYTES ? -1 : batch.getInt(at);
      if (length < 2 || length > left - 4) {
        throw new CorruptDataException(
            file, fileOffset + at, "entry " + i + " of a batch has the length " + length);
      }
      ByteBuffer payload = batch.slice(at + Journal.ENTRY_HEADER_BYTES, length - 2);
      long position = header.position() + at + Journal.ENTRY_HEADER_BYTES;
      visitor.entry(position, batch.get(at + 4), batch.get(at + 5), payload);
      at += 4 + length;
    }
    return header.count();
  }
}
