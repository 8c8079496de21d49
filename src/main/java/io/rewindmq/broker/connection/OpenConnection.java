// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.connection;

import io.rewindmq.broker.ConnectionLoad;
import io.rewindmq.broker.client.ConnectionDetail;
import io.rewindmq.broker.client.ConnectionSummary;
import io.rewindmq.broker.definition.Answer;
import io.rewindmq.broker.definition.DestinationName;
import io.rewindmq.broker.definition.RefusedException;
import io.rewindmq.broker.definition.Temporaries;
import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.delivery.ProducerId;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.ProtocolException;
import io.rewindmq.shard.DestinationView;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A connection that is logged in: its sessions, and the requests that belong to none of them. */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class OpenConnection {
  private final Services services;
  private final ConnectionIdentity identity;
  private final Predicate<String> clientIdClaim;
  private final FrameWriter writer;
  private final SendIntake intake;
  private final Temporaries temporaries;
  private final DestinationHandles handles;
  private final ConsumerOpening opening;
  private final Map<Integer, ClientSession> sessions = new HashMap<>();
  private final Map<Integer, SessionConsumers> consumerOwners = new HashMap<>();
  private boolean isOver;

  /**
   * Of a client that was accepted.
   *
   * @param clientIdClaim reserves a client id for this connection, or says no
   * @param frameBytesMax largest frame in either direction
   * @param life unlike that of every other connection
   */
  OpenConnection(
      Services services,
      ConnectionIdentity identity,
      Predicate<String> clientIdClaim,
      FrameWriter writer,
      int frameBytesMax,
      String life) {
    this.services = services;
    this.identity = identity;
    this.clientIdClaim = clientIdClaim;
    this.writer = writer;
    this.intake = new SendIntake(services.shard(), services.options().messageBytesMax());
    this.temporaries =
        new Temporaries(
            services.shard(),
            services.definitions().operations(),
            identity.connectionId(),
            life,
            services.options().connection().temporariesMax());
    this.handles = new DestinationHandles(services.shard(), identity.access());
    this.opening =
        new ConsumerOpening(
            services, identity, writer, new DeliveryWriter(writer, frameBytesMax), temporaries);
  }

  ConnectionIdentity identity() {
    return identity;
  }

  /** Whether the client has said goodbye. */
  boolean isOver() {
    return isOver;
  }

  /**
   * Handles one frame. What can't be done is refused; only nonsense ends the connection.
   *
   * @throws ProtocolException the client has sent nonsense and must go
   */
  void handle(Frame frame) {
    try {
      carryOut(frame);
    } catch (RefusedException e) {
      refuse(frame, e);
    }
  }

  private void carryOut(Frame frame) throws RefusedException {
    switch (frame) {
      case Frame.Heartbeat _ -> {}
      case Frame.Send send -> session(send).send(send, handles.known(send.handle()));
      case Frame.Ack ack -> session(ack).acknowledge(ack);
      case Frame.Credit credit -> session(credit).consumers().credit(credit);
      case Frame.HandedOver handedOver -> session(handedOver).consumers().handedOver(handedOver);
      case Frame.Drain drain -> session(drain).consumers().drain(drain);
      case Frame.Release release -> session(release).release(release);
      case Frame.Commit commit -> session(commit).commit(commit);
      case Frame.Rollback rollback -> session(rollback).rollback(rollback);
      case Frame.OpenConsumer open -> openConsumer(open);
      case Frame.CloseConsumer close -> session(close).consumers().close(close);
      case Frame.OpenSession open -> openSession(open);
      case Frame.CloseSession close -> closeSession(close);
      case Frame.Resolve resolve -> resolve(resolve);
      case Frame.DeleteTemporary delete -> deleteTemporary(delete);
      case Frame.Unsubscribe unsubscribe -> unsubscribe(unsubscribe);
      case Frame.QueryOutcome query -> queryOutcome(query);
      case Frame.SetClientId set -> setClientId(set);
      case Frame.Goodbye goodbye -> goodbye(goodbye);
      case Frame.Hello _,
          Frame.Welcome _,
          Frame.Failure _,
          Frame.Ok _,
          Frame.RequestFailed _,
          Frame.Destination _,
          Frame.SendConfirmed _,
          Frame.SendRejected _,
          Frame.ConsumerOpened _,
          Frame.Deliver _,
          Frame.ConsumerReset _,
          Frame.ConsumerEnded _,
          Frame.Outcome _ ->
          throw new ProtocolException(
              ErrorCode.PROTOCOL_ERROR, "a " + frame.type() + " is not expected here");
    }
  }

  /** Answers where an answer is wanted. */
  private void refuse(Frame frame, RefusedException why) {
    if (frame instanceof Frame.Send send) {
      long last = send.firstSequence() + Math.max(1, send.count()) - 1;
      writer.reply(
          new Frame.SendRejected(
              send.channel(), send.firstSequence(), last, why.code(), why.text()));
      return;
    }
    int requestId =
        switch (frame) {
          case Frame.Ack ack -> ack.requestId();
          case Frame.Drain drain -> drain.requestId();
          case Frame.Release release -> release.requestId();
          case Frame.Commit commit -> commit.requestId();
          case Frame.Rollback rollback -> rollback.requestId();
          case Frame.OpenConsumer open -> open.requestId();
          case Frame.CloseConsumer close -> close.requestId();
          case Frame.OpenSession open -> open.requestId();
          case Frame.CloseSession close -> close.requestId();
          case Frame.Resolve resolve -> resolve.requestId();
          case Frame.DeleteTemporary delete -> delete.requestId();
          case Frame.Unsubscribe unsubscribe -> unsubscribe.requestId();
          case Frame.SetClientId set -> set.requestId();
          default -> 0; // those that are never refused here, or ask for no answer
        };
    writer.error(frame.channel(), requestId, why.code(), why.text());
  }

  void outboxDrained() {
    sessions.values().forEach(ClientSession::outboxDrained);
  }

  /** What the user may do was looked at again: what is open and not allowed any more ends. */
  void accessRenewed() {
    handles.accessRenewed();
    sessions.values().forEach(session -> session.consumers().accessRenewed());
  }

  /** The client came back on this connection before the loss of the other was noticed. */
  void adoptTemporaries(OpenConnection earlier) {
    temporaries.adopt(earlier.temporaries);
  }

  /** Gives back what the connection held. Sessions that the client did not close are lost. */
  void end() {
    sessions.values().forEach(ClientSession::lose);
    forgetSessions();
    temporaries.end();
  }

  private void forgetSessions() {
    services.figures().sessions(-sessions.size());
    sessions.clear();
  }

  int openConsumers() {
    return sessions.values().stream().mapToInt(session -> session.consumers().openCount()).sum();
  }

  int openSessions() {
    return sessions.size();
  }

  /** What administrators see of it. */
  ConnectionDetail detail(ConnectionSummary summary, ConnectionLoad load) {
    return new ConnectionDetail(
        summary,
        load,
        sessions.values().stream().map(ClientSession::detail).toList(),
        handles.sent());
  }

  /**
   * Ends one consumer for an administrator.
   *
   * @return false = there is no such open consumer
   */
  boolean closeConsumer(int consumer, String why) {
    SessionConsumers owner = consumerOwners.get(consumer);
    return owner != null && owner.revoke(consumer, ErrorCode.CLOSED_BY_OPERATOR, why);
  }

  private ClientSession session(Frame frame) throws RefusedException {
    ClientSession session = sessions.get(frame.channel());
    if (session == null) {
      throw new RefusedException(
          ErrorCode.ILLEGAL_STATE, "session " + frame.channel() + " is not open");
    }
    return session;
  }

  private void openSession(Frame.OpenSession frame) throws RefusedException {
    int channel = frame.channel();
    if (channel == 0 || sessions.containsKey(channel)) {
      throw new ProtocolException(
          ErrorCode.PROTOCOL_ERROR, "session number " + channel + " can't be opened");
    }
    if (sessions.size() >= services.options().connection().sessionsMax()) {
      throw new RefusedException(
          ErrorCode.LIMIT_REACHED,
          "a connection has at most "
              + services.options().connection().sessionsMax()
              + " sessions");
    }
    ProducerId producer = new ProducerId(identity.connectionId(), frame.producerNumber());
    sessions.put(
        channel,
        new ClientSession(
            channel,
            producer,
            services.shard(),
            writer,
            intake,
            services.holding(),
            new SessionConsumers(channel, writer, consumerOwners, identity.access()),
            services.ports().tracing()));
    services.figures().sessions(1);
    writer.ok(channel, frame.requestId());
  }

  private void closeSession(Frame.CloseSession frame) throws RefusedException {
    session(frame).close();
    sessions.remove(frame.channel());
    services.figures().sessions(-1);
    writer.ok(frame.channel(), frame.requestId());
  }

  private void openConsumer(Frame.OpenConsumer frame) throws RefusedException {
    ClientSession session = session(frame);
    int consumersMax = services.options().connection().consumersMax();
    if (openConsumers() >= consumersMax) {
      throw new RefusedException(
          ErrorCode.LIMIT_REACHED, "a connection has at most " + consumersMax + " consumers");
    }
    opening.open(session, frame, handles.find(frame.handle()));
  }

  private void resolve(Frame.Resolve frame) throws RefusedException {
    Answer<DestinationView> reply =
        reply(
            frame,
            frame.requestId(),
            found ->
                writer.reply(
                    new Frame.Destination(
                        frame.channel(),
                        frame.requestId(),
                        found.id(),
                        found.spec().partitions(),
                        found.spec().name())));
    DestinationKind kind =
        switch (frame.kind()) {
          case QUEUE -> DestinationKind.QUEUE;
          case TOPIC -> DestinationKind.TOPIC;
          case TEMPORARY_QUEUE -> DestinationKind.TEMPORARY_QUEUE;
          case TEMPORARY_TOPIC -> DestinationKind.TEMPORARY_TOPIC;
        };
    String named = frame.name();
    if (named != null && !kind.isTemporary()) {
      named = DestinationName.parse(named);
    }
    boolean exists = named != null && services.shard().destination(kind, named).isPresent();
    identity.access().requireUse(kind, named, exists);
    if (kind.isTemporary()) {
      temporaries.resolve(kind, frame.name(), reply);
    } else {
      services
          .definitions()
          .destinations()
          .resolve(kind, DestinationName.parse(frame.name()), reply);
    }
  }

  private void deleteTemporary(Frame.DeleteTemporary frame) {
    Answer<@Nullable Void> reply = okTo(frame, frame.requestId());
    DestinationView destination = handles.find(frame.handle());
    if (destination == null) {
      reply.refused(ErrorCode.DESTINATION_NOT_FOUND, "there is no destination " + frame.handle());
    } else {
      handles.forget(frame.handle());
      temporaries.delete(destination, reply);
    }
  }

  private void unsubscribe(Frame.Unsubscribe frame) throws RefusedException {
    opening.requireRightTo(frame.name());
    services
        .definitions()
        .subscriptions()
        .unsubscribe(identity.clientId(), frame.name(), okTo(frame, frame.requestId()));
  }

  private void queryOutcome(Frame.QueryOutcome frame) {
    ProducerId producer = new ProducerId(identity.connectionId(), frame.producerNumber());
    Answer<Boolean> reply =
        reply(
            frame,
            frame.requestId(),
            committed ->
                writer.reply(new Frame.Outcome(frame.channel(), frame.requestId(), committed)));
    services
        .shard()
        .queryOutcome(
            ClientSession.transactionId(producer, frame.transaction()), reply.completion());
  }

  private void setClientId(Frame.SetClientId frame) {
    Answer<@Nullable Void> reply = okTo(frame, frame.requestId());
    String clientId = frame.clientId();
    if (identity.clientId() != null || !sessions.isEmpty()) {
      reply.refused(
          ErrorCode.ILLEGAL_STATE, "the client id must be set first, and can't be changed");
    } else if (clientId.isEmpty()) {
      reply.refused(ErrorCode.ILLEGAL_STATE, "the client id must not be empty");
    } else if (!clientIdClaim.test(clientId)) {
      reply.refused(ErrorCode.CLIENT_ID_IN_USE, "client id '" + clientId + "' is in use");
    } else {
      identity.setClientId(clientId);
      reply.given(null);
    }
  }

  private void goodbye(Frame.Goodbye frame) {
    sessions.values().forEach(ClientSession::close);
    forgetSessions();
    isOver = true;
    writer.ok(frame.channel(), frame.requestId());
  }

  private Answer<@Nullable Void> okTo(Frame frame, int requestId) {
    return reply(frame, requestId, done -> writer.ok(frame.channel(), requestId));
  }

  private <T extends @Nullable Object> Answer<T> reply(
      Frame frame, int requestId, Consumer<? super T> writeAnswer) {
    return new RequestReply<>(writer, frame.channel(), requestId, writeAnswer);
  }
}
