// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.log;

/**
 * What a segment holds below an offset.
 *
 * @param endOffset exclusive: end of the last whole run or end mark that lies below the offset
 * @param bytes where that ends in the file
 * @param millisMax latest append time, {@link Long#MIN_VALUE} if there is no run
 * @param straddlingAt position of the run that begins below the offset and ends above it, -1 = none
 * @param damagedAt position of what should have been a record, -1 = none
 * @param index complete up to {@code bytes}
 * @param rowsInFile how many rows of it came from the index file
 */
record SegmentContent(
    long endOffset,
    long bytes,
    long millisMax,
    long straddlingAt,
    long damagedAt,
    SegmentIndex index,
    int rowsInFile) {

  /**
   * Reads the heads of the records that the index file does not vouch for.
   *
   * @param limit bytes of the file to look at
   */
  static SegmentContent scan(Segment segment, long limit, long endOffset) {
    SegmentIndex stored = segment.storedIndex(limit, endOffset);
    if (stored.size() > 0 && !isTrue(segment, stored, limit)) {
      stored = segment.emptyIndex();
    }
    return scan(segment, limit, endOffset, stored);
  }

  /** Whether the last row names a record. */
  private static boolean isTrue(Segment segment, SegmentIndex stored, long limit) {
    int last = stored.size() - 1;
    SegmentScan scan = new SegmentScan(segment, stored.position(last), limit);
    return scan.next() && scan.record().baseOffset() == stored.offset(last);
  }

  private static SegmentContent scan(
      Segment segment, long limit, long endOffset, SegmentIndex index) {
    int rows = index.size();
    long from = rows == 0 ? SegmentHeader.BYTES : index.position(rows - 1);
    long millis = rows == 0 ? Long.MIN_VALUE : index.millisBefore(rows - 1);
    long end = rows == 0 ? segment.base() : index.offset(rows - 1);
    long bytes = from;
    long straddling = -1;
    long damaged = -1;
    SegmentScan scan = new SegmentScan(segment, from, limit);
    while (scan.next()) {
      RunRecord record = scan.record();
      if (record.baseOffset() < end) {
        damaged = scan.position();
        break;
      }
      if (record.endOffset() > endOffset) {
        straddling = record.baseOffset() < endOffset ? scan.position() : -1;
        break;
      }
      if (!record.isEndMark()) {
        index.note(record.baseOffset(), millis, scan.position());
        millis = Math.max(millis, record.appendTimeMillis());
      }
      end = record.endOffset();
      bytes = scan.nextPosition();
    }
    damaged = scan.isDamaged() ? scan.position() : damaged;
    return new SegmentContent(end, bytes, millis, straddling, damaged, index, rows);
  }
}
