// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** All values that the workload ever sent, and what must be true of them. */
public final class SentValues {
  private static final long NONE = 0;

  /** Destination by value. */
  public final Map<Long, Integer> destinations = new HashMap<>();

  public final Set<Long> confirmed = new HashSet<>();

  /** Those that expire, or that no restart keeps. */
  public final Set<Long> mayVanish = new HashSet<>();

  /** Those that must never be seen: of transactions that were not committed. */
  public final Set<Long> rolledBack = new HashSet<>();

  /** Of large messages, the last part's value by the first one's. */
  private final TreeMap<Long, Long> messages = new TreeMap<>();

  /** Both bounds inclusive. */
  public void large(long first, long last) {
    messages.put(first, last);
  }

  /** The value of the first part of the message that a value is of; the value of a small one. */
  public long firstOf(long value) {
    Map.Entry<Long, Long> at = messages.floorEntry(value);
    return at != null && at.getValue() >= value ? at.getKey() : value;
  }

  /** The same of the last part. */
  public long lastOf(long value) {
    Map.Entry<Long, Long> at = messages.floorEntry(value);
    return at == null ? value : Math.max(value, at.getValue());
  }

  /** Checks that whoever gets a part gets the others too, and nothing between them. */
  public final class Order {
    private long expected = NONE;

    public void next(long value) {
      if (expected == NONE) {
        assertThat(firstOf(value)).as("part without its beginning: " + value).isEqualTo(value);
      } else {
        assertThat(value).as("inside of a large message").isEqualTo(expected);
      }
      expected = value < lastOf(value) ? value + 1 : NONE;
    }

    /** What has begun does not go on. */
    public void stop() {
      expected = NONE;
    }

    public void end() {
      assertThat(expected).as("next part of a message").isEqualTo(NONE);
    }
  }

  /** Checks all that somebody got who could take everything. */
  public void checkWhole(Iterable<Long> values) {
    Order order = new Order();
    values.forEach(order::next);
    order.end();
  }
}
