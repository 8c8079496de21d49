// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery.schedule;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import java.util.Arrays;

/** Offsets by the time they are due, the earliest first; equal times in offset order. */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class DueHeap {
  private static final long[] NO_LONGS = {};

  private static final int CAPACITY_MIN = 16;

  private long[] times = NO_LONGS;
  private long[] offsets = NO_LONGS;
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  /** Only when not empty. */
  long firstTime() {
    return times[0];
  }

  void add(long time, long offset) {
    if (size == times.length) {
      int capacity = Math.max(CAPACITY_MIN, size * 2);
      times = Arrays.copyOf(times, capacity);
      offsets = Arrays.copyOf(offsets, capacity);
    }
    int at = size++;
    while (at > 0) {
      int parent = (at - 1) >>> 1;
      if (!isBefore(time, offset, parent)) {
        break;
      }
      times[at] = times[parent];
      offsets[at] = offsets[parent];
      at = parent;
    }
    times[at] = time;
    offsets[at] = offset;
  }

  /** Removes the first and returns its offset. Only when not empty. */
  long poll() {
    long first = offsets[0];
    size--;
    long time = times[size];
    long offset = offsets[size];
    int at = 0;
    for (int child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && isBefore(times[child + 1], offsets[child + 1], child)) {
        child++;
      }
      if (isBefore(time, offset, child)) {
        break;
      }
      times[at] = times[child];
      offsets[at] = offsets[child];
      at = child;
    }
    times[at] = time;
    offsets[at] = offset;
    return first;
  }

  void clear() {
    size = 0;
  }

  private boolean isBefore(long time, long offset, int row) {
    return time < times[row] || (time == times[row] && offset < offsets[row]);
  }
}
