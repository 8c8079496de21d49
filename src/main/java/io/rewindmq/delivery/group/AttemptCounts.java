// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery.group;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** How often messages were tried before, kept in ranges, only where it is not 0. */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class AttemptCounts {
  /** Counting stops here. */
  public static final int COUNT_MAX = 60_000;

  /** Takes one range with its count. */
  @FunctionalInterface
  public interface Visitor {
    void range(long first, long last, int count);
  }

  private record Stretch(long last, int count) {}

  /** By first offset; ranges never overlap, and touching ones have different counts. */
  private final NavigableMap<Long, Stretch> stretches = new TreeMap<>();

  public boolean isEmpty() {
    return stretches.isEmpty();
  }

  public int get(long offset) {
    if (stretches.isEmpty()) {
      return 0;
    }
    Map.Entry<Long, Stretch> at = stretches.floorEntry(offset);
    return at == null || at.getValue().last() < offset ? 0 : at.getValue().count();
  }

  /** The last offset, at most the limit, up to which all have the count that the offset has. */
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

  /** Raises the counts of a range by one, both bounds inclusive. */
  public void raise(long first, long last) {
    if (first > last) {
      return;
    }
    cut(first);
    cut(last + 1);
    long at = first;
    while (at <= last) {
      Map.Entry<Long, Stretch> next = stretches.ceilingEntry(at);
      if (next == null || next.getKey() > last) {
        stretches.put(at, new Stretch(last, 1));
        break;
      }
      if (next.getKey() > at) {
        stretches.put(at, new Stretch(next.getKey() - 1, 1));
      }
      Stretch old = next.getValue();
      stretches.put(next.getKey(), new Stretch(old.last(), Math.min(old.count() + 1, COUNT_MAX)));
      at = old.last() + 1;
    }
    join(first, last);
  }

  /** Sets the counts of a range, both bounds inclusive; 0 forgets. */
  public void set(long first, long last, int count) {
    if (first > last) {
      return;
    }
    cut(first);
    cut(last + 1);
    stretches.subMap(first, true, last, true).clear();
    if (count > 0) {
      stretches.put(first, new Stretch(last, count));
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
    stretches.clear();
  }

  /** All ranges, ascending. */
  public void forEach(Visitor visitor) {
    stretches.forEach((first, s) -> visitor.range(first, s.last(), s.count()));
  }

  public int rangeCount() {
    return stretches.size();
  }

  /** Makes a range begin at the offset if one lies across it. */
  private void cut(long offset) {
    Map.Entry<Long, Stretch> at = stretches.lowerEntry(offset);
    if (at != null && at.getValue().last() >= offset) {
      Stretch whole = at.getValue();
      stretches.put(at.getKey(), new Stretch(offset - 1, whole.count()));
      stretches.put(offset, whole);
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
          && next.getValue().count() == at.getValue().count()) {
        stretches.remove(next.getKey());
        stretches.put(at.getKey(), next.getValue());
        at = stretches.floorEntry(at.getKey());
      } else {
        at = next;
      }
    }
  }
}
