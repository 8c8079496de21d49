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

  /** Exclusive: up to there lie the parts of the large message that it is giving. */
  private long partsEnd;

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
    partitions.forEach(p -> p.listeners().add(this));
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
      partitions.forEach(p -> p.listeners().remove(this));
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
    MessageSchedule schedule = at.schedule();
    CursorState cursor = group.cursor(partition);
    offset =
        priority == MessageSchedule.PRIORITY_DEFAULT || schedule.hasPriority(priority)
            ? cursor.nextUnsettled(priority, offset, schedule, ends[partition], now)
            : CursorState.NONE;
    if (offset >= ends[partition]) {
      nextPriority();
      return true;
    }
    if (schedule.nextExpired(offset, offset + 1, now) == offset) {
      offset++;
      return true;
    }
    return switch (reader.read(offset, offset, creditBytes)) {
      case PENDING -> false;
      case FAILED -> {
        partition = partitions.size();
        yield true;
      }
      case GONE -> {
        offset = reader.gapEnd();
        yield true;
      }
      case FOUND -> {
        deliver(cursor, reader.run(), now);
        offset++;
        yield true;
      }
    };
  }

  private void deliver(CursorState cursor, RunBytes run, long now) {
    ByteBuffer elements = run.elements();
    int at = elements.position();
    int attempts = cursor.attempts().get(offset);
    if (!isShown(elements, at, attempts, now)) {
      return;
    }
    int flags =
        (attempts > 0 ? CursorOutput.REDELIVERED : 0)
            | (offset < cursor.replayEnd() ? CursorOutput.REPLAYED : 0);
    credit--;
    creditBytes -= elements.remaining();
    engine.log().figures().delivered(1, elements.remaining());
    target.deliver(group.epoch(), partition, run, attempts + 1, flags);
  }

  /** The first part of a large message decides for all of them. */
  private boolean isShown(ByteBuffer elements, int at, int attempts, long now) {
    if (ElementScanner.isContinuationAt(elements, at)) {
      return offset < partsEnd;
    }
    boolean isShown =
        !ElementScanner.isExpiredAt(elements, at, now) && isWanted(elements, at, attempts + 1);
    partsEnd =
        isShown && ElementScanner.isPartAt(elements, at)
            ? offset + ElementScanner.partsAt(elements, at)
            : offset;
    return isShown;
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
    partsEnd = 0;
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
