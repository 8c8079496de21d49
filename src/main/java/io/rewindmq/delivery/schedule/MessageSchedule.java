// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery.schedule;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import java.util.Arrays;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Of one partition, the messages with a priority other than 4, a delivery time or an expiration:
 * one row each, ascending by offset, shared by all groups. What has no row is of priority 4, due
 * and never expires. Times are milliseconds since 1970, 0 = none. A partition without such messages
 * costs nothing.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class MessageSchedule {
  private static final long[] NO_LONGS = {};
  private static final int[] NO_INTS = {};
  private static final byte[] NO_BYTES = {};

  /** JMS's default; the lane of all messages without a row. */
  public static final int PRIORITY_DEFAULT = 4;

  public static final int PRIORITIES = 10;

  /** What the searches return when there is none. */
  public static final long NONE = Long.MAX_VALUE;

  private static final int CAPACITY_MIN = 64;

  /** Takes one row. */
  @FunctionalInterface
  public interface RowVisitor {
    void row(long offset, int priority, long deliveryTime, long expiration);
  }

  private long[] offsets = NO_LONGS;
  private long[] deliveryTimes = NO_LONGS;
  private long[] expirations = NO_LONGS;
  private byte[] priorities = NO_BYTES;
  private int head;
  private int size;
  private @Nullable DueHeap due;

  /** Rows of each priority; empty until there is one. */
  private int[] ofPriority = NO_INTS;

  private int expiring;

  public boolean isEmpty() {
    return size == 0;
  }

  public int size() {
    return size;
  }

  /** Of the last row; -1 if there is none. */
  public long lastOffset() {
    return size == 0 ? -1 : offsets[head + size - 1];
  }

  /** Whether the next {@link #add} would need more memory: the time to {@link #retain}. */
  public boolean isFull() {
    return head + size == offsets.length;
  }

  /**
   * Adds a row.
   *
   * @param offset higher than all before
   * @param now to tell whether it is to be waited for
   */
  public void add(long offset, int priority, long deliveryTime, long expiration, long now) {
    if (isFull()) {
      makeRoom();
    }
    int at = head + size;
    offsets[at] = offset;
    deliveryTimes[at] = deliveryTime;
    expirations[at] = expiration;
    priorities[at] = (byte) priority;
    size++;
    if (ofPriority.length == 0) {
      ofPriority = new int[PRIORITIES];
    }
    ofPriority[priority]++;
    if (expiration != 0) {
      expiring++;
    }
    if (deliveryTime > now) {
      due = due == null ? new DueHeap() : due;
      due.add(deliveryTime, offset);
    }
  }

  /** Whether any message with that priority has a row. */
  public boolean hasPriority(int priority) {
    return size > 0 && ofPriority[priority] > 0;
  }

  /** Whether any message expires. */
  public boolean hasExpiring() {
    return expiring > 0;
  }

  /** The priority of a message. */
  public int priorityOf(long offset) {
    int row = rowAt(offset);
    return row < size && offsets[head + row] == offset ? priorities[head + row] : PRIORITY_DEFAULT;
  }

  /** The lowest offset at or above the given one that is of priority 4 and due. */
  public long skipSpecial(long offset, long now) {
    long at = offset;
    for (int row = rowAt(offset); row < size && offsets[head + row] == at; row++) {
      if (!isSpecial(row, now)) {
        break;
      }
      at++;
    }
    return at;
  }

  /**
   * The lowest offset from the given one to below the limit that is not of priority 4 or not due;
   * or the limit.
   */
  public long nextSpecial(long offset, long limit, long now) {
    for (int row = rowAt(offset); row < size && offsets[head + row] < limit; row++) {
      if (isSpecial(row, now)) {
        return offsets[head + row];
      }
    }
    return limit;
  }

  /**
   * The lowest due offset from the given one to below the limit with that priority, not 4; or
   * {@link #NONE}.
   */
  public long nextOfPriority(int priority, long offset, long limit, long now) {
    for (int row = rowAt(offset); row < size && offsets[head + row] < limit; row++) {
      if (priorities[head + row] == priority && deliveryTimes[head + row] <= now) {
        return offsets[head + row];
      }
    }
    return NONE;
  }

  /**
   * Where the contiguous due messages of one priority, not 4, end.
   *
   * @param offset one of them
   * @return exclusive, at most the limit
   */
  public long endOfPriority(int priority, long offset, long limit, long now) {
    long at = offset;
    for (int row = rowAt(offset); row < size && at < limit && offsets[head + row] == at; row++) {
      if (priorities[head + row] != priority || deliveryTimes[head + row] > now) {
        break;
      }
      at++;
    }
    return at;
  }

  /** Whether a message's delivery time is still to come. */
  public boolean isDelayed(long offset, long now) {
    int row = rowAt(offset);
    return row < size && offsets[head + row] == offset && deliveryTimes[head + row] > now;
  }

  /** The lowest offset from the given one to below the limit that is not due; or the limit. */
  public long nextDelayed(long offset, long limit, long now) {
    for (int row = rowAt(offset); row < size && offsets[head + row] < limit; row++) {
      if (deliveryTimes[head + row] > now) {
        return offsets[head + row];
      }
    }
    return limit;
  }

  /** The lowest expired offset from the given one to below the limit; or the limit. */
  public long nextExpired(long offset, long limit, long now) {
    if (expiring == 0) {
      return limit;
    }
    for (int row = rowAt(offset); row < size && offsets[head + row] < limit; row++) {
      if (isExpired(row, now)) {
        return offsets[head + row];
      }
    }
    return limit;
  }

  /** The earliest expiration later than a time; {@link #NONE} if there is none. */
  public long nextExpiration(long now) {
    long next = NONE;
    for (int row = 0; row < size && expiring > 0; row++) {
      long expiration = expirations[head + row];
      if (expiration > now) {
        next = Math.min(next, expiration);
      }
    }
    return next;
  }

  /**
   * Where the contiguous expired messages end that begin at an offset; exclusive, at most the
   * limit.
   */
  public long endOfExpired(long offset, long limit, long now) {
    long at = offset;
    for (int row = rowAt(offset); row < size && at < limit && offsets[head + row] == at; row++) {
      if (!isExpired(row, now)) {
        break;
      }
      at++;
    }
    return at;
  }

  /** When the next message becomes due, {@link #NONE} if none is waited for. */
  public long nextDueMillis() {
    return due == null || due.isEmpty() ? NONE : due.firstTime();
  }

  /** Takes the next message that has become due; {@link #NONE} if there is none (any more). */
  public long pollDue(long now) {
    return due == null || due.isEmpty() || due.firstTime() > now ? NONE : due.poll();
  }

  /** Forgets all rows below an offset, those waiting to become due too. */
  public void removeBelow(long offset) {
    int rows = rowAt(offset);
    for (int row = 0; row < rows; row++) {
      forget(head + row);
    }
    head += rows;
    size -= rows;
    if (size == 0) {
      head = 0;
    }
  }

  /** Forgets the rows of messages that are no longer needed. */
  public void retain(LongPredicate isNeeded) {
    int kept = 0;
    for (int row = head; row < head + size; row++) {
      if (isNeeded.test(offsets[row])) {
        offsets[kept] = offsets[row];
        deliveryTimes[kept] = deliveryTimes[row];
        expirations[kept] = expirations[row];
        priorities[kept] = priorities[row];
        kept++;
      } else {
        forget(row);
      }
    }
    head = 0;
    size = kept;
  }

  public void clear() {
    head = 0;
    size = 0;
    expiring = 0;
    ofPriority = NO_INTS;
    due = null;
  }

  /** All rows at or above an offset, ascending. */
  public void forEach(long fromOffset, RowVisitor visitor) {
    for (int row = head + rowAt(fromOffset); row < head + size; row++) {
      visitor.row(offsets[row], priorities[row], deliveryTimes[row], expirations[row]);
    }
  }

  private boolean isSpecial(int row, long now) {
    return priorities[head + row] != PRIORITY_DEFAULT || deliveryTimes[head + row] > now;
  }

  private boolean isExpired(int row, long now) {
    long expiration = expirations[head + row];
    return expiration != 0 && expiration <= now;
  }

  private void forget(int at) {
    ofPriority[priorities[at]]--;
    if (expirations[at] != 0) {
      expiring--;
    }
  }

  private int rowAt(long offset) {
    int at = Arrays.binarySearch(offsets, head, head + size, offset);
    return (at < 0 ? -at - 1 : at) - head;
  }

  private void makeRoom() {
    if (head > 0 && head >= offsets.length / 2) {
      System.arraycopy(offsets, head, offsets, 0, size);
      System.arraycopy(deliveryTimes, head, deliveryTimes, 0, size);
      System.arraycopy(expirations, head, expirations, 0, size);
      System.arraycopy(priorities, head, priorities, 0, size);
    } else {
      int capacity = Math.max(CAPACITY_MIN, size * 2);
      offsets = Arrays.copyOf(Arrays.copyOfRange(offsets, head, head + size), capacity);
      deliveryTimes = Arrays.copyOf(Arrays.copyOfRange(deliveryTimes, head, head + size), capacity);
      expirations = Arrays.copyOf(Arrays.copyOfRange(expirations, head, head + size), capacity);
      priorities = Arrays.copyOf(Arrays.copyOfRange(priorities, head, head + size), capacity);
    }
    head = 0;
  }
}
