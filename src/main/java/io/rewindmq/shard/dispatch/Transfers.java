// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.dispatch;

import io.rewindmq.delivery.SettleReason;
import io.rewindmq.delivery.group.CursorState;
import io.rewindmq.delivery.group.GroupBuckets;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.shard.state.GroupState;
import io.rewindmq.shard.state.PartitionState;
import io.rewindmq.shard.state.ShardState;

/**
 * Moves messages that a group gives up to another queue: dead letters, and expired messages where
 * an expiry queue is set.
 *
 * <p>Meanwhile the group withholds the messages from its consumers. What can't be moved, for a full
 * disk or a queue that can't be made, stays withheld and is tried again.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class Transfers {
  private static final long RETRY_MILLIS = 1000;

  private final ShardState state;
  private final RunReader.Sources sources;
  private final Dispatcher dispatcher;
  private final DispatchTimers timers;
  private final Mover mover;

  Transfers(
      ShardState state,
      RunReader.Sources sources,
      Dispatcher dispatcher,
      DispatchTimers timers,
      Mover mover) {
    this.state = state;
    this.sources = sources;
    this.dispatcher = dispatcher;
    this.timers = timers;
    this.mover = mover;
  }

  /**
   * Withholds messages of a group that are available or rest, and moves them in later turns.
   *
   * @param first inclusive, as is the last
   * @param reason DEAD_LETTERED, EXPIRED or OVERFLOWED: decides where they go
   */
  public void begin(
      GroupState group, PartitionState partition, long first, long last, SettleReason reason) {
    CursorState cursor = group.cursor(partition.key().partition());
    cursor.restore(first, last, CursorState.RESTING);
    cursor.withhold(first, last, CursorState.MOVING, GroupBuckets.NONE);
    dispatcher.enqueue(new Transfer(this, group, partition, first, last, reason));
  }

  Mover mover() {
    return mover;
  }

  /** Begins to give a large message to a partition, part by part. */
  public LargeMove beginLarge(PartitionState target) {
    return mover.beginLarge(target);
  }

  boolean isOver(GroupState group, int epoch) {
    return state.group(group.id()) != group || group.epoch() != epoch;
  }

  RunReader reader(PartitionState partition, Runnable whenFetched) {
    return new RunReader(sources, partition, whenFetched);
  }

  void enqueue(Transfer transfer) {
    dispatcher.enqueue(transfer);
  }

  void enqueueLater(Transfer transfer) {
    timers.after(RETRY_MILLIS, () -> dispatcher.enqueue(transfer));
  }
}
