// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.state;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.shard.entry.ShardEvent;
import java.util.List;

/** What of a shard's state belongs to no object: the epoch, and ids that were never given out. */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class ShardFacts implements Pictured {
  private long epoch;
  private int nextDestinationId = 1;
  private int nextGroupId = 1;
  private long picturePosition = GONE;

  /** 0 before the first start. */
  public long epoch() {
    return epoch;
  }

  public int nextDestinationId() {
    return nextDestinationId;
  }

  public int nextGroupId() {
    return nextGroupId;
  }

  @Override
  public long picturePosition() {
    return picturePosition;
  }

  @Override
  public void pictureAt(long position) {
    picturePosition = position;
  }

  @Override
  public List<ShardEvent> picture() {
    return List.of(new ShardEvent.ShardSnapshot(epoch, nextDestinationId, nextGroupId));
  }

  void epoch(long newEpoch) {
    epoch = Math.max(epoch, newEpoch);
  }

  void destinationId(int used) {
    nextDestinationId = Math.max(nextDestinationId, used + 1);
  }

  void groupId(int used) {
    nextGroupId = Math.max(nextGroupId, used + 1);
  }

  void load(ShardEvent.ShardSnapshot e) {
    epoch(e.epoch());
    destinationId(e.nextDestinationId() - 1);
    groupId(e.nextGroupId() - 1);
  }
}
