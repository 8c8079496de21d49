// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.log;

import io.rewindmq.platform.thread.AnyThread;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Walks the records of a segment by their heads; elements are not read. */
@AnyThread // confined to the method that made it
final class SegmentScan {
  private static final int WINDOW_BYTES = 16 << 10;

  private final Segment segment;
  private final long limit;
  private final ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES);
  private long windowAt;
  private long at;
  private long nextAt;
  private @Nullable RunRecord record;
  private boolean damaged;

  /** Starts before the record at a position; nothing at or above the limit is read. */
  SegmentScan(Segment segment, long position, long limit) {
    this.segment = segment;
    this.limit = limit;
    this.nextAt = position;
    window.limit(0);
  }

  /** Goes to the next record; false = there is none, or no valid one. */
  boolean next() {
    at = nextAt;
    if (at >= limit) {
      return false;
    }
    record = limit - at < RunRecord.HEAD_BYTES ? null : parse();
    damaged = record == null || record.recordBytes() > limit - at;
    if (damaged) {
      return false;
    }
    nextAt = at + record().recordBytes();
    return true;
  }

  private @Nullable RunRecord parse() {
    if (at < windowAt || at + RunRecord.HEAD_BYTES > windowAt + window.limit()) {
      window.clear().limit((int) Math.min(WINDOW_BYTES, limit - at));
      segment.read(window, at);
      windowAt = at;
    }
    return RunRecord.parse(window, (int) (at - windowAt));
  }

  /** The record of the last {@link #next}. */
  RunRecord record() {
    RunRecord current = record;
    if (current == null) {
      throw segment.broken("no record at byte " + at);
    }
    return current;
  }

  /** Where the record of the last {@link #next} begins, or where the scan ended. */
  long position() {
    return at;
  }

  /** Exclusive: where that record ends. */
  long nextPosition() {
    return nextAt;
  }

  /** Whether the scan ended at something that is not a whole record. */
  boolean isDamaged() {
    return damaged;
  }
}
