// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.log;

import io.rewindmq.platform.disk.DiskFile;
import io.rewindmq.platform.fault.DiskFailedException;
import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.record.IntactMessages;
import io.rewindmq.record.RunBytes;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads all records of a segment with their elements, and goes on behind damage.
 *
 * <p>Behind a damaged head it looks for the next bytes that are a valid head, whose record fits the
 * file and whose offsets follow. Of a damaged run it takes those messages whose own checksum is
 * right.
 */
@AnyThread // confined to the check
final class RecordWalk {
  private static final int WINDOW_BYTES = 64 << 10;

  private final DiskFile file;
  private final long limit;
  private final ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES);
  private long windowAt;
  private long end;

  /** What a walk meets, in the order of the file. */
  interface Sink {
    /** A whole record; an end mark has no messages. */
    void record(long position, RunRecord record);

    /** Messages whose checksums are right. */
    void messages(RunBytes run);

    /**
     * Something else than expected.
     *
     * @param lostEnd exclusive end of the offsets that may be lost
     */
    void damaged(LogFault.Kind kind, long position, String found, long lostFrom, long lostEnd);
  }

  /**
   * A walk.
   *
   * @param limit bytes of the file to look at
   * @param baseOffset of the segment
   */
  RecordWalk(DiskFile file, long limit, long baseOffset) {
    this.file = file;
    this.limit = limit;
    this.end = baseOffset;
    window.limit(0);
  }

  /** Exclusive end of what was found so far. */
  long endOffset() {
    return end;
  }

  /**
   * Reads to the limit, or to the first record that ends above an offset, that one included.
   *
   * @param endOffset what begins at or above it is not looked at
   * @return where it stopped
   */
  long run(long endOffset, Sink sink) {
    long at = SegmentHeader.BYTES;
    while (at < limit && end < endOffset) {
      RunRecord record = recordAt(at);
      if (record == null) {
        long next = nextRecord(at + 1);
        RunRecord after = next < limit ? recordAt(next) : null;
        long lostEnd = after == null ? endOffset : Math.min(after.baseOffset(), endOffset);
        sink.damaged(LogFault.Kind.RECORD, at, "other bytes up to " + next, end, lostEnd);
        at = next;
      } else if (record.baseOffset() + (record.isEndMark() ? 0 : 1) > endOffset) {
        return at;
      } else {
        sink.record(at, record);
        if (!record.isEndMark()) {
          messages(at, record, sink);
        }
        end = record.endOffset();
        at += record.recordBytes();
      }
    }
    return at;
  }

  /** A whole record whose offsets follow, or null. */
  private @Nullable RunRecord recordAt(long at) {
    if (limit - at < RunRecord.HEAD_BYTES) {
      return null;
    }
    load(at, RunRecord.HEAD_BYTES);
    RunRecord record = RunRecord.parse(window, (int) (at - windowAt));
    return record != null && record.recordBytes() <= limit - at && record.baseOffset() >= end
        ? record
        : null;
  }

  private void load(long at, int bytes) {
    if (at < windowAt || at + bytes > windowAt + window.limit()) {
      windowAt = at;
      read(window.clear().limit((int) Math.min(WINDOW_BYTES, limit - at)), at);
    }
  }

  /** What the device can't read counts as zeros. */
  private void read(ByteBuffer into, long at) {
    int wanted = into.limit();
    try {
      file.read(into, at);
    } catch (DiskFailedException e) {
      into.clear().limit(wanted);
    }
    while (into.hasRemaining()) {
      into.put((byte) 0);
    }
    into.flip();
  }

  private long nextRecord(long from) {
    long at = from;
    while (at < limit && recordAt(at) == null) {
      at++;
    }
    return at;
  }

  private void messages(long at, RunRecord record, Sink sink) {
    ByteBuffer elements = ByteBuffer.allocate(record.bytes());
    read(elements, at + RunRecord.HEAD_BYTES);
    boolean[] isDamaged = {false};
    RunBytes run =
        new RunBytes(record.baseOffset(), record.count(), record.appendTimeMillis(), elements);
    IntactMessages.of(
        run,
        new IntactMessages.Sink() {
          @Override
          public void intact(RunBytes messages) {
            sink.messages(messages);
          }

          @Override
          public void damaged(long fromOffset, long endOffset, int byteOffset, String text) {
            long position = at + RunRecord.HEAD_BYTES + byteOffset;
            isDamaged[0] = true;
            sink.damaged(LogFault.Kind.MESSAGES, position, text, fromOffset, endOffset);
          }
        });
    if (!isDamaged[0] && !record.isIntact(elements)) {
      long base = record.baseOffset();
      sink.damaged(LogFault.Kind.MESSAGES, at, "a wrong checksum of all of them", base, base);
    }
  }
}
