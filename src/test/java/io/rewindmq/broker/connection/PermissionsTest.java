// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.connection;

import static io.rewindmq.broker.connection.RightsWorld.on;
import static io.rewindmq.broker.connection.RightsWorld.rights;
import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.broker.permission.Rights;
import io.rewindmq.broker.permission.Verb;
import io.rewindmq.protocol.DestinationKind;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.SubscriptionKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What clients with few rights may do, and what becomes of them when rights change. */
class PermissionsTest {
  private static final long SUBJECT = 2;

  private final RightsWorld world = new RightsWorld();
  private final TestClient master = world.master(1);
  private final int orders = master.queue("orders.eu");
  private final int news = master.topic("news");

  @AfterEach
  void close() {
    world.close();
  }

  private TestClient with(Rights rights) {
    return world.client(SUBJECT, rights).ready("subject");
  }

  private static Frame.OpenConsumer from(
      TestClient client, int handle, SubscriptionKind kind, @Nullable String options) {
    Frame.OpenConsumer plain = client.consumerFrame(handle, kind, null);
    return new Frame.OpenConsumer(
        plain.channel(),
        plain.requestId(),
        plain.consumerId(),
        handle,
        kind,
        null,
        null,
        false,
        false,
        options);
  }

  @Test
  void whoMaySendMayDoNothingElse() {
    TestClient sender = with(rights(on("orders.*", Verb.SEND)));

    sender.send(sender.queue("orders.eu"), "a");
    sender.refused(
        sender.consumerFrame(orders, SubscriptionKind.QUEUE, null), ErrorCode.NOT_AUTHORIZED);
    sender.refused(
        sender.consumerFrame(orders, SubscriptionKind.BROWSER, null), ErrorCode.NOT_AUTHORIZED);
    sender.refused(
        from(sender, orders, SubscriptionKind.QUEUE, "start=earliest"), ErrorCode.NOT_AUTHORIZED);
    sender.refused(
        new Frame.Resolve(0, sender.request(), DestinationKind.QUEUE, "payments"),
        ErrorCode.NOT_AUTHORIZED);
    sender.refused(
        new Frame.Resolve(0, sender.request(), DestinationKind.QUEUE, "orders.us"),
        ErrorCode.DESTINATION_NOT_FOUND);
    assertThat(world.world.shard().destinations())
        .extracting(one -> one.spec().name())
        .containsExactlyInAnyOrder("orders.eu", "news");
  }

  @Test
  void nameIsNeededForNothingWhereTheNumberIsKnown() {
    TestClient stranger = with(rights(on("other", Verb.values())));

    assertThat(stranger.ask(stranger.sendFrame(orders, 0, "a"), Frame.SendRejected.class))
        .satisfies(
            rejected -> {
              assertThat(rejected.code()).isEqualTo(ErrorCode.NOT_AUTHORIZED);
              assertThat(rejected.text()).isEqualTo("user user2 may not send to queue orders.eu");
            });
    assertThat(world.world.backlog("orders.eu")).isZero();
  }

  @Test
  void verbsOfReadingAreKeptApart() {
    master.send(orders, "a");
    TestClient reader = with(rights(on("orders.>", Verb.CONSUME)));
    reader.consume(orders, SubscriptionKind.QUEUE, null);
    assertThat(reader.texts()).containsExactly("a");
    reader.refused(
        reader.consumerFrame(orders, SubscriptionKind.BROWSER, null), ErrorCode.NOT_AUTHORIZED);

    TestClient looker = world.client(3, rights(on("orders.>", Verb.BROWSE))).ready(null);
    looker.consume(orders, SubscriptionKind.BROWSER, null);
    looker.refused(
        looker.consumerFrame(orders, SubscriptionKind.QUEUE, null), ErrorCode.NOT_AUTHORIZED);

    TestClient historian = world.client(4, rights(on(">", Verb.REPLAY))).ready(null);
    Frame.ConsumerOpened _ =
        historian.ask(
            from(historian, orders, SubscriptionKind.QUEUE, "start=earliest"),
            Frame.ConsumerOpened.class);
    historian.refused(
        from(historian, news, SubscriptionKind.NON_DURABLE, "start=earliest"),
        ErrorCode.NOT_AUTHORIZED);
    historian.refused(
        historian.consumerFrame(orders, SubscriptionKind.QUEUE, null), ErrorCode.NOT_AUTHORIZED);
  }

  @Test
  void subscriptionOnAForbiddenTopicIsNotReplacedAndNotEnded() {
    TestClient owner = with(Rights.everything());
    int consumer = owner.consume(news, SubscriptionKind.DURABLE, "s");
    owner.close(consumer, 0);
    owner.ok(new Frame.Goodbye(owner.request()));

    TestClient other = with(rights(on("weather", Verb.values())));
    int weather = other.topic("weather");
    other.refused(
        other.consumerFrame(weather, SubscriptionKind.DURABLE, "s"), ErrorCode.NOT_AUTHORIZED);
    other.refused(new Frame.Unsubscribe(0, other.request(), "s"), ErrorCode.NOT_AUTHORIZED);
    assertThat(world.world.shard().groupsNamed("subject.s"))
        .extracting(group -> group.spec().destinationId())
        .containsExactly(news);
  }

