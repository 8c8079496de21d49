// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.log;

import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.record.RunBytes;
import java.util.List;

/** What readers may see of a log: everything forced. */
@AnyThread // immutable
final class LogView {
  static final LogView EMPTY = new LogView(List.of(), 0, 0, Long.MIN_VALUE, 0);

  /** In offset order. */
  private final List<Segment> segments;

  private final long endOffset;
  private final long lastBytes;
  private final long lastMillisMax;
  private final long bytes;

  private LogView(
      List<Segment> segments, long endOffset, long lastBytes, long lastMillisMax, long bytes) {
    this.segments = segments;
    this.endOffset = endOffset;
    this.lastBytes = lastBytes;
    this.lastMillisMax = lastMillisMax;
    this.bytes = bytes;
  }

  static LogView of(List<Segment> segments, long endOffset) {
    long bytes = 0;
    for (Segment segment : segments) {
      bytes += segment.bytes();
    }
    return segments.isEmpty()
        ? new LogView(List.of(), endOffset, 0, Long.MIN_VALUE, 0)
        : new LogView(
            List.copyOf(segments),
            endOffset,
            segments.getLast().bytes(),
            segments.getLast().millisMax(),
            bytes);
  }

  List<Segment> segments() {
    return segments;
  }

  /** Exclusive. */
  long endOffset() {
    return endOffset;
  }

  /** Of the last segment. */
  long lastBytes() {
    return lastBytes;
  }

  /** Latest append time in the last segment. */
  long lastMillisMax() {
    return lastMillisMax;
  }

  /** Of all segments. */
  long bytes() {
    return bytes;
  }

  LogSizes sizes() {
    return LogSizes.of(segments, lastBytes, endOffset);
  }

  long startOffset() {
    return segments.isEmpty() ? endOffset : segments.getFirst().base();
  }

  List<RunBytes> read(long fromOffset, int bytesMax) {
    for (int i = segmentAt(fromOffset); i < segments.size(); i++) {
      List<RunBytes> runs = reader(i).read(fromOffset, bytesMax);
      if (!runs.isEmpty()) {
        return runs;
      }
    }
    return List.of();
  }

  /** The last segment whose base is not above the offset, or the first one. */
  private int segmentAt(long offset) {
    int low = 1;
    int high = segments.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (segments.get(middle).base() <= offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  long offsetAtOrAfter(long millis) {
    for (int i = segmentAtOrAfter(millis); i < segments.size(); i++) {
      long found = reader(i).offsetAtOrAfter(millis);
      if (found >= 0) {
        return found;
      }
    }
    return endOffset;
  }

  /** No file is read: the lowest offset that {@link #offsetAtOrAfter} may find. */
  long lowestOffsetAt(long millis) {
    int at = segmentAtOrAfter(millis);
    return at == segments.size() ? endOffset : segments.get(at).base();
  }

  private int segmentAtOrAfter(long millis) {
    int at = 0;
    while (at < segments.size() && millisMax(at) < millis) {
      at++;
    }
    return at;
  }

  private long millisMax(int at) {
    return at == segments.size() - 1 ? lastMillisMax : segments.get(at).millisMax();
  }

  private SegmentReader reader(int at) {
    Segment segment = segments.get(at);
    return new SegmentReader(segment, at == segments.size() - 1 ? lastBytes : segment.bytes());
  }
}
