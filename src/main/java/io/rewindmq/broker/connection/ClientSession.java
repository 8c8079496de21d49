// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.connection;

import io.rewindmq.broker.MessageTracing;
import io.rewindmq.broker.client.ConnectionDetail;
import io.rewindmq.broker.definition.Answer;
import io.rewindmq.broker.flow.HeldSends;
import io.rewindmq.broker.flow.HoldingArea;
import io.rewindmq.broker.trace.SendTraces;
import io.rewindmq.delivery.ProducerId;
import io.rewindmq.delivery.TransactionId;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.ProtocolException;
import io.rewindmq.shard.DestinationView;
import io.rewindmq.shard.Shard;
import org.jspecify.annotations.Nullable;

/**
 * One JMS session: its producer, its consumers, and what they have in common, which is transactions
 * and acknowledgement.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class ClientSession implements HeldSends.Session {
  private final int channel;
  private final ProducerId producer;
  private final Shard shard;
  private final FrameWriter writer;
  private final SendIntake intake;
  private final SendConfirmations confirmations;
  private final SessionConsumers consumers;
  private final HeldSends held;

  /** The last transaction that sent something, and the refusals before it began. */
  private long transaction;

  private long refusalsBefore;
  private long messagesSent;
  private boolean isOpen = true;

  ClientSession(
      int channel,
      ProducerId producer,
      Shard shard,
      FrameWriter writer,
      SendIntake intake,
      HoldingArea holding,
      SessionConsumers consumers,
      MessageTracing tracing) {
    this.channel = channel;
    this.producer = producer;
    this.shard = shard;
    this.writer = writer;
    this.intake = intake;
    this.confirmations = new SendConfirmations(writer, channel, SendTraces.with(tracing));
    this.consumers = consumers;
    this.held = holding.place(this);
  }

  int channel() {
    return channel;
  }

  ProducerId producer() {
    return producer;
  }

  SessionConsumers consumers() {
    return consumers;
  }

  boolean isOpen() {
    return isOpen;
  }

  /**
   * Takes messages, or lets them wait for room.
   *
   * @param target null = there is no such handle
   */
  void send(Frame.Send frame, DestinationHandles.@Nullable Known target) {
    if (frame.transaction() != 0 && frame.transaction() != transaction) {
      transaction = frame.transaction();
      refusalsBefore = confirmations.refusals();
    }
    if (target == null) {
      refuse(
          frame,
          ErrorCode.DESTINATION_NOT_FOUND,
          "there is no destination with handle " + frame.handle());
      return;
    }
    if (!target.maySend()) {
      refuse(
          frame,
          ErrorCode.NOT_AUTHORIZED,
          consumers.access().sendRefusal(target.destination().spec()));
      return;
    }
    messagesSent += frame.count();
    target.countSent(frame.count(), frame.elements().remaining());
    held.send(frame, target.destination());
  }

  /** What administrators see of it. */
  ConnectionDetail.SessionDetail detail() {
    return new ConnectionDetail.SessionDetail(
        channel, messagesSent, !held.isEmpty(), consumers.details(shard));
  }

  @Override
  public boolean mustWait(DestinationView destination) {
    return shard.mustWait(destination.id());
  }

  @Override
  public void take(Frame.Send frame, DestinationView destination) {
    intake.take(producer, destination, frame, confirmations);
  }

  @Override
  public void refuse(Frame.Send frame, ErrorCode code, String text) {
    long last = frame.firstSequence() + Math.max(1, frame.count()) - 1;
    confirmations.refused(frame.firstSequence(), last, code, text);
  }

  void acknowledge(Frame.Ack frame) {
    if (frame.requestId() == 0) {
      consumers.acknowledge(frame.entries(), frame.epoch(), null);
      return;
    }
    CountedCompletion durable = new CountedCompletion(replyTo(frame.requestId()));
    consumers.acknowledge(frame.entries(), frame.epoch(), durable);
    durable.sealed();
  }

  /** Gives messages back; those delivered under an older epoch went back already. */
  void release(Frame.Release frame) {
    if (frame.epoch() == shard.epoch()) {
      consumers.release(frame.entries());
    }
    writer.ok(channel, frame.requestId());
  }

  /**
   * The transaction that a frame names.
   *
   * @throws ProtocolException it names none
   */
  static TransactionId transactionId(ProducerId producer, long number) {
    if (number == 0) {
      throw new ProtocolException(ErrorCode.PROTOCOL_ERROR, "transaction 0 is none");
    }
    return new TransactionId(producer, number);
  }

  /** Commits when the sends before it have been taken or refused. */
  void commit(Frame.Commit frame) {
    held.afterwards(() -> commitNow(frame));
  }

  private void commitNow(Frame.Commit frame) {
    Answer<@Nullable Void> reply = replyTo(frame.requestId());
    TransactionId id = transactionId(producer, frame.transaction());
    if (frame.transaction() == transaction && confirmations.refusals() != refusalsBefore) {
      shard.rollback(id); // all or nothing: a part of it was not taken
      reply.refused(
          ErrorCode.TRANSACTION_ROLLED_BACK,
          "a message of the transaction was refused, so all of it was rolled back");
      return;
    }
    shard.commit(
        id,
        frame.epoch(),
        consumers.settlements(frame.entries()),
        reply.completion(
            committed -> {
              consumers.committed(frame.entries());
              reply.given(null);
            }));
  }

  /** Of a transaction, or without one (recover): everything in flight goes back. */
  void rollback(Frame.Rollback frame) {
    held.refuseAll(ErrorCode.TRANSACTION_ROLLED_BACK, "rolled back while it waited for room");
    if (frame.transaction() != 0) {
      shard.rollback(new TransactionId(producer, frame.transaction()));
    }
    consumers.rollback(frame.consumers());
    writer.ok(channel, frame.requestId());
  }

  void outboxDrained() {
    consumers.outboxDrained();
  }

  /** The client closed it: what is not committed or acknowledged goes back. */
  void close() {
    end();
    shard.closeProducer(producer);
  }

  /** The connection is lost; the client may come back and go on with the same producer. */
  void lose() {
    end();
    shard.loseProducer(producer);
  }

  private void end() {
    isOpen = false;
    held.refuseAll(ErrorCode.ILLEGAL_STATE, "the session was closed while it waited for room");
    consumers.end();
    confirmations.tell();
    confirmations.close();
  }

  private Answer<@Nullable Void> replyTo(int requestId) {
    return new RequestReply<>(writer, channel, requestId, done -> writer.ok(channel, requestId));
  }
}
