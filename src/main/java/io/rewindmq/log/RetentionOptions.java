// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.log;

/**
 * How much history a partition's log keeps. Both bounds hold at once.
 *
 * @param bytesMax size of the log; 0 = only what must be kept
 * @param ageMillisMax time since a message was appended; 0 = only what must be kept
 */
public record RetentionOptions(long bytesMax, long ageMillisMax) {
  /** 1 GiB, 7 days. */
  public static final RetentionOptions DEFAULT =
      new RetentionOptions(1L << 30, 7L * 24 * 60 * 60 * 1000);

  /** Checks the ranges. */
  public RetentionOptions {
    if (bytesMax < 0 || ageMillisMax < 0) {
      throw new IllegalArgumentException(
          "retention must not be negative: " + bytesMax + " bytes, " + ageMillisMax + " ms");
    }
  }
}
