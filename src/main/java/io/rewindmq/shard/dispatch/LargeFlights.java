// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.dispatch;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
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
