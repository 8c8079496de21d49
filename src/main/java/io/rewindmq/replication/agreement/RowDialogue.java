// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.replication.agreement;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one broker knows of the pair's row, and what it has wished it to be.
 *
 * <p>One question at a time. A wish whose answer was lost may come true at any time as long as the
 * row is the one it was made for; it is forgotten once the row is known to be another. So a wish is
 * repeated until that is so: whichever comes first decides, and none of the others can follow.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class RowDialogue {
  /**
   * A wish, and when it was first made: what begins with the change begins then, at the earliest.
   */
  private record Wish(PairRow row, long madeAt) {}

  private final PairRows rows;
  private final long retryNanos;
  private final List<Wish> unresolved = new ArrayList<>();
  private @Nullable PairRow known;
  private @Nullable Wish inFlight;
  private boolean isAsking;
  private boolean isReadDue = true;
  private boolean wasRead;
  private long seenAt;
  private long readAt;
  private long quietUntil;

  RowDialogue(PairRows rows, long retryNanos, long now) {
    this.rows = rows;
    this.retryNanos = retryNanos;
    this.seenAt = now;
    this.readAt = now;
    this.quietUntil = now;
  }

  /** The row as it was last known; null = never read, or there is none. */
  @Nullable PairRow known() {
    return known;
  }

  /** Whether it was ever read. */
  boolean wasRead() {
    return wasRead;
  }

  /** Since when the row has been what it is, as far as this broker has seen. */
  long seenAt() {
    return seenAt;
  }

  /** When it was last read. */
  long readAt() {
    return readAt;
  }

  /** Whether a question may be asked now. */
  boolean isFree(long now) {
    return !isAsking && now - quietUntil >= 0;
  }

  boolean isReadDue() {
    return isReadDue;
  }

  void readSoon() {
    isReadDue = true;
  }

  /** Whether wishes were made that may yet come true, or may have. */
  boolean isUnresolved() {
    return inFlight != null || !unresolved.isEmpty();
  }

  /** Whether one of those would let the backup take over. */
  boolean mayBecomeSynced() {
    Wish asked = inFlight;
    return (asked != null && asked.row().sync() != Sync.NONE)
        || unresolved.stream().anyMatch(wish -> wish.row().sync() != Sync.NONE);
  }

  void read() {
    isAsking = true;
    rows.read();
  }

  void ask(PairRow wished, long now) {
    isAsking = true;
    inFlight =
        unresolved.stream()
            .filter(wish -> wish.row().equals(wished))
            .findFirst()
            .orElseGet(() -> new Wish(wished, now));
    rows.compareAndSet(known, wished);
  }

  /**
   * Takes an answer.
   *
   * @return when the wish was made that has come true just now; null = none has
   */
  @Nullable Long answered(RowAnswer answer, long now) {
    isAsking = false;
    Wish asked = inFlight;
    inFlight = null;
    switch (answer) {
      case RowAnswer.Found found -> {
        isReadDue = false;
        wasRead = true;
        readAt = now;
        return found(found.row(), now);
      }
      case RowAnswer.Changed _ -> {
        if (asked == null) {
          throw new IllegalStateException("a change is answered that nobody asked for");
        }
        become(asked.row(), now);
        return asked.madeAt();
      }
      case RowAnswer.Refused _ -> isReadDue = true;
      case RowAnswer.NotDone _ -> quietUntil = now + retryNanos;
      case RowAnswer.Unknown _ -> {
        quietUntil = now + retryNanos;
        isReadDue = true;
        if (asked != null && !unresolved.contains(asked)) {
          unresolved.add(asked);
        }
      }
    }
    return null;
  }

  private @Nullable Long found(@Nullable PairRow row, long now) {
    if (row == null || row.equals(known)) {
      return null; // a row that was there and is gone is the operator's to restore
    }
    Long madeAt = null;
    for (Wish wish : unresolved) {
      if (wish.row().equals(row)) {
        madeAt = wish.madeAt();
      }
    }
    become(row, now);
    return madeAt;
  }

  private void become(PairRow row, long now) {
    known = row;
    seenAt = now;
    unresolved.clear();
  }
}
