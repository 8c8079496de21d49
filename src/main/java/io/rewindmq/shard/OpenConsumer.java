// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import io.rewindmq.delivery.SettleReason;
import io.rewindmq.delivery.group.CursorState;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.OperationId;
import io.rewindmq.shard.dispatch.ActiveGroup;
import io.rewindmq.shard.dispatch.GroupConsumer;
import io.rewindmq.shard.entry.LongList;
import io.rewindmq.shard.entry.ShardEvent;
import io.rewindmq.shard.state.GroupState;
import org.jspecify.annotations.Nullable;

/** The caller's end of a consumer of a group. */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class OpenConsumer implements ShardConsumer {
  private final ShardCore core;
  private final GroupConsumer consumer;
  private long settledMessages;

  OpenConsumer(ShardCore core, GroupConsumer consumer) {
    this.core = core;
    this.consumer = consumer;
  }

  GroupConsumer consumer() {
    return consumer;
  }

  long brokerEpoch() {
    return core.state().facts().epoch();
  }

  /** Counts what is settled through it. */
  void countSettled(ShardEvent.Settled settled) {
    LongList ranges = settled.ranges();
    for (int i = 0; i + 1 < ranges.size(); i += 2) {
      settledMessages += ranges.get(i + 1) - ranges.get(i) + 1;
    }
  }

  @Override
  public View view() {
    return new View(
        consumer.group().state().id(),
        consumer.credit(),
        consumer.creditBytes(),
        consumer.held(),
        consumer.handedOver(),
        settledMessages);
  }

  @Override
  public int groupEpoch() {
    return consumer.group().state().epoch();
  }

  @Override
  public @Nullable OperationId replay() {
    GroupState group = consumer.group().state();
    for (CursorState cursor : group.cursors()) {
      if (cursor.committed() < cursor.replayEnd()) {
        return group.replay();
      }
    }
    return null;
  }

  @Override
  public void addCredit(int groupEpoch, int messages, int bytes) {
    consumer.addCredit(groupEpoch, messages, bytes);
  }

  @Override
  public void resume() {
    consumer.resume();
  }

  @Override
  public void drain(Runnable drained) {
    consumer.drain(drained);
  }

  @Override
  public void handedOver(long arrivalIndex) {
    consumer.handedOver(arrivalIndex);
  }

  @Override
  public void acknowledge(
      int groupEpoch,
      long brokerEpoch,
      int partition,
      long[] ranges,
      @Nullable Completion<@Nullable Void> durable) {
    if (core.isFailed()) {
      return;
    }
    ShardEvent.Settled settled =
        consumer.honoured(groupEpoch, brokerEpoch, partition, ranges, SettleReason.ACKNOWLEDGED);
    if (settled != null) {
      countSettled(settled);
      consumer.settle(settled);
    }
    if (durable == null) {
      return;
    }
    if (consumer.group().state().isVolatile()) {
      durable.completed(null);
    } else {
      core.completeWhenDurable(durable, null);
    }
  }

  @Override
  public boolean isHolding() {
    return consumer.isHolding();
  }

  @Override
  public void release(int groupEpoch, int partition, long[] ranges, boolean counted) {
    if (!core.isFailed()) {
      consumer.release(groupEpoch, partition, ranges, counted);
    }
  }

  @Override
  public void releaseAll(long handedOver) {
    if (!core.isFailed()) {
      consumer.releaseAll(handedOver);
    }
  }

  @Override
  public void close(long handedOver) {
    if (!core.isFailed() && !consumer.isClosed()) {
      consumer.close(handedOver);
      ActiveGroup group = consumer.group();
      if (group.state().isVolatile() && group.openConsumers() == 0 && !group.isOver()) {
        group.end();
        core.active().remove(group.state().id());
        core.state().removeVolatile(group.state());
      }
    }
  }

  @Override
  public void end() {
    if (!core.isFailed()) {
      close(consumer.handedOver());
      consumer.end();
      ActiveGroup group = consumer.group();
      if (!group.isOver() && !group.hasConsumers()) {
        group.end();
        core.active().remove(group.state().id());
      }
    }
  }
}
