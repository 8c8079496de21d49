// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.watch;

import io.rewindmq.delivery.group.CursorState;
import io.rewindmq.platform.fault.CorruptDataException;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.RunBytes;
import io.rewindmq.shard.state.DestinationState;
import io.rewindmq.shard.state.GroupState;
import io.rewindmq.shard.state.PartitionState;
import io.rewindmq.shard.state.RunIndex;
import io.rewindmq.storage.FetchSink;
import io.rewindmq.storage.MessageStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * When the oldest messages of some groups were appended: what is no longer in the journal is asked
 * of the partition logs, the rest is known.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class OldestMessages {
  /** Reads of files; of what is beyond nothing is told. */
  private static final int FETCHES_MAX = 400;

  private final MessageStore store;
  private final Map<GroupState, Long> unsettled = new HashMap<>();
  private final Map<GroupState, Long> waiting = new HashMap<>();
  private int fetches;
  private int open;
  private Runnable whenFound = () -> {};

  OldestMessages(MessageStore store) {
    this.store = store;
  }

  /** Looks for those of a group. */
  void find(GroupState group, DestinationState destination) {
    for (int i = 0; i < group.cursors().size(); i++) {
      PartitionState partition = destination.partition(i);
      CursorState cursor = group.cursor(i);
      long end = partition.nextOffset();
      long oldest = cursor.settled().nextAbsent(cursor.committed());
      find(partition, oldest, end, group, unsettled);
      find(partition, firstWaiting(cursor, oldest, end), end, group, waiting);
    }
  }

  /** The lowest offset that is neither settled nor in flight. */
  private static long firstWaiting(CursorState cursor, long from, long end) {
    long at = from;
    while (at < end) {
      long free = cursor.flights().nextFree(at);
      long open = cursor.settled().nextAbsent(free);
      if (open == at) {
        return at;
      }
      at = open;
    }
    return end;
  }

  private void find(
      PartitionState partition,
      long offset,
      long end,
      GroupState group,
      Map<GroupState, Long> found) {
    if (offset >= end) {
      return;
    }
    RunIndex runs = partition.runs();
    if (!runs.isEmpty() && offset >= runs.base(0)) {
      int row = runs.rowAt(offset);
      if (row < runs.size()) {
        found.merge(group, runs.millis(row), Math::min);
      }
    } else if (fetches < FETCHES_MAX) {
      fetches++;
      open++;
      store.fetchLog(partition.key(), offset, 1, sink(group, found));
    }
  }

  private FetchSink sink(GroupState group, Map<GroupState, Long> found) {
    return new FetchSink() {
      @Override
      public void fetched(List<RunBytes> runs) {
        if (!runs.isEmpty()) {
          found.merge(group, runs.getFirst().appendTimeMillis(), Math::min);
        }
        answered();
      }

      @Override
      public void failed(CorruptDataException e) {
        answered(); // a consumer that gets there reports it
      }
    };
  }

  private void answered() {
    open--;
    if (open == 0) {
      whenFound.run();
    }
  }

  /** Runs an action once all answers are there; perhaps at once. */
  void whenFound(Runnable action) {
    if (open == 0) {
      action.run();
    } else {
      whenFound = action;
    }
  }

  /** Since 1970; 0 = there is none, or nobody can tell. */
  long unsettledMillis(GroupState group) {
    return unsettled.getOrDefault(group, 0L);
  }

  /** Of what no consumer has. */
  long waitingMillis(GroupState group) {
    return waiting.getOrDefault(group, 0L);
  }
}
