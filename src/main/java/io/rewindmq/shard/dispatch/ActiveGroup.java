// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.dispatch;

import io.rewindmq.delivery.DeliveryPolicy;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.OperationId;
import io.rewindmq.shard.state.DestinationState;
import io.rewindmq.shard.state.GroupState;
import io.rewindmq.shard.state.PartitionState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A group that has consumers: who they are, whose turn it is, and a cursor at work for each
 * partition. In memory only.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class ActiveGroup {
  private final GroupState state;
  private final DestinationState destination;
  private final List<ActiveCursor> cursors = new ArrayList<>(1);

  /** By holder number; null where a consumer has ended. */
  private final List<@Nullable GroupConsumer> consumers = new ArrayList<>(1);

  private final ExclusiveTurn exclusive = new ExclusiveTurn(this);

  /** Holder number of the consumer that is the next to get something, if it can take it. */
  private int turn;

  private int open;
  private boolean keepsGroups;

  /** Sum of the open consumers' credit in messages. */
  private long credit;

  private boolean isOver;

  public ActiveGroup(DispatchEngine engine, GroupState state, DestinationState destination) {
    this.state = state;
    this.destination = destination;
    for (PartitionState partition : destination.partitions()) {
      cursors.add(new ActiveCursor(engine, this, partition));
    }
    cursors.forEach(this::noteMessageGroups);
  }

  public GroupState state() {
    return state;
  }

  public DestinationState destination() {
    return destination;
  }

  DeliveryPolicy policy() {
    return destination.fields().settings().policy();
  }

  List<ActiveCursor> cursors() {
    return cursors;
  }

  /** Whether message groups are kept together: then all consumers choose. */
  boolean keepsGroups() {
    return keepsGroups;
  }

  /** Messages may be there that belong to message groups; before any of them is delivered. */
  void noteMessageGroups(ActiveCursor at) {
    if (!keepsGroups && !state.fields().kind().isExclusive() && at.hasMessageGroups()) {
      keepsGroups = true;
      cursors.forEach(ActiveCursor::keepGroups);
      consumers().forEach(GroupConsumer::startChoosing);
    }
  }

  /** Whose turn it is among consumers that want to be the only one. */
  ExclusiveTurn exclusive() {
    return exclusive;
  }

  /** A message is not in flight any more. */
  void flightEnded() {
    exclusive.flightEnded();
  }

  /** Open consumers; others may still hold flights. */
  public int openConsumers() {
    return open;
  }

  public boolean hasConsumers() {
    for (GroupConsumer consumer : consumers) {
      if (consumer != null) {
        return true;
      }
    }
    return false;
  }

  long credit() {
    return credit;
  }

  void addCredit(long messages) {
    credit += messages;
  }

  /**
   * The group or its destination was deleted, or its last consumer is gone: nothing has any effect
   * any more.
   */
  public boolean isOver() {
    return isOver;
  }

  public void end() {
    isOver = true;
    cursors.forEach(ActiveCursor::end);
  }

  /** Adds a consumer and returns its holder number. */
  int add(GroupConsumer consumer) {
    open++;
    for (int holder = 0; holder < consumers.size(); holder++) {
      if (consumers.get(holder) == null) {
        consumers.set(holder, consumer);
        return holder;
      }
    }
    consumers.add(consumer);
    return consumers.size() - 1;
  }

  /** A consumer takes nothing more. */
  void closed(GroupConsumer consumer) {
    open--;
    exclusive.leave(consumer);
  }

  /** A consumer holds nothing any more. */
  void remove(int holder) {
    consumers.set(holder, null);
  }

  /** All consumers that have not ended. */
  public List<GroupConsumer> consumers() {
    List<GroupConsumer> present = new ArrayList<>();
    for (GroupConsumer consumer : consumers) {
      if (consumer != null) {
        present.add(consumer);
      }
    }
    return present;
  }

  /**
   * The consumer whose turn it is among those that can take something, whatever it is; null =
   * nobody can. It stays its turn until it is {@link #served}.
   */
  @Nullable GroupConsumer nextConsumer() {
    int count = consumers.size();
    for (int i = 0; i < count; i++) {
      GroupConsumer consumer = consumers.get((turn + i) % count);
      if (consumer != null && !consumer.isSelective() && consumer.canTake()) {
        return consumer;
      }
    }
    return null;
  }

  /** A consumer got something: the one after it is next. */
  void served(GroupConsumer consumer) {
    turn = consumer.holder() + 1;
  }

  /** How many messages one consumer gets before it is the next one's turn. */
  long share(long available, long shareMax) {
    return open < 2 ? Long.MAX_VALUE : Math.clamp(available / (8L * open), 1, shareMax);
  }

  /** Whether nothing is in flight with any other consumer. */
  boolean isAlone(GroupConsumer consumer) {
    for (GroupConsumer other : consumers) {
      if (other != null && other != consumer && other.isHolding()) {
        return false;
      }
    }
    return true;
  }

  /** Something may be deliverable in any partition. */
  void wake() {
    for (int i = 0; i < cursors.size(); i++) {
      cursors.get(i).changed();
    }
  }

  /** No cursor has or awaits anything to deliver. */
  boolean isQuiet() {
    for (int i = 0; i < cursors.size(); i++) {
      if (cursors.get(i).isBusy()) {
        return false;
      }
    }
    return true;
  }

  /** Tells the sinks of a group that was deleted; that is durable now. */
  public void tellDeleted() {
    consumers().forEach(GroupConsumer::tellDeleted);
  }

  /** The group was rewound: everybody starts afresh. */
  public void rewound() {
    cursors.forEach(ActiveCursor::rewound);
    for (GroupConsumer consumer : consumers()) {
      consumer.loseCredit();
    }
  }

  /** Tells the sinks of a rewind that is durable now. */
  public void tellReset(int epoch, OperationId operation) {
    if (!isOver && state.epoch() == epoch) {
      consumers().forEach(consumer -> consumer.tellReset(epoch, operation));
    }
  }
}
