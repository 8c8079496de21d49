// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery.group;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import org.jspecify.annotations.Nullable;

/**
 * Which messages of one cursor are in flight, and with whom: runs of offsets, ascending and apart
 * from each other, in parallel columns. Adding at the end and removing at the front are cheap;
 * elsewhere the shorter side is moved.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class FlightTable {
  private static final long[] NO_LONGS = {};
  private static final int[] NO_INTS = {};

  private static final int CAPACITY_MIN = 16;

  private long[] firsts = NO_LONGS;
  private long[] lasts = NO_LONGS;

  /** Arrival index of a run's first message at its holder. */
  private long[] arrivals = NO_LONGS;

  private int[] holders = NO_INTS;

  /** Of the message group that all messages of a run belong to; {@link GroupBuckets#NONE}. */
  private int[] buckets = NO_INTS;

  private @Nullable FlightListener listener;

  /** Where the columns begin, and how many rows there are. */
  private int head;

  private int size;
  private long messages;

  /** Lets go of memory that nothing in flight needs. */
  public void trim() {
    if (size == 0) {
      firsts = NO_LONGS;
      lasts = NO_LONGS;
      arrivals = NO_LONGS;
      holders = NO_INTS;
      buckets = NO_INTS;
      head = 0;
    }
  }

  /** How many runs are in flight. */
  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /** How many messages are in flight. */
  public long messages() {
    return messages;
  }

  public long first(int row) {
    return firsts[head + row];
  }

  public long last(int row) {
    return lasts[head + row];
  }

  public long arrival(int row) {
    return arrivals[head + row];
  }

  public int holder(int row) {
    return holders[head + row];
  }

  /**
   * Bucket of the message group of a run's messages, {@link GroupBuckets#NONE} if there is none.
   */
  public int bucket(int row) {
    return buckets[head + row];
  }

  /** Who hears of flights that end from now on. */
  void listen(@Nullable FlightListener newListener) {
    listener = newListener;
  }

  /** The first row whose run ends at or above an offset; {@link #size()} if there is none. */
  public int rowAt(long offset) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (lasts[head + middle] < offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The lowest offset at or above the given one that is not in flight. */
  public long nextFree(long offset) {
    long at = offset;
    for (int row = rowAt(offset); row < size && first(row) <= at; row++) {
      at = last(row) + 1;
    }
    return at;
  }

  /**
   * The lowest offset in flight at or above the given one, {@link OffsetSet#NONE} if there is none.
   */
  public long nextTaken(long offset) {
    int row = rowAt(offset);
    return row == size ? OffsetSet.NONE : Math.max(offset, first(row));
  }

  /**
   * Adds a run of which nothing is in flight.
   *
   * @param arrival index of its first message
   * @param bucket of the message group of all of them, or {@link GroupBuckets#NONE}
   */
  public void add(long first, long last, long arrival, int holder, int bucket) {
    insert(rowAt(first), first, last, arrival, holder, bucket);
    messages += last - first + 1;
  }

  /** Ends the flights of a range, whoever holds them; both bounds inclusive. */
  public void remove(long first, long last) {
    int row = rowAt(first);
    while (row < size && first(row) <= last) {
      long runFirst = first(row);
      long runLast = last(row);
      long from = Math.max(runFirst, first);
      long to = Math.min(runLast, last);
      messages -= to - from + 1;
      int holder = holder(row);
      int bucket = bucket(row);
      if (runFirst < first && runLast > last) {
        lasts[head + row] = first - 1;
        insert(row + 1, last + 1, runLast, arrival(row) + (last + 1 - runFirst), holder, bucket);
      } else if (runFirst < first) {
        lasts[head + row] = first - 1;
        row++;
      } else if (runLast > last) {
        firsts[head + row] = last + 1;
        arrivals[head + row] += last + 1 - runFirst;
      } else {
        removeRow(row);
      }
      if (listener != null) {
        listener.ended(from, to, holder, bucket);
      }
      if (runLast > last) {
        return;
      }
    }
  }

  public void clear() {
    head = 0;
    size = 0;
    messages = 0;
  }

  private void insert(int row, long first, long last, long arrival, int holder, int bucket) {
    int at = open(row);
    firsts[at] = first;
    lasts[at] = last;
    arrivals[at] = arrival;
    holders[at] = holder;
    buckets[at] = bucket;
  }

  /** Makes room for a row, and returns its place. */
  private int open(int row) {
    if (head > 0 && row < size / 2) {
      move(head, head - 1, row);
      head--;
    } else {
      if (head + size == firsts.length) {
        makeRoom();
      }
      move(head + row, head + row + 1, size - row);
    }
    size++;
    return head + row;
  }

  private void removeRow(int row) {
    if (row < size / 2) {
      move(head, head + 1, row);
      head++;
    } else {
      move(head + row + 1, head + row, size - row - 1);
    }
    size--;
    if (size == 0) {
      head = 0;
    }
  }

  private void makeRoom() {
    if (head > firsts.length / 2) {
      move(head, 0, size);
    } else {
      int capacity = Math.max(CAPACITY_MIN, firsts.length * 2);
      firsts = moved(firsts, capacity);
      lasts = moved(lasts, capacity);
      arrivals = moved(arrivals, capacity);
      holders = moved(holders, capacity);
      buckets = moved(buckets, capacity);
    }
    head = 0;
  }

  private long[] moved(long[] column, int capacity) {
    long[] grown = new long[capacity];
    System.arraycopy(column, head, grown, 0, size);
    return grown;
  }

  private int[] moved(int[] column, int capacity) {
    int[] grown = new int[capacity];
    System.arraycopy(column, head, grown, 0, size);
    return grown;
  }

  private void move(int from, int to, int rows) {
    if (rows > 0) {
      System.arraycopy(firsts, from, firsts, to, rows);
      System.arraycopy(lasts, from, lasts, to, rows);
      System.arraycopy(arrivals, from, arrivals, to, rows);
      System.arraycopy(holders, from, holders, to, rows);
      System.arraycopy(buckets, from, buckets, to, rows);
    }
  }
}
