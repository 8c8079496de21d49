// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.log;

import java.util.Arrays;

/**
 * Which messages of a partition somebody has not settled yet: ranges, and everything from an offset
 * on. Immutable.
 */
public final class NeededOffsets {
  /** First and last of each range in turns, inclusive, ascending and without overlap. */
  private final long[] ranges;

  private final long from;

  private NeededOffsets(long[] ranges, long from) {
    this.ranges = ranges;
    this.from = from;
  }

  /** Everything at or above an offset, nothing below. */
  public static NeededOffsets from(long offset) {
    return new NeededOffsets(new long[0], offset);
  }

  /**
   * Ranges, and everything at or above an offset.
   *
   * @param ranges first and last of each range in turns, inclusive, ascending and without overlap,
   *     all below {@code from}
   * @throws IllegalArgumentException they are not
   */
  public static NeededOffsets of(long[] ranges, long from) {
    long before = -1;
    for (int i = 0; i < ranges.length; i++) {
      boolean isAscending = i % 2 == 0 ? ranges[i] > before : ranges[i] >= before;
      if (!isAscending || ranges.length % 2 != 0 || ranges[i] >= from) {
        throw new IllegalArgumentException(
            "not ranges below " + from + ": " + Arrays.toString(ranges));
      }
      before = ranges[i];
    }
    return new NeededOffsets(ranges.clone(), from);
  }

  /** The lowest needed offset at or above the given one. */
  public long next(long offset) {
    for (int i = 0; i < ranges.length; i += 2) {
      if (ranges[i + 1] >= offset) {
        return Math.max(ranges[i], offset);
      }
    }
    return Math.max(from, offset);
  }

  /** How many offsets from a needed one are needed without a gap, at most up to an end. */
  int length(long needed, long end) {
    long last = end - 1;
    for (int i = 0; i < ranges.length; i += 2) {
      if (ranges[i + 1] >= needed) {
        last = Math.min(last, ranges[i + 1]);
        break;
      }
    }
    return (int) Math.min(Integer.MAX_VALUE, last + 1 - needed);
  }

  /** How many needed offsets lie in a range; the first is inclusive, the end exclusive. */
  public long count(long first, long end) {
    long count = Math.max(0, end - Math.max(first, from));
    for (int i = 0; i < ranges.length; i += 2) {
      count += Math.max(0, Math.min(end - 1, ranges[i + 1]) - Math.max(first, ranges[i]) + 1);
    }
    return count;
  }
}
