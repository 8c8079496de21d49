// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.sim;

import io.rewindmq.protocol.AckEntry;
import io.rewindmq.protocol.DestinationKind;
import io.rewindmq.protocol.Frame;
import io.rewindmq.testkit.SimClock;
import io.rewindmq.testkit.SimRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A client that speaks in frames, as a JMS client does, with one session: it connects, sends,
 * consumes, acknowledges, commits, comes back after a lost connection and goes on where it was.
 * What it does next, chance decides; that it is right to do so, the protocol.
 */
final class SimClient implements SimConnection.Client {
  private static final int CHANNEL = 1;
  private static final int FRAME_BYTES_MAX = 1 << 20;
  private static final int CONSUMERS_MAX = 4;
  private static final int UNANSWERED_MAX = 24;
  private static final int CREDIT_BYTES_MAX = 30_000;

  /** An acknowledgement without an answer, and the broker's epoch it belongs to. */
  private record Ack(long epoch, List<AckEntry> entries) {}

  private final long connectionId;
  private final @Nullable String clientId;
  private final List<SimSource> sources;
  private final SimNetwork network;
  private final SimRandom random;
  private final SimClock clock;
  private final SimProducer producer;
  private final Map<Integer, SimConsumer> consumers = new java.util.TreeMap<>();
  private final Map<Integer, Ack> acks = new java.util.TreeMap<>();
  private @Nullable Life life;
  private int lastRequest;
  private int lastConsumer;

  /** What lasts as long as a connection. */
  private static final class Life {
    final SimConnection connection;
    final Map<Integer, Consumer<Frame>> requests = new HashMap<>();
    final Integer[] handles = new Integer[SimSource.DESTINATIONS.size()];
    long epoch;
    boolean isReady;
    boolean isLeaving;
    int rollbacks;

    Life(SimConnection connection) {
      this.connection = connection;
    }
  }

  SimClient(int number, SimNetwork network, SimClock clock, SimRandom random) {
    boolean isOne = number == 1;
    this.connectionId = number;
    this.clientId = isOne ? SimSource.CLIENT_ID : null;
    this.sources = isOne ? SimSource.ofOne() : SimSource.ofAnybody();
    this.network = network;
    this.clock = clock;
    this.random = random;
    this.producer = new SimProducer(number, number % 2 == 0, random);
  }

  /** Does one thing. */
  void act() {
    Life now = life;
    if (now == null) {
      connect();
    } else if (now.isReady && !now.isLeaving) {
      act(now);
    }
  }

  /** Nothing new is begun; what has no answer yet is waited for. Returns whether that is over. */
  boolean settle() {
    Life now = life;
    if (now == null) {
      connect();
      return false;
    }
    if (now.isReady && producer.isTransactionOpen()) {
      rollback(now);
    }
    return now.isReady && now.requests.isEmpty() && producer.unanswered() == 0;
  }

  /** Says goodbye, if it is connected. */
  void leave() {
    Life now = life;
    if (now != null && now.isReady && !now.isLeaving) {
      now.isLeaving = true;
      ask(now, new Frame.Goodbye(nextRequest()), lastRequest, answer -> producer.renew());
    }
  }

  private void act(Life now) {
    switch (random.nextInt(20)) {
      case 0, 1, 2, 3 -> send(now);
      case 4 -> openConsumer(now);
      case 5, 6 -> withOpenConsumer(consumer -> credit(now, consumer));
      case 7, 8 -> withOpenConsumer(consumer -> handOver(now, consumer));
      case 9, 10, 11, 12 -> settleSome(now);
      case 13 -> withConsumer(consumer -> release(now, consumer));
      case 14 -> giveBackAll(now);
      case 15 -> withOpenConsumer(consumer -> drain(now, consumer));
      case 16 -> {
        if (random.chance(0.3)) {
          withOpenConsumer(consumer -> close(now, consumer));
        }
      }
      case 17 -> {
        if (random.chance(0.15)) {
          now.connection.drop();
          disconnected();
        }
      }
      case 18 -> {
        if (random.chance(0.1) && now.requests.isEmpty() && producer.unanswered() == 0) {
          leave();
        }
      }
      default -> withOpenConsumer(consumer -> credit(now, consumer));
    }
  }

  // Connecting.

  private void connect() {
    SimConnection connection = network.connect(this, "client " + connectionId);
    if (connection == null) {
      return;
    }
    life = new Life(connection);
    connection.send(
        new Frame.Hello(
            1, 1, connectionId, 0, FRAME_BYTES_MAX, clientId, null, null, "sim", Map.of()));
  }

  @Override
  public void disconnected() {
    life = null;
    producer.lost();
    if (producer.isTransacted()) {
      consumers.values().forEach(consumer -> consumer.held().clear());
    }
    consumers.values().removeIf(SimConsumer::isClosed);
    consumers.values().forEach(SimConsumer::lost);
  }

