// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.sim.shadow;

/** Where a message lies in its destination: partition and offset as one number. */
final class Places {
  private static final int OFFSET_BITS = 40;

  private Places() {}

  static long of(int partition, long offset) {
    return ((long) partition << OFFSET_BITS) | offset;
  }

  static int partition(long place) {
    return (int) (place >>> OFFSET_BITS);
  }

  static long offset(long place) {
    return place & (1L << OFFSET_BITS) - 1;
  }

  static String text(long place) {
    return partition(place) + "/" + offset(place);
  }
}
