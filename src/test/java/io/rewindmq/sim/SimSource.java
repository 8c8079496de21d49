// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.sim;

import io.rewindmq.protocol.SubscriptionKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What simulated clients may consume from: the destinations and subscriptions of every run. */
record SimSource(int destination, SubscriptionKind kind, @Nullable String subscription) {
  static final int QUEUE = 0;
  static final int WIDE_QUEUE = 1;
  static final int TOPIC = 2;

  /** In the order of their numbers. */
  static final List<String> DESTINATIONS = List.of("queue", "wide-queue", "topic");

  static final List<Integer> PARTITIONS = List.of(1, 3, 1);

  /** The client id that has {@link #ofOne}'s durable subscription. */
  static final String CLIENT_ID = "one";

  /** What a client without a client id consumes from. */
  static List<SimSource> ofAnybody() {
    return List.of(
        new SimSource(QUEUE, SubscriptionKind.QUEUE, null),
        new SimSource(WIDE_QUEUE, SubscriptionKind.QUEUE, null),
        new SimSource(TOPIC, SubscriptionKind.SHARED_DURABLE, "left"),
        new SimSource(TOPIC, SubscriptionKind.SHARED_DURABLE, "right"),
        new SimSource(TOPIC, SubscriptionKind.NON_DURABLE, null));
  }

  /** What the client with the client id consumes from. */
  static List<SimSource> ofOne() {
    return List.of(
        new SimSource(QUEUE, SubscriptionKind.QUEUE, null),
        new SimSource(WIDE_QUEUE, SubscriptionKind.QUEUE, null),
        new SimSource(TOPIC, SubscriptionKind.DURABLE, "own"));
  }
}
