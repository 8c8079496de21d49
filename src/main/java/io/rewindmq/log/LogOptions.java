// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.log;

/**
 * Sizes of partition logs.
 *
 * @param segmentBytesMax a segment is closed before it grows beyond, 4 KiB to 1 GiB; a larger run
 *     has a segment of its own
 * @param segmentMillisMax a segment is closed when a run comes that was appended so much later than
 *     its first, at least 1 s
 * @param indexIntervalBytes about so many bytes lie between two entries of the index, 64 to 16 MiB
 * @param openFilesMax segment files that stay open without being used at the moment, for all
 *     partitions together, 1 to 100 000
 */
public record LogOptions(
    int segmentBytesMax, long segmentMillisMax, int indexIntervalBytes, int openFilesMax) {
  /** 64 MiB or a day, 64 KiB, 256 files. */
  public static final LogOptions DEFAULT =
      new LogOptions(64 << 20, 24L * 60 * 60 * 1000, 64 << 10, 256);

  /** Checks the ranges. */
  public LogOptions {
    check("segmentBytesMax", segmentBytesMax, 4 << 10, 1 << 30);
    check("segmentMillisMax", segmentMillisMax, 1000, Long.MAX_VALUE);
    check("indexIntervalBytes", indexIntervalBytes, 64, 16 << 20);
    check("openFilesMax", openFilesMax, 1, 100_000);
  }

  private static void check(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + ": expected " + min + " to " + max + ", got " + value);
    }
  }
}
