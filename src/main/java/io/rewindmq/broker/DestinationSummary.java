// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker;

import io.rewindmq.shard.DestinationView;
import io.rewindmq.shard.PartitionView;
import java.util.List;

/**
 * A destination with its partitions.
 *
 * @param groups how many groups read it
 * @param consumers how many consumers these have
 */
public record DestinationSummary(
    DestinationView destination, List<PartitionView> partitions, int groups, int consumers) {
  public DestinationSummary {
    partitions = List.copyOf(partitions);
  }
}
