// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.dispatch;

import io.rewindmq.delivery.DeliveryPolicy;
import io.rewindmq.delivery.SettleReason;
import io.rewindmq.delivery.group.CursorState;
import io.rewindmq.delivery.group.FlightListener;
import io.rewindmq.delivery.group.GroupBuckets;
import io.rewindmq.delivery.schedule.MessageSchedule;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.RunBytes;
import io.rewindmq.shard.entry.ElementScanner;
import io.rewindmq.shard.entry.LargeMessage;
import io.rewindmq.shard.entry.LongList;
import io.rewindmq.shard.state.GroupState;
import io.rewindmq.shard.state.PartitionListener;
import io.rewindmq.shard.state.PartitionState;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One cursor at work: finds what is available, reads it and gives it to the group's consumers in
 * turn.
 *
 * <p>INVARIANT: a persistent message is delivered only when it is durable and lies below a durable
 * dispatch mark.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class ActiveCursor implements PartitionListener, FlightListener, Dispatchable {
  /** The most a consumer gets at once while others could take too. */
  private static final int SHARE_MESSAGES_MAX = 128;

  private enum Status {
    /** Nothing to deliver, or nobody to take it, until something changes. */
    IDLE,
    /** Has a place in the dispatcher's queue. */
    QUEUED,
    /** Waits for a fetch or a dispatch mark. */
    WAITING
  }

  private final DispatchEngine engine;
  private final ActiveGroup group;
  private final PartitionState partition;
  private final CursorState cursor;
  private final RunReader reader;
  private final DispatchMark mark;
  private final CursorOutput output;

  private final LargeFlights larges = new LargeFlights();

  /** The cursors of consumers of a queue that choose; they go ahead on their own. */
  private final List<SelectiveCursor> followers = new ArrayList<>(0);

  /** While message groups are kept together; else null. */
  private @Nullable StickyGroups sticky;

  private Status status = Status.IDLE;
  private int messagesLeft;
  private int bytesLeft;

  ActiveCursor(DispatchEngine engine, ActiveGroup group, PartitionState partition) {
    this.engine = engine;
    this.group = group;
    this.partition = partition;
    this.cursor = group.state().cursor(partition.key().partition());
    this.reader = new RunReader(engine.sources(), partition, this::proceed);
    this.mark = new DispatchMark(engine, group.state(), partition);
    this.output = new CursorOutput(engine, group, partition, larges);
    cursor.makeAvailable(cursor.committed()); // what became due meanwhile was passed over
    partition.addListener(this);
    cursor.listen(this);
  }

  CursorState cursor() {
    return cursor;
  }

  PartitionState partition() {
    return partition;
  }

  DispatchMark mark() {
    return mark;
  }

  LargeFlights larges() {
    return larges;
  }

  CursorOutput output() {
    return output;
  }

  /** What changes here is passed on to it. */
  void addFollower(SelectiveCursor follower) {
    followers.add(follower);
    if (sticky != null) {
      sticky.join(follower);
    }
  }

  void removeFollower(SelectiveCursor follower) {
    followers.remove(follower);
    if (sticky != null) {
      sticky.leave(follower);
    }
  }

  /** Whether a message may be there that belongs to a message group and is not settled. */
  boolean hasMessageGroups() {
    return partition.groupsEnd() > cursor.committed();
  }

  /** From now on message groups are kept together. */
  void keepGroups() {
    StickyGroups newSticky = new StickyGroups(this);
    followers.forEach(newSticky::join);
    output.keepGroups(newSticky);
    sticky = newSticky;
  }

  @Nullable StickyGroups sticky() {
    return sticky;
  }

  @Override
  public void ended(long first, long last, int holder, int bucket) {
    larges.ended(first, last);
    if (sticky != null) {
      sticky.ended(first, last, holder, bucket);
    }
    group.flightEnded();
  }

  boolean isBusy() {
    return status != Status.IDLE;
  }

  @Override
  public void changed() {
    if (status != Status.QUEUED && !group.isOver()) {
      status = Status.QUEUED;
      engine.dispatcher().enqueue(this);
    }
    for (int i = 0; i < followers.size(); i++) {
      followers.get(i).changed();
    }
  }

  @Override
  public void due(long offset) {
    cursor.makeAvailable(offset);
    changed();
  }

  /**
   * Messages were appended: journals a mark for those that will be delivered once they are durable,
   * so that both become durable together.
   */
  @Override
  public void appended() {
    group.noteMessageGroups(this);
    if (group.credit() > 0) {
      mark.advance(Math.min(partition.nextOffset(), cursor.scanned() + group.credit()));
    }
    for (int i = 0; i < followers.size(); i++) {
      followers.get(i).appended();
    }
  }

  /** Messages come back in a call that says afterwards which of them have failed. */
  void collectReturned(boolean collects) {
    if (sticky != null) {
      sticky.collect(collects);
    }
  }

  /** Available messages have failed once more: they rest, or are given up. Both inclusive. */
  void failed(long first, long last) {
    DeliveryPolicy policy = group.policy();
    if (policy.deliveriesMax() == 0 && policy.redeliveryDelayMillis() == 0) {
      return;
    }
    long at = first;
    while (at <= last) {
      int failures = cursor.attempts().failures(at);
      long end = cursor.attempts().lastOfSameFailures(at, last);
      if (policy.isExhausted(failures)) {
        output.giveUp(at, end, SettleReason.DEAD_LETTERED);
      } else if (policy.redeliveryDelayMillis() > 0) {
        rest(at, end, policy.delayMillis(failures));
      }
      at = end + 1;
    }
  }

  private void rest(long first, long last, long millis) {
    GroupState state = group.state();
    int epoch = state.epoch();
    if (sticky != null) {
      sticky.rest(first, last);
    } else {
      cursor.withhold(first, last, CursorState.RESTING, GroupBuckets.NONE);
    }
    engine
        .timers()
        .after(
            millis,
            () -> {
              if (state.epoch() == epoch) { // else it was rewound
                cursor.restore(first, last, CursorState.RESTING);
                partition.tellAvailable(first);
              }
            });
  }

  void rewound() {
    reader.reset();
    larges.clear();
    if (sticky != null) {
      sticky.rewound();
    }
    group.noteMessageGroups(this);
    followers.forEach(SelectiveCursor::rewound);
    changed();
  }

  void end() {
    partition.removeListener(this);
    cursor.listen(null);
    cursor.flights().trim();
    larges.clear();
    status = Status.IDLE;
    reader.reset();
  }

  @Override
  public boolean dispatch(long now) {
    if (status != Status.QUEUED || group.isOver()) {
      return false;
    }
    messagesLeft = engine.limits().messagesPerTurn();
    bytesLeft = engine.limits().bytesPerTurn();
    while (messagesLeft > 0 && bytesLeft > 0) {
      Status next = step(now);
      if (next != Status.QUEUED) {
        status = next;
        return false;
      }
    }
    return true;
  }

  /** Delivers one slice of a run, or settles what can't be delivered. QUEUED = go on. */
  private Status step(long now) {
    GroupConsumer consumer = group.nextConsumer();
    if (consumer == null) {
      return Status.IDLE;
    }
    MessageSchedule schedule = partition.schedule();
    long end = partition.visibleEnd();
    int priority = MessageSchedule.PRIORITY_DEFAULT;
    long first = CursorState.NONE;
    if (schedule.isEmpty()) {
      first = cursor.next(priority, schedule, end, now);
    } else {
      for (int p = MessageSchedule.PRIORITIES - 1; p >= 0 && first == CursorState.NONE; p--) {
        if (p == MessageSchedule.PRIORITY_DEFAULT || schedule.hasPriority(p)) {
          first = cursor.next(p, schedule, end, now);
          priority = p;
        }
      }
    }
    if (first == CursorState.NONE) {
      return Status.IDLE;
    }
    if (schedule.nextExpired(first, first + 1, now) == first) {
      long expiredEnd = schedule.endOfExpired(first, end, now);
      messagesLeft--;
      output.expire(first, cursor.endOfAvailable(first, expiredEnd) - 1);
      return Status.QUEUED;
    }
    if (group.policy().isExhausted(cursor.attempts().failures(first))) {
      long last = cursor.lastOfFailed(priority, first, schedule, end, now);
      messagesLeft--;
      output.giveUp(first, last, SettleReason.DEAD_LETTERED);
      return Status.QUEUED;
    }
    long wanted = Math.min(messagesLeft, consumer.credit());
    wanted = Math.min(wanted, group.share(end - first, SHARE_MESSAGES_MAX));
    long last = cursor.lastOfRun(priority, first, schedule, Math.min(end, first + wanted), now);
    last = mark.lastAllowed(first, last);
    if (last < first) {
      mark.await(this::proceed);
      return Status.WAITING;
    }
    return read(consumer, first, last, now);
  }

  private Status read(GroupConsumer consumer, long first, long last, long now) {
    int bytesMax = Math.min(bytesLeft, consumer.creditBytes());
    return switch (reader.read(first, last, bytesMax)) {
      case PENDING -> Status.WAITING;
      case FAILED -> Status.IDLE;
      case GONE -> {
        settle(first, Math.min(last, reader.gapEnd() - 1), SettleReason.NOT_KEPT);
        yield Status.QUEUED;
      }
      case FOUND -> {
        RunBytes run = reader.run();
        int whole = LargeMessage.messagesBefore(run, partition.partsEnd());
        if (whole == 0) {
          yield begin(consumer, LargeMessage.at(run), now);
        }
        run = LargeMessage.first(run, whole);
        if (consumer.filter() != null || first < uncheckedEnd()) {
          deliverChecked(consumer, run, now);
        } else {
          deliver(consumer, run);
        }
        yield Status.QUEUED;
      }
    };
  }

  /** A large message is settled, or begins to go out. */
  private Status begin(GroupConsumer consumer, LargeMessage message, long now) {
    DeliveryFilter filter = consumer.filter();
    ByteBuffer head = message.head().elements();
    int at = head.position();
    int deliveryCount = cursor.attempts().get(message.first()) + 1;
    if (output.isBroken(message)) {
      output.settleRest(message);
    } else if (message.first() < uncheckedEnd() && ElementScanner.isExpiredAt(head, at, now)) {
      settle(message.first(), message.last(), SettleReason.EXPIRED);
    } else if (filter != null
        && !filter.accepts(
            head,
            ElementScanner.messageAt(at),
            ElementScanner.messageBytesAt(head, at),
            deliveryCount)) {
      settle(message.first(), message.last(), SettleReason.FILTERED);
    } else if (mark.lastAllowed(message.first(), message.last()) == message.last()) {
      group.served(consumer);
      output.begin(consumer, message);
    } else {
      mark.await(this::proceed);
      return Status.WAITING;
    }
    messagesLeft--;
    return Status.QUEUED;
  }

  /** Exclusive: what is below may have expired without the schedule knowing it. */
  long uncheckedEnd() {
    long replayEnd = cursor.replayEnd();
    return group.state().isVolatile() ? Math.max(replayEnd, partition.forgottenEnd()) : replayEnd;
  }

  /** Looks at each message: those that expired or are not wanted are settled, the others go out. */
  private void deliverChecked(GroupConsumer consumer, RunBytes run, long now) {
    boolean unchecked = run.baseOffset() < uncheckedEnd();
    DeliveryFilter filter = consumer.filter();
    int deliveryCount = cursor.attempts().get(run.baseOffset()) + 1;
    ByteBuffer elements = run.elements();
    int from = elements.position();
    int at = from;
    long first = run.baseOffset();
    LongList expired = new LongList();
    LongList filtered = new LongList();
    for (long offset = first; offset < run.endOffset(); offset++) {
      int next = at + ElementScanner.bytesAt(elements, at);
      LongList unwanted = null;
      if (unchecked && ElementScanner.isExpiredAt(elements, at, now)) {
        unwanted = expired;
      } else if (filter != null
          && !filter.accepts(
              elements,
              ElementScanner.messageAt(at),
              ElementScanner.messageBytesAt(elements, at),
              deliveryCount)) {
        unwanted = filtered;
      }
      if (unwanted != null) {
        unwanted.addRange(offset, offset);
        deliverPart(consumer, run, first, offset, from, at);
        first = offset + 1;
        from = next;
      }
      at = next;
    }
    deliverPart(consumer, run, first, run.endOffset(), from, at);
    settle(expired, SettleReason.EXPIRED); // not before: an entry may overwrite the run's bytes
    settle(filtered, SettleReason.FILTERED);
  }

  private void deliverPart(
      GroupConsumer consumer, RunBytes run, long first, long end, int from, int to) {
    if (first < end) {
      deliver(
          consumer,
          new RunBytes(
              first,
              (int) (end - first),
              run.appendTimeMillis(),
              run.elements().slice(from, to - from)));
    }
  }

  private void deliver(GroupConsumer consumer, RunBytes run) {
    messagesLeft -= run.count();
    bytesLeft -= run.elements().remaining();
    group.served(consumer);
    output.deliver(consumer, run);
  }

  private void settle(long first, long last, SettleReason reason) {
    settle(LongList.of(first, last), reason);
  }

  private void settle(LongList ranges, SettleReason reason) {
    if (!ranges.isEmpty()) {
      messagesLeft--;
      output.settle(ranges, reason);
    }
  }

  /** What was waited for is there. */
  private void proceed() {
    if (status == Status.WAITING) {
      changed();
    }
  }
}
