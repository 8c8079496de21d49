// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.catalog;

/**
 * A queue or topic that outlives its connection (temporary ones are not in the catalog).
 *
 * @param name unique within its kind
 * @param partitions at least 1
 */
public record DestinationDefinition(Kind kind, String name, int partitions) {
  public DestinationDefinition {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a destination needs a name");
    }
    if (partitions < 1) {
      throw new IllegalArgumentException("partitions must be at least 1, not " + partitions);
    }
  }

  /** The two kinds of destinations that last. */
  public enum Kind {
    QUEUE,
    TOPIC
  }
}
