// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.connection;

import io.rewindmq.broker.access.ConnectionAccess;
import io.rewindmq.broker.definition.Answer;
import io.rewindmq.broker.definition.RefusedException;
import io.rewindmq.broker.definition.Temporaries;
import io.rewindmq.delivery.GroupKind;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.Frame;
import io.rewindmq.record.OperationId;
import io.rewindmq.shard.Completion;
import io.rewindmq.shard.ConsumerOptions;
import io.rewindmq.shard.DestinationView;
import io.rewindmq.shard.GroupView;
import io.rewindmq.shard.ShardConsumer;
import org.jspecify.annotations.Nullable;

/** Opens consumers of all kinds for the sessions of one connection, as JMS allows them. */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class ConsumerOpening {
  private final Services services;
  private final ConnectionIdentity identity;
  private final FrameWriter writer;
  private final DeliveryWriter deliveries;
  private final Temporaries temporaries;
  private final ReadingGroups groups;

  ConsumerOpening(
      Services services,
      ConnectionIdentity identity,
      FrameWriter writer,
      DeliveryWriter deliveries,
      Temporaries temporaries) {
    this.services = services;
    this.identity = identity;
    this.writer = writer;
    this.deliveries = deliveries;
    this.temporaries = temporaries;
    this.groups = new ReadingGroups(identity);
  }

  /**
   * Opens one consumer; the answer may come in a later turn.
   *
   * @param destination null = there is no such handle
   * @throws RefusedException it can't be opened
   */
  void open(ClientSession session, Frame.OpenConsumer frame, @Nullable DestinationView destination)
      throws RefusedException {
    if (session.consumers().isTaken(frame.consumerId())) {
      throw new RefusedException(
          ErrorCode.ILLEGAL_STATE, "consumer number " + frame.consumerId() + " is taken");
    }
    if (destination == null || services.shard().destination(destination.id()).isEmpty()) {
      throw new RefusedException(
          ErrorCode.DESTINATION_NOT_FOUND, "there is no destination " + frame.handle());
    }
    identity.access().require(ConnectionAccess.needs(frame), destination.spec());
    if (temporaries.isForeign(destination)) {
      throw new RefusedException(
          ErrorCode.TEMPORARY_NOT_OWNED,
          destination.spec().name() + " belongs to another connection");
    }
    Request request = new Request(session, frame, destination, options(session, frame));
    switch (frame.kind()) {
      case QUEUE -> openOnQueue(request, false);
      case BROWSER -> openOnQueue(request, true);
      case NON_DURABLE -> openVolatile(request, GroupKind.NON_DURABLE);
      case SHARED -> openVolatile(request, GroupKind.SHARED_NON_DURABLE);
      case DURABLE -> openDurable(request, GroupKind.DURABLE);
      case SHARED_DURABLE -> openDurable(request, GroupKind.SHARED_DURABLE);
    }
  }

  /** Refuses to do anything with the client's durable subscription of that name without a right. */
  void requireRightTo(@Nullable String subscription) throws RefusedException {
    if (subscription == null) {
      return;
    }
    var topic =
        services
            .shard()
            .durableSubscription(identity.clientId(), subscription)
            .flatMap(group -> services.shard().destination(group.spec().destinationId()));
    if (topic.isPresent()) {
      identity.access().requireConsume(topic.get().spec());
    }
  }

  private void openOnQueue(Request request, boolean browses) throws RefusedException {
    DestinationView queue = request.destination();
    if (!queue.spec().kind().isQueue()) {
      throw new RefusedException(
          ErrorCode.DESTINATION_INVALID, queue.spec().name() + " is not a queue");
    }
    SessionConsumer consumer = newConsumer(request, !browses);
    Completion<ShardConsumer> opened = openedTo(request, consumer);
    if (request.options().start() != null) {
      services
          .shard()
          .openConsumer(
              groups.history(request.frame(), queue), request.options(), consumer, opened);
    } else if (browses) {
      services.shard().openBrowser(queue.queueGroupId(), request.options(), consumer, opened);
    } else {
      services.shard().openConsumer(queue.queueGroupId(), request.options(), consumer, opened);
    }
  }

  private void openVolatile(Request request, GroupKind kind) throws RefusedException {
    var group = groups.subscription(request.frame(), request.destination(), kind);
    SessionConsumer consumer = newConsumer(request, true);
    services.shard().openConsumer(group, request.options(), consumer, openedTo(request, consumer));
  }

  private void openDurable(Request request, GroupKind kind) throws RefusedException {
    if (kind == GroupKind.DURABLE && identity.clientId() == null) {
      throw new RefusedException(
          ErrorCode.CLIENT_ID_REQUIRED, "a durable subscription needs a client id");
    }
    if (request.destination().spec().kind().isTemporary()) {
      throw new RefusedException(
          ErrorCode.DESTINATION_INVALID, "a durable subscription can't be on a temporary topic");
    }
    var wanted = groups.subscription(request.frame(), request.destination(), kind);
    requireRightTo(wanted.subscription()); // one on another topic would be replaced
    Answer<@Nullable Void> reply =
        new RequestReply<>(
            writer, request.session().channel(), request.frame().requestId(), nothing -> {});
    services
        .definitions()
        .subscriptions()
        .prepare(
            wanted,
            request.destination(),
            request.options().start(),
            new Answer<>() {
              @Override
              public void given(GroupView group) {
                if (request.session().isOpen()) {
                  SessionConsumer consumer = newConsumer(request, true);
                  services
                      .shard()
                      .openConsumer(
                          group.id(), request.options(), consumer, openedTo(request, consumer));
                }
              }

              @Override
              public void refused(ErrorCode code, String text) {
                reply.refused(code, text);
              }
            });
  }

  private SessionConsumer newConsumer(Request request, boolean isTraced) {
    return new SessionConsumer(
        request.frame(),
        writer,
        deliveries,
        request.destination().spec(),
        request.session().consumers()::deleted,
        isTraced ? services.traces(request.destination().spec().name()) : null);
  }

  private Completion<ShardConsumer> openedTo(Request request, SessionConsumer consumer) {
    int channel = request.session().channel();
    int requestId = request.frame().requestId();
    return new RequestReply<ShardConsumer>(
            writer,
            channel,
            requestId,
            opened -> {
              if (!request.session().isOpen()) {
                opened.end(); // it was closed while the start was searched
                return;
              }
              consumer.opened(opened);
              if (!consumer.isAllowed(identity.access())) {
                opened.end(); // the right was lost meanwhile
                writer.error(
                    channel,
                    requestId,
                    ErrorCode.NOT_AUTHORIZED,
                    identity.access().readRefusal(request.destination().spec()));
                return;
              }
              request.session().consumers().add(consumer);
              OperationId replay = opened.replay();
              writer.reply(
                  new Frame.ConsumerOpened(
                      channel,
                      requestId,
                      opened.groupEpoch(),
                      replay == null ? 0 : replay.msb(),
                      replay == null ? 0 : replay.lsb()));
            })
        .completion();
  }

  private ConsumerOptions options(ClientSession session, Frame.OpenConsumer frame)
      throws RefusedException {
    OperationId owner =
        new OperationId(session.producer().connectionId(), session.producer().number());
    return new ConsumerOptions(
        owner,
        ConsumerFilters.filter(frame, services.ports().selectors(), identity),
        frame.exclusive(),
        StartOption.of(frame, services));
  }

  private record Request(
      ClientSession session,
      Frame.OpenConsumer frame,
      DestinationView destination,
      ConsumerOptions options) {}
}
