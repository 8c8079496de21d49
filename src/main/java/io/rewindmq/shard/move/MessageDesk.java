// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.move;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.shard.dispatch.DispatchEngine;
import io.rewindmq.shard.quota.Quotas;
import io.rewindmq.shard.search.InstantSearch;
import io.rewindmq.shard.state.DestinationState;
import io.rewindmq.shard.state.EventLog;
import io.rewindmq.shard.state.GroupState;
import io.rewindmq.shard.state.PendingVisibility;
import io.rewindmq.shard.state.ShardState;
import io.rewindmq.storage.MessageStore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where administrators look at messages, and give orders about many of them.
 *
 * <p>Everything is done in bounded steps, between the turns of consumers: clients go on meanwhile.
 * <b>Threads.</b> {@code SHARD_LOOP} only, callbacks too. After a fault of the shard no callback
 * comes any more.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class MessageDesk {
  private final ShardState state;
  private final EventLog log;
  private final PendingVisibility visibility;
  private final DispatchEngine engine;
  private final Quotas quotas;
  private final MessageStore store;

  public MessageDesk(
      ShardState state,
      EventLog log,
      PendingVisibility visibility,
      DispatchEngine engine,
      Quotas quotas,
      MessageStore store) {
    this.state = state;
    this.log = log;
    this.visibility = visibility;
    this.engine = engine;
    this.quotas = quotas;
    this.store = store;
  }

  /**
   * Looks at what is pending in a group, in the order consumers get it; last what is not due yet.
   *
   * @param from null = at the beginning
   * @param messagesMax so many are looked at, at most
   * @return false = there is no such group, and the visitor hears nothing
   */
  public boolean pending(int groupId, @Nullable Place from, long messagesMax, WalkVisitor visitor) {
    GroupState group = state.group(groupId);
    DestinationState destination =
        group == null ? null : state.destination(group.fields().destinationId());
    if (group == null || destination == null) {
      return false;
    }
    Route route = new PendingRoute(state, group, destination);
    new MessageWalk(engine, route, from == null ? PendingRoute.start() : from, visitor, messagesMax)
        .begin();
    return true;
  }

  /**
   * Looks at what a destination keeps, in offset order.
   *
   * @param starts by partition: nothing below is looked at
   * @param from null = at the beginning
   * @param messagesMax so many are looked at, at most
   * @return false = there is no such destination, and the visitor hears nothing
   */
  public boolean history(
      int destinationId,
      long[] starts,
      @Nullable Place from,
      long messagesMax,
      WalkVisitor visitor) {
    DestinationState destination = state.destination(destinationId);
    if (destination == null) {
      return false;
    }
    Route route = new HistoryRoute(state, destination, starts);
    new MessageWalk(engine, route, from == null ? new Place(0, 0, 0) : from, visitor, messagesMax)
        .begin();
    return true;
  }

  /**
   * Finds for each partition the first offset appended at a time or later.
   *
   * @param found called before this returns, or in a later turn when files have to be asked
   * @return false = there is no such destination
   */
  public boolean offsetsAt(int destinationId, long millis, Consumer<long[]> found) {
    DestinationState destination = state.destination(destinationId);
    if (destination == null) {
      return false;
    }
    InstantSearch.run(store, destination, millis, found);
    return true;
  }

  /** Begins with an order about what is pending in a group now; null = there is no such group. */
  public @Nullable BulkOperation begin(BulkOrder order) {
    GroupState group = state.group(order.groupId());
    DestinationState destination =
        group == null ? null : state.destination(group.fields().destinationId());
    if (group == null || destination == null) {
      return null;
    }
    BulkOperation operation = new BulkOperation(this, order, group, destination);
    operation.proceed();
    return operation;
  }

  ShardState state() {
    return state;
  }

  EventLog log() {
    return log;
  }

  PendingVisibility visibility() {
    return visibility;
  }

  DispatchEngine engine() {
    return engine;
  }

  Quotas quotas() {
    return quotas;
  }
}
