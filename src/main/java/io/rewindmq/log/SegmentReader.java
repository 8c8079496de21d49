// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.log;

import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.record.RunBytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reads runs from one segment, up to a number of bytes of the file. */
@AnyThread // no state of its own
final class SegmentReader {
  private final Segment segment;
  private final long limit;

  SegmentReader(Segment segment, long limit) {
    this.segment = segment;
    this.limit = limit;
  }

  /**
   * Reads from the run that holds an offset, or the next one above.
   *
   * @param bytesMax at most so many bytes of elements, but always one run
   * @return empty = there is no such run in this segment
   */
  List<RunBytes> read(long fromOffset, int bytesMax) {
    long start = segment.index().positionAtOrBelow(fromOffset);
    SegmentScan scan = new SegmentScan(segment, Math.min(start, limit), limit);
    while (scan.next()) {
      if (!scan.record().isEndMark() && scan.record().endOffset() > fromOffset) {
        return readFrom(scan.position(), scan.record(), bytesMax);
      }
    }
    check(scan);
    return List.of();
  }

  private List<RunBytes> readFrom(long position, RunRecord first, int bytesMax) {
    long wanted = Math.max(first.recordBytes(), Math.min(bytesMax, limit - position));
    ByteBuffer chunk = ByteBuffer.allocate((int) wanted);
    segment.read(chunk, position);
    List<RunBytes> runs = new ArrayList<>();
    int at = 0;
    int bytes = 0;
    while (chunk.limit() - at >= RunRecord.HEAD_BYTES) {
      RunRecord record = RunRecord.parse(chunk, at);
      if (record == null) {
        throw segment.damage(position + at, "expected the head of a run");
      }
      boolean isWhole = record.recordBytes() <= chunk.limit() - at;
      if (!isWhole || (!runs.isEmpty() && bytes + record.bytes() > bytesMax)) {
        break;
      }
      if (!record.isEndMark()) {
        runs.add(runAt(chunk, at, record, position));
        bytes += record.bytes();
      }
      at += record.recordBytes();
    }
    return runs;
  }

  private RunBytes runAt(ByteBuffer chunk, int at, RunRecord record, long position) {
    ByteBuffer elements = chunk.slice(at + RunRecord.HEAD_BYTES, record.bytes());
    if (!record.isIntact(elements)) {
      throw segment.damage(
          position + at,
          "the checksum of the messages ["
              + record.baseOffset()
              + ", "
              + record.endOffset()
              + ") is wrong");
    }
    return new RunBytes(record.baseOffset(), record.count(), record.appendTimeMillis(), elements);
  }

  /** The base offset of the first run appended at that time or later; -1 = there is none. */
  long offsetAtOrAfter(long millis) {
    long start = segment.index().positionBefore(millis);
    SegmentScan scan = new SegmentScan(segment, Math.min(start, limit), limit);
    while (scan.next()) {
      if (!scan.record().isEndMark() && scan.record().appendTimeMillis() >= millis) {
        return scan.record().baseOffset();
      }
    }
    check(scan);
    return -1;
  }

  private void check(SegmentScan scan) {
    if (scan.isDamaged()) {
      throw segment.damage(scan.position(), "expected the head of a run");
    }
  }
}
