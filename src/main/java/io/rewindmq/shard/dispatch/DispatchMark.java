// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.dispatch;

import io.rewindmq.delivery.group.CursorState;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.shard.entry.ShardEvent;
import io.rewindmq.shard.state.EventLog;
import io.rewindmq.shard.state.GroupState;
import io.rewindmq.shard.state.PartitionState;
import java.util.ArrayList;
import java.util.List;

/** The dispatch mark of one cursor: raised in steps ahead of delivery, and waited for. */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class DispatchMark {
  private final DispatchEngine engine;
  private final GroupState group;
  private final PartitionState partition;
  private final CursorState cursor;
  private final List<Runnable> waiting = new ArrayList<>(1);
  private long durable;

  /** The highest mark that is durable or will be without further ado. */
  private long requested;

  DispatchMark(DispatchEngine engine, GroupState group, PartitionState partition) {
    this.engine = engine;
    this.group = group;
    this.partition = partition;
    this.cursor = group.cursor(partition.key().partition());
    if (group.isVolatile()) {
      durable = Long.MAX_VALUE;
    } else if (engine.log().isDurable()) {
      durable = cursor.mark();
    } // else an older mark may still be on its way to the disk
    requested = durable;
  }

  /**
   * The last offset of a range that may go out now; below the first one if none may, and then a
   * higher mark is on its way. Both inclusive.
   */
  long lastAllowed(long first, long last) {
    if (last < durable) {
      return last;
    }
    long persistent = partition.nonPersistent().nextAbsent(Math.max(first, durable));
    if (persistent > last) {
      return last;
    }
    advance(last + 1);
    return persistent - 1;
  }

  /** Calls back once, when a higher mark is durable. */
  void await(Runnable raised) {
    waiting.add(raised);
  }

  /** Journals a mark if the messages below the given end need a higher one. */
  void advance(long end) {
    if (end <= requested) {
      return;
    }
    long from = Math.max(requested, cursor.committed());
    if (partition.nonPersistent().nextAbsent(from) >= end) {
      return; // after a crash they are dropped, not delivered again
    }
    EventLog log = engine.log();
    long mark = Math.max(cursor.mark(), end + engine.limits().markStep());
    requested = mark;
    log.log(
        new ShardEvent.MarkAdvanced(group.id(), group.epoch(), partition.key().partition(), mark));
    log.force();
    engine.outcomes().add(log.end(), () -> raised(mark));
  }

  private void raised(long mark) {
    durable = Math.max(durable, mark);
    List<Runnable> called = List.copyOf(waiting);
    waiting.clear();
    called.forEach(Runnable::run);
  }
}
