// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.state;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.Run;
import java.util.Arrays;

/**
 * Where a partition's messages lie in the journal: one row for each run, ascending by offset and
 * without overlap, in parallel columns.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class RunIndex {
  private static final long[] NO_LONGS = {};
  private static final int[] NO_INTS = {};

  private static final int CAPACITY_MIN = 4;

  private long[] bases = NO_LONGS;
  private long[] positions = NO_LONGS;
  private long[] millis = NO_LONGS;
  private int[] counts = NO_INTS;

  /** Bytes of all runs that were ever added before a row. */
  private long[] bytesBefore = NO_LONGS;

  private long bytesEver;
  private int head;
  private int size;

  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /** The first offset of a row. */
  public long base(int row) {
    return bases[head + row];
  }

  /** Exclusive. */
  public long end(int row) {
    return bases[head + row] + counts[head + row];
  }

  public int count(int row) {
    return counts[head + row];
  }

  /** Journal position of the first element. */
  public long position(int row) {
    return positions[head + row];
  }

  /** Of all elements. */
  public int bytes(int row) {
    long end = row + 1 == size ? bytesEver : bytesBefore[head + row + 1];
    return (int) (end - bytesBefore[head + row]);
  }

  /** About how many bytes the messages have from an offset on; of a run, a part in proportion. */
  public long bytesFrom(long offset) {
    int row = rowAt(offset);
    if (row == size) {
      return 0;
    }
    long skipped = Math.max(0, offset - base(row)) * bytes(row) / count(row);
    return bytesEver - bytesBefore[head + row] - skipped;
  }

  /** Bytes of all runs that were ever added. */
  public long bytesEver() {
    return bytesEver;
  }

  /** When it was appended, since 1970. */
  public long millis(int row) {
    return millis[head + row];
  }

  public Run run(int row) {
    return new Run(base(row), count(row), millis(row), position(row), bytes(row));
  }

  /**
   * The row that holds an offset, else the first one above it; {@link #size()} if there is none.
   */
  public int rowAt(long offset) {
    int at = Arrays.binarySearch(bases, head, head + size, offset);
    if (at >= 0) {
      return at - head;
    }
    int above = -at - 1 - head;
    return above > 0 && end(above - 1) > offset ? above - 1 : above;
  }

  /** Adds a run above all others. */
  public void add(long baseOffset, int count, long appendTimeMillis, long position, int runBytes) {
    if (head + size == bases.length) {
      makeRoom();
    }
    int at = head + size;
    bases[at] = baseOffset;
    counts[at] = count;
    millis[at] = appendTimeMillis;
    positions[at] = position;
    bytesBefore[at] = bytesEver;
    bytesEver += runBytes;
    size++;
  }

  /** Forgets the runs that end at or below an offset. */
  public void removeBelow(long offset) {
    int rows = rowAt(offset);
    head += rows;
    size -= rows;
    if (size == 0) {
      resize(0);
    }
  }

  private void makeRoom() {
    if (head > 0 && head >= bases.length / 2) {
      System.arraycopy(bases, head, bases, 0, size);
      System.arraycopy(positions, head, positions, 0, size);
      System.arraycopy(millis, head, millis, 0, size);
      System.arraycopy(counts, head, counts, 0, size);
      System.arraycopy(bytesBefore, head, bytesBefore, 0, size);
      head = 0;
    } else {
      resize(Math.max(CAPACITY_MIN, size * 2));
    }
  }

  private void resize(int capacity) {
    bases = moved(bases, capacity);
    positions = moved(positions, capacity);
    millis = moved(millis, capacity);
    bytesBefore = moved(bytesBefore, capacity);
    int[] newCounts = capacity == 0 ? NO_INTS : new int[capacity];
    System.arraycopy(counts, head, newCounts, 0, size);
    counts = newCounts;
    head = 0;
  }

  private long[] moved(long[] column, int capacity) {
    long[] grown = capacity == 0 ? NO_LONGS : new long[capacity];
    System.arraycopy(column, head, grown, 0, size);
    return grown;
  }
}
