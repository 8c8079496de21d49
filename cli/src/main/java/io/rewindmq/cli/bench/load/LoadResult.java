// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench.load;

import org.HdrHistogram.Histogram;

/**
 * What a load has done.
 *
 * @param messages how many messages (queues, for {@link Order.Kind#QUEUES})
 * @param nanos in which time
 * @param p50Nanos median time of one, 0 where single ones are not timed
 * @param p99Nanos 99th percentile, as well
 */
public record LoadResult(long messages, long nanos, long p50Nanos, long p99Nanos) {
  private static final int FIELDS = 4;

  /** So many since a time. */
  public static LoadResult of(long messages, long startNanos) {
    return new LoadResult(messages, System.nanoTime() - startNanos, 0, 0);
  }

  /** So many as were timed. */
  public static LoadResult of(Histogram times, long startNanos) {
    return new LoadResult(
        times.getTotalCount(),
        System.nanoTime() - startNanos,
        times.getValueAtPercentile(50),
        times.getValueAtPercentile(99));
  }

  /** One line without line end. */
  public String line() {
    return messages + " " + nanos + " " + p50Nanos + " " + p99Nanos;
  }

  /**
   * Reads what {@link #line} wrote.
   *
   * @throws IllegalArgumentException it is no result
   */
  public static LoadResult parse(String line) {
    String[] fields = line.split(" ", -1);
    if (fields.length != FIELDS) {
      throw new IllegalArgumentException("the load process failed: " + line);
    }
    return new LoadResult(
        Long.parseLong(fields[0]),
        Long.parseLong(fields[1]),
        Long.parseLong(fields[2]),
        Long.parseLong(fields[3]));
  }
}
