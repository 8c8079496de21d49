// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.catalog;

import io.rewindmq.delivery.DestinationSettings;
import io.rewindmq.delivery.Setting;
import java.util.Set;

/**
 * A queue or topic that outlives its connection (temporary ones are not in the catalog).
 *
 * @param name unique within its kind
 * @param partitions at least 1
 * @param settings its own ones; the others are those of {@link DestinationSettings#DEFAULT} here,
 *     whatever was given, since the broker's defaults are not the database's business
 * @param own which settings were said for it
 */
public record DestinationDefinition(
    Kind kind, String name, int partitions, DestinationSettings settings, Set<Setting> own) {
  public DestinationDefinition {
    own = Set.copyOf(own);
    settings = DestinationSettings.DEFAULT.with(own, settings);
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a destination needs a name");
    }
    if (partitions < 1) {
      throw new IllegalArgumentException("partitions must be at least 1, not " + partitions);
    }
  }

  /** Without settings of its own. */
  public DestinationDefinition(Kind kind, String name, int partitions) {
    this(kind, name, partitions, DestinationSettings.DEFAULT, Set.of());
  }

  /** The two kinds of destinations that last. */
  public enum Kind {
    QUEUE,
    TOPIC
  }
}
