// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.log;

import io.rewindmq.platform.thread.AnyThread;
import java.util.Arrays;

/**
 * Sparse index of one segment, by offset and by append time. A hint: a search in it gives the place
 * from which to read on.
 *
 * <p>An entry names a record: its position, its base offset, and the latest append time of all
 * records before it in the segment. All three ascend, whatever the clock did.
 */
@AnyThread // one writer; readers see immutable rows through a volatile field
final class SegmentIndex {
  private static final int CAPACITY_MIN = 8;

  private final int intervalBytes;
  private volatile Rows rows = new Rows(new long[0], new long[0], new int[0], 0);

  SegmentIndex(int intervalBytes) {
    this.intervalBytes = intervalBytes;
  }

  /** The first {@code size} slots of each column; those never change. */
  private static final class Rows {
    private final long[] offsets;
    private final long[] millisBefore;
    private final int[] positions;
    private final int size;

    Rows(long[] offsets, long[] millisBefore, int[] positions, int size) {
      this.offsets = offsets;
      this.millisBefore = millisBefore;
      this.positions = positions;
      this.size = size;
    }
  }

  int size() {
    return rows.size;
  }

  long offset(int row) {
    return rows.offsets[row];
  }

  long millisBefore(int row) {
    return rows.millisBefore[row];
  }

  int position(int row) {
    return rows.positions[row];
  }

  /** Takes note of a record that was added to the segment. The writer only. */
  void note(long offset, long millisBefore, long position) {
    Rows old = rows;
    int last = old.size == 0 ? SegmentHeader.BYTES : old.positions[old.size - 1];
    if (position - last >= intervalBytes) {
      add(offset, millisBefore, (int) position);
    }
  }

  /** Adds an entry above all others. The writer only. */
  void add(long offset, long millisBefore, int position) {
    Rows old = rows;
    int size = old.size;
    boolean isFull = size == old.offsets.length;
    int capacity = isFull ? Math.max(CAPACITY_MIN, size * 2) : size;
    Rows grown = isFull ? copy(old, capacity, size) : old;
    grown.offsets[size] = offset;
    grown.millisBefore[size] = millisBefore;
    grown.positions[size] = position;
    rows = new Rows(grown.offsets, grown.millisBefore, grown.positions, size + 1);
  }

  /** Forgets the entries at or above a position. The writer only. */
  void truncate(long position) {
    Rows old = rows;
    int kept = old.size;
    while (kept > 0 && old.positions[kept - 1] >= position) {
      kept--;
    }
    rows = copy(old, kept, kept);
  }

  private static Rows copy(Rows old, int capacity, int size) {
    return new Rows(
        Arrays.copyOf(old.offsets, capacity),
        Arrays.copyOf(old.millisBefore, capacity),
        Arrays.copyOf(old.positions, capacity),
        size);
  }

  /** The position of a record whose base offset is not above the given one. */
  int positionAtOrBelow(long offset) {
    Rows now = rows;
    int at = Arrays.binarySearch(now.offsets, 0, now.size, offset);
    int row = at >= 0 ? at : -at - 2;
    return row < 0 ? SegmentHeader.BYTES : now.positions[row];
  }

  /** The position of a record such that all before it were appended earlier than the given time. */
  int positionBefore(long millis) {
    Rows now = rows;
    int low = 0;
    int high = now.size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (now.millisBefore[middle] < millis) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? SegmentHeader.BYTES : now.positions[low - 1];
  }
}
