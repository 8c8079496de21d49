// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol;

/**
 * Offsets that one consumer gives back on one partition.
 *
 * @param ranges pairs of first and last offset, both inclusive; not copied
 * @param counted for each range: was it in the application's hands, so that it counts as an attempt
 */
@SuppressWarnings("ArrayRecordComponent") // a hot path: the arrays are handed over, never shared
public record ReleaseEntry(
    int consumerId, int groupEpoch, int partition, long[] ranges, boolean[] counted) {
  public int rangeCount() {
    return counted.length;
  }

  public long first(int range) {
    return ranges[2 * range];
  }

  /** Inclusive. */
  public long last(int range) {
    return ranges[2 * range + 1];
  }
}
