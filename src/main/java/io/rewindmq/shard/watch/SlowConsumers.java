// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.watch;

import io.rewindmq.delivery.group.FlightTable;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.shard.dispatch.ActiveGroup;
import io.rewindmq.shard.dispatch.GroupConsumer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds consumers that do not go on although messages wait: a consumer is slow when the first of
 * the messages that it holds has been the same for too long.
 *
 * <p>Nothing is kept by the consumers themselves: each walk compares what they hold with what they
 * held at the walk before, so a consumer that stops is known to be slow a period too late at most.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class SlowConsumers {
  private static final int FOUND_MAX = 100;

  /** Of a group, those with the lowest offsets. */
  private static final int FLIGHTS_MAX = 10_000;

  private final long slowMillis;
  private IdentityHashMap<GroupConsumer, Held> before = new IdentityHashMap<>();
  private IdentityHashMap<GroupConsumer, Held> current = new IdentityHashMap<>();
  private final List<SlowConsumer> found = new ArrayList<>();
  private final Map<Integer, Integer> countByGroup = new HashMap<>();
  private int count;
  private long now;

  /** The first message that a consumer holds, by arrival, and since when it has been that. */
  private record Held(long arrival, long sinceMillis) {}

  /** What one consumer holds at present. */
  private static final class Holding {
    private long firstArrival = Long.MAX_VALUE;
    private long messages;
  }

  SlowConsumers(long slowMillis) {
    this.slowMillis = slowMillis;
  }

  /** A walk begins. */
  void begin(long nowMillis) {
    now = nowMillis;
    IdentityHashMap<GroupConsumer, Held> oldest = before;
    before = current;
    current = oldest;
    current.clear();
    found.clear();
    countByGroup.clear();
    count = 0;
  }

  /**
   * Looks at the consumers of a group.
   *
   * @param waiting messages that none of them has
   */
  void look(ActiveGroup group, long waiting) {
    if (slowMillis == 0 || waiting <= 0) {
      return; // where nobody waits, a consumer may take its time
    }
    Map<Integer, Holding> holdings = holdings(group);
    for (GroupConsumer consumer : group.consumers()) {
      Holding holding = holdings.get(consumer.holder());
      if (holding != null) {
        look(group, consumer, holding, waiting);
      }
    }
  }

  private static Map<Integer, Holding> holdings(ActiveGroup group) {
    Map<Integer, Holding> holdings = new HashMap<>();
    int left = FLIGHTS_MAX;
    for (int i = 0; i < group.state().cursors().size(); i++) {
      FlightTable flights = group.state().cursor(i).flights();
      for (int row = 0; row < flights.size() && left > 0; row++, left--) {
        Holding holding = holdings.computeIfAbsent(flights.holder(row), holder -> new Holding());
        holding.firstArrival = Math.min(holding.firstArrival, flights.arrival(row));
        holding.messages += flights.last(row) - flights.first(row) + 1;
      }
    }
    return holdings;
  }

  private void look(ActiveGroup group, GroupConsumer consumer, Holding holding, long waiting) {
    Held known = before.get(consumer);
    Held held =
        known != null && known.arrival() == holding.firstArrival
            ? known
            : new Held(holding.firstArrival, now);
    current.put(consumer, held);
    long heldMillis = now - held.sinceMillis();
    if (heldMillis < slowMillis) {
      return;
    }
    count++;
    countByGroup.merge(group.state().id(), 1, Integer::sum);
    if (found.size() < FOUND_MAX) {
      found.add(
          new SlowConsumer(
              group.state().id(),
              group.state().fields().name(),
              group.destination().fields().name(),
              consumer.owner().msb(),
              consumer.owner().lsb(),
              holding.messages,
              heldMillis,
              waiting));
    }
  }

  int count() {
    return count;
  }

  int countOf(int groupId) {
    return countByGroup.getOrDefault(groupId, 0);
  }

  List<SlowConsumer> found() {
    return List.copyOf(found);
  }
}
