// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.platform.figure;

import io.rewindmq.platform.thread.AnyThread;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How values are spread over fixed ranges. Recording is some comparisons and two stores; it
 * allocates nothing.
 *
 * <p>One thread writes at a time; a reader may see a value a moment late, and the sum and the
 * counts of different moments.
 */
@AnyThread // single-writer atomics
public final class Distribution {
  private static final long MICROS = 1_000;
  private static final long MILLIS = 1_000_000;

  private final long[] bounds;

  /** One for each bound, and one for what is above all of them. */
  private final AtomicLongArray counts;

  private final AtomicLong sum = new AtomicLong();

  /**
   * Of nothing yet.
   *
   * @param bounds ascending, inclusive upper ends of the ranges
   */
  public Distribution(long... bounds) {
    this.bounds = bounds.clone();
    this.counts = new AtomicLongArray(bounds.length + 1);
  }

  /** Of durations in nanoseconds, from 50 µs to 10 s. */
  public static Distribution ofNanos() {
    return new Distribution(
        50 * MICROS,
        100 * MICROS,
        250 * MICROS,
        500 * MICROS,
        MILLIS,
        2_500 * MICROS,
        5 * MILLIS,
        10 * MILLIS,
        25 * MILLIS,
        50 * MILLIS,
        100 * MILLIS,
        250 * MILLIS,
        500 * MILLIS,
        1_000 * MILLIS,
        2_500 * MILLIS,
        10_000 * MILLIS);
  }

  /** Of sizes in bytes, from 1 KiB to 64 MiB. */
  public static Distribution ofBytes() {
    return new Distribution(
        1L << 10,
        4L << 10,
        16L << 10,
        64L << 10,
        256L << 10,
        1L << 20,
        4L << 20,
        16L << 20,
        64L << 20);
  }

  /** The writer only. */
  public void record(long value) {
    int range = 0;
    while (range < bounds.length && value > bounds[range]) {
      range++;
    }
    counts.lazySet(range, counts.getPlain(range) + 1);
    sum.lazySet(sum.getPlain() + value);
  }

  public int ranges() {
    return bounds.length;
  }

  /** Inclusive upper end of a range. */
  public long bound(int range) {
    return bounds[range];
  }

  /** Values in a range; that behind the last bound holds what is above it. */
  public long count(int range) {
    return counts.get(range);
  }

  /** All values together. */
  public long sum() {
    return sum.get();
  }
}
