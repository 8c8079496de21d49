// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.entry;

import java.util.Arrays;

/** A growing list of primitives. */
public final class LongList {
  private long[] values;
  private int size;

  public LongList() {
    this(new long[8], 0);
  }

  private LongList(long[] values, int size) {
    this.values = values;
    this.size = size;
  }

  /** A list of just these values. */
  public static LongList of(long... values) {
    return new LongList(values.clone(), values.length);
  }

  public void add(long value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, Math.max(8, size * 2));
    }
    values[size++] = value;
  }

  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  public long get(int index) {
    return values[index];
  }

  public void set(int index, long value) {
    values[index] = value;
  }

  public void clear() {
    size = 0;
  }

  /** The values from one index to below another, which may lie beyond the end. */
  public LongList part(int from, int to) {
    int start = Math.min(from, size);
    int end = Math.clamp(to, start, size);
    return new LongList(Arrays.copyOfRange(values, start, end), end - start);
  }

  public long[] toArray() {
    return Arrays.copyOf(values, size);
  }

  /**
   * Adds a range of offsets; joins it to the last one if it follows without a gap. Only for lists
   * of pairs of first and last, inclusive.
   */
  public void addRange(long first, long last) {
    if (size > 0 && values[size - 1] == first - 1) {
      values[size - 1] = last;
    } else {
      add(first);
      add(last);
    }
  }

  /** The same pairs of first and last, ascending and without overlap. */
  public LongList ascending() {
    boolean isAscending = true;
    for (int i = 2; i < size && isAscending; i += 2) {
      isAscending = values[i] > values[i - 1];
    }
    if (isAscending) {
      return this;
    }
    long[][] pairs = new long[size / 2][];
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] = new long[] {values[2 * i], values[2 * i + 1]};
    }
    Arrays.sort(pairs, (a, b) -> Long.compare(a[0], b[0]));
    LongList sorted = new LongList();
    for (long[] pair : pairs) {
      long end = sorted.isEmpty() ? Long.MIN_VALUE : sorted.values[sorted.size - 1];
      if (pair[1] > end) {
        sorted.addRange(Math.max(pair[0], end + 1), pair[1]);
      }
    }
    return sorted;
  }

  /** Leaves out what is at or above an offset. Only for ascending pairs of first and last. */
  public void cutAt(long end) {
    while (size > 0 && values[size - 2] >= end) {
      size -= 2;
    }
    if (size > 0) {
      values[size - 1] = Math.min(values[size - 1], end - 1);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LongList list && Arrays.equals(toArray(), list.toArray());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(toArray());
  }

  @Override
  public String toString() {
    return Arrays.toString(toArray());
  }
}
