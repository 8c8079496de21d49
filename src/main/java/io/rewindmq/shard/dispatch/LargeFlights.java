// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.dispatch;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.shard.entry.LongList;
import java.util.Map;
import java.util.TreeMap;

/** Which large messages of one cursor are in flight. */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class LargeFlights {
  private record Flight(long last, LargeDelivery delivery) {}

  /** By the offset of the first part. */
  private final TreeMap<Long, Flight> flights = new TreeMap<>();

  /** A message is in flight, and begins to go out. Both bounds inclusive. */
  void begin(long first, long last, LargeDelivery delivery) {
    flights.put(first, new Flight(last, delivery));
    delivery.changed();
  }

  /** Messages are not in flight any more; what has not gone out of them stays. */
  void ended(long first, long last) {
    if (flights.isEmpty()) {
      return;
    }
    Map.Entry<Long, Flight> before = flights.floorEntry(first);
    long from = before != null && before.getValue().last() >= first ? before.getKey() : first;
    Map<Long, Flight> over = flights.subMap(from, true, last, true);
    over.values().forEach(flight -> flight.delivery().stop());
    over.clear();
  }

  void clear() {
    ended(0, Long.MAX_VALUE);
  }

  /** Where the message begins that an offset lies in; the offset if it is in no such message. */
  long firstOf(long offset) {
    Map.Entry<Long, Flight> at = flights.floorEntry(offset);
    return at != null && at.getValue().last() >= offset ? at.getKey() : offset;
  }

  /** Where the message ends that an offset lies in, inclusive; else the offset. */
  long lastOf(long offset) {
    Map.Entry<Long, Flight> at = flights.floorEntry(offset);
    return at != null ? Math.max(offset, at.getValue().last()) : offset;
  }

  /**
   * What is left of ranges without messages of which they hold some of the parts only, or of which
   * parts have still to go out.
   *
   * @param ranges pairs of first and last, inclusive, ascending
   */
  LongList settleable(LongList ranges) {
    if (flights.isEmpty()) {
      return ranges;
    }
    LongList left = new LongList();
    for (int i = 0; i < ranges.size(); i += 2) {
      long first = ranges.get(i);
      long last = ranges.get(i + 1);
      long from = first;
      for (Map.Entry<Long, Flight> at :
          flights.subMap(firstOf(first), true, last, true).entrySet()) {
        Flight flight = at.getValue();
        if (at.getKey() < first || flight.last() > last || !flight.delivery().isOver()) {
          if (from < at.getKey()) {
            left.addRange(from, at.getKey() - 1);
          }
          from = flight.last() + 1;
        }
      }
      if (from <= last) {
        left.addRange(from, last);
      }
    }
    return left;
  }

  /**
   * Where the message begins that a boundary lies inside of; else the boundary.
   *
   * @param boundary exclusive end of some messages
   */
  long roundDown(long boundary) {
    Map.Entry<Long, Flight> before = flights.lowerEntry(boundary);
    return before != null && before.getValue().last() >= boundary ? before.getKey() : boundary;
  }
}
