// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.dispatch;

import io.rewindmq.delivery.group.CursorState;
import io.rewindmq.delivery.schedule.MessageSchedule;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.RunBytes;
import io.rewindmq.shard.entry.ElementScanner;
import io.rewindmq.shard.state.GroupState;
import io.rewindmq.shard.state.PartitionListener;
import io.rewindmq.shard.state.PartitionState;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A read-only walk over what is unsettled in a group: partition after partition, priority after
 * priority, in offset order, up to the ends that the logs had when it was opened. What is settled
 * meanwhile is passed over.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class Browser implements Dispatchable, PartitionListener {
  private static final int MESSAGES_PER_TURN = 256;

  private enum Status {
    IDLE,
    QUEUED,
    CLOSED
  }

  private final DispatchEngine engine;
  private final GroupState group;
  private final List<PartitionState> partitions;
  private final DeliveryTarget target;
  private final @Nullable DeliveryFilter filter;
  private final long[] ends;
  private final List<Runnable> drains = new ArrayList<>(0);
  private int partition;
  private int priority = MessageSchedule.PRIORITIES - 1;
  private long offset;
  private RunReader reader;
  private int credit;
  private int creditBytes;
  private Status status = Status.IDLE;

  /** The message that it is giving, or gave last. */
  private Shown shown = Shown.NOTHING;

  /** A message: where its parts end, exclusive, and what all of them say. */
  private record Shown(long end, int attempts) {
    static final Shown NOTHING = new Shown(0, 0);
  }

  public Browser(
      DispatchEngine engine,
      GroupState group,
      List<PartitionState> partitions,
      DeliveryTarget target,
      @Nullable DeliveryFilter filter) {
    this.engine = engine;
    this.group = group;
    this.partitions = partitions;
    this.target = target;
    this.filter = filter;
    this.ends = partitions.stream().mapToLong(PartitionState::nextOffset).toArray();
    this.reader = new RunReader(engine.sources(), partitions.getFirst(), this::changed);
    partitions.forEach(p -> p.addListener(this));
  }

  public int groupId() {
    return group.id();
  }

  public int credit() {
    return credit;
  }

  public int creditBytes() {
    return creditBytes;
  }

  public int groupEpoch() {
    return group.epoch();
  }

  public void addCredit(int messages, int bytes) {
    credit = (int) Math.min(Integer.MAX_VALUE, (long) credit + Math.max(0, messages));
    creditBytes = (int) Math.min(Integer.MAX_VALUE, (long) creditBytes + Math.max(0, bytes));
    changed();
  }

  public void resume() {
    changed();
  }

  public void drain(Runnable drained) {
    if (status == Status.CLOSED) {
      drained.run();
    } else {
      drains.add(drained);
      changed();
    }
  }

  public void close() {
    if (status != Status.CLOSED) {
      status = Status.CLOSED;
      partitions.forEach(p -> p.removeListener(this));
      finishDrains();
    }
  }

  @Override
  public void changed() {
    if (status == Status.IDLE) {
      status = Status.QUEUED;
      engine.dispatcher().enqueue(this);
    }
  }

  @Override
  public void appended() {}

  @Override
  public void due(long dueOffset) {}

  @Override
  public boolean dispatch(long now) {
    for (int i = 0; i < MESSAGES_PER_TURN && status == Status.QUEUED; i++) {
      if (partition == partitions.size() || (credit <= 0 || creditBytes <= 0)) {
        status = Status.IDLE;
        finishDrains();
        return false;
      }
      if (!target.isReady() || !step(now)) {
        status = Status.IDLE;
        return false;
      }
    }
    return status == Status.QUEUED;
  }

  /** Goes on by one message or one stretch; false = has to wait. */
  private boolean step(long now) {
    if (engine.state().group(group.id()) != group) {
      partition = partitions.size(); // deleted: its messages may be overwritten any time
      return true;
    }
    PartitionState at = partitions.get(partition);
    if (at.visibleEnd() < ends[partition]) {
      return false; // confirmed before the browser was opened, on its way to the disk
    }
    CursorState cursor = group.cursor(partition);
    if (offset >= shown.end() && !seek(at.schedule(), cursor, now)) {
      return true;
    }
    return switch (reader.read(offset, offset, creditBytes)) {
      case PENDING -> false;
      case FAILED -> {
        partition = partitions.size();
        yield true;
      }
      case GONE -> {
        shown = Shown.NOTHING;
        offset = reader.gapEnd();
        yield true;
      }
      case FOUND -> {
        look(cursor, reader.run(), now);
        offset++;
        yield true;
      }
    };
  }

  /** Goes to the next message that may be shown; false if it is not there yet. */
  private boolean seek(MessageSchedule schedule, CursorState cursor, long now) {
    offset =
        priority == MessageSchedule.PRIORITY_DEFAULT || schedule.hasPriority(priority)
            ? cursor.nextUnsettled(priority, offset, schedule, ends[partition], now)
            : CursorState.NONE;
    if (offset >= ends[partition]) {
      nextPriority();
      return false;
    }
    if (schedule.nextExpired(offset, offset + 1, now) == offset) {
      offset++;
      return false;
    }
    return true;
  }

  /** The first part of a large message decides for all of them. */
  private void look(CursorState cursor, RunBytes run, long now) {
    if (offset < shown.end()) {
      deliver(cursor, run, shown.attempts()); // to its end, even if it was settled meanwhile
      return;
    }
    ByteBuffer elements = run.elements();
    int at = elements.position();
    if (ElementScanner.isContinuationAt(elements, at)) {
      return;
    }
    int attempts = cursor.attempts().get(offset);
    int parts = ElementScanner.isPartAt(elements, at) ? ElementScanner.partsAt(elements, at) : 1;
    long end = offset + parts;
    if (ElementScanner.isExpiredAt(elements, at, now) || !isWanted(elements, at, attempts + 1)) {
      offset = end - 1;
    } else {
      shown = new Shown(end, attempts);
      deliver(cursor, run, attempts);
    }
  }

  private void deliver(CursorState cursor, RunBytes run, int attempts) {
    int flags =
        (attempts > 0 ? CursorOutput.REDELIVERED : 0)
            | (offset < cursor.replayEnd() ? CursorOutput.REPLAYED : 0);
    credit--;
    creditBytes -= run.elements().remaining();
    engine.log().figures().delivered(1, run.elements().remaining());
    target.deliver(group.epoch(), partition, run, attempts + 1, flags);
  }

  private boolean isWanted(ByteBuffer elements, int at, int deliveryCount) {
    return filter == null
        || filter.accepts(
            elements,
            ElementScanner.messageAt(at),
            ElementScanner.messageBytesAt(elements, at),
            deliveryCount);
  }

  private void nextPriority() {
    offset = 0;
    shown = Shown.NOTHING;
    priority--;
    if (priority < 0) {
      priority = MessageSchedule.PRIORITIES - 1;
      partition++;
      if (partition < partitions.size()) {
        reader = new RunReader(engine.sources(), partitions.get(partition), this::changed);
      }
    }
  }

  private void finishDrains() {
    List<Runnable> over = List.copyOf(drains);
    drains.clear();
    over.forEach(Runnable::run);
  }
}
