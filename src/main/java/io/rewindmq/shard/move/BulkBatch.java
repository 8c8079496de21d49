// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.move;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.RunBytes;
import io.rewindmq.shard.entry.LongList;
import io.rewindmq.shard.state.DestinationState;
import io.rewindmq.shard.state.GroupState;
import io.rewindmq.shard.state.PartitionState;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an order has collected for its next step: messages by target, or a large message. */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class BulkBatch {
  private final MessageDesk desk;
  private final BulkOrder order;
  private final GroupState group;
  private final BulkFigures figures;
  private final BulkWriter writer;
  private final Map<BulkTarget.To, BulkStep> puts = new LinkedHashMap<>();
  private BulkStep deletes = new BulkStep();
  private @Nullable BulkLarge large;
  private boolean isLargeComplete;
  private boolean isBlocked;
  private int messages;
  private int bytes;

  BulkBatch(MessageDesk desk, BulkOrder order, GroupState group, BulkFigures figures) {
    this.desk = desk;
    this.order = order;
    this.group = group;
    this.figures = figures;
    this.writer = new BulkWriter(desk, order, group);
  }

  /** Nothing is to be written. */
  boolean isEmpty() {
    return messages == 0;
  }

  int messages() {
    return messages;
  }

  boolean hasRoom(int messagesMax, int bytesMax) {
    return messages < messagesMax && bytes < bytesMax;
  }

  /** The large message that is being staged, if there is one. */
  @Nullable BulkLarge large() {
    return large;
  }

  /**
   * Adds a message that is free to go, or begins with a large one.
   *
   * @param run begins with it
   * @param last its last offset, inclusive
   * @return false = not now: what has been collected must be written first, or the target is {@link
   *     #isBlocked()}
   */
  boolean add(PartitionState from, RunBytes run, long last) {
    int partition = from.key().partition();
    long first = run.baseOffset();
    if (!order.kind().hasTarget()) {
      deletes.add(first, last);
      took(partition, run);
      return true;
    }
    BulkTarget target = order.agent().target(partition, run.elements());
    switch (target) {
      case BulkTarget.Stays stays -> {
        figures.skipped(stays.why());
        return true;
      }
      case BulkTarget.To to -> {
        if (!order.isDryRun() && !puts.containsKey(to) && mustWait(to)) {
          isBlocked = true;
          return false;
        }
        if (last > first && !order.isDryRun()) {
          return beginLarge(from, first, last, to, run);
        }
        BulkStep step = puts.computeIfAbsent(to, any -> new BulkStep());
        step.add(first, last);
        if (!order.isDryRun()) {
          step.addCopy(order.agent().copy(run));
        }
        took(partition, run);
        return true;
      }
    }
  }

  private void took(int partition, RunBytes run) {
    messages++;
    bytes += run.bytes();
    order.agent().took(partition, run.baseOffset(), run.elements());
  }

  private boolean beginLarge(
      PartitionState from, long first, long last, BulkTarget.To to, RunBytes run) {
    if (!isEmpty()) {
      return false;
    }
    DestinationState destination = desk.state().destination(to.destination());
    if (destination == null) {
      figures.skipped("its destination is gone");
      return true;
    }
    int partition = from.key().partition();
    order.agent().took(partition, first, run.elements());
    large =
        new BulkLarge(
            desk.engine().transfers().beginLarge(destination.partition(to.partition())),
            to,
            from,
            group.cursor(partition),
            first,
            last,
            order.kind().settles());
    return true;
  }

  /** Stages more parts of the large message; returns why that was not possible, null = it was. */
  @Nullable String stage(RunBytes run, long now) {
    BulkLarge open = large;
    if (open == null || !open.stage(order.agent().copy(run), run.count(), now)) {
      return "no room for another journal segment";
    }
    if (run.endOffset() > open.last()) {
      isLargeComplete = true;
      messages = 1;
    }
    return null;
  }

  /** Whether the last message was not added because its target waits for its consumers. */
  boolean isBlocked() {
    return isBlocked;
  }

  /** The next step begins: perhaps there is room now. */
  void unblock() {
    isBlocked = false;
  }

  private boolean mustWait(BulkTarget.To to) {
    DestinationState destination = desk.state().destination(to.destination());
    return destination != null && desk.quotas().mustWait(destination);
  }

  /** Writes everything; returns why that was not possible, null = it was. */
  @Nullable String write(int partition, long now) {
    String refusal = null;
    if (order.isDryRun()) {
      figures.done(messages);
    } else if (isLargeComplete) {
      refusal = writeLarge(partition, now);
    } else if (deletes.messages() > 0) {
      refusal = writer.delete(partition, deletes.ranges());
      figures.done(refusal == null ? deletes.messages() : 0);
    } else {
      for (Map.Entry<BulkTarget.To, BulkStep> put : puts.entrySet()) {
        refusal = put(partition, put.getKey(), put.getValue(), now);
        if (refusal != null) {
          break;
        }
      }
    }
    clear();
    return refusal;
  }

  private @Nullable String put(int partition, BulkTarget.To to, BulkStep step, long now) {
    DestinationState destination = desk.state().destination(to.destination());
    if (destination != null && desk.quotas().isRefused(destination)) {
      return destination.fields().name() + " is full: backlogBytesMax is reached";
    }
    String refusal = writer.put(partition, step, to, now);
    figures.done(refusal == null ? step.messages() : 0);
    return refusal;
  }

  private @Nullable String writeLarge(int partition, long now) {
    BulkLarge open = large;
    if (open == null) {
      return null;
    }
    String refusal =
        writer.commit(
            open.move(),
            partition,
            LongList.of(open.first(), open.last()),
            open.target(),
            open.parts(),
            now);
    if (refusal != null) {
      open.release();
    }
    figures.done(refusal == null ? 1 : 0);
    return refusal;
  }

  /**
   * Drops what is not written.
   *
   * @param isValid the group is as it was, so a large message goes back to it
   */
  void giveUp(boolean isValid) {
    BulkLarge open = large;
    if (open != null && isValid) {
      open.giveUp();
    } else if (open != null) {
      open.move().rollback();
    }
    clear();
  }

  private void clear() {
    puts.clear();
    deletes = new BulkStep();
    large = null;
    isLargeComplete = false;
    messages = 0;
    bytes = 0;
  }
}
