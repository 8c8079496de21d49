// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery.schedule;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import java.util.Arrays;

/**
 * What the engine must know of the messages of one run: how many are non-persistent, and a row for
 * each that has a priority other than 4, a delivery time or an expiration. Usually there are no
 * rows. Reused.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class MessageFacts {
  private static final int ROWS_MIN = 16;

  private int count;
  private int nonPersistent;

  /** Pairs of first and last index, inclusive. */
  private int[] nonPersistentRanges = new int[0];

  private int rangeCount;
  private int[] indexes = new int[0];
  private byte[] priorities = new byte[0];
  private long[] deliveryTimes = new long[0];
  private long[] expirations = new long[0];
  private int rows;

  public void clear() {
    count = 0;
    nonPersistent = 0;
    rangeCount = 0;
    rows = 0;
  }

  /** Adds the next message. Times in milliseconds since 1970, 0 = none. */
  public void add(boolean persistent, int priority, long deliveryTime, long expiration) {
    int index = count++;
    if (!persistent) {
      addNonPersistent(index, index);
    }
    if (priority != MessageSchedule.PRIORITY_DEFAULT || deliveryTime != 0 || expiration != 0) {
      addRow(index, priority, deliveryTime, expiration);
    }
  }

  /** Starts over with so many messages, all persistent and without rows; then rows are added. */
  public void begin(int messages) {
    clear();
    count = messages;
  }

  public void addNonPersistent(int first, int last) {
    nonPersistent += last - first + 1;
    if (rangeCount > 0 && nonPersistentRanges[2 * rangeCount - 1] == first - 1) {
      nonPersistentRanges[2 * rangeCount - 1] = last;
      return;
    }
    if (nonPersistentRanges.length < 2 * rangeCount + 2) {
      nonPersistentRanges =
          Arrays.copyOf(nonPersistentRanges, Math.max(4, nonPersistentRanges.length * 2));
    }
    nonPersistentRanges[2 * rangeCount] = first;
    nonPersistentRanges[2 * rangeCount + 1] = last;
    rangeCount++;
  }

  public void addRow(int index, int priority, long deliveryTime, long expiration) {
    if (rows == indexes.length) {
      int capacity = Math.max(ROWS_MIN, rows * 2);
      indexes = Arrays.copyOf(indexes, capacity);
      priorities = Arrays.copyOf(priorities, capacity);
      deliveryTimes = Arrays.copyOf(deliveryTimes, capacity);
      expirations = Arrays.copyOf(expirations, capacity);
    }
    indexes[rows] = index;
    priorities[rows] = (byte) priority;
    deliveryTimes[rows] = deliveryTime;
    expirations[rows] = expiration;
    rows++;
  }

  public int count() {
    return count;
  }

  public boolean hasPersistent() {
    return nonPersistent < count;
  }

  public int rangeCount() {
    return rangeCount;
  }

  public int rangeFirst(int range) {
    return nonPersistentRanges[2 * range];
  }

  /** Inclusive. */
  public int rangeLast(int range) {
    return nonPersistentRanges[2 * range + 1];
  }

  public int rows() {
    return rows;
  }

  public int index(int row) {
    return indexes[row];
  }

  public int priority(int row) {
    return priorities[row];
  }

  public long deliveryTime(int row) {
    return deliveryTimes[row];
  }

  public long expiration(int row) {
    return expirations[row];
  }

  /** The earliest expiration, 0 if none expires. */
  public long firstExpiration() {
    long first = 0;
    for (int row = 0; row < rows; row++) {
      if (expirations[row] != 0 && (first == 0 || expirations[row] < first)) {
        first = expirations[row];
      }
    }
    return first;
  }

  /** A copy that no reuse changes. */
  public MessageFacts copy() {
    MessageFacts copy = new MessageFacts();
    copy.count = count;
    copy.nonPersistent = nonPersistent;
    copy.rangeCount = rangeCount;
    copy.nonPersistentRanges = Arrays.copyOf(nonPersistentRanges, 2 * rangeCount);
    copy.rows = rows;
    copy.indexes = Arrays.copyOf(indexes, rows);
    copy.priorities = Arrays.copyOf(priorities, rows);
    copy.deliveryTimes = Arrays.copyOf(deliveryTimes, rows);
    copy.expirations = Arrays.copyOf(expirations, rows);
    return copy;
  }
}
