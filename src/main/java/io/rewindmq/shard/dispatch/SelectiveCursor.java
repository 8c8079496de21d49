// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.dispatch;

import io.rewindmq.delivery.GroupKind;
import io.rewindmq.delivery.SettleReason;
import io.rewindmq.delivery.group.CursorState;
import io.rewindmq.delivery.group.SelectiveScan;
import io.rewindmq.delivery.schedule.MessageSchedule;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.RunBytes;
import io.rewindmq.shard.entry.ElementScanner;
import io.rewindmq.shard.entry.LargeMessage;
import io.rewindmq.shard.entry.LongList;
import io.rewindmq.shard.state.PartitionState;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One consumer of a queue that takes only what its filter accepts, at work on one partition. What
 * it passes over stays available to the others, in order.
 *
 * <p>It has a reader and turns of its own, so that neither a long way to the next message it wants
 * nor a fetch on that way holds up the other consumers. Each message it looks at counts against the
 * bounds of a turn, wanted or not.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class SelectiveCursor implements Dispatchable {
  /** Looking may cost more than delivering: a selector can be long. */
  private static final int LOOKS_PER_TURN_MAX = 1024;

  private enum Status {
    /** Nothing that it wants is available, or it can take nothing, until something changes. */
    IDLE,
    /** Has a place in the dispatcher's queue. */
    QUEUED,
    /** Waits for a fetch or a dispatch mark. */
    WAITING
  }

  private final DispatchEngine engine;
  private final ActiveGroup group;
  private final ActiveCursor source;
  private final PartitionState partition;
  private final CursorState cursor;
  private final GroupConsumer consumer;
  private final @Nullable DeliveryFilter filter;
  private final SelectiveScan scan;
  private final RunReader reader;
  private Status status = Status.IDLE;
  private boolean isOver;

  /** The message for which it waits until it may go out, and its delivery count: it is wanted. */
  private long awaited = CursorState.NONE;

  private int awaitedCount;
  private int messagesLeft;
  private int bytesLeft;

  SelectiveCursor(
      DispatchEngine engine,
      ActiveGroup group,
      ActiveCursor source,
      GroupConsumer consumer,
      @Nullable DeliveryFilter filter) {
    this.engine = engine;
    this.group = group;
    this.source = source;
    this.partition = source.partition();
    this.cursor = source.cursor();
    this.consumer = consumer;
    this.filter = filter;
    this.scan = cursor.openScan();
    this.reader = new RunReader(engine.sources(), partition, this::proceed);
    source.addFollower(this);
  }

  GroupConsumer consumer() {
    return consumer;
  }

  boolean isBusy() {
    return status != Status.IDLE;
  }

  /** Something may be available. */
  void changed() {
    if (status != Status.QUEUED && !isOver && !group.isOver()) {
      status = Status.QUEUED;
      engine.dispatcher().enqueue(this);
    }
  }

  /** As for all consumers: the mark shall be durable together with what may be wanted of it. */
  void appended() {
    if (consumer.credit() > 0) {
      source.mark().advance(Math.min(partition.nextOffset(), scan.position() + consumer.credit()));
    }
  }

  void rewound() {
    awaited = CursorState.NONE;
    reader.reset();
    changed();
  }

  void end() {
    isOver = true;
    status = Status.IDLE;
    reader.reset();
    cursor.closeScan(scan);
    source.removeFollower(this);
  }

  @Override
  public boolean dispatch(long now) {
    if (status != Status.QUEUED || isOver || group.isOver()) {
      return false;
    }
    messagesLeft = Math.min(looksMax(), engine.limits().messagesPerTurn());
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

  /** Fewer where all consumers choose and want the same: each shall get a part of it. */
  private int looksMax() {
    return group.keepsGroups()
        ? (int) Math.min(LOOKS_PER_TURN_MAX, group.share(backlog(), LOOKS_PER_TURN_MAX))
        : LOOKS_PER_TURN_MAX;
  }

  private long backlog() {
    return cursor.backlog(partition.visibleEnd());
  }

  /** Looks through one slice of a run, or ends what can't be delivered. QUEUED = go on. */
  private Status step(long now) {
    if (!consumer.canTake()) {
      return Status.IDLE;
    }
    MessageSchedule schedule = partition.schedule();
    long end = partition.visibleEnd();
    int priority = MessageSchedule.PRIORITIES;
    long first = CursorState.NONE;
    while (first == CursorState.NONE && priority > 0) {
      priority--;
      if (priority == MessageSchedule.PRIORITY_DEFAULT || schedule.hasPriority(priority)) {
        first = scan.next(priority, schedule, end, now);
      }
    }
    if (first == CursorState.NONE) {
      return Status.IDLE;
    }
    if (schedule.nextExpired(first, first + 1, now) == first) {
      messagesLeft--;
      long expiredEnd = schedule.endOfExpired(first, end, now);
      source.output().expire(first, cursor.endOfAvailable(first, expiredEnd) - 1);
      return Status.QUEUED;
    }
    if (group.policy().isExhausted(cursor.attempts().failures(first))) {
      messagesLeft--;
      long lastFailed = cursor.lastOfFailed(priority, first, schedule, end, now);
      source.output().giveUp(first, lastFailed, SettleReason.DEAD_LETTERED);
      return Status.QUEUED;
    }
    long limit = Math.min(end, first + messagesLeft);
    long last = cursor.lastOfRun(priority, first, schedule, limit, now);
    return read(priority, first, scan.lastUnseen(priority, first, last), now);
  }

  private Status read(int priority, long first, long last, long now) {
    return switch (reader.read(first, last, bytesLeft)) {
      case PENDING -> Status.WAITING;
      case FAILED -> Status.IDLE;
      case GONE -> {
        messagesLeft--;
        source
            .output()
            .settle(LongList.of(first, Math.min(last, reader.gapEnd() - 1)), SettleReason.NOT_KEPT);
        yield Status.QUEUED;
      }
      case FOUND -> {
        RunBytes run = reader.run();
        int whole = LargeMessage.messagesBefore(run, partition.partsEnd());
        yield whole == 0
            ? chooseLarge(priority, LargeMessage.at(run), now)
            : choose(priority, LargeMessage.first(run, whole), now);
      }
    };
  }

  /** Looks at the first part of a large message: it decides for all of them. */
  private Status chooseLarge(int priority, LargeMessage message, long now) {
    ByteBuffer head = message.head().elements();
    messagesLeft--;
    if (source.output().isBroken(message)) {
      source.output().settleRest(message);
      return Status.QUEUED;
    }
    int deliveryCount = cursor.attempts().get(message.first()) + 1;
    LongList all = LongList.of(message.first(), message.last());
    Fate fate = fate(head, head.position(), message.first(), message.last(), deliveryCount, now);
    switch (fate) {
      case EXPIRES -> source.output().settle(all, SettleReason.EXPIRED);
      case FILTERED -> source.output().settle(all, SettleReason.FILTERED);
      case PASSED -> {
        for (long offset = message.first(); offset <= message.last(); offset++) {
          scan.pass(priority, offset);
        }
      }
      case AWAITED -> {
        awaited = message.first();
        awaitedCount = deliveryCount;
        source.mark().await(this::proceed);
        return Status.WAITING;
      }
      case TAKEN, TAKEN_ALONE -> source.output().begin(consumer, message);
    }
    return Status.QUEUED;
  }

  /** What becomes of a message. */
  private enum Fate {
    EXPIRES,
    /** It is not for this consumer, but may be for another one. */
    PASSED,
    /** It is for no consumer of the subscription. */
    FILTERED,
    /** It will be for this consumer as soon as it may go out. */
    AWAITED,
    TAKEN,
    /** The same, and it is the first or the last of its message group. */
    TAKEN_ALONE
  }

  /**
   * Looks at each message of a run: what is wanted goes out, what is not is passed over. Looks at
   * none that could not go out at once, so that none is looked at twice.
   */
  private Status choose(int priority, RunBytes run, long now) {
    int deliveryCount = cursor.attempts().get(run.baseOffset()) + 1;
    ByteBuffer elements = run.elements();
    RunSlice wanted = new RunSlice(run);
    LongList expired = new LongList();
    LongList filtered = new LongList();
    Status next = Status.QUEUED;
    int at = elements.position();
    for (long offset = run.baseOffset();
        offset < run.endOffset() && next == Status.QUEUED && canTake(wanted);
        offset++) {
      int bytes = ElementScanner.bytesAt(elements, at);
      Fate fate = fate(elements, at, offset, offset, deliveryCount, now);
      if (fate != Fate.TAKEN) {
        deliver(wanted);
      }
      switch (fate) {
        case EXPIRES -> expired.addRange(offset, offset);
        case PASSED -> scan.pass(priority, offset);
        case FILTERED -> filtered.addRange(offset, offset);
        case AWAITED -> {
          awaited = offset;
          awaitedCount = deliveryCount;
          source.mark().await(this::proceed);
          next = Status.WAITING;
        }
        case TAKEN -> wanted.add(offset, at, bytes);
        case TAKEN_ALONE -> {
          wanted.add(offset, at, bytes);
          deliver(wanted);
        }
      }
      messagesLeft--;
      bytesLeft -= bytes;
      at += bytes;
    }
    deliver(wanted);
    source.output().settle(expired, SettleReason.EXPIRED); // an entry may overwrite the run's bytes
    source.output().settle(filtered, SettleReason.FILTERED);
    return next;
  }

  /** Of a message whose parts, or who itself, lies from one offset to another, inclusive. */
  private Fate fate(
      ByteBuffer elements, int at, long offset, long last, int deliveryCount, long now) {
    if (offset < source.uncheckedEnd() && ElementScanner.isExpiredAt(elements, at, now)) {
      return Fate.EXPIRES;
    }
    boolean isKnown = offset == awaited && deliveryCount == awaitedCount;
    if (!isKnown && !accepts(elements, at, deliveryCount)) {
      return group.state().fields().kind() == GroupKind.QUEUE ? Fate.PASSED : Fate.FILTERED;
    }
    StickyGroups sticky = source.sticky();
    if (sticky != null && !sticky.mayTake(this, elements, at, offset, deliveryCount)) {
      return Fate.PASSED;
    }
    if (source.mark().lastAllowed(offset, last) != last) {
      return Fate.AWAITED;
    }
    return sticky != null && sticky.goesAlone(elements, at) ? Fate.TAKEN_ALONE : Fate.TAKEN;
  }

  private boolean canTake(RunSlice besides) {
    return besides.count() == 0
        ? consumer.canTake()
        : besides.count() < consumer.credit() && besides.bytes() < consumer.creditBytes();
  }

  /** Whether the consumer's selector wants a message whose element begins at an index. */
  boolean accepts(ByteBuffer elements, int at, int deliveryCount) {
    return filter == null
        || filter.accepts(
            elements,
            ElementScanner.messageAt(at),
            ElementScanner.messageBytesAt(elements, at),
            deliveryCount);
  }

  /** A message it may have passed over is for it. */
  void lookAt(long offset) {
    scan.makeAvailable(offset, offset);
    changed();
  }

  private void deliver(RunSlice wanted) {
    if (wanted.count() > 0) {
      source.output().deliver(consumer, wanted.take());
    }
  }

  /** What was waited for is there. */
  private void proceed() {
    if (status == Status.WAITING) {
      changed();
    }
  }
}
