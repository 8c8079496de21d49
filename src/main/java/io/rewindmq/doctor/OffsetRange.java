// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.doctor;

/**
 * Offsets that follow each other.
 *
 * @param from inclusive
 * @param end exclusive
 */
record OffsetRange(long from, long end) {
  boolean isEmpty() {
    return from >= end;
  }

  @Override
  public String toString() {
    return end - from == 1 ? "offset " + from : "offsets " + from + " to " + (end - 1);
  }
}
