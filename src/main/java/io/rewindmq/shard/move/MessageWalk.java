// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.move;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.RunBytes;
import io.rewindmq.shard.dispatch.DispatchEngine;
import io.rewindmq.shard.dispatch.Dispatchable;
import io.rewindmq.shard.dispatch.RunReader;
import io.rewindmq.shard.entry.ElementScanner;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at messages one after the other, a bounded number a turn, and changes nothing. What is
 * damaged ends it.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class MessageWalk implements Dispatchable {
  private static final int MESSAGES_PER_TURN = 256;
  private static final int BYTES_PER_TURN = 256 << 10;

  private final DispatchEngine engine;
  private final Route route;
  private final WalkVisitor visitor;

  /** Messages that may still be looked at. */
  private long messagesLeft;

  private Place at;
  private @Nullable RunReader reader;
  private int readerPartition = -1;

  /** While the parts of a message are wanted; it ends there, exclusive. */
  private boolean wantsParts;

  private long partsEnd;
  private boolean isQueued;
  private boolean isOver;
  private int bytesLeft;

  /**
   * @param messagesMax so many are looked at, at most
   */
  MessageWalk(
      DispatchEngine engine, Route route, Place from, WalkVisitor visitor, long messagesMax) {
    this.engine = engine;
    this.route = route;
    this.visitor = visitor;
    this.messagesLeft = messagesMax;
    this.at = from;
  }

  void begin() {
    if (!isQueued && !isOver) {
      isQueued = true;
      engine.dispatcher().enqueue(this);
    }
  }

  @Override
  public boolean dispatch(long now) {
    bytesLeft = BYTES_PER_TURN;
    for (int i = 0; i < MESSAGES_PER_TURN && bytesLeft > 0; i++) {
      if (isOver || !step(now)) {
        isQueued = false;
        return false;
      }
    }
    return true;
  }

  /** Goes on by one message or part; false = it waits, or is over. */
  private boolean step(long now) {
    if (!route.isValid()) {
      return end(null, "it was deleted meanwhile");
    }
    if (wantsParts) {
      return stepPart();
    }
    Place place = route.next(at, now);
    if (place == null) {
      return end(null, null);
    }
    at = place;
    if (messagesLeft == 0 || visitor.isFull()) {
      return end(at, null);
    }
    return switch (reader().read(at.offset(), at.offset(), 1)) {
      case PENDING -> false;
      case FAILED -> end(null, "offset " + at.offset() + " is damaged; see the broker's log");
      case GONE -> {
        at = new Place(at.partition(), at.lane(), Math.max(reader().gapEnd(), at.offset() + 1));
        yield true;
      }
      case FOUND -> look(reader().run(), now);
    };
  }

  private boolean look(RunBytes run, long now) {
    ByteBuffer elements = run.elements();
    int index = elements.position();
    bytesLeft -= elements.remaining();
    long next = at.offset() + 1;
    if (ElementScanner.isContinuationAt(elements, index)) {
      at = new Place(at.partition(), at.lane(), next); // the rest of what is not kept any more
      return true;
    }
    messagesLeft--;
    int parts =
        ElementScanner.isPartAt(elements, index)
            ? Math.max(1, ElementScanner.partsAt(elements, index))
            : 1;
    WalkVisitor.Next answer =
        visitor.message(
            new WalkedMessage(
                at.partition(),
                at.offset(),
                run.appendTimeMillis(),
                route.kind(at, now),
                route.deliveries(at),
                parts,
                elements));
    partsEnd = at.offset() + parts;
    wantsParts = answer == WalkVisitor.Next.PARTS && parts > 1;
    at = new Place(at.partition(), at.lane(), wantsParts ? next : partsEnd);
    return true;
  }

  private boolean stepPart() {
    return switch (reader().read(at.offset(), at.offset(), 1)) {
      case PENDING -> false;
      case FAILED, GONE -> passParts();
      case FOUND -> {
        RunBytes run = reader().run();
        bytesLeft -= run.elements().remaining();
        at = new Place(at.partition(), at.lane(), at.offset() + 1);
        yield (visitor.part(run.elements()) && at.offset() < partsEnd) || passParts();
      }
    };
  }

  private boolean passParts() {
    wantsParts = false;
    at = new Place(at.partition(), at.lane(), partsEnd);
    return true;
  }

  private boolean end(@Nullable Place next, @Nullable String cause) {
    isOver = true;
    visitor.over(next, cause);
    return false;
  }

  private RunReader reader() {
    RunReader open = reader;
    if (open == null || readerPartition != at.partition()) {
      open = new RunReader(engine.sources(), route.partition(at.partition()), this::begin);
      reader = open;
      readerPartition = at.partition();
    }
    return open;
  }
}
