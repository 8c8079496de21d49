// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.log;

import java.util.List;

/** How a log's bytes are spread over its offsets, segment by segment. Immutable. */
public final class LogSizes {
  private final long[] bases;
  private final long[] bytes;
  private final long end;

  private LogSizes(long[] bases, long[] bytes, long end) {
    this.bases = bases;
    this.bytes = bytes;
    this.end = end;
  }

  static LogSizes of(List<Segment> segments, long lastBytes, long end) {
    long[] bases = new long[segments.size()];
    long[] bytes = new long[segments.size()];
    for (int i = 0; i < bases.length; i++) {
      bases[i] = segments.get(i).base();
      bytes[i] = i == bases.length - 1 ? lastBytes : segments.get(i).bytes();
    }
    return new LogSizes(bases, bytes, end);
  }

  /** About how many bytes lie at or above an offset; of a segment, a part in proportion. */
  public long bytesFrom(long offset) {
    long sum = 0;
    for (int i = bases.length - 1; i >= 0; i--) {
      long segmentEnd = i == bases.length - 1 ? end : bases[i + 1];
      if (offset >= segmentEnd) {
        break;
      }
      double share =
          offset <= bases[i] ? 1 : (double) (segmentEnd - offset) / (segmentEnd - bases[i]);
      sum += (long) (bytes[i] * share);
    }
    return sum;
  }
}
