// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.dispatch;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.RunBytes;
import io.rewindmq.shard.state.PartitionState;

/**
 * One large message on its way to one consumer: its parts go out one after the other, as far as the
 * consumer's credit goes. All of them are in flight from the beginning, and the consumer gets
 * nothing else until the last one is out.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class LargeDelivery implements Dispatchable {
  private enum Status {
    /** The consumer can't take more. */
    IDLE,
    /** Has a place in the dispatcher's queue. */
    QUEUED,
    /** Waits for a fetch. */
    WAITING,
    /** All parts are out, or it was stopped. */
    OVER
  }

  private final DispatchEngine engine;
  private final GroupConsumer consumer;
  private final int groupEpoch;
  private final int partition;
  private final int deliveryCount;
  private final int flags;
  private final long last;
  private final Runnable whenGone;
  private final RunReader reader;
  private long next;
  private Status status = Status.IDLE;

  /**
   * Nothing is delivered yet.
   *
   * @param first inclusive, as is the last
   * @param whenGone ends the message, of which parts are not kept any more
   */
  LargeDelivery(
      DispatchEngine engine,
      GroupConsumer consumer,
      PartitionState from,
      long first,
      long last,
      int deliveryCount,
      int flags,
      Runnable whenGone) {
    this.engine = engine;
    this.consumer = consumer;
    this.groupEpoch = consumer.group().state().epoch();
    this.partition = from.key().partition();
    this.deliveryCount = deliveryCount;
    this.flags = flags;
    this.next = first;
    this.last = last;
    this.whenGone = whenGone;
    this.reader = new RunReader(engine.sources(), from, this::fetched);
  }

  /** Something may go out without anybody's doing. */
  boolean isBusy() {
    return status == Status.QUEUED || status == Status.WAITING;
  }

  /** Nothing more goes out. */
  boolean isOver() {
    return status == Status.OVER;
  }

  /** The consumer may be able to take more. */
  void changed() {
    if (status == Status.IDLE) {
      status = Status.QUEUED;
      engine.dispatcher().enqueue(this);
    }
  }

  /** Nothing more goes out: its message is not in flight any more. */
  void stop() {
    if (status != Status.OVER) {
      status = Status.OVER;
      reader.reset();
      consumer.largeOver(this);
    }
  }

  @Override
  public boolean dispatch(long now) {
    int bytesLeft = engine.limits().bytesPerTurn();
    while (status == Status.QUEUED && bytesLeft > 0) {
      if (!consumer.canTakePart()) {
        status = Status.IDLE;
        return false;
      }
      bytesLeft -= step(Math.min(bytesLeft, consumer.creditBytes()));
    }
    return status == Status.QUEUED;
  }

  /** Delivers what one read finds; returns its bytes. */
  private int step(int bytesMax) {
    long end = Math.min(last, next + consumer.credit() - 1);
    switch (reader.read(next, end, bytesMax)) {
      case PENDING -> status = Status.WAITING;
      case FAILED -> stop(); // the half of it that the client has is worth nothing
      case GONE -> {
        stop();
        whenGone.run();
      }
      case FOUND -> {
        RunBytes run = reader.run();
        int bytes = run.elements().remaining();
        consumer.arrived(run.count(), bytes);
        engine.log().noteDelivered(consumer.group().state(), run.count(), bytes, deliveryCount > 1);
        next = run.endOffset();
        consumer.target().deliver(groupEpoch, partition, run, deliveryCount, flags);
        if (next > last) {
          stop();
        }
        return bytes;
      }
    }
    return 0;
  }

  private void fetched() {
    if (status == Status.WAITING) {
      status = Status.IDLE;
      changed();
    }
  }
}
