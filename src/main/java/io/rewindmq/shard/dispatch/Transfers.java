// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.dispatch;

import io.rewindmq.delivery.DeliveryPolicy;
import io.rewindmq.delivery.SettleReason;
import io.rewindmq.delivery.group.CursorState;
import io.rewindmq.delivery.schedule.MessageFacts;
import io.rewindmq.platform.fault.InvariantError;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.OperationId;
import io.rewindmq.record.RunBytes;
import io.rewindmq.shard.entry.ElementScanner;
import io.rewindmq.shard.entry.LongList;
import io.rewindmq.shard.entry.ShardEvent;
import io.rewindmq.shard.state.DestinationState;
import io.rewindmq.shard.state.EventLog;
import io.rewindmq.shard.state.GroupState;
import io.rewindmq.shard.state.PartitionState;
import io.rewindmq.shard.state.PendingVisibility;
import io.rewindmq.shard.state.ShardState;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Moves messages that a group gives up to another queue: dead letters, and expired messages where
 * an expiry queue is set. A message's arrival there and its end here are one entry of the journal.
 *
 * <p>Meanwhile the group withholds the messages from its consumers. What can't be moved, for a full
 * disk or a queue that can't be made, stays withheld and is tried again.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class Transfers {
  private static final long RETRY_MILLIS = 1000;

  /** Finds queues and makes those that are missing. */
  @FunctionalInterface
  public interface Queues {
    /** The queue of that name; null if it can't be made now. */
    @Nullable DestinationState queue(String name);
  }

  private final ShardState state;
  private final EventLog log;
  private final PendingVisibility visibility;
  private final RunReader.Sources sources;
  private final Dispatcher dispatcher;
  private final DispatchTimers timers;
  private final MessageCopier copier;
  private final Queues queues;
  private final MessageFacts facts = new MessageFacts();

  public Transfers(
      ShardState state,
      EventLog log,
      PendingVisibility visibility,
      RunReader.Sources sources,
      Dispatcher dispatcher,
      DispatchTimers timers,
      MessageCopier copier,
      Queues queues) {
    this.state = state;
    this.log = log;
    this.visibility = visibility;
    this.sources = sources;
    this.dispatcher = dispatcher;
    this.timers = timers;
    this.copier = copier;
    this.queues = queues;
  }

  /**
   * Withholds messages of a group that are available or rest, and moves them in later turns.
   *
   * @param first inclusive, as is the last
   * @param reason DEAD_LETTERED or EXPIRED: decides where they go
   */
  public void begin(
      GroupState group, PartitionState partition, long first, long last, SettleReason reason) {
    CursorState cursor = group.cursor(partition.key().partition());
    cursor.restore(first, last, CursorState.RESTING);
    cursor.withhold(first, last, CursorState.MOVING);
    dispatcher.enqueue(new Transfer(this, group, partition, first, last, reason));
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

  /** Messages that are not kept any more can't be moved: they end here. */
  void settleGone(GroupState group, int partition, long first, long last) {
    if (group.isVolatile()) {
      group.cursor(partition).settle(first, last);
    } else {
      log.log(
          new ShardEvent.Settled(
              OperationId.NONE,
              SettleReason.NOT_KEPT,
              group.id(),
              group.epoch(),
              partition,
              LongList.of(first, last)));
    }
  }

  /** Moves a run that the group withholds; false if that is not possible now. */
  boolean move(GroupState group, int partition, RunBytes run, SettleReason reason, long now) {
    DestinationState from = origin(group);
    DestinationState to = queues.queue(targetOf(from, reason));
    if (to == null) {
      return false;
    }
    int failures = group.cursor(partition).attempts().failures(run.baseOffset());
    ByteBuffer copies =
        copier.copy(
            run,
            new MessageCopier.Origin(
                reason,
                from.fields().kind(),
                from.fields().name(),
                group.fields().name(),
                partition,
                failures));
    if (!log.hasRoomForMessages(copies.remaining())) {
      return false;
    }
    if (!ElementScanner.scan(copies, run.count(), facts)) {
      throw new InvariantError("copies of " + run.count() + " messages are not as many");
    }
    append(
        group,
        partition,
        run,
        reason,
        copies,
        to.partition(partition % to.partitions().size()),
        now);
    return true;
  }

  private void append(
      GroupState group,
      int partition,
      RunBytes run,
      SettleReason reason,
      ByteBuffer copies,
      PartitionState target,
      long now) {
    long last = run.endOffset() - 1;
    boolean isVolatile = group.isVolatile();
    log.log(
        new ShardEvent.Moved(
            new ShardEvent.Settled(
                OperationId.NONE,
                reason,
                isVolatile ? 0 : group.id(),
                group.epoch(),
                partition,
                LongList.of(run.baseOffset(), last)),
            target.key().destination(),
            target.key().partition(),
            target.nextOffset(),
            now,
            copies.remaining(),
            facts),
        copies);
    if (isVolatile) {
      group.cursor(partition).settle(run.baseOffset(), last);
    }
    log.force();
    visibility.add(log.end(), target, target.nextOffset());
    target.tellAppended();
  }

  private static String targetOf(DestinationState from, SettleReason reason) {
    DeliveryPolicy policy = from.fields().policy();
    String expiryQueue = policy.expiryQueue();
    return reason == SettleReason.EXPIRED && expiryQueue != null
        ? expiryQueue
        : policy.deadLetterQueueOf(from.fields().name());
  }

  private DestinationState origin(GroupState group) {
    DestinationState origin = state.destination(group.fields().destinationId());
    if (origin == null) {
      throw new InvariantError("group " + group.id() + " has no destination");
    }
    return origin;
  }
}
