// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.connection;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.protocol.Frame;
import io.rewindmq.record.OperationId;
import io.rewindmq.record.RunBytes;
import io.rewindmq.shard.ConsumerSink;
import io.rewindmq.shard.ShardConsumer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One consumer of a session: the shard's deliveries as frames.
 *
 * <p>After it is closed it lives on for the messages that the application still holds, until they
 * are settled or the session ends.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class SessionConsumer implements ConsumerSink {
  private final int channel;
  private final int id;
  private final DeliveryWriter deliveries;
  private final FrameWriter writer;
  private @Nullable ShardConsumer shardConsumer;

  /** Messages delivered since it was opened. */
  private long deliveredIndex;

  /** Delivered and not settled or given back. What is settled twice may make it too small. */
  private long held;

  private boolean isClosed;
  private boolean isRefused;

  SessionConsumer(int channel, int id, FrameWriter writer, DeliveryWriter deliveries) {
    this.channel = channel;
    this.id = id;
    this.writer = writer;
    this.deliveries = deliveries;
  }

  int id() {
    return id;
  }

  /** The shard has opened it; once, before anything else. */
  void opened(ShardConsumer consumer) {
    shardConsumer = consumer;
  }

  ShardConsumer shardConsumer() {
    return Objects.requireNonNull(shardConsumer, "the consumer is not open yet");
  }

  boolean isClosed() {
    return isClosed;
  }

  /** Nothing is delivered any more and nothing is held: it can be forgotten. */
  boolean isFinished() {
    return isClosed && held <= 0;
  }

  @Override
  public boolean isReady() {
    boolean isReady = !isClosed && writer.isReadyForDeliveries();
    isRefused |= !isReady;
    return isReady;
  }

  /** The outbox has room again. */
  void outboxDrained() {
    if (isRefused && !isClosed) {
      isRefused = false;
      shardConsumer().resume();
    }
  }

  @Override
  public void deliver(int groupEpoch, int partition, RunBytes run, int deliveryCount, int flags) {
    deliveredIndex += run.count();
    held += run.count();
    deliveries.write(channel, id, groupEpoch, partition, run, deliveryCount, flags);
  }

  @Override
  public void reset(int groupEpoch, OperationId operation) {
    held = 0;
    if (!isClosed) {
      writer.reply(
          new Frame.ConsumerReset(channel, id, groupEpoch, operation.msb(), operation.lsb()));
    }
  }

  @Override
  public void deleted() {
    held = 0;
  }

  /** So many messages were settled or given back one by one. */
  void settled(long messages) {
    held = Math.max(0, held - messages);
  }

  /** Everything held goes back, and credit is 0. */
  void releaseAll(long handedOver) {
    shardConsumer().releaseAll(handedOver);
    held = 0;
  }

  void close(long handedOver) {
    if (!isClosed) {
      isClosed = true;
      shardConsumer().close(handedOver);
      long givenBack = Math.max(0, deliveredIndex - Math.max(0, handedOver));
      held = Math.max(0, held - givenBack);
    }
  }

  void end() {
    isClosed = true;
    held = 0;
    if (shardConsumer != null) {
      shardConsumer.end();
    }
  }
}
