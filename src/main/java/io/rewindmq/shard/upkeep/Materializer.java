// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.upkeep;

import io.rewindmq.delivery.group.CursorState;
import io.rewindmq.log.NeededOffsets;
import io.rewindmq.log.RetentionOptions;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.PartitionKey;
import io.rewindmq.record.Run;
import io.rewindmq.shard.entry.ShardEvent;
import io.rewindmq.shard.state.DestinationState;
import io.rewindmq.shard.state.EventLog;
import io.rewindmq.shard.state.GroupState;
import io.rewindmq.shard.state.PartitionState;
import io.rewindmq.shard.state.RunIndex;
import io.rewindmq.shard.state.ShardState;
import io.rewindmq.storage.MessageStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Moves messages from closed journal segments to their partitions' logs. What every group has
 * settled and no retention keeps is dropped on the way.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class Materializer {
  /** Of each group. */
  private static final int NEEDED_RANGES_MAX = 10_000;

  private final ShardState state;
  private final EventLog log;
  private final MessageStore store;

  Materializer(ShardState state, EventLog log, MessageStore store) {
    this.state = state;
    this.log = log;
    this.store = store;
  }

  /** The lowest journal position at which a message lies that is in no partition log. */
  long oldestPosition() {
    long oldest = Long.MAX_VALUE;
    for (DestinationState destination : state.destinations()) {
      for (PartitionState partition : destination.partitions()) {
        RunIndex runs = partition.runs();
        for (int row = 0; row < runs.size(); row++) {
          oldest = Math.min(oldest, runs.position(row));
        }
      }
    }
    return oldest;
  }

  /**
   * Moves everything visible that lies below a journal position, and what comes before it in offset
   * order.
   *
   * @param isDiskFull what is history alone is given up
   * @param done runs once that is noted in the journal; with false if a partition had a fault
   * @return whether there is anything to move
   */
  boolean start(long belowPosition, boolean isDiskFull, Consumer<Boolean> done) {
    Map<PartitionKey, List<Run>> wanted = new HashMap<>();
    for (DestinationState destination : state.destinations()) {
      for (PartitionState partition : destination.partitions()) {
        List<Run> runs = runsBelow(destination, partition, belowPosition);
        if (isDiskFull && destination.fields().settings().keepsHistory()) {
          runs = withoutHistory(destination, partition, runs);
        }
        if (!runs.isEmpty()) {
          wanted.put(partition.key(), runs);
        }
      }
    }
    if (wanted.isEmpty()) {
      return false;
    }
    store.materialize(
        wanted,
        ends -> {
          ends.forEach(this::note);
          done.accept(ends.keySet().containsAll(wanted.keySet()));
        });
    return true;
  }

  private void note(PartitionKey key, long end) {
    if (state.destination(key.destination()) == null) {
      store.dropPartition(key); // deleted while it was copied
    } else {
      log.log(new ShardEvent.Materialized(key.destination(), key.partition(), end));
    }
  }

  private static List<Run> runsBelow(
      DestinationState destination, PartitionState partition, long belowPosition) {
    RunIndex index = partition.runs();
    int rows = 0;
    for (int row = 0; row < index.size(); row++) {
      if (index.end(row) > partition.visibleEnd()) {
        break;
      }
      if (index.position(row) < belowPosition) {
        rows = row + 1;
      }
    }
    List<Run> runs = new ArrayList<>(rows);
    for (int row = 0; row < rows; row++) {
      Run run = index.run(row);
      runs.add(isNeeded(destination, partition, run) ? run : run.dropped());
    }
    return runs;
  }

  private List<Run> withoutHistory(
      DestinationState destination, PartitionState partition, List<Run> runs) {
    long bytes = 0;
    List<Run> kept = new ArrayList<>(runs.size());
    for (Run run : runs) {
      boolean isHistory = !isUnsettled(destination, partition, run);
      bytes += isHistory ? run.bytes() : 0;
      kept.add(isHistory ? run.dropped() : run);
    }
    if (bytes > 0) {
      log.figures().roomMaking();
      store.giveUp(partition.key(), bytes);
      log.figures().historyGivenUp(bytes);
    }
    return kept;
  }

  private static boolean isNeeded(DestinationState destination, PartitionState partition, Run run) {
    return destination.fields().settings().keepsHistory()
        || isUnsettled(destination, partition, run);
  }

  private static boolean isUnsettled(
      DestinationState destination, PartitionState partition, Run run) {
    for (GroupState group : destination.groups()) {
      CursorState cursor = group.cursor(partition.key().partition());
      if (cursor.committed() < run.endOffset()
          && cursor.settled().nextAbsent(Math.max(cursor.committed(), run.baseOffset()))
              < run.endOffset()) {
        return true;
      }
    }
    return false;
  }

  private static NeededOffsets needed(DestinationState destination, PartitionKey key) {
    return destination.needed(
        key.partition(), destination.fields().settings().keepsHistory(), NEEDED_RANGES_MAX);
  }

  /** The disk is full: lets go of about half of all history. */
  void makeRoom() {
    log.figures().roomMaking();
    for (DestinationState destination : state.destinations()) {
      for (PartitionState partition : destination.partitions()) {
        PartitionKey key = partition.key();
        if (store.logEnd(key) > store.logStart(key)) {
          store.makeRoom(key, needed(destination, key), log.figures()::historyGivenUp);
        }
      }
    }
  }

  /**
   * Lets go of history that is too old or too much; returns whether any partition has stored
   * messages.
   */
  boolean applyRetention(long now) {
    boolean hasStored = false;
    for (DestinationState destination : state.destinations()) {
      var settings = destination.fields().settings();
      var retention = new RetentionOptions(settings.retentionBytes(), settings.retentionMillis());
      for (PartitionState partition : destination.partitions()) {
        PartitionKey key = partition.key();
        if (store.logEnd(key) > store.logStart(key)) {
          hasStored = true;
          store.applyRetention(key, needed(destination, key), retention, now);
        }
      }
    }
    return hasStored;
  }
}
