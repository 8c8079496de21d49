// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.dispatch;

import io.rewindmq.delivery.SettleReason;
import io.rewindmq.delivery.group.CursorState;
import io.rewindmq.delivery.schedule.MessageSchedule;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.OperationId;
import io.rewindmq.record.RunBytes;
import io.rewindmq.shard.entry.ElementScanner;
import io.rewindmq.shard.entry.LongList;
import io.rewindmq.shard.entry.ShardEvent;
import io.rewindmq.shard.state.EventLog;
import io.rewindmq.shard.state.PartitionListener;
import io.rewindmq.shard.state.PartitionState;
import java.nio.ByteBuffer;
import java.util.function.Predicate;

/**
 * One cursor at work: finds what is available, reads it and gives it to the group's consumers in
 * turn.
 *
 * <p>INVARIANT: a persistent message is delivered only when it is durable and lies below a durable
 * dispatch mark.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class ActiveCursor implements PartitionListener, Dispatchable {
  static final int REDELIVERED = 1;
  static final int REPLAYED = 2;

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
  private Status status = Status.IDLE;
  private long durableMark;

  /** The highest mark that is durable or will be without further ado. */
  private long requestedMark;

  private int messagesLeft;
  private int bytesLeft;

  ActiveCursor(DispatchEngine engine, ActiveGroup group, PartitionState partition) {
    this.engine = engine;
    this.group = group;
    this.partition = partition;
    this.cursor = group.state().cursor(partition.key().partition());
    this.reader = new RunReader(engine.sources(), partition, this::fetched);
    if (group.state().isVolatile()) {
      durableMark = Long.MAX_VALUE;
    } else if (engine.log().isDurable()) {
      durableMark = cursor.mark();
    } // else an older mark may still be on its way to the disk
    requestedMark = durableMark;
    cursor.makeAvailable(cursor.committed()); // what became due meanwhile was passed over
    partition.listeners().add(this);
  }

  CursorState cursor() {
    return cursor;
  }

  PartitionState partition() {
    return partition;
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
    if (group.credit() > 0) {
      advanceMark(Math.min(partition.nextOffset(), cursor.scanned() + group.credit()));
    }
  }

  void rewound() {
    reader.reset();
    changed();
  }

  void end() {
    partition.listeners().remove(this);
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
      settle(first, cursor.endOfAvailable(first, expiredEnd) - 1, SettleReason.EXPIRED);
      return Status.QUEUED;
    }
    long wanted = Math.min(messagesLeft, consumer.credit());
    wanted = Math.min(wanted, group.share(end - first, SHARE_MESSAGES_MAX));
    long last = cursor.lastOfRun(priority, first, schedule, Math.min(end, first + wanted), now);
    last = limitToMark(first, last);
    return last < first ? Status.WAITING : read(consumer, first, last, now);
  }

  /** The last offset that may go out now; below the first one if none may. */
  private long limitToMark(long first, long last) {
    if (last < durableMark) {
      return last;
    }
    long persistent = partition.nonPersistent().nextAbsent(Math.max(first, durableMark));
    if (persistent > last) {
      return last;
    }
    advanceMark(last + 1);
    return persistent - 1;
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
        if (consumer.filter() != null || first < uncheckedEnd()) {
          deliverChecked(consumer, run, now);
        } else {
          deliver(consumer, run);
        }
        yield Status.QUEUED;
      }
    };
  }

  /** Exclusive: what is below may have expired without the schedule knowing it. */
  private long uncheckedEnd() {
    return group.state().isVolatile() ? partition.forgottenEnd() : cursor.replayEnd();
  }

  /** Looks at each message: those that expired or are not wanted are settled, the others go out. */
  private void deliverChecked(GroupConsumer consumer, RunBytes run, long now) {
    boolean unchecked = run.baseOffset() < uncheckedEnd();
    Predicate<ByteBuffer> filter = consumer.filter();
    ByteBuffer elements = run.elements();
    int from = elements.position();
    int at = from;
    long first = run.baseOffset();
    LongList expired = new LongList();
    LongList filtered = new LongList();
    for (long offset = first; offset < run.endOffset(); offset++) {
      int next = at + ElementScanner.bytesAt(elements, at);
      long expiration = ElementScanner.expirationAt(elements, at);
      LongList unwanted = null;
      if (unchecked && expiration != 0 && expiration <= now) {
        unwanted = expired;
      } else if (filter != null && !filter.test(ElementScanner.messageAt(elements, at))) {
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
    long first = run.baseOffset();
    int attempts = cursor.attempts().get(first);
    int flags = 0;
    if (attempts > 0) {
      flags |= REDELIVERED;
    }
    if (first < cursor.replayEnd()) {
      flags |= REPLAYED;
    }
    int bytes = run.elements().remaining();
    messagesLeft -= run.count();
    bytesLeft -= bytes;
    long arrival = consumer.arrived(run.count(), bytes);
    cursor.take(first, run.endOffset() - 1, arrival, consumer.holder());
    consumer
        .target()
        .deliver(group.state().epoch(), partition.key().partition(), run, attempts + 1, flags);
  }

  private void settle(long first, long last, SettleReason reason) {
    settle(LongList.of(first, last), reason);
  }

  /** Ends messages that are not delivered. */
  private void settle(LongList ranges, SettleReason reason) {
    if (ranges.isEmpty()) {
      return;
    }
    messagesLeft--;
    if (group.state().isVolatile()) {
      for (int i = 0; i < ranges.size(); i += 2) {
        cursor.settle(ranges.get(i), ranges.get(i + 1));
      }
    } else {
      engine.log().log(
          new ShardEvent.Settled(
              OperationId.NONE,
              reason,
              group.state().id(),
              group.state().epoch(),
              partition.key().partition(),
              ranges));
    }
  }

  /** Journals a mark if the messages below the given end need a higher one. */
  private void advanceMark(long end) {
    if (end <= requestedMark) {
      return;
    }
    long from = Math.max(requestedMark, cursor.committed());
    if (partition.nonPersistent().nextAbsent(from) >= end) {
      return; // after a crash they are dropped, not delivered again
    }
    EventLog log = engine.log();
    long mark = Math.max(cursor.mark(), end + engine.limits().markStep());
    requestedMark = mark;
    log.log(
        new ShardEvent.MarkAdvanced(
            group.state().id(), group.state().epoch(), partition.key().partition(), mark));
    log.force();
    engine
        .outcomes()
        .add(
            log.end(),
            () -> {
              durableMark = Math.max(durableMark, mark);
              if (status == Status.WAITING) {
                changed();
              }
            });
  }

  private void fetched() {
    if (status == Status.WAITING) {
      changed();
    }
  }
}
