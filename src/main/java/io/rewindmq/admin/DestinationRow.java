// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin;

import io.rewindmq.broker.DestinationSummary;
import io.rewindmq.shard.DestinationSpec;
import io.rewindmq.shard.PartitionView;
import java.util.List;
import java.util.Locale;

/**
 * A queue or topic.
 *
 * @param kind {@code queue}, {@code topic}, {@code temporary-queue} or {@code temporary-topic}
 * @param groups how many groups read it
 * @param retentionMillis how long history is kept
 * @param retentionBytes how much history a partition keeps at most
 */
record DestinationRow(
    int id,
    String name,
    String kind,
    int groups,
    long retentionMillis,
    long retentionBytes,
    List<Partition> partitions) {
  DestinationRow {
    partitions = List.copyOf(partitions);
  }

  static DestinationRow of(DestinationSummary summary) {
    DestinationSpec spec = summary.destination().spec();
    return new DestinationRow(
        summary.destination().id(),
        spec.name(),
        spec.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        summary.groups(),
        spec.settings().retentionMillis(),
        spec.settings().retentionBytes(),
        summary.partitions().stream().map(Partition::of).toList());
  }

  /**
   * A partition.
   *
   * @param logStartOffset the lowest that is kept
   * @param logEndOffset exclusive
   */
  record Partition(int partition, long logStartOffset, long logEndOffset) {
    static Partition of(PartitionView view) {
      return new Partition(view.partition(), view.logStart(), view.logEnd());
    }
  }
}
