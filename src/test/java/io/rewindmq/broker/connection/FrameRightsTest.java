// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.broker.permission.Rights;
import io.rewindmq.protocol.DestinationKind;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.FrameType;
import io.rewindmq.protocol.SubscriptionKind;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every kind of frame, sent by nobody, by a user without the right, and by one with it. Whoever
 * adds a kind of frame has to say here what it needs.
 */
@SuppressWarnings("NullAway.Init") // made before each test
class FrameRightsTest {
  private static final long MASTER = 1;
  private static final long SUBJECT = 2;
  private static final String CLIENT_ID = "subject";

  /** What is expected of a frame that clients send. */
  private record Sent(
      Function<TestClient, Frame> frame,
      @Nullable Class<? extends Frame> answer,
      @Nullable ErrorCode withoutRight) {}

  private final Map<FrameType, Sent> byClients = new EnumMap<>(FrameType.class);
  private RightsWorld world;
  private int queue;
  private int topic;
  private int foreignTemporary;
  private int ownTemporary;

  FrameRightsTest() {
    forConnectionsAndSessions();
    forConsumersAndTransactions();
    withARight();
  }

  private void forConnectionsAndSessions() {
    int channel = TestClient.CHANNEL;
    login(FrameType.HEARTBEAT, client -> new Frame.Heartbeat(), null);
    login(FrameType.GOODBYE, client -> new Frame.Goodbye(client.request()), Frame.Ok.class);
    login(
        FrameType.SET_CLIENT_ID, // refused for everybody once there are sessions
        client -> new Frame.SetClientId(client.request(), "x"),
        Frame.RequestFailed.class);
    login(
        FrameType.OPEN_SESSION,
        client -> new Frame.OpenSession(9, client.request(), 1, 9),
        Frame.Ok.class);
    login(
        FrameType.CLOSE_SESSION,
        client -> new Frame.CloseSession(channel, client.request()),
        Frame.Ok.class);
  }

  private void forConsumersAndTransactions() {
    int channel = TestClient.CHANNEL;
    login(
        FrameType.CLOSE_CONSUMER,
        client -> new Frame.CloseConsumer(channel, client.request(), 77, 0),
        Frame.Ok.class);
    login(FrameType.CREDIT, client -> new Frame.Credit(channel, 77, 0, 1, 1), null);
    login(
        FrameType.DRAIN,
        client -> new Frame.Drain(channel, client.request(), 77),
        Frame.RequestFailed.class);
    login(
        FrameType.ACK,
        client -> new Frame.Ack(channel, client.request(), 1, List.of()),
        Frame.Ok.class);
    login(
        FrameType.RELEASE,
        client -> new Frame.Release(channel, client.request(), 1, List.of()),
        Frame.Ok.class);
    login(FrameType.HANDED_OVER, client -> new Frame.HandedOver(channel, 77, 1), null);
    login(
        FrameType.ROLLBACK,
        client -> new Frame.Rollback(channel, client.request(), 0, List.of()),
        Frame.Ok.class);
    login(
        FrameType.COMMIT, // of nothing
        client ->
            new Frame.Commit(channel, client.request(), 1, world.world.shard().epoch(), List.of()),
        Frame.Ok.class);
    login(
        FrameType.QUERY_OUTCOME,
        client -> new Frame.QueryOutcome(0, client.request(), 1, 1),
        Frame.Outcome.class);
  }

  private void withARight() {
    right(
        FrameType.RESOLVE,
        client -> new Frame.Resolve(0, client.request(), DestinationKind.QUEUE, "orders"),
        Frame.Destination.class,
        ErrorCode.NOT_AUTHORIZED);
    right(
        FrameType.SEND,
        client -> client.sendFrame(queue, 0, "hello"),
        Frame.SendConfirmed.class,
        ErrorCode.NOT_AUTHORIZED);
    right(
        FrameType.OPEN_CONSUMER,
        client -> client.consumerFrame(queue, SubscriptionKind.QUEUE, null),
        Frame.ConsumerOpened.class,
        ErrorCode.NOT_AUTHORIZED);
    right(
        FrameType.UNSUBSCRIBE,
        client -> new Frame.Unsubscribe(0, client.request(), "durable"),
        Frame.Ok.class,
        ErrorCode.NOT_AUTHORIZED);
    right(
        FrameType.DELETE_TEMPORARY,
        client ->
            new Frame.DeleteTemporary(
                0, client.request(), ownTemporary == 0 ? foreignTemporary : ownTemporary),
        Frame.Ok.class,
        ErrorCode.TEMPORARY_NOT_OWNED);
  }

