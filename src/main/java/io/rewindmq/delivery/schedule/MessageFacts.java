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
  private int groupsEnd;
  private int partsEnd;
  private int leadingParts;
  private int partsLeft;
  private boolean endsInside;

  public void clear() {
    count = 0;
    nonPersistent = 0;
    rangeCount = 0;
    rows = 0;
    groupsEnd = 0;
    partsEnd = 0;
    leadingParts = 0;
    partsLeft = 0;
    endsInside = false;
  }

  /** Adds the next message. Times in milliseconds since 1970, 0 = none. */
  public void add(boolean persistent, int priority, long deliveryTime, long expiration) {
    int index = count++;
    endsInside = false;
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

  /** The message added last belongs to a message group. */
  public void markGrouped() {
    groupsEnd = count;
  }

  /** See {@link #groupsEnd()}. */
  public void groupsEnd(int end) {
    groupsEnd = end;
  }

  /** The message added last is the first part of a large one that has so many parts. */
  public void markHead(int parts) {
    partsEnd = count;
    partsLeft = parts - 1;
    endsInside = true;
  }

  /**
   * The message added last is a further part of a large one.
   *
   * @param continues whether more parts follow it
   * @return false if that is not what the first part says
   */
  public boolean markContinuation(boolean continues) {
    partsEnd = count;
    endsInside = continues;
    if (leadingParts == count - 1) {
      leadingParts = count;
      return true;
    }
    partsLeft--;
    return continues == partsLeft > 0;
  }

  /**
   * Says how many parts are left of a message that began before these.
   *
   * @return false if these are not what was left
   */
  public boolean continueMessage(int partsLeftBefore) {
    int left = partsLeftBefore - leadingParts;
    if (leadingParts < count || !endsInside) {
      return left == 0;
    }
    partsLeft = left;
    return left > 0;
  }

  /** See {@link #partsEnd()}. */
  public void partsEnd(int end) {
    partsEnd = end;
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

  /** Exclusive index up to which there may be messages of message groups, 0 = none. */
  public int groupsEnd() {
    return groupsEnd;
  }

  /** Exclusive index up to which there may be parts of large messages, 0 = none. */
  public int partsEnd() {
    return partsEnd;
  }

  /** The first one continues a large message that began before. */
  public boolean beginsInside() {
    return leadingParts > 0;
  }

  /** Parts of the last message that are still to come. */
  public int partsLeft() {
    return partsLeft;
  }

  /** The last one is continued by what comes next. */
  public boolean endsInside() {
    return endsInside;
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
    copy.groupsEnd = groupsEnd;
    copy.partsEnd = partsEnd;
    copy.leadingParts = leadingParts;
    copy.partsLeft = partsLeft;
    copy.endsInside = endsInside;
    return copy;
  }
}
