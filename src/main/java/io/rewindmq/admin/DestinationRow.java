// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin;

import io.rewindmq.broker.DestinationSummary;
import io.rewindmq.shard.DestinationSpec;
import io.rewindmq.shard.PartitionView;
import java.util.List;
import java.util.Map;

/**
 * A queue or topic.
 *
 * @param kind {@code queue}, {@code topic}, {@code temporary-queue} or {@code temporary-topic}
 * @param groups how many groups read it
 * @param consumers how many consumers are connected
 * @param settings by name, those in force
 */
record DestinationRow(
    int id,
    String name,
    String kind,
    int groups,
    int consumers,
    Map<String, SettingRow> settings,
    List<Partition> partitions) {
  static DestinationRow of(DestinationSummary summary) {
    DestinationSpec spec = summary.destination().spec();
    return new DestinationRow(
        summary.destination().id(),
        spec.name(),
        KindName.of(spec.kind()),
        summary.groups(),
        summary.consumers(),
        SettingRow.of(spec),
        summary.partitions().stream().map(Partition::of).toList());
  }

  /**
   * A partition.
   *
   * @param logStartOffset the lowest that is kept
   * @param logEndOffset exclusive
   * @param backlogBytes about how much has still to be consumed
   * @param historyBytes about how much is kept besides
   */
  record Partition(
      int partition, long logStartOffset, long logEndOffset, long backlogBytes, long historyBytes) {
    static Partition of(PartitionView view) {
      return new Partition(
          view.partition(),
          view.logStart(),
          view.logEnd(),
          view.backlogBytes(),
          view.historyBytes());
    }
  }
}
