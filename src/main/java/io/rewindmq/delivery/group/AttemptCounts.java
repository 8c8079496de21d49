// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery.group;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How often messages were tried before, kept in ranges, only where it is not 0.
 *
 * <p>Two counts: the attempts that a consumer is shown, and among them the failures, where an
 * application had the message and gave it back. After a crash of the broker nobody knows whether a
 * message was had: that counts as an attempt, so that a repeat is flagged, and not as a failure, so
 * that nothing becomes a dead letter unseen.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class AttemptCounts {
  /** Counting stops here. */
  public static final int COUNT_MAX = 60_000;

  /** Takes one range with its counts. */
  @FunctionalInterface
  public interface Visitor {
    void range(long first, long last, int attempts, int failures);
  }

  private record Stretch(long last, int attempts, int failures) {
    Stretch upTo(long end) {
      return new Stretch(end, attempts, failures);
    }

    Stretch raised(int moreFailures) {
      return new Stretch(
          last, Math.min(attempts + 1, COUNT_MAX), Math.min(failures + moreFailures, COUNT_MAX));
    }

    boolean isLike(Stretch other) {
      return attempts == other.attempts && failures == other.failures;
    }
  }

  /** By first offset; ranges never overlap, and touching ones have different counts. */
  private NavigableMap<Long, Stretch> stretches = Collections.emptyNavigableMap();

  public boolean isEmpty() {
    return stretches.isEmpty();
  }

  /** Attempts, failures among them. */
  public int get(long offset) {
    Stretch at = stretchAt(offset);
    return at == null ? 0 : at.attempts();
  }

  public int failures(long offset) {
    Stretch at = stretchAt(offset);
    return at == null ? 0 : at.failures();
  }

  private @Nullable Stretch stretchAt(long offset) {
    if (stretches.isEmpty()) {
      return null;
    }
    Map.Entry<Long, Stretch> at = stretches.floorEntry(offset);
    return at == null || at.getValue().last() < offset ? null : at.getValue();
  }

  /** The last offset, at most the limit, up to which all have the counts that the offset has. */
  public long lastOfSame(long offset, long limit) {
    if (stretches.isEmpty()) {
      return limit;
    }
    Map.Entry<Long, Stretch> at = stretches.floorEntry(offset);
    if (at != null && at.getValue().last() >= offset) {
      return Math.min(limit, at.getValue().last());
    }
    Long next = stretches.higherKey(offset);
    return next == null ? limit : Math.min(limit, next - 1);
  }

  /** The last offset, at most the limit, up to which all have failed as often as the offset has. */
  public long lastOfSameFailures(long offset, long limit) {
    int failures = failures(offset);
    long last = lastOfSame(offset, limit);
    while (last < limit && failures(last + 1) == failures) {
      last = lastOfSame(last + 1, limit);
    }
    return last;
  }

  /** One more attempt, of which nobody knows whether it was had. Both bounds inclusive. */
  public void raise(long first, long last) {
    raise(first, last, 0);
  }

  /** One more attempt, and it failed. Both bounds inclusive. */
  public void fail(long first, long last) {
    raise(first, last, 1);
  }

  private void raise(long first, long last, int failures) {
    if (first > last) {
      return;
    }
    cut(first);
    cut(last + 1);
    long at = first;
    while (at <= last) {
      Map.Entry<Long, Stretch> next = stretches.ceilingEntry(at);
      if (next == null || next.getKey() > last) {
        put(at, new Stretch(last, 1, failures));
        break;
      }
      if (next.getKey() > at) {
        put(at, new Stretch(next.getKey() - 1, 1, failures));
      }
      put(next.getKey(), next.getValue().raised(failures));
      at = next.getValue().last() + 1;
    }
    join(first, last);
  }

  /** Sets the counts of a range, both bounds inclusive; 0 attempts forget. */
  public void set(long first, long last, int attempts, int failures) {
    if (first > last) {
      return;
    }
    cut(first);
    cut(last + 1);
    if (!stretches.isEmpty()) {
      stretches.subMap(first, true, last, true).clear();
    }
    if (attempts > 0) {
      put(first, new Stretch(last, attempts, failures));
      join(first, last);
    }
  }

  public void removeBelow(long offset) {
    if (!stretches.isEmpty() && stretches.firstKey() < offset) {
      cut(offset);
      stretches.headMap(offset, false).clear();
    }
  }

  public void clear() {
    stretches = Collections.emptyNavigableMap();
  }

  /** All ranges, ascending. */
  public void forEach(Visitor visitor) {
    stretches.forEach((first, s) -> visitor.range(first, s.last(), s.attempts(), s.failures()));
  }

  public int rangeCount() {
    return stretches.size();
  }

  /** Makes a range begin at the offset if one lies across it. */
  private void cut(long offset) {
    Map.Entry<Long, Stretch> at = stretches.lowerEntry(offset);
    if (at != null && at.getValue().last() >= offset) {
      Stretch whole = at.getValue();
      put(at.getKey(), whole.upTo(offset - 1));
      put(offset, whole);
    }
  }

  /** Joins touching ranges of equal count in and around a range. */
  private void join(long first, long last) {
    Long from = stretches.lowerKey(first);
    Map.Entry<Long, Stretch> at =
        from == null ? stretches.firstEntry() : stretches.floorEntry(from);
    while (at != null && at.getKey() <= last + 1) {
      Map.Entry<Long, Stretch> next = stretches.higherEntry(at.getKey());
      if (next != null
          && next.getKey() == at.getValue().last() + 1
          && next.getValue().isLike(at.getValue())) {
        stretches.remove(next.getKey());
        put(at.getKey(), next.getValue());
        at = stretches.floorEntry(at.getKey());
      } else {
        at = next;
      }
    }
  }

  /** Most groups never have any: then there is no map. */
  private void put(long first, Stretch stretch) {
    if (stretches.isEmpty()) {
      stretches = new TreeMap<>();
    }
    stretches.put(first, stretch);
  }
}