  @Override
  public void receive(Frame frame) {
    Life now = life;
    if (now == null) {
      return;
    }
    switch (frame) {
      case Frame.Welcome welcome -> welcomed(now, welcome.epoch());
      case Frame.Ok ok -> answered(now, ok.requestId(), ok);
      case Frame.RequestFailed failed -> answered(now, failed.requestId(), failed);
      case Frame.Destination found -> answered(now, found.requestId(), found);
      case Frame.ConsumerOpened opened -> answered(now, opened.requestId(), opened);
      case Frame.Outcome outcome -> answered(now, outcome.requestId(), outcome);
      case Frame.SendConfirmed sent -> producer.confirmed(sent.first(), sent.last());
      case Frame.SendRejected sent -> producer.rejected(sent.first(), sent.last());
      case Frame.Deliver deliver -> arrived(now, deliver);
      case Frame.ConsumerReset reset -> reset(now, reset);
      case Frame.Failure _, Frame.Heartbeat _ -> {} // the end follows; or nothing
      default -> throw new AssertionError("a client got " + frame);
    }
  }

  private void answered(Life now, int requestId, Frame answer) {
    Consumer<Frame> waiting = now.requests.remove(requestId);
    if (waiting == null) {
      throw new AssertionError("nobody asked for " + answer);
    }
    waiting.accept(answer);
  }

  private int nextRequest() {
    return ++lastRequest;
  }

  private void ask(Life now, Frame frame, int requestId, Consumer<Frame> answered) {
    now.requests.put(requestId, answered);
    now.connection.send(frame);
  }

  private void welcomed(Life now, long epoch) {
    now.epoch = epoch;
    ask(
        now,
        new Frame.OpenSession(CHANNEL, nextRequest(), 2, producer.number()),
        lastRequest,
        ok -> {});
    for (int i = 0; i < now.handles.length; i++) {
      int number = i;
      DestinationKind kind = i == SimSource.TOPIC ? DestinationKind.TOPIC : DestinationKind.QUEUE;
      ask(
          now,
          new Frame.Resolve(0, nextRequest(), kind, SimSource.DESTINATIONS.get(i)),
          lastRequest,
          answer -> resolved(now, number, answer));
    }
  }

  private void resolved(Life now, int number, Frame answer) {
    if (answer instanceof Frame.Destination found) {
      now.handles[number] = found.handle();
    }
    if (Arrays.stream(now.handles).allMatch(handle -> handle != null)) {
      goOn(now);
    }
  }

  /** After a lost connection: everything goes on where it was. */
  private void goOn(Life now) {
    now.isReady = true;
    producer.resend(CHANNEL, List.of(now.handles)).forEach(now.connection::send);
    List.copyOf(consumers.values()).forEach(consumer -> open(now, consumer));
    List<Ack> again = List.copyOf(acks.values());
    acks.clear();
    again.forEach(ack -> acknowledge(now, ack, true));
    long inDoubt = producer.inDoubt();
    if (inDoubt != 0) {
      ask(
          now,
          new Frame.QueryOutcome(0, nextRequest(), producer.number(), inDoubt),
          lastRequest,
          answer -> producer.certain());
    }
  }

  // Sending.

  private void send(Life now) {
    if (producer.unanswered() < UNANSWERED_MAX && producer.inDoubt() == 0) {
      int destination = random.nextInt(now.handles.length);
      now.connection.send(
          producer.send(CHANNEL, destination, now.handles[destination], clock.millis()));
    }
  }

  // Consuming.

  private void withConsumer(Consumer<SimConsumer> action) {
    withOneOf(consumer -> true, action);
  }

  private void withOpenConsumer(Consumer<SimConsumer> action) {
    withOneOf(SimConsumer::isOpen, action);
  }

  private void withOneOf(Predicate<SimConsumer> which, Consumer<SimConsumer> action) {
    List<SimConsumer> some = consumers.values().stream().filter(which).toList();
    if (!some.isEmpty()) {
      action.accept(some.get(random.nextInt(some.size())));
    }
  }

  private void openConsumer(Life now) {
    if (consumers.size() < CONSUMERS_MAX) {
      SimConsumer consumer =
          new SimConsumer(++lastConsumer, sources.get(random.nextInt(sources.size())));
      consumers.put(consumer.id(), consumer);
      open(now, consumer);
    }
  }

  private void open(Life now, SimConsumer consumer) {
    SimSource source = consumer.source();
    ask(
        now,
        new Frame.OpenConsumer(
            CHANNEL,
            nextRequest(),
            consumer.id(),
            now.handles[source.destination()],
            source.kind(),
            source.subscription(),
            null,
            false,
            false,
            null),
        lastRequest,
        answer -> {
          if (answer instanceof Frame.ConsumerOpened opened) {
            consumer.opened(opened.groupEpoch());
            credit(now, consumer);
          } else {
            consumers.remove(consumer.id());
          }
        });
  }

