// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.connection;

import io.rewindmq.broker.access.ConnectionAccess;
import io.rewindmq.broker.client.ConnectionDetail;
import io.rewindmq.broker.permission.Verb;
import io.rewindmq.broker.trace.ConsumerTraces;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.SubscriptionKind;
import io.rewindmq.record.OperationId;
import io.rewindmq.record.RunBytes;
import io.rewindmq.shard.ConsumerSink;
import io.rewindmq.shard.DestinationSpec;
import io.rewindmq.shard.Shard;
import io.rewindmq.shard.ShardConsumer;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
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
  private final boolean isBrowser;
  private final @Nullable String selector;
  private final DeliveryWriter deliveries;
  private final FrameWriter writer;
  private final DestinationSpec source;
  private final Set<Verb> needs;
  private final Consumer<SessionConsumer> whenDeleted;
  private final @Nullable ConsumerTraces traces;
  private @Nullable ShardConsumer shardConsumer;

  private long delivered;
  private boolean isClosed;
  private boolean isRefused;

  /**
   * Of a session.
   *
   * @param frame what asked for it
   * @param source what it reads
   * @param whenDeleted takes it if it was open when that was deleted
   * @param traces null = tracing is off, or it only browses
   */
  SessionConsumer(
      Frame.OpenConsumer frame,
      FrameWriter writer,
      DeliveryWriter deliveries,
      DestinationSpec source,
      Consumer<SessionConsumer> whenDeleted,
      @Nullable ConsumerTraces traces) {
    this.traces = traces;
    this.channel = frame.channel();
    this.id = frame.consumerId();
    this.isBrowser = frame.kind() == SubscriptionKind.BROWSER;
    this.selector = ConsumerFilters.selector(frame);
    this.writer = writer;
    this.deliveries = deliveries;
    this.source = source;
    this.needs = ConnectionAccess.needs(frame);
    this.whenDeleted = whenDeleted;
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

  /** What administrators see of it. */
  ConnectionDetail.ConsumerDetail detail(Shard shard) {
    ShardConsumer.View view = shardConsumer().view();
    return new ConnectionDetail.ConsumerDetail(
        id,
        source,
        shard.group(view.groupId()).map(group -> group.spec()).orElse(null),
        isBrowser,
        selector,
        !isClosed,
        view.credit(),
        view.creditBytes(),
        view.inFlight(),
        delivered,
        view.settled());
  }

  /** Nothing is delivered any more and nothing is held: it can be forgotten. */
  boolean isFinished() {
    return isClosed && !shardConsumer().isHolding();
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
    if (traces != null) {
      traces.delivered(partition, run, deliveryCount);
    }
    delivered += run.count();
    deliveries.write(channel, id, groupEpoch, partition, run, deliveryCount, flags);
  }

  @Override
  public void reset(int groupEpoch, OperationId operation) {
    traced(all -> all.returnedAll("its group was rewound"));
    if (!isClosed) {
      writer.reply(
          new Frame.ConsumerReset(channel, id, groupEpoch, operation.msb(), operation.lsb()));
    }
  }

  @Override
  public void deleted() {
    traced(all -> all.returnedAll("its destination was deleted"));
    if (!isClosed) {
      isClosed = true;
      writer.reply(
          new Frame.ConsumerEnded(
              channel,
              id,
              ErrorCode.DESTINATION_NOT_FOUND,
              (source.kind().isQueue() ? "queue " : "topic ") + source.name() + " was deleted"));
      whenDeleted.accept(this);
    }
  }

  boolean isAllowed(ConnectionAccess access) {
    return access.may(needs, source);
  }

  /** Ends it, and says why. */
  void revoke(ErrorCode code, String why) {
    end();
    writer.reply(new Frame.ConsumerEnded(channel, id, code, why));
  }

  /** Why it may not read any more. */
  String refusal(ConnectionAccess access) {
    return access.readRefusal(source);
  }

  /** Everything held goes back, and credit is 0. */
  void releaseAll(long handedOver) {
    traced(all -> all.returnedAll("given back"));
    shardConsumer().releaseAll(handedOver);
  }

  void close(long handedOver) {
    if (!isClosed) {
      isClosed = true;
      shardConsumer().close(handedOver);
    }
  }

  void end() {
    traced(all -> all.returnedAll("given back"));
    isClosed = true;
    if (shardConsumer != null) {
      shardConsumer.end();
    }
  }

  /** Does something with the traced messages that it holds, while tracing is on. */
  void traced(Consumer<ConsumerTraces> action) {
    if (traces != null) {
      action.accept(traces);
    }
  }
}
