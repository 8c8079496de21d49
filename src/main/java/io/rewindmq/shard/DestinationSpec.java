// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import io.rewindmq.delivery.DeliveryPolicy;
import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.delivery.DestinationSettings;

/**
 * A destination to be created.
 *
 * @param name unique within its kind, 1 to 1000 characters
 * @param partitions 1 to 1024
 * @param settings a queue's dead letters can't go to the queue itself
 */
public record DestinationSpec(
    DestinationKind kind, String name, int partitions, DestinationSettings settings) {
  public static final int NAME_CHARS_MAX = 1000;
  public static final int PARTITIONS_MAX = 1024;

  public DestinationSpec {
    if (name.isEmpty() || name.length() > NAME_CHARS_MAX) {
      throw new IllegalArgumentException("name must have 1 to " + NAME_CHARS_MAX + " characters");
    }
    if (partitions < 1 || partitions > PARTITIONS_MAX) {
      throw new IllegalArgumentException("partitions must be 1 to " + PARTITIONS_MAX);
    }
    DeliveryPolicy policy = settings.policy();
    if (kind.isQueue()
        && (name.equals(policy.expiryQueue())
            || (policy.deliveriesMax() > 0 && name.equals(policy.deadLetterQueueOf(name))))) {
      throw new IllegalArgumentException(
          "queue " + name + " can't be its own dead-letter or expiry queue");
    }
  }

  /** Of one partition; nothing becomes a dead letter of a queue that is named for dead letters. */
  public static DestinationSpec lasting(
      DestinationKind kind, String name, DestinationSettings settings) {
    boolean isLastResort = kind.isQueue() && name.startsWith(DeliveryPolicy.DEAD_LETTER_PREFIX);
    return new DestinationSpec(kind, name, 1, isLastResort ? settings.forEver() : settings);
  }

  /** Of one partition, kept as long as its connection, without history and dead letters. */
  public static DestinationSpec temporary(DestinationKind kind, String name) {
    return new DestinationSpec(
        kind, name, 1, new DestinationSettings(0, 0, false, DeliveryPolicy.FOR_EVER));
  }

  /** The same with other settings. */
  DestinationSpec with(DestinationSettings changed) {
    return new DestinationSpec(kind, name, partitions, changed);
  }
}
