// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.entry;

import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.delivery.DestinationSettings;
import io.rewindmq.delivery.Setting;
import java.util.Set;

/**
 * A destination's definition as it is journalled.
 *
 * @param settings what is in force
 * @param own which of that was said for this destination; the rest are the broker's defaults
 */
public record DestinationFields(
    DestinationKind kind,
    String name,
    int partitions,
    DestinationSettings settings,
    Set<Setting> own) {
  public DestinationFields {
    own = Set.copyOf(own);
  }
}
