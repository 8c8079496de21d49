// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import io.rewindmq.delivery.group.CursorState;
import io.rewindmq.shard.dispatch.ActiveGroup;
import io.rewindmq.shard.entry.DestinationFields;
import io.rewindmq.shard.entry.GroupFields;
import io.rewindmq.shard.quota.BacklogMeter;
import io.rewindmq.shard.state.DestinationState;
import io.rewindmq.shard.state.GroupState;
import io.rewindmq.shard.state.PartitionState;
import io.rewindmq.storage.MessageStore;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns state into what callers see, and specifications into what is journalled. */
final class Views {
  private Views() {}

  static DestinationFields fields(DestinationSpec spec) {
    return new DestinationFields(
        spec.kind(), spec.name(), spec.partitions(), spec.settings(), spec.own());
  }

  static GroupFields fields(GroupSpec spec) {
    return new GroupFields(
        spec.destinationId(),
        spec.kind(),
        spec.name(),
        spec.clientId(),
        spec.subscription(),
        spec.selector(),
        spec.noLocal());
  }

  static DestinationView of(DestinationState state) {
    DestinationFields fields = state.fields();
    DestinationSpec spec =
        new DestinationSpec(
            fields.kind(), fields.name(), fields.partitions(), fields.settings(), fields.own());
    return new DestinationView(state.id(), spec, state.queueGroupId());
  }

  static PartitionView of(DestinationState destination, PartitionState partition, ShardCore core) {
    int index = partition.key().partition();
    BacklogMeter meter = core.quotas().meter();
    long backlog = meter.backlogBytes(destination, index);
    return new PartitionView(
        index,
        logStart(partition, core.store()),
        partition.nextOffset(),
        partition.visibleEnd(),
        backlog,
        Math.max(0, meter.storedBytes(partition) - backlog));
  }

  static GroupView of(
      GroupState group,
      DestinationState destination,
      @Nullable ActiveGroup active,
      MessageStore store) {
    GroupFields fields = group.fields();
    GroupSpec spec =
        new GroupSpec(
            fields.destinationId(),
            fields.kind(),
            fields.name(),
            fields.clientId(),
            fields.subscription(),
            fields.selector(),
            fields.noLocal());
    List<GroupView.CursorView> cursors = new ArrayList<>();
    for (int i = 0; i < group.cursors().size(); i++) {
      CursorState cursor = group.cursor(i);
      PartitionState partition = destination.partition(i);
      cursors.add(
          new GroupView.CursorView(
              i,
              cursor.committed(),
              cursor.settled().count(),
              cursor.backlog(partition.nextOffset()),
              cursor.flights().messages(),
              logStart(partition, store),
              partition.nextOffset()));
    }
    int consumers = active == null ? 0 : active.openConsumers();
    return new GroupView(group.id(), spec, group.epoch(), consumers, cursors);
  }

  /** Why a send is refused. */
  static String fullText(DestinationState destination) {
    DestinationFields fields = destination.fields();
    return (fields.kind().isQueue() ? "queue " : "topic ")
        + fields.name()
        + " is full: its limit is "
        + fields.settings().backlog().bytesMax()
        + " bytes that have not been consumed";
  }

  /** The lowest offset that is still kept. */
  static long logStart(PartitionState partition, MessageStore store) {
    long inJournal = partition.runs().isEmpty() ? partition.nextOffset() : partition.runs().base(0);
    long start = store.logStart(partition.key());
    return store.logEnd(partition.key()) > start ? Math.min(start, inJournal) : inJournal;
  }
}
