// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.dispatch;

import io.rewindmq.delivery.GroupKind;
import io.rewindmq.delivery.SettleReason;
import io.rewindmq.delivery.group.CursorState;
import io.rewindmq.delivery.group.FlightTable;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.OperationId;
import io.rewindmq.shard.entry.LongList;
import io.rewindmq.shard.entry.ShardEvent;
import io.rewindmq.shard.state.GroupState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One consumer of a group: its credit, what it holds, and how it gives back and settles. */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class GroupConsumer {
  private final DispatchEngine engine;
  private final ActiveGroup group;
  private final OperationId owner;
  private final DeliveryTarget target;
  private final @Nullable DeliveryFilter filter;
  private final int holder;
  private final List<Drain> drains = new ArrayList<>(0);

  /** Where it chooses for itself: a cursor of its own for each partition. Else empty. */
  private List<SelectiveCursor> choices = List.of();

  /** What goes out to it at present; until that is over, it gets nothing else. */
  private @Nullable LargeDelivery large;

  private int credit;
  private int creditBytes;
  private long arrivals;
  private long handedOver;
  private boolean closed;
  private boolean ended;

  private record Drain(long position, Runnable drained) {}

  public GroupConsumer(
      DispatchEngine engine,
      ActiveGroup group,
      OperationId owner,
      DeliveryTarget target,
      @Nullable DeliveryFilter filter,
      boolean exclusive) {
    this.engine = engine;
    this.group = group;
    this.owner = owner;
    this.target = target;
    this.filter = filter;
    this.holder = group.add(this);
    if (exclusive) {
      group.exclusive().join(this);
    }
    if (group.keepsGroups()
        || (filter != null && group.state().fields().kind() == GroupKind.QUEUE)) {
      startChoosing();
    }
  }

  /** From now on it has a cursor of its own for each partition. No effect if it has already. */
  void startChoosing() {
    if (choices.isEmpty() && !closed) {
      group.addCredit(-credit);
      choices =
          group.cursors().stream()
              .map(at -> new SelectiveCursor(engine, group, at, this, filter))
              .toList();
    }
  }

  /**
   * Whether it chooses for itself: it has a selector of its own, as on a queue, or message groups
   * are kept together. The selector of a subscription is that of all its consumers.
   */
  boolean isSelective() {
    return !choices.isEmpty();
  }

  public ActiveGroup group() {
    return group;
  }

  public boolean isClosed() {
    return closed;
  }

  /** Its number in the group's flights. */
  public int holder() {
    return holder;
  }

  /** Connection and producer of the session that it belongs to. */
  public OperationId owner() {
    return owner;
  }

  DeliveryTarget target() {
    return target;
  }

  @Nullable DeliveryFilter filter() {
    return filter;
  }

  public int credit() {
    return credit;
  }

  public int creditBytes() {
    return creditBytes;
  }

  boolean canTake() {
    return large == null && canTakePart() && group.exclusive().admits(this);
  }

  /** The same for further parts of the large message that it gets: nobody else can have them. */
  boolean canTakePart() {
    return credit > 0 && creditBytes > 0 && target.isReady();
  }

  /** A large message begins to go out; returns the arrival index of its first part. */
  long largeBegins(LargeDelivery delivery) {
    large = delivery;
    return arrivals + 1;
  }

  void largeOver(LargeDelivery delivery) {
    if (large == delivery) {
      large = null;
      resume();
    }
  }

  /** Messages go out; returns the arrival index of the first. */
  long arrived(int messages, int bytes) {
    credit -= messages;
    creditBytes -= bytes;
    tellCredit(-messages);
    arrivals += messages;
    return arrivals - messages + 1;
  }

  public void addCredit(int groupEpoch, int messages, int bytes) {
    if (closed || group.isOver() || groupEpoch != group.state().epoch()) {
      return;
    }
    int more = Math.clamp(messages, 0, Integer.MAX_VALUE - credit);
    credit += more;
    creditBytes = (int) Math.min(Integer.MAX_VALUE, (long) creditBytes + Math.max(0, bytes));
    tellCredit(more);
    wake();
  }

  /** What a selective consumer is ready to take says nothing about what the group will deliver. */
  private void tellCredit(long more) {
    if (!isSelective()) {
      group.addCredit(more);
    }
  }

  private void wake() {
    if (large != null) {
      large.changed();
    }
    if (isSelective()) {
      choices.forEach(SelectiveCursor::changed);
    } else {
      group.wake();
    }
  }

  /** Nothing is or may become deliverable to it without a change. */
  private boolean isQuiet() {
    if (large != null && large.isBusy()) {
      return false;
    }
    for (int i = 0; i < choices.size(); i++) {
      if (choices.get(i).isBusy()) {
        return false;
      }
    }
    return isSelective() || group.isQuiet();
  }

  public void resume() {
    if (!closed && credit > 0) {
      wake();
    }
  }

  public void drain(Runnable drained) {
    if (closed || group.isOver()) {
      drained.run();
      return;
    }
    drains.add(new Drain(engine.log().end(), drained));
    engine.dispatcher().addDraining(this);
    wake();
  }

  /** Runs the drains that are over; returns whether none is left. */
  boolean finishDrains(long writtenPosition) {
    boolean isOver =
        closed
            || group.isOver()
            || credit <= 0
            || creditBytes <= 0
            || (target.isReady() && isQuiet());
    while (!drains.isEmpty()
        && isOver
        && (closed || group.isOver() || drains.getFirst().position() <= writtenPosition)) {
      drains.removeFirst().drained().run();
    }
    return drains.isEmpty();
  }

  /** The highest arrival index in the application's hands, as far as known. */
  public long handedOver() {
    return handedOver;
  }

  public void handedOver(long arrivalIndex) {
    handedOver = Math.max(handedOver, Math.min(arrivalIndex, arrivals));
  }

  /**
   * What of the ranges can be settled now. Of a large message in flight all parts, when they have
   * gone out, or none.
   *
   * @return null if nothing; else to be logged, or given to {@link #settleVolatile}
   */
  public ShardEvent.@Nullable Settled honoured(
      int groupEpoch, long brokerEpoch, int partition, long[] ranges, SettleReason reason) {
    GroupState state = group.state();
    if (group.isOver() || groupEpoch != state.epoch() || isNoPartition(partition)) {
      return null;
    }
    ActiveCursor at = group.cursors().get(partition);
    long visible = at.partition().visibleEnd();
    boolean isOld = brokerEpoch != engine.state().facts().epoch();
    long freeEnd = isOld ? at.partition().epochEnd() : visible;
    LongList honoured = new LongList();
    for (int i = 0; i + 1 < ranges.length; i += 2) {
      at.cursor()
          .forEachHonoured(
              ranges[i], Math.min(ranges[i + 1], visible - 1), holder, freeEnd, honoured::addRange);
    }
    LongList settleable = at.larges().settleable(honoured.ascending());
    return settleable.isEmpty()
        ? null
        : new ShardEvent.Settled(owner, reason, state.id(), groupEpoch, partition, settleable);
  }

  /** Settles what {@link #honoured} returned; returns whether it was journalled. */
  public boolean settle(ShardEvent.Settled settled) {
    if (group.state().isVolatile()) {
      settleVolatile(settled);
      return false;
    }
    engine.log().log(settled);
    return true;
  }

  /** Settles what {@link #honoured} returned, of a group that lives in memory only. */
  public void settleVolatile(ShardEvent.Settled settled) {
    LongList ranges = settled.ranges();
    CursorState cursor = group.state().cursor(settled.partition());
    for (int i = 0; i < ranges.size(); i += 2) {
      cursor.settle(ranges.get(i), ranges.get(i + 1));
      engine
          .log()
          .noteSettled(group.state(), settled.reason(), ranges.get(i + 1) - ranges.get(i) + 1);
    }
  }

  /** How many messages are in flight with this consumer; looks at all of its group's. */
  public long held() {
    long held = 0;
    if (!group.isOver()) {
      for (ActiveCursor at : group.cursors()) {
        FlightTable flights = at.cursor().flights();
        for (int row = 0; row < flights.size(); row++) {
          if (flights.holder(row) == holder) {
            held += flights.last(row) - flights.first(row) + 1;
          }
        }
      }
    }
    return held;
  }

  /** Whether any message is in flight with this consumer. */
  public boolean isHolding() {
    if (group.isOver()) {
      return false;
    }
    for (ActiveCursor at : group.cursors()) {
      FlightTable flights = at.cursor().flights();
      for (int row = 0; row < flights.size(); row++) {
        if (flights.holder(row) == holder) {
          return true;
        }
      }
    }
    return false;
  }

  /** Gives back what is in flight with this consumer, and with a part the whole message. */
  public void release(int groupEpoch, int partition, long[] ranges, boolean counted) {
    if (group.isOver() || groupEpoch != group.state().epoch() || isNoPartition(partition)) {
      return;
    }
    ActiveCursor at = group.cursors().get(partition);
    LargeFlights larges = at.larges();
    LongList held = new LongList();
    for (int i = 0; i + 1 < ranges.length; i += 2) {
      at.cursor()
          .forEachHeld(
              ranges[i],
              ranges[i + 1],
              holder,
              (first, last) -> held.addRange(larges.firstOf(first), larges.lastOf(last)));
    }
    if (!held.isEmpty()) {
      giveBack(partition, held.ascending(), counted);
      at.changed();
    }
  }

  /**
   * Gives back everything: up to the arrival index as attempts, the rest uncounted. Credit is 0
   * then.
   */
  public void releaseAll(long arrivalIndex) {
    handedOver = Math.min(arrivalIndex, arrivals); // exact: what was announced ahead is corrected
    dropCredit();
    if (!group.isOver()) {
      giveBack(true);
    }
  }

  /** Takes nothing more, and gives back uncounted what arrived after the index. */
  public void close(long arrivalIndex) {
    if (!closed) {
      handedOver = Math.min(arrivalIndex, arrivals);
      dropCredit();
      closed = true;
      choices.forEach(SelectiveCursor::end);
      group.closed(this);
      if (!group.isOver()) {
        giveBack(false);
      }
    }
  }

  /** Closes, and gives back everything. */
  public void end() {
    if (!ended) {
      close(handedOver);
      ended = true;
      if (!group.isOver()) {
        giveBack(true);
        group.remove(holder);
      }
    }
  }

  void loseCredit() {
    dropCredit();
  }

  void tellReset(int epoch, OperationId operation) {
    if (!closed) {
      target.reset(epoch, operation);
    }
  }

  /** The group was deleted. */
  void tellDeleted() {
    if (!closed) {
      target.deleted();
    }
  }

  private void dropCredit() {
    tellCredit(-credit);
    credit = 0;
    creditBytes = 0;
  }

  /**
   * Gives back what arrived after {@link #handedOver} uncounted, and the rest too if wanted, as
   * attempts.
   */
  private void giveBack(boolean handedOverToo) {
    for (ActiveCursor at : group.cursors()) {
      LongList counted = new LongList();
      LongList uncounted = new LongList();
      FlightTable flights = at.cursor().flights();
      for (int row = 0; row < flights.size(); row++) {
        if (flights.holder(row) == holder) {
          long first = flights.first(row);
          long last = flights.last(row);
          long boundary =
              at.larges()
                  .roundDown(
                      Math.clamp(first + handedOver - flights.arrival(row) + 1, first, last + 1));
          if (boundary > first && handedOverToo) {
            counted.addRange(first, boundary - 1);
          }
          if (boundary <= last) {
            uncounted.addRange(boundary, last);
          }
        }
      }
      int partition = at.partition().key().partition();
      if (!uncounted.isEmpty()) {
        giveBack(partition, uncounted, false);
      }
      if (!counted.isEmpty()) {
        giveBack(partition, counted, true);
      }
      if (!counted.isEmpty() || !uncounted.isEmpty()) {
        at.changed();
      }
    }
  }

  private void giveBack(int partition, LongList ranges, boolean counted) {
    GroupState state = group.state();
    CursorState cursor = state.cursor(partition);
    ActiveCursor at = group.cursors().get(partition);
    at.collectReturned(counted);
    if (counted && !state.isVolatile()) {
      engine.log().log(
          new ShardEvent.Released(
              owner, SettleReason.RELEASED, state.id(), state.epoch(), partition, ranges));
    } else {
      for (int i = 0; i < ranges.size(); i += 2) {
        if (counted) {
          cursor.release(ranges.get(i), ranges.get(i + 1));
        } else {
          cursor.giveBack(ranges.get(i), ranges.get(i + 1));
        }
      }
    }
    if (counted) {
      for (int i = 0; i < ranges.size(); i += 2) {
        at.failed(ranges.get(i), ranges.get(i + 1));
      }
      at.collectReturned(false);
    }
  }

  private boolean isNoPartition(int partition) {
    return partition < 0 || partition >= group.cursors().size();
  }
}