  @Test
  void temporaryDestinationsBelongToTheirConnection() {
    TestClient asks = with(rights(on("orders.eu", Verb.SEND)));
    int replies = asks.resolve(DestinationKind.TEMPORARY_QUEUE, null);
    asks.consume(replies, SubscriptionKind.QUEUE, null);

    TestClient answers = world.client(3, rights(on("orders.eu", Verb.CONSUME))).ready(null);
    answers.send(replies, "reply");
    assertThat(asks.texts()).containsExactly("reply");
    answers.refused(
        answers.consumerFrame(replies, SubscriptionKind.QUEUE, null),
        ErrorCode.TEMPORARY_NOT_OWNED);

    TestClient nothing = world.client(4, Rights.nothing()).ready(null);
    nothing.refused(
        new Frame.Resolve(0, nothing.request(), DestinationKind.TEMPORARY_QUEUE, null),
        ErrorCode.NOT_AUTHORIZED);
    assertThat(nothing.ask(nothing.sendFrame(replies, 0, "x"), Frame.SendRejected.class).code())
        .isEqualTo(ErrorCode.NOT_AUTHORIZED);
  }

  @Test
  void producerThatLosesItsRightIsRefusedAndGetsItBack() {
    TestClient sender = with(rights(on("orders.eu", Verb.SEND)));
    sender.send(orders, "a");

    world.change(SUBJECT, Rights.nothing());
    sender.send(orders, "nobody has looked again yet");
    world.renew(true);
    assertThat(sender.ask(sender.sendFrame(orders, 0, "b"), Frame.SendRejected.class).code())
        .isEqualTo(ErrorCode.NOT_AUTHORIZED);

    world.change(SUBJECT, rights(on("orders.eu", Verb.SEND)));
    world.renew(true);
    sender.send(orders, "c");
    assertThat(world.world.backlog("orders.eu")).isEqualTo(3);
  }

  @Test
  void transactionWithARefusedSendIsRolledBack() {
    TestClient sender = with(rights(on("orders.eu", Verb.SEND)));
    sender.tell(sender.sendFrame(orders, 1, "a"));
    world.change(SUBJECT, Rights.nothing());
    world.renew(true);
    sender.tell(sender.sendFrame(orders, 1, "b"));

    sender.refused(
        new Frame.Commit(
            TestClient.CHANNEL,
            sender.request(),
            1,
            world.world.shard().epoch(),
            java.util.List.of()),
        ErrorCode.TRANSACTION_ROLLED_BACK);
    assertThat(world.world.backlog("orders.eu")).isZero();
  }

  @Test
  void consumerThatLosesItsRightEndsAndItsMessagesGoBack() {
    TestClient reader = with(rights(on("orders.eu", Verb.CONSUME), on("news", Verb.CONSUME)));
    int ended = reader.consume(orders, SubscriptionKind.QUEUE, null);
    int kept = reader.consume(news, SubscriptionKind.NON_DURABLE, null);
    master.send(orders, "a");
    assertThat(reader.texts()).containsExactly("a");

    world.change(SUBJECT, rights(on("news", Verb.CONSUME)));
    world.renew(true);

    Frame.ConsumerEnded told = reader.only(Frame.ConsumerEnded.class);
    assertThat(told.consumerId()).isEqualTo(ended);
    assertThat(told.code()).isEqualTo(ErrorCode.NOT_AUTHORIZED);
    master.consume(orders, SubscriptionKind.QUEUE, null);
    assertThat(master.texts()).as("what it held").containsExactly("a");
    master.send(news, "n");
    assertThat(reader.deliveries()).extracting(TestMessages.Received::consumerId).contains(kept);
  }

  @Test
  void connectionEndsWhenItsLoginDoesNotCountAnyMore() {
    TestClient removed = with(Rights.everything());
    TestClient stays = world.master(3);
    world.change(SUBJECT, null);
    world.renew(true);

    assertThat(removed.failure().code()).isEqualTo(ErrorCode.AUTHENTICATION_FAILED);
    assertThat(stays.outbox.isClosed).isFalse();
    stays.send(orders, "a");
  }

  @Test
  void onlyLoginsThatEndByThemselvesAreLookedAtWithoutAChange() {
    TestClient byToken = world.clientUntil(3, Rights.everything(), 5).ready(null);
    TestClient byPassword = with(Rights.everything());
    world.change(3, null);
    world.change(SUBJECT, null);
    world.renew(false);

    assertThat(byToken.failure().code()).isEqualTo(ErrorCode.AUTHENTICATION_FAILED);
    assertThat(byPassword.outbox.isClosed).isFalse();
  }
}
