// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol;

/**
 * Offsets that one consumer settles on one partition.
 *
 * @param ranges pairs of first and last offset, both inclusive: {@code ranges[2 * i]} to {@code
 *     ranges[2 * i + 1]}; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // a hot path: the array is handed over, never shared
public record AckEntry(int consumerId, int groupEpoch, int partition, long[] ranges) {
  public int rangeCount() {
    return ranges.length / 2;
  }

  public long first(int range) {
    return ranges[2 * range];
  }

  /** Inclusive. */
  public long last(int range) {
    return ranges[2 * range + 1];
  }
}
