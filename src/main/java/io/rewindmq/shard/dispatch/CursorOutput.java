// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.dispatch;

import io.rewindmq.delivery.SettleReason;
import io.rewindmq.delivery.group.CursorState;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.OperationId;
import io.rewindmq.record.RunBytes;
import io.rewindmq.shard.entry.LargeMessage;
import io.rewindmq.shard.entry.LongList;
import io.rewindmq.shard.entry.ShardEvent;
import io.rewindmq.shard.state.GroupState;
import io.rewindmq.shard.state.PartitionState;
import org.jspecify.annotations.Nullable;

/** Where available messages of one cursor go: to a consumer, to another queue, or to their end. */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class CursorOutput {
  static final int REDELIVERED = 1;
  static final int REPLAYED = 2;
  static final int GROUP_FIRST = 4;

  private final DispatchEngine engine;
  private final ActiveGroup group;
  private final PartitionState partition;
  private final CursorState cursor;
  private final LargeFlights larges;
  private @Nullable StickyGroups sticky;

  CursorOutput(
      DispatchEngine engine, ActiveGroup group, PartitionState partition, LargeFlights larges) {
    this.engine = engine;
    this.group = group;
    this.partition = partition;
    this.larges = larges;
    this.cursor = group.state().cursor(partition.key().partition());
  }

  /** From now on message groups are kept together. */
  void keepGroups(StickyGroups newSticky) {
    sticky = newSticky;
  }

  /**
   * Messages with the same count of attempts, all replayed or none, go out. One that is the first
   * its consumer gets of its message group goes alone.
   */
  void deliver(GroupConsumer consumer, RunBytes run) {
    long first = run.baseOffset();
    int attempts = cursor.attempts().get(first);
    int flags = flags(run, attempts);
    long arrival = consumer.arrived(run.count(), run.elements().remaining());
    if (sticky == null) {
      cursor.take(first, run.endOffset() - 1, arrival, consumer.holder());
    } else {
      sticky.take(run, arrival, consumer.holder());
    }
    engine
        .log()
        .noteDelivered(group.state(), run.count(), run.elements().remaining(), attempts > 0);
    consumer
        .target()
        .deliver(group.state().epoch(), partition.key().partition(), run, attempts + 1, flags);
  }

  private int flags(RunBytes run, int attempts) {
    int flags = attempts > 0 ? REDELIVERED : 0;
    if (run.baseOffset() < cursor.replayEnd()) {
      flags |= REPLAYED;
    }
    if (sticky != null && sticky.isFirst(run.elements(), run.elements().position())) {
      flags |= GROUP_FIRST;
    }
    return flags;
  }

  /** All parts of a large message are in flight from now on, and go out in turns of their own. */
  void begin(GroupConsumer consumer, LargeMessage message) {
    RunBytes head = message.head();
    long first = message.first();
    long last = message.last();
    int attempts = cursor.attempts().get(first);
    LargeDelivery delivery =
        new LargeDelivery(
            engine,
            consumer,
            partition,
            first,
            last,
            attempts + 1,
            flags(head, attempts),
            () -> settle(LongList.of(first, last), SettleReason.NOT_KEPT));
    long arrival = consumer.largeBegins(delivery);
    if (sticky == null) {
      cursor.take(first, last, arrival, consumer.holder());
    } else {
      sticky.take(message, arrival, consumer.holder());
    }
    larges.begin(first, last, delivery);
  }

  /** Whether some of its parts are missing. */
  boolean isBroken(LargeMessage message) {
    return message.isRest()
        || message.last() >= partition.visibleEnd()
        || cursor.endOfAvailable(message.first(), message.last() + 1) <= message.last();
  }

  /** Ends what there is of a message whose parts are not all there. */
  void settleRest(LargeMessage message) {
    long end = Math.min(message.last() + 1, partition.visibleEnd());
    end = cursor.endOfAvailable(message.first(), end);
    settle(LongList.of(message.first(), end - 1), SettleReason.NOT_KEPT);
  }

  /** Expired messages end, or go where the destination keeps them. Both bounds inclusive. */
  void expire(long first, long last) {
    if (group.policy().expiryQueue() == null) {
      settle(LongList.of(first, last), SettleReason.EXPIRED);
    } else {
      giveUp(first, last, SettleReason.EXPIRED);
    }
  }

  /** Messages go to another queue. Both bounds inclusive. */
  void giveUp(long first, long last, SettleReason reason) {
    engine.transfers().begin(group.state(), partition, first, last, reason);
  }

  /** Ends messages that are not delivered. */
  void settle(LongList ranges, SettleReason reason) {
    if (ranges.isEmpty()) {
      return;
    }
    GroupState state = group.state();
    if (state.isVolatile()) {
      for (int i = 0; i < ranges.size(); i += 2) {
        cursor.settle(ranges.get(i), ranges.get(i + 1));
        engine.log().noteSettled(state, reason, ranges.get(i + 1) - ranges.get(i) + 1);
      }
    } else {
      engine.log().log(
          new ShardEvent.Settled(
              OperationId.NONE,
              reason,
              state.id(),
              state.epoch(),
              partition.key().partition(),
              ranges));
    }
  }
}
