// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import io.rewindmq.delivery.DeliveryPolicy;
import io.rewindmq.delivery.DestinationKind;

/**
 * What can be changed of a destination.
 *
 * @param retentionMillis how long history is kept; 0 = not for the sake of its age
 * @param retentionBytes how much history a partition keeps at most, 0 = none. Both 0: a message
 *     that every group has settled is not kept
 * @param replayAllowed whether its groups may be rewound
 */
public record DestinationSettings(
    long retentionMillis, long retentionBytes, boolean replayAllowed, DeliveryPolicy policy) {
  /** 7 days and 1 GiB a partition. */
  public static final DestinationSettings DEFAULT =
      new DestinationSettings(7L * 24 * 60 * 60 * 1000, 1L << 30, true, DeliveryPolicy.DEFAULT);

  public DestinationSettings {
    if (retentionMillis < 0 || retentionBytes < 0) {
      throw new IllegalArgumentException("retention must not be negative");
    }
  }

  /** Whether settled messages are kept at all. */
  public boolean keepsHistory() {
    return retentionMillis > 0 && retentionBytes > 0;
  }

  /** A queue or topic of one partition; a queue named for dead letters is made for them. */
  public DestinationSpec lasting(DestinationKind kind, String name) {
    if (kind.isQueue() && name.startsWith(DeliveryPolicy.DEAD_LETTER_PREFIX)) {
      return lastResort(name);
    }
    return new DestinationSpec(kind, name, 1, this);
  }

  /** A queue for what other destinations give up: nothing is a dead letter there. */
  public DestinationSpec lastResort(String name) {
    return new DestinationSpec(
        DestinationKind.QUEUE,
        name,
        1,
        new DestinationSettings(
            retentionMillis, retentionBytes, replayAllowed, DeliveryPolicy.FOR_EVER));
  }
}
