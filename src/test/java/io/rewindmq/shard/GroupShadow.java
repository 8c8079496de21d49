// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must be true of one of the workload's groups. */
final class GroupShadow {
  final int id;
  final int destination;
  final boolean exclusive;
  final Set<Long> acked = new HashSet<>();
  final Set<Long> maybeAcked = new HashSet<>();
  final Set<Long> mustBeFlagged = new HashSet<>();

  /** Values that a rewind may have left out. */
  final Set<Long> passedOver = new HashSet<>();

  /** Offset of each value that was delivered, to know what a rewind brings back. */
  final Map<Long, Long> offsets = new HashMap<>();

  /** Whether a consumer with a selector has been there. */
  boolean hadSelectors;

  /** Rewinds not answered yet make everything uncertain until the next quiet moment. */
  int rewinding;

  private boolean wasRewound;

  GroupShadow(int id, int destination, boolean exclusive) {
    this.id = id;
    this.destination = destination;
    this.exclusive = exclusive;
  }

  /** From now on everything may come again. */
  void rewinds() {
    rewinding++;
    wasRewound = true;
    acked.clear();
  }

  /**
   * What a group gave to the last consumers, and what it gave up.
   *
   * @param expected confirmed values that do not expire
   */
  void check(List<ShardWorld.Delivery> deliveries, List<Long> dead, Set<Long> expected) {
    Set<Long> seen = new HashSet<>(dead);
    if (!wasRewound) {
      assertThat(dead).as("dead letters of group " + id).doesNotHaveDuplicates();
      assertThat(dead).noneMatch(acked::contains);
    }
    for (ShardWorld.Delivery delivery : deliveries) {
      long value = delivery.value();
      assertThat(seen.add(value) || wasRewound).as(value + " is a dead letter, too").isTrue();
      assertThat(acked).doesNotContain(value);
      if (mustBeFlagged.contains(value)) {
        assertThat(delivery.count()).isGreaterThan(1);
      }
    }
    Set<Long> missing = new HashSet<>(expected);
    missing.removeAll(maybeAcked);
    missing.removeAll(passedOver);
    missing.removeAll(seen);
    assertThat(missing).as("lost of group " + id).isEmpty();
  }
}