  private void credit(Life now, SimConsumer consumer) {
    now.connection.send(
        new Frame.Credit(
            CHANNEL,
            consumer.id(),
            consumer.groupEpoch(),
            random.between(1, 20),
            random.between(1, CREDIT_BYTES_MAX)));
  }

  private void arrived(Life now, Frame.Deliver frame) {
    SimConsumer consumer = consumers.get(frame.consumerId());
    if (consumer != null) {
      consumer.arrived(frame, now.epoch, now.rollbacks > 0);
    }
  }

  private void reset(Life now, Frame.ConsumerReset frame) {
    SimConsumer consumer = consumers.get(frame.consumerId());
    if (consumer != null) {
      consumer.reset(frame.groupEpoch());
      credit(now, consumer);
    }
  }

  private void handOver(Life now, SimConsumer consumer) {
    now.connection.send(new Frame.HandedOver(CHANNEL, consumer.id(), consumer.handOver(random)));
  }

  private void drain(Life now, SimConsumer consumer) {
    ask(now, new Frame.Drain(CHANNEL, nextRequest(), consumer.id()), lastRequest, answer -> {});
  }

  private void close(Life now, SimConsumer consumer) {
    long handedOver = consumer.handOver(random);
    consumer.closed();
    ask(
        now,
        new Frame.CloseConsumer(CHANNEL, nextRequest(), consumer.id(), handedOver),
        lastRequest,
        answer -> {
          if (consumer.held().isEmpty()) {
            consumers.remove(consumer.id());
          } // else it lives on for what the application still holds
        });
  }

  private void release(Life now, SimConsumer consumer) {
    List<SimConsumer.Held> some = consumer.takeSome(random);
    if (!some.isEmpty() && now.rollbacks == 0) {
      ask(
          now,
          new Frame.Release(CHANNEL, nextRequest(), now.epoch, consumer.releases(some, random)),
          lastRequest,
          answer -> {});
    }
  }

  private void settleSome(Life now) {
    if (!producer.isTransacted()) {
      withConsumer(
          consumer ->
              consumer
                  .acks(consumer.takeSome(random))
                  .forEach((epoch, entries) -> acknowledge(now, new Ack(epoch, entries), false)));
    } else if (producer.inDoubt() == 0 && now.rollbacks == 0) {
      if (producer.isTransactionSpoilt() && random.chance(0.8)) {
        rollback(now);
      } else {
        commit(now);
      }
    }
  }

  private void acknowledge(Life now, Ack ack, boolean isSure) {
    boolean isWaiting = isSure || random.chance(0.7);
    int request = isWaiting ? nextRequest() : 0;
    Frame.Ack frame = new Frame.Ack(CHANNEL, request, ack.epoch(), ack.entries());
    if (isWaiting) {
      acks.put(request, ack);
      ask(now, frame, request, answer -> acks.remove(request));
    } else {
      now.connection.send(frame);
    }
  }

  // Transactions.

  private void commit(Life now) {
    List<AckEntry> entries = new ArrayList<>();
    for (SimConsumer consumer : consumers.values()) {
      consumer.acks(consumer.takeSome(random)).values().forEach(entries::addAll);
    }
    long transaction = producer.commit();
    ask(
        now,
        new Frame.Commit(CHANNEL, nextRequest(), transaction, now.epoch, entries),
        lastRequest,
        answer -> {
          producer.certain();
          if (answer instanceof Frame.RequestFailed) {
            rollback(now, transaction);
          }
        });
  }

  /** Of a transaction, or without one, as JMS's recover does. */
  private void giveBackAll(Life now) {
    if (producer.inDoubt() == 0 && random.chance(0.5)) {
      rollback(now);
    }
  }

  private void rollback(Life now) {
    rollback(now, producer.isTransacted() ? producer.rollback() : 0);
  }

  private void rollback(Life now, long transaction) {
    List<Frame.HandOver> handedOver = new ArrayList<>();
    for (SimConsumer consumer : consumers.values()) {
      consumer.held().clear();
      if (random.chance(0.9)) {
        handedOver.add(new Frame.HandOver(consumer.id(), consumer.handOver(random)));
      }
    }
    now.rollbacks++;
    ask(
        now,
        new Frame.Rollback(CHANNEL, nextRequest(), transaction, handedOver),
        lastRequest,
        answer -> {
          now.rollbacks--;
          consumers.values().stream()
              .filter(SimConsumer::isOpen)
              .forEach(consumer -> credit(now, consumer));
        });
  }

  @Override
  public String toString() {
    return "client " + connectionId;
  }
}
