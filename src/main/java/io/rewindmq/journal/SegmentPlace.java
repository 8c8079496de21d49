// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.journal;

/**
 * Where a segment belongs, be it there or not.
 *
 * @param name of the file
 * @param base first position, inclusive
 * @param capacity bytes of positions
 */
record SegmentPlace(String name, long base, int capacity) {
  /** Exclusive. */
  long end() {
    return base + capacity;
  }
}
