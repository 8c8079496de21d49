// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.move;

import io.rewindmq.delivery.group.CursorState;
import io.rewindmq.delivery.group.GroupBuckets;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.shard.dispatch.LargeMove;
import io.rewindmq.shard.state.PartitionState;
import java.nio.ByteBuffer;

/**
 * A large message on its way: its parts are staged in several turns. Unless it is copied, nobody
 * else gets it meanwhile.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class BulkLarge {
  private final LargeMove move;
  private final BulkTarget.To target;
  private final PartitionState partition;
  private final CursorState cursor;
  private final long first;
  private final long last;
  private final boolean isWithheld;

  /**
   * @param withholds the message goes away, so nobody may get it from here any more
   */
  BulkLarge(
      LargeMove move,
      BulkTarget.To target,
      PartitionState partition,
      CursorState cursor,
      long first,
      long last,
      boolean withholds) {
    this.move = move;
    this.target = target;
    this.partition = partition;
    this.cursor = cursor;
    this.first = first;
    this.last = last;
    this.isWithheld = withholds;
    if (withholds) {
      cursor.restore(first, last, CursorState.RESTING);
      cursor.withhold(first, last, CursorState.MOVING, GroupBuckets.NONE);
    }
  }

  boolean stage(ByteBuffer copies, int count, long now) {
    return move.stage(copies, count, now);
  }

  LargeMove move() {
    return move;
  }

  BulkTarget.To target() {
    return target;
  }

  long first() {
    return first;
  }

  /** Inclusive. */
  long last() {
    return last;
  }

  int parts() {
    return (int) (last - first + 1);
  }

  /** Undoes everything; the message is there as before. */
  void giveUp() {
    move.rollback();
    release();
  }

  /** Others may have it again. */
  void release() {
    if (isWithheld) {
      cursor.restore(first, last, CursorState.MOVING);
      partition.tellAvailable(first);
    }
  }
}
