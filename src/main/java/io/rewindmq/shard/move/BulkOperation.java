// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.move;

import io.rewindmq.delivery.group.CursorState;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.RunBytes;
import io.rewindmq.shard.dispatch.Dispatchable;
import io.rewindmq.shard.dispatch.RunReader;
import io.rewindmq.shard.entry.ElementScanner;
import io.rewindmq.shard.state.DestinationState;
import io.rewindmq.shard.state.GroupState;
import io.rewindmq.shard.state.PartitionState;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An order being carried out: goes once, in offset order, over what was pending in the group when
 * it began, a step a turn. The next step begins when the one before is durable, so that an order
 * never fills the journal faster than the disk takes it.
 *
 * <p>What consumers have or settle meanwhile is left alone. A crash ends the order; each step has
 * happened as a whole or not at all.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class BulkOperation implements Dispatchable {
  private static final int MESSAGES_PER_STEP = 1000;
  private static final int BYTES_PER_STEP = 256 << 10;
  private static final int STEPS_PER_SECOND = 10;
  private static final long MILLIS_PER_SECOND = 1000;
  private static final long RETRY_MILLIS = 1000;

  private final MessageDesk desk;
  private final BulkOrder order;
  private final GroupState group;
  private final DestinationState destination;
  private final int epoch;
  private final long[] ends;
  private final BulkFigures figures;
  private final BulkBatch batch;
  private BulkStatus status = BulkStatus.RUNNING;
  private @Nullable String cause;
  private int partition;
  private long at;
  private RunReader reader;
  private boolean isQueued;

  /** Written, not durable yet; or waiting for the time of the next step. */
  private boolean isPaused;

  BulkOperation(MessageDesk desk, BulkOrder order, GroupState group, DestinationState destination) {
    this.desk = desk;
    this.order = order;
    this.group = group;
    this.destination = destination;
    this.epoch = group.epoch();
    this.ends = destination.partitions().stream().mapToLong(PartitionState::visibleEnd).toArray();
    this.figures = new BulkFigures(total());
    this.batch = new BulkBatch(desk, order, group, figures);
    this.reader = newReader();
  }

  private long total() {
    long pending = 0;
    for (int i = 0; i < ends.length; i++) {
      pending += group.cursor(i).backlog(ends[i]);
    }
    long wanted = order.agent().wantedAtMost();
    return wanted < 0 ? pending : Math.min(pending, wanted);
  }

  private RunReader newReader() {
    return new RunReader(desk.engine().sources(), destination.partition(partition), this::proceed);
  }

  /** How far it is. */
  public BulkProgress progress() {
    return figures.progress(status, cause);
  }

  /** Ends it before its next step; without an effect when it has ended. */
  public void cancel() {
    if (status == BulkStatus.RUNNING) {
      batch.giveUp(isValid());
      end(BulkStatus.CANCELLED, null);
    }
  }

  /** Something that was waited for has come. */
  void proceed() {
    if (!isQueued && !isPaused && status == BulkStatus.RUNNING) {
      isQueued = true;
      desk.engine().dispatcher().enqueue(this);
    }
  }

  @Override
  public boolean dispatch(long now) {
    isQueued = false;
    if (status != BulkStatus.RUNNING) {
      return false;
    }
    if (!isValid()) {
      batch.giveUp(false);
      end(BulkStatus.FAILED, "the group was deleted or rewound meanwhile");
      return false;
    }
    boolean waits = collect(now);
    if (status != BulkStatus.RUNNING || (waits && batch.isEmpty())) {
      return false;
    }
    if (!batch.isEmpty()) {
      write(now);
      return false;
    }
    if (batch.isBlocked()) {
      pauseFor(RETRY_MILLIS);
      return false;
    }
    if (batch.large() != null) {
      awaitDurable(0);
      return false;
    }
    isQueued = true;
    return true;
  }

  private boolean isValid() {
    return desk.state().group(group.id()) == group && group.epoch() == epoch;
  }

  /** Collects what one step writes; returns whether a read is waited for. */
  private boolean collect(long now) {
    int most = messagesPerStep();
    batch.unblock();
    for (int i = 0; i < MESSAGES_PER_STEP && batch.hasRoom(most, BYTES_PER_STEP); i++) {
      if (batch.large() != null) {
        return batch.isEmpty() && collectParts(now);
      }
      if (!seek()) {
        return false;
      }
      switch (reader.read(at, at, 1)) {
        case PENDING -> {
          return true;
        }
        case FAILED -> {
          end(BulkStatus.FAILED, "offset " + at + " is damaged; see the broker's log");
          return false;
        }
        case GONE -> pass(reader.gapEnd());
        case FOUND -> {
          if (!look(reader.run(), now)) {
            return false;
          }
        }
      }
    }
    return false;
  }

  private int messagesPerStep() {
    return order.perSecondMax() == 0
        ? MESSAGES_PER_STEP
        : Math.clamp(order.perSecondMax() / STEPS_PER_SECOND, 1, MESSAGES_PER_STEP);
  }

  /** Goes to the next message that is pending and may be wanted; false = it is over. */
  private boolean seek() {
    while (true) {
      CursorState cursor = group.cursor(partition);
      long next = Math.max(at, cursor.committed());
      next = cursor.settled().nextAbsent(order.agent().nextWanted(partition, next));
      if (next < ends[partition]) {
        at = next;
        return true;
      }
      if (!batch.isEmpty()) {
        return false; // of one partition only
      }
      if (partition == ends.length - 1) {
        end(BulkStatus.DONE, null);
        return false;
      }
      partition++;
      at = 0;
      reader = newReader();
    }
  }

  private void pass(long next) {
    long to = Math.max(next, at + 1);
    figures.looked(Math.min(to, ends[partition]) - at);
    at = to;
  }

  /** Looks at one message; false = what has been collected must be written first. */
  private boolean look(RunBytes run, long now) {
    ByteBuffer elements = run.elements();
    int index = elements.position();
    if (ElementScanner.isContinuationAt(elements, index)) {
      pass(at + 1); // the rest of what is not kept any more
      return true;
    }
    boolean isLarge = ElementScanner.isPartAt(elements, index);
    long last = at + (isLarge ? Math.max(1, ElementScanner.partsAt(elements, index)) : 1) - 1;
    CursorState cursor = group.cursor(partition);
    PartitionState from = destination.partition(partition);
    if (order.agent().wants(partition, at, elements, cursor.attempts().get(at) + 1)) {
      if (!PendingKind.of(from, cursor, at, now).isFree()) {
        figures.inFlight();
      } else if (last >= ends[partition]) {
        figures.skipped("parts of a large message are missing");
      } else if (!batch.add(from, run, last)) {
        return false;
      }
    }
    if (batch.large() == null) {
      pass(last + 1);
    }
    return true;
  }

  /** Copies the next parts of a large message; returns whether a read is waited for. */
  private boolean collectParts(long now) {
    BulkLarge large = batch.large();
    if (large == null) {
      return false;
    }
    switch (reader.read(at, large.last(), BYTES_PER_STEP)) {
      case PENDING -> {
        return true;
      }
      case FAILED, GONE -> {
        batch.giveUp(true);
        figures.skipped("parts of a large message are missing");
        pass(large.last() + 1);
      }
      case FOUND -> {
        RunBytes run = reader.run();
        String refusal = batch.stage(run, now);
        if (refusal != null) {
          batch.giveUp(true);
          end(BulkStatus.FAILED, refusal);
          return false;
        }
        pass(run.endOffset());
      }
    }
    return false;
  }

  private void write(long now) {
    int messages = batch.messages();
    String refusal = batch.write(partition, now);
    if (refusal != null) {
      end(BulkStatus.FAILED, refusal);
    } else if (order.isDryRun()) {
      proceed();
    } else {
      awaitDurable(
          order.perSecondMax() == 0 ? 0 : messages * MILLIS_PER_SECOND / order.perSecondMax());
    }
  }

  /** The next step begins when this one is durable, and so much later. */
  private void awaitDurable(long pauseMillis) {
    isPaused = true;
    desk.log().forceAll();
    desk.engine()
        .outcomes()
        .add(
            desk.log().end(),
            () -> {
              if (pauseMillis > 0) {
                pauseFor(pauseMillis);
              } else {
                isPaused = false;
                proceed();
              }
            });
  }

  private void pauseFor(long millis) {
    isPaused = true;
    desk.engine()
        .timers()
        .after(
            millis,
            () -> {
              isPaused = false;
              proceed();
            });
  }

  /** Tells the agent when what was done is durable. */
  private void end(BulkStatus how, @Nullable String why) {
    status = how;
    cause = why;
    desk.log().forceAll();
    desk.engine().outcomes().add(desk.log().end(), () -> order.agent().over(how, why));
  }
}
