// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.connection;

import io.rewindmq.broker.MessageTracing;
import io.rewindmq.broker.access.ConnectionAccess;
import io.rewindmq.broker.client.ConnectionDetail;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.protocol.AckEntry;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.ReleaseEntry;
import io.rewindmq.shard.Settlement;
import io.rewindmq.shard.Shard;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The consumers of one session, closed ones included as long as the application holds messages of
 * them.
 *
 * <p>What names a consumer that is not known (any more) has no effect: messages in flight to it
 * went back already. Acknowledgements, releases and commits may name consumers of the connection's
 * other sessions: so a session settles what another one's consumer was given, in its own
 * transaction.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class SessionConsumers {
  private final int channel;
  private final FrameWriter writer;
  private final Map<Integer, SessionConsumer> byId = new HashMap<>();

  /** By consumer, for all sessions of the connection: whose it is. */
  private final Map<Integer, SessionConsumers> owners;

  private final ConnectionAccess access;

  /** Spans of what a commit settles that is not done yet. */
  private final List<MessageTracing.OpenSpan> committing = new ArrayList<>(0);

  private int openCount;

  /**
   * Those of one session.
   *
   * @param owners shared by the connection's sessions
   */
  SessionConsumers(
      int channel,
      FrameWriter writer,
      Map<Integer, SessionConsumers> owners,
      ConnectionAccess access) {
    this.access = access;
    this.channel = channel;
    this.writer = writer;
    this.owners = owners;
  }

  /** What the connection may do. */
  ConnectionAccess access() {
    return access;
  }

  /** Ends the consumers that are not allowed any more; what they hold goes back. */
  void accessRenewed() {
    for (SessionConsumer consumer : List.copyOf(byId.values())) {
      if (!consumer.isClosed() && !consumer.isAllowed(access)) {
        deleted(consumer);
        consumer.revoke(ErrorCode.NOT_AUTHORIZED, consumer.refusal(access));
      }
    }
  }

  /**
   * Ends one, and says why; what it holds goes back.
   *
   * @return false = there is no such open consumer
   */
  boolean revoke(int id, ErrorCode code, String why) {
    SessionConsumer consumer = open(id);
    if (consumer == null) {
      return false;
    }
    deleted(consumer);
    consumer.revoke(code, why);
    return true;
  }

  /** What administrators see of them. */
  List<ConnectionDetail.ConsumerDetail> details(Shard shard) {
    return byId.values().stream().map(consumer -> consumer.detail(shard)).toList();
  }

  /** How many are open. */
  int openCount() {
    return openCount;
  }

  /** Whether the number is taken in the connection. */
  boolean isTaken(int id) {
    return owners.containsKey(id);
  }

  void add(SessionConsumer consumer) {
    byId.put(consumer.id(), consumer);
    owners.put(consumer.id(), this);
    openCount++;
  }

  /** What an open consumer reads was deleted: its number is free again. */
  void deleted(SessionConsumer consumer) {
    byId.remove(consumer.id());
    owners.remove(consumer.id());
    openCount--;
  }

  void close(Frame.CloseConsumer frame) {
    SessionConsumer consumer = byId.get(frame.consumerId());
    if (consumer != null) {
      openCount -= consumer.isClosed() ? 0 : 1;
      consumer.close(frame.handedOver());
      forgetIfFinished(consumer);
    }
    writer.ok(channel, frame.requestId());
  }

  void credit(Frame.Credit frame) {
    SessionConsumer consumer = open(frame.consumerId());
    if (consumer != null) {
      consumer.shardConsumer().addCredit(frame.groupEpoch(), frame.messages(), frame.bytes());
    }
  }

  void drain(Frame.Drain frame) {
    SessionConsumer consumer = open(frame.consumerId());
    if (consumer == null) {
      writer.error(
          channel,
          frame.requestId(),
          ErrorCode.ILLEGAL_STATE,
          "there is no open consumer " + frame.consumerId());
      return;
    }
    consumer.shardConsumer().drain(() -> writer.ok(channel, frame.requestId()));
  }

  void handedOver(Frame.HandedOver frame) {
    SessionConsumer consumer = byId.get(frame.consumerId());
    if (consumer != null) {
      consumer.shardConsumer().handedOver(frame.arrivalIndex());
    }
  }

  /**
   * Settles what was acknowledged.
   *
   * @param durable null = nobody waits
   */
  void acknowledge(List<AckEntry> entries, long brokerEpoch, @Nullable CountedCompletion durable) {
    for (AckEntry entry : entries) {
      SessionConsumer consumer = ofConnection(entry.consumerId());
      if (consumer == null) {
        continue;
      }
      if (durable != null) {
        durable.expectOne();
      }
      List<MessageTracing.OpenSpan> begun = new ArrayList<>(0);
      consumer.traced(all -> all.settling(entry.partition(), entry.ranges(), begun));
      consumer
          .shardConsumer()
          .acknowledge(
              entry.groupEpoch(),
              brokerEpoch,
              entry.partition(),
              entry.ranges(),
              durable == null || begun.isEmpty() ? durable : durable.ending(begun));
      if (durable == null) {
        begun.forEach(span -> span.end(""));
      }
      forgetIfFinished(consumer);
    }
  }

  /** Gives messages back. */
  void release(List<ReleaseEntry> entries) {
    for (ReleaseEntry entry : entries) {
      SessionConsumer consumer = ofConnection(entry.consumerId());
      if (consumer != null) {
        for (int i = 0; i < entry.rangeCount(); i++) {
          long[] range = {entry.first(i), entry.last(i)};
          consumer.traced(all -> all.returned(entry.partition(), range));
          consumer
              .shardConsumer()
              .release(entry.groupEpoch(), entry.partition(), range, entry.counted()[i]);
        }
        forgetIfFinished(consumer);
      }
    }
  }

  /** What a commit settles. */
  List<Settlement> settlements(List<AckEntry> entries) {
    endCommitting("the commit before was not answered");
    List<Settlement> settlements = new ArrayList<>(entries.size());
    for (AckEntry entry : entries) {
      SessionConsumer consumer = ofConnection(entry.consumerId());
      if (consumer != null) {
        consumer.traced(all -> all.settling(entry.partition(), entry.ranges(), committing));
        settlements.add(
            new Settlement(
                consumer.shardConsumer(), entry.groupEpoch(), entry.partition(), entry.ranges()));
      }
    }
    return settlements;
  }

  /** A commit has settled these. */
  void committed(List<AckEntry> entries) {
    endCommitting("");
    for (AckEntry entry : entries) {
      SessionConsumer consumer = ofConnection(entry.consumerId());
      if (consumer != null) {
        forgetIfFinished(consumer);
      }
    }
  }

  /** Gives back everything, and takes all credit away. */
  void rollback(List<Frame.HandOver> entries) {
    endCommitting("rolled back");
    Map<Integer, Long> handedOver = new HashMap<>();
    entries.forEach(entry -> handedOver.put(entry.consumerId(), entry.handedOver()));
    for (SessionConsumer consumer : List.copyOf(byId.values())) {
      consumer.releaseAll(handedOver.getOrDefault(consumer.id(), 0L));
      forgetIfFinished(consumer);
    }
  }

  void outboxDrained() {
    byId.values().forEach(SessionConsumer::outboxDrained);
  }

  private void endCommitting(String failure) {
    if (!committing.isEmpty()) {
      committing.forEach(span -> span.end(failure));
      committing.clear();
    }
  }

  /** The session is over. */
  void end() {
    endCommitting("the session has ended before the answer");
    byId.values().forEach(SessionConsumer::end);
    owners.keySet().removeAll(byId.keySet());
    byId.clear();
    openCount = 0;
  }

  private @Nullable SessionConsumer ofConnection(int id) {
    SessionConsumers owner = owners.get(id);
    return owner == null ? null : owner.byId.get(id);
  }

  private @Nullable SessionConsumer open(int id) {
    SessionConsumer consumer = byId.get(id);
    return consumer == null || consumer.isClosed() ? null : consumer;
  }

  private void forgetIfFinished(SessionConsumer consumer) {
    if (consumer.isFinished()) {
      consumer.end();
      SessionConsumers owner = owners.remove(consumer.id());
      if (owner != null) {
        owner.byId.remove(consumer.id());
      }
    }
  }
}
