// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.quota;

import io.rewindmq.delivery.BacklogLimit;
import io.rewindmq.delivery.BacklogPolicy;
import io.rewindmq.delivery.SettleReason;
import io.rewindmq.delivery.group.CursorState;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.shard.dispatch.Transfers;
import io.rewindmq.shard.entry.LongList;
import io.rewindmq.shard.state.DestinationState;
import io.rewindmq.shard.state.GroupState;
import io.rewindmq.shard.state.PartitionState;
import io.rewindmq.storage.MessageStore;

/**
 * Sees to it that destinations hold no more than they may. A send is taken while the backlog is
 * below the limit, so that it is passed by one send at most, or by what a transaction has sent.
 *
 * <p>The meter is read only when what was appended since the last reading may have filled the
 * destination; without a limit never.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class Quotas {
  /** So much of the limit becomes free at once when the oldest messages have to go. */
  private static final int FREED_PART = 16;

  private final BacklogMeter meter;
  private final Transfers transfers;

  public Quotas(MessageStore store, Transfers transfers) {
    this.meter = new BacklogMeter(store);
    this.transfers = transfers;
  }

  public BacklogMeter meter() {
    return meter;
  }

  /** Whether a send to it has to wait until something is consumed. */
  public boolean mustWait(DestinationState destination) {
    return isFull(destination, BacklogPolicy.BLOCK);
  }

  /** Whether a send to it is refused. */
  public boolean isRefused(DestinationState destination) {
    return isFull(destination, BacklogPolicy.FAIL);
  }

  private boolean isFull(DestinationState destination, BacklogPolicy policy) {
    BacklogLimit limit = destination.fields().settings().backlog();
    return limit.isLimited()
        && limit.policy() == policy
        && destination.backlogAtMost() >= limit.bytesMax()
        && measured(destination) >= limit.bytesMax();
  }

  private long measured(DestinationState destination) {
    long bytes = meter.backlogBytes(destination);
    destination.backlogIs(bytes);
    return bytes;
  }

  /** Something was appended: where the policy says so, the oldest messages go. */
  public void appended(DestinationState destination) {
    BacklogLimit limit = destination.fields().settings().backlog();
    if (isFull(destination, BacklogPolicy.DEAD_LETTER_OLDEST)) {
      for (GroupState group : destination.groups()) {
        long bytes = group.isVolatile() ? 0 : meter.backlogBytes(destination, group);
        if (bytes >= limit.bytesMax()) {
          shed(
              destination,
              group,
              (limit.bytesMax() - limit.bytesMax() / FREED_PART) / (double) bytes);
        }
      }
    }
  }

  /** Each partition keeps the same share of its backlog. */
  private void shed(DestinationState destination, GroupState group, double share) {
    for (int i = 0; i < destination.partitions().size(); i++) {
      PartitionState partition = destination.partition(i);
      CursorState cursor = group.cursor(i);
      long kept = (long) (meter.backlogBytes(partition, cursor, 0) * share);
      long end = Math.min(firstKept(partition, cursor, kept), partition.visibleEnd());
      LongList oldest = new LongList();
      cursor.forEachHonoured(
          cursor.committed(), end - 1, CursorState.RESTING, end, oldest::addRange);
      for (int at = 0; at < oldest.size(); at += 2) {
        transfers.begin(
            group, partition, oldest.get(at), oldest.get(at + 1), SettleReason.OVERFLOWED);
      }
    }
  }

  /** The lowest offset from which the backlog has at most so many bytes. */
  private long firstKept(PartitionState partition, CursorState cursor, long bytes) {
    long low = cursor.committed();
    long high = partition.nextOffset();
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (meter.backlogBytes(partition, cursor, middle) > bytes) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
