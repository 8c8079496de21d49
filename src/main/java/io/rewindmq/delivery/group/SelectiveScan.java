// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery.group;

import io.rewindmq.delivery.schedule.MessageSchedule;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import java.util.Arrays;

/**
 * How far a consumer that chooses has looked through one cursor: no message is looked at twice,
 * however many it passes over, except those that come back. Pure, in memory only.
 *
 * <p>It goes forward, one position for each priority. What lies behind a position was passed over,
 * or is in flight or settled; if it becomes available again, it comes before what lies ahead.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class SelectiveScan {
  private final CursorState cursor;

  /** INVARIANT: what is available below a priority's position was passed over, or has returned. */
  private final long[] positions = new long[MessageSchedule.PRIORITIES];

  /** Came back; whether behind a position, and of which priority, is still to be seen. */
  private final OffsetSet returned = new OffsetSet();

  /** Came back behind the position of their priority. */
  private final OffsetSet[] again = new OffsetSet[MessageSchedule.PRIORITIES];

  SelectiveScan(CursorState cursor) {
    this.cursor = cursor;
    Arrays.setAll(again, priority -> new OffsetSet());
    restart();
  }

  /** Begins anew at the committed offset. */
  void restart() {
    Arrays.fill(positions, cursor.committed());
    returned.clear();
    for (OffsetSet set : again) {
      set.clear();
    }
  }

  /**
   * Messages may be available again, or are to be looked at again; both bounds inclusive. What is
   * not available or not due is left out.
   */
  public void makeAvailable(long first, long last) {
    if (first <= last) {
      returned.add(first, last);
    }
  }

  /** Exclusive: where the messages of priority 4 begin that were not looked at. */
  public long position() {
    return positions[MessageSchedule.PRIORITY_DEFAULT];
  }

  /**
   * The lowest available offset of one priority that was not passed over, {@link CursorState#NONE}
   * if there is none.
   *
   * @param end exclusive: what is visible
   */
  public long next(int priority, MessageSchedule schedule, long end, long now) {
    sort(schedule);
    long ahead = cursor.nextAvailable(priority, positions[priority], schedule, end, now);
    // What is skipped here returns when it becomes available.
    positions[priority] = ahead == CursorState.NONE ? Math.max(positions[priority], end) : ahead;
    return Math.min(ahead, nextAgain(priority, schedule, now));
  }

  /**
   * How far one may look from an offset without meeting what was passed over.
   *
   * @param first from {@link #next}
   * @param last inclusive
   * @return inclusive
   */
  public long lastUnseen(int priority, long first, long last) {
    return first >= positions[priority]
        ? last
        : Math.min(last, again[priority].nextAbsent(first) - 1);
  }

  /** A message is not wanted: it comes again only if it returns. */
  public void pass(int priority, long offset) {
    if (offset >= positions[priority]) {
      positions[priority] = offset + 1;
    } else {
      again[priority].remove(offset, offset);
    }
  }

  private long nextAgain(int priority, MessageSchedule schedule, long now) {
    OffsetSet set = again[priority];
    long at = set.nextPresent(0);
    while (at != OffsetSet.NONE
        && cursor.nextAvailable(priority, at, schedule, at + 1, now) != at) {
      set.remove(at, at); // gone, or not due: it returns when it is
      at = set.nextPresent(at + 1);
    }
    return at == OffsetSet.NONE ? CursorState.NONE : at;
  }

  private void sort(MessageSchedule schedule) {
    if (returned.isEmpty()) {
      return;
    }
    if (schedule.isEmpty()) {
      returned.forEachRange(0, (first, last) -> add(MessageSchedule.PRIORITY_DEFAULT, first, last));
    } else {
      returned.forEachRange(
          0,
          (first, last) -> {
            for (long offset = first; offset <= last; offset++) {
              add(schedule.priorityOf(offset), offset, offset);
            }
          });
    }
    returned.clear();
  }

  private void add(int priority, long first, long last) {
    long behind = Math.min(last, positions[priority] - 1);
    if (first <= behind) {
      again[priority].add(first, behind);
    }
  }
}
