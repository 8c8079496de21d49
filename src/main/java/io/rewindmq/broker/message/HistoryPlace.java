// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.message;

/**
 * Where to begin in what a destination keeps.
 *
 * @param partition -1 = all
 * @param offset the first, in each partition; -1 = the oldest
 * @param millis the first that was appended then or later, since 1970; -1 = not by time
 */
public record HistoryPlace(int partition, long offset, long millis) {
  /** The oldest of all partitions. */
  public static final HistoryPlace OLDEST = new HistoryPlace(-1, -1, -1);

  /** A number of the newest of all partitions. */
  public static final HistoryPlace NEWEST = new HistoryPlace(-1, Long.MAX_VALUE, -1);
}
