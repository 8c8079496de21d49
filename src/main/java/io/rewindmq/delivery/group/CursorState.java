// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery.group;

import io.rewindmq.delivery.schedule.MessageSchedule;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One group on one partition: what is settled, in flight and available. Pure.
 *
 * <p>Durable, changed only by entries: the committed offset, the settled offsets above it, the
 * attempts, the dispatch mark and the end of a replay. In memory only: flights, and how far each
 * priority was scanned. What a consumer gets is the lowest available offset of the highest
 * priority; available is what is visible, due, not settled and not in flight.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class CursorState {
  private static final long[] NO_LONGS = {};

  /** Holder of messages that rest before they are delivered again. */
  public static final int RESTING = -1;

  /** Holder of messages that are on their way to another queue. */
  public static final int MOVING = -2;

  /** What {@link #next} returns when nothing is available. */
  public static final long NONE = Long.MAX_VALUE;

  private long committed;
  private long mark;
  private long replayEnd;
  private final OffsetSet settled = new OffsetSet();
  private final AttemptCounts attempts = new AttemptCounts();
  private final FlightTable flights = new FlightTable();

  /** Those who choose; they keep their own positions. In memory only. */
  private List<SelectiveScan> scans = List.of();

  /** INVARIANT: no offset of priority 4 below it is available. */
  private long scanned;

  /** The same for the other priorities; empty until needed. */
  private long[] scannedOf = NO_LONGS;

  public CursorState(long start) {
    committed = start;
    mark = start;
    scanned = start;
  }

  /** Exclusive: every offset below is settled. */
  public long committed() {
    return committed;
  }

  /** Exclusive: after a crash, what is unsettled below it comes flagged as redelivered. */
  public long mark() {
    return mark;
  }

  /** Exclusive: what is below comes because of a rewind or a start in the past. */
  public long replayEnd() {
    return replayEnd;
  }

  /** Above the committed offset. Not to be changed by the caller. */
  public OffsetSet settled() {
    return settled;
  }

  /** Not to be changed by the caller. */
  public AttemptCounts attempts() {
    return attempts;
  }

  public FlightTable flights() {
    return flights;
  }

  public boolean isSettled(long offset) {
    return offset < committed || settled.contains(offset);
  }

  /** How many of the offsets below the end are not settled. */
  public long backlog(long end) {
    return Math.max(0, end - committed - settled.count());
  }

  // What entries do.

  /** Both bounds inclusive; what is settled already stays so. */
  public void settle(long first, long last) {
    long from = Math.max(first, committed);
    if (from > last) {
      return;
    }
    if (!flights.isEmpty()) {
      flights.remove(from, last);
    }
    if (from > committed) {
      settled.add(from, last);
      return;
    }
    committed = last + 1;
    if (!settled.isEmpty()) {
      committed = settled.nextAbsent(committed);
      settled.removeBelow(committed);
    }
    if (!attempts.isEmpty()) {
      attempts.removeBelow(committed);
    }
  }

  /** The messages come back from an application that had them. Both bounds inclusive. */
  public void release(long first, long last) {
    attempts.fail(Math.max(first, committed), last);
    giveBack(first, last);
  }

  /** A higher mark; a lower one has no effect. */
  public void advanceMark(long offset) {
    mark = Math.max(mark, offset);
  }

  /**
   * A rewind.
   *
   * @param target the first offset to be delivered again
   * @param end of the log, exclusive: what is below it comes as replayed
   */
  public void moveTo(long target, long end) {
    committed = target;
    settled.clear();
    attempts.clear();
    flights.clear();
    replayEnd = target < end ? end : 0;
    attempts.set(target, end - 1, 1, 0);
    rescanFrom(target);
  }

  /**
   * A group that was just made begins at a place in history; for it, nothing was delivered before.
   *
   * @param target the first offset to be delivered
   * @param end of the log, exclusive: what is below it comes as replayed
   */
  public void startAt(long target, long end) {
    committed = target;
    mark = target;
    replayEnd = target < end ? end : 0;
    rescanFrom(target);
  }

  /**
   * A new epoch: what was delivered or may have been is flagged.
   *
   * @param end of the log, exclusive
   */
  public void beginEpoch(long end) {
    mark = Math.min(mark, end);
    flights.clear();
    attempts.raise(committed, mark - 1);
    rescanFrom(committed);
  }

  /** Takes over a snapshot's first part; settled offsets and attempts follow. */
  public void load(long newCommitted, long newMark, long newReplayEnd) {
    committed = newCommitted;
    mark = newMark;
    replayEnd = newReplayEnd;
    settled.clear();
    attempts.clear();
    flights.clear();
    rescanFrom(newCommitted);
  }

  public void loadSettled(long first, long last) {
    settled.add(first, last);
  }

  public void loadAttempts(long first, long last, int count, int failures) {
    attempts.set(first, last, count, failures);
  }

  // What happens in memory only.

  /** Messages of a holder that are available go out. */
  public void take(long first, long last, long arrival, int holder) {
    take(first, last, arrival, holder, GroupBuckets.NONE);
  }

  /** The same for messages of message groups that share a bucket. */
  public void take(long first, long last, long arrival, int holder, int bucket) {
    flights.add(first, last, arrival, holder, bucket);
  }

  /** Who hears from now on of flights that end one by one; null = nobody. */
  public void listen(@Nullable FlightListener listener) {
    flights.listen(listener);
  }

  /**
   * Available messages are withheld from everybody.
   *
   * @param first inclusive, as is the last
   * @param holder {@link #RESTING} or {@link #MOVING}
   * @param bucket of the message group of all of them, or {@link GroupBuckets#NONE}
   */
  public void withhold(long first, long last, int holder, int bucket) {
    flights.add(first, last, 0, holder, bucket);
  }

  /** Makes available what of a range one of the two holders still withholds. */
  public void restore(long first, long last, int holder) {
    long at = first;
    while (at <= last) {
      int row = flights.rowAt(at);
      if (row == flights.size() || flights.first(row) > last) {
        return;
      }
      long from = Math.max(at, flights.first(row));
      long to = Math.min(last, flights.last(row));
      if (flights.holder(row) == holder) {
        giveBack(from, to);
      }
      at = to + 1;
    }
  }

  /** Ends flights without counting them. Both bounds inclusive. */
  public void giveBack(long first, long last) {
    flights.remove(first, last);
    makeAvailable(first, last);
  }

  /** A message at this offset may be available again. */
  public void makeAvailable(long offset) {
    makeAvailable(offset, offset);
  }

  /** Begins to look through it for a consumer that chooses. */
  public SelectiveScan openScan() {
    SelectiveScan scan = new SelectiveScan(this);
    if (scans.isEmpty()) {
      scans = new ArrayList<>(1);
    }
    scans.add(scan);
    return scan;
  }

  public void closeScan(SelectiveScan scan) {
    scans.remove(scan);
  }

  /** Those who choose look again at what they passed over from an offset on. */
  public void lookAgain(long offset, long last) {
    for (int i = 0; i < scans.size(); i++) {
      scans.get(i).makeAvailable(offset, last);
    }
  }

  private void makeAvailable(long offset, long last) {
    lookAgain(offset, last);
    scanned = Math.min(scanned, offset);
    for (int priority = 0; priority < scannedOf.length; priority++) {
      scannedOf[priority] = Math.min(scannedOf[priority], offset);
    }
  }

  /** Below it, nothing of priority 4 is available. */
  public long scanned() {
    return scanned;
  }

  /**
   * The lowest available offset of one priority, {@link #NONE} if there is none.
   *
   * @param end exclusive: what is visible
   */
  public long next(int priority, MessageSchedule schedule, long end, long now) {
    return priority == MessageSchedule.PRIORITY_DEFAULT
        ? nextDefault(schedule, end, now)
        : nextOf(priority, schedule, end, now);
  }

  /**
   * The last of the available messages that follow an available one without a gap, with the same
   * priority, attempts and replay flag, and not expired.
   *
   * @param first from {@link #next}, not expired
   * @param limit exclusive
   * @return inclusive
   */
  public long lastOfRun(int priority, long first, MessageSchedule schedule, long limit, long now) {
    long end = endOfSame(priority, first, schedule, limit, now);
    if (first < replayEnd) {
      end = Math.min(end, replayEnd);
    }
    return attempts.lastOfSame(first, end - 1);
  }

  /**
   * The same for messages that have failed equally often, whatever their attempts: all parts of a
   * large message have, while a dispatch mark may have come to lie between them.
   */
  public long lastOfFailed(
      int priority, long first, MessageSchedule schedule, long limit, long now) {
    long end = endOfSame(priority, first, schedule, limit, now);
    return attempts.lastOfSameFailures(first, end - 1);
  }

  /** Where the available messages end that follow one, have its priority and are not expired. */
  private long endOfSame(int priority, long first, MessageSchedule schedule, long limit, long now) {
    long end = endOfAvailable(first, limit);
    if (!schedule.isEmpty()) {
      end =
          priority == MessageSchedule.PRIORITY_DEFAULT
              ? schedule.nextSpecial(first, end, now)
              : schedule.endOfPriority(priority, first, end, now);
      end = schedule.nextExpired(first, end, now);
    }
    return end;
  }

  /**
   * Where the available offsets that begin at one end; exclusive, at most the limit. Looks at
   * flights and settling only.
   */
  public long endOfAvailable(long first, long limit) {
    return Math.min(limit, Math.min(settled.nextPresent(first), flights.nextTaken(first)));
  }

  /**
   * What of a range a holder may settle: its own flights, and what is in flight with no consumer.
   *
   * @param first inclusive, as is the last
   * @param freeEnd exclusive: what is in flight with nobody counts only below
   */
  public void forEachHonoured(
      long first, long last, int holder, long freeEnd, RangeVisitor visitor) {
    long at = Math.max(first, committed);
    while (at <= last) {
      int row = flights.rowAt(at);
      long taken = row == flights.size() ? NONE : flights.first(row);
      if (taken <= at) {
        long end = Math.min(last, flights.last(row));
        if (flights.holder(row) == holder) {
          visitor.range(at, end);
        } else if (flights.holder(row) == RESTING && at < freeEnd) {
          visitor.range(at, Math.min(end, freeEnd - 1));
        }
        at = end + 1;
      } else {
        long end = Math.min(last, taken - 1);
        forEachUnsettled(at, Math.min(end, freeEnd - 1), visitor);
        at = end + 1;
      }
    }
  }

  /** The flights of a holder in a range; both bounds inclusive. */
  public void forEachHeld(long first, long last, int holder, RangeVisitor visitor) {
    for (int row = flights.rowAt(first);
        row < flights.size() && flights.first(row) <= last;
        row++) {
      if (flights.holder(row) == holder) {
        visitor.range(Math.max(first, flights.first(row)), Math.min(last, flights.last(row)));
      }
    }
  }

  private void forEachUnsettled(long first, long last, RangeVisitor visitor) {
    long at = settled.nextAbsent(first);
    while (at <= last) {
      long end = Math.min(last, settled.nextPresent(at) - 1);
      visitor.range(at, end);
      at = settled.nextAbsent(end + 1);
    }
  }

  /**
   * The lowest due offset from the given one that is not settled, in flight or not, {@link #NONE}
   * if there is none. Remembers nothing.
   */
  public long nextUnsettled(int priority, long from, MessageSchedule schedule, long end, long now) {
    long at = Math.max(from, committed);
    while (at < end) {
      long next = settled.nextAbsent(at);
      if (priority != MessageSchedule.PRIORITY_DEFAULT) {
        next = schedule.nextOfPriority(priority, next, end, now);
      } else if (!schedule.isEmpty()) {
        next = schedule.skipSpecial(next, now);
      }
      if (next == at) {
        return at;
      }
      at = next;
    }
    return NONE;
  }

  /**
   * The lowest available offset of one priority from the given one, {@link #NONE} if there is none.
   * Remembers nothing.
   */
  long nextAvailable(int priority, long from, MessageSchedule schedule, long end, long now) {
    long at = Math.max(from, committed);
    while (at < end) {
      long next = nextUntaken(at);
      if (priority != MessageSchedule.PRIORITY_DEFAULT) {
        next = schedule.nextOfPriority(priority, next, end, now);
      } else if (!schedule.isEmpty() && next < end) {
        next = schedule.skipSpecial(next, now);
      }
      if (next == at) {
        return at;
      }
      at = next;
    }
    return NONE;
  }

  private long nextDefault(MessageSchedule schedule, long end, long now) {
    long at = Math.max(scanned, committed);
    while (at < end) {
      long free = nextUntaken(at);
      long next = schedule.isEmpty() || free >= end ? free : schedule.skipSpecial(free, now);
      if (next == free) {
        at = free;
        break;
      }
      at = next;
    }
    scanned = at;
    return at < end ? at : NONE;
  }

  private long nextOf(int priority, MessageSchedule schedule, long end, long now) {
    if (scannedOf.length == 0) {
      scannedOf = new long[MessageSchedule.PRIORITIES];
      Arrays.fill(scannedOf, committed);
    }
    long at = Math.max(scannedOf[priority], committed);
    while (true) {
      long next = schedule.nextOfPriority(priority, at, end, now);
      if (next == MessageSchedule.NONE) {
        scannedOf[priority] = Math.max(at, end);
        return NONE;
      }
      at = nextUntaken(next);
      if (at == next) {
        scannedOf[priority] = at;
        return at;
      }
    }
  }

  private long nextUntaken(long offset) {
    long at = offset;
    while (true) {
      long unsettled = settled.nextAbsent(at);
      long free = flights.nextFree(unsettled);
      if (free == unsettled) {
        return free;
      }
      at = free;
    }
  }

  private void rescanFrom(long offset) {
    scanned = offset;
    Arrays.fill(scannedOf, offset);
    scans.forEach(SelectiveScan::restart);
  }
}