  /** A frame for which a login is enough: it touches nothing but what is the connection's own. */
  private void login(
      FrameType type, Function<TestClient, Frame> frame, @Nullable Class<? extends Frame> answer) {
    byClients.put(type, new Sent(frame, answer, null));
  }

  private void right(
      FrameType type,
      Function<TestClient, Frame> frame,
      Class<? extends Frame> answer,
      ErrorCode withoutRight) {
    byClients.put(type, new Sent(frame, answer, withoutRight));
  }

  @BeforeEach
  void open() {
    world = new RightsWorld();
    TestClient master = world.master(MASTER);
    queue = master.queue("orders");
    topic = master.topic("news");
    foreignTemporary = master.resolve(DestinationKind.TEMPORARY_QUEUE, null);
    ownTemporary = 0;
    TestClient before = world.client(SUBJECT, Rights.everything()).ready(CLIENT_ID);
    before.close(before.consume(topic, SubscriptionKind.DURABLE, "durable"), 0);
    before.ok(new Frame.Goodbye(before.request()));
  }

  @AfterEach
  void close() {
    world.close();
  }

  private TestClient subject(Rights rights) {
    return world.client(SUBJECT, rights).ready(CLIENT_ID);
  }

  @TestFactory
  Stream<DynamicTest> everyKindOfFrameNeedsALoginAndItsRight() {
    return Stream.of(FrameType.values())
        .map(type -> DynamicTest.dynamicTest(type.name(), () -> inAWorldOfItsOwn(type)));
  }

  private void inAWorldOfItsOwn(FrameType type) {
    Sent sent = byClients.get(type);
    if (type == FrameType.HELLO) {
      onlyKnownOnesComeIn();
    } else if (sent == null) {
      onlyBrokersSend(type);
    } else {
      world.close();
      open();
      nobody(sent);
      world.close();
      open();
      without(sent);
      world.close();
      open();
      with(type, sent);
    }
  }

  private void onlyKnownOnesComeIn() {
    TestClient stranger = world.world.client(99);
    stranger.tell(stranger.helloFrame(null));
    assertThat(stranger.failure().code()).isEqualTo(ErrorCode.AUTHENTICATION_FAILED);
    world.client(98, Rights.nothing()).hello(null);
  }

  /** A frame of brokers ends the connection of whoever sends it. */
  private void onlyBrokersSend(FrameType type) {
    for (TestClient client :
        List.of(world.world.client(97), subject(Rights.nothing()), world.master(96))) {
      client.outbox.sent.clear();
      client.receiveRaw(ByteBuffer.wrap(new byte[] {(byte) type.number(), 0, 0, 0}));
      assertThat(client.failure().code()).isEqualTo(ErrorCode.PROTOCOL_ERROR);
    }
  }

  private void nobody(Sent sent) {
    TestClient nobody = world.world.client(99);
    nobody.tell(sent.frame().apply(nobody));
    assertThat(nobody.failure().code()).isEqualTo(ErrorCode.PROTOCOL_ERROR);
  }

  private void without(Sent sent) {
    TestClient client = subject(Rights.nothing());
    Frame frame = sent.frame().apply(client);
    if (sent.withoutRight() == null) {
      answered(client, frame, sent.answer());
    } else if (frame instanceof Frame.Send) {
      assertThat(client.ask(frame, Frame.SendRejected.class).code()).isEqualTo(sent.withoutRight());
    } else {
      client.refused(frame, sent.withoutRight());
    }
    assertThat(client.outbox.isClosed).isEqualTo(frame instanceof Frame.Goodbye);
  }

  private void with(FrameType type, Sent sent) {
    TestClient client = subject(Rights.everything());
    if (type == FrameType.DELETE_TEMPORARY) {
      ownTemporary = client.resolve(DestinationKind.TEMPORARY_QUEUE, null);
    }
    answered(client, sent.frame().apply(client), sent.answer());
  }

  private static void answered(
      TestClient client, Frame frame, @Nullable Class<? extends Frame> answer) {
    if (answer == null) {
      client.tell(frame);
      assertThat(client.outbox.sent).isEmpty();
    } else {
      Frame _ = client.ask(frame, answer);
    }
  }
}
