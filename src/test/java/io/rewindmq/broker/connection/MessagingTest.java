// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.broker.connection.TestMessages.Received;
import io.rewindmq.protocol.AckEntry;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.ReleaseEntry;
import io.rewindmq.protocol.SubscriptionKind;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MessagingTest {
  private static final int CHANNEL = TestClient.CHANNEL;

  private final BrokerWorld world = new BrokerWorld();
  private final TestClient client = world.client(7);
  private int queue;

  @BeforeEach
  void open() {
    client.ready(null);
    queue = client.queue("q");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void deliversInOrderAndForgetsWhatIsAcknowledged() {
    client.send(queue, "a", "b", "c");
    int consumer = client.consume(queue, SubscriptionKind.QUEUE, null);
    List<Received> received = client.deliveries();
    assertThat(received).extracting(Received::text).containsExactly("a", "b", "c");
    assertThat(received).allMatch(message -> message.deliveryCount() == 1);

    acknowledge(received.subList(0, 2));
    client.close(consumer, 3);
    client.ok(new Frame.CloseSession(CHANNEL, client.request()));

    reopenSession();
    client.consume(queue, SubscriptionKind.QUEUE, null);
    List<Received> again = client.deliveries();
    assertThat(again).extracting(Received::text).containsExactly("c");
    assertThat(again.get(0).deliveryCount()).isEqualTo(2);
    assertThat(again.get(0).flags()).isEqualTo(1);
  }

  @Test
  void givesBackUncountedWhatTheApplicationNeverSaw() {
    client.send(queue, "a", "b", "c");
    int consumer = client.consume(queue, SubscriptionKind.QUEUE, null);
    assertThat(client.texts()).hasSize(3);
    client.close(consumer, 1);
    client.consume(queue, SubscriptionKind.QUEUE, null);

    List<Received> again = client.deliveries();
    assertThat(again).extracting(Received::text).containsExactly("b", "c");
    assertThat(again).allMatch(m -> m.deliveryCount() == 1 && m.flags() == 0);
  }

  @Test
  void keepsAClosedConsumerForWhatTheApplicationStillHolds() {
    client.send(queue, "a", "b", "c", "d");
    int consumer = client.consume(queue, SubscriptionKind.QUEUE, null);
    List<Received> received = client.deliveries();
    acknowledge(received.subList(2, 4));
    acknowledge(received.subList(2, 4)); // once more, as after a lost answer
    client.close(consumer, 2);
    acknowledge(received.subList(0, 1));
    acknowledge(received.subList(1, 2));

    assertThat(world.backlog("q")).isZero();
  }

  @Test
  void countsAfterALossOnlyWhatWasHandedOver() {
    client.send(queue, "a", "b");
    int consumer = client.consume(queue, SubscriptionKind.QUEUE, null);
    client.tell(new Frame.HandedOver(CHANNEL, consumer, 1));
    client.lose();

    TestClient other = world.client(8).ready(null);
    other.consume(other.queue("q"), SubscriptionKind.QUEUE, null);
    List<Received> again = other.deliveries();
    assertThat(again).extracting(Received::text).containsExactly("a", "b");
    assertThat(again).extracting(Received::deliveryCount).containsExactly(2, 1);
  }

  @Test
  void confirmsARepeatedSendWithoutStoringItAgain() {
    Frame.Send send = client.sendFrame(queue, 0, "a", "b");
    assertThat(client.ask(send, Frame.SendConfirmed.class).last()).isEqualTo(2);
    assertThat(client.ask(send, Frame.SendConfirmed.class).last()).isEqualTo(2);

    client.consume(queue, SubscriptionKind.QUEUE, null);
    assertThat(client.texts()).containsExactly("a", "b");
  }

  @Test
  void joinsTheConfirmationsOfOneTurn() {
    client.receive(client.sendFrame(queue, 0, "a"));
    client.receive(client.sendFrame(queue, 0, "b", "c"));
    client.tell(client.sendFrame(queue, 0, "d"));

    Frame.SendConfirmed confirmed = client.only(Frame.SendConfirmed.class);
    assertThat(confirmed.first()).isEqualTo(1);
    assertThat(confirmed.last()).isEqualTo(4);
  }

  @Test
  void rejectsADamagedMessageAndKeepsTheConnection() {
    Frame.Send send = client.sendFrame(queue, 0, "abc");
    send.elements().put(send.elements().limit() - 1, (byte) 'X');
    Frame.SendRejected rejected = client.ask(send, Frame.SendRejected.class);

    assertThat(rejected.code()).isEqualTo(ErrorCode.MESSAGE_CORRUPT);
    assertThat(rejected.first()).isEqualTo(1);
    assertThat(rejected.last()).isEqualTo(1);
    client.send(queue, "d");
  }

  @Test
  void rejectsASendToADestinationThatIsNotThere() {
    Frame.SendRejected rejected =
        client.ask(client.sendFrame(99_999, 0, "abc"), Frame.SendRejected.class);

    assertThat(rejected.code()).isEqualTo(ErrorCode.DESTINATION_NOT_FOUND);
  }

  @Test
  void closesAConnectionWhoseSendContradictsItself() {
    Frame.Send send = client.sendFrame(queue, 0, "a", "b");
    client.tell(new Frame.Send(CHANNEL, queue, 0, 1, 3, send.elements()));

    assertThat(client.failure().code()).isEqualTo(ErrorCode.PROTOCOL_ERROR);
  }

  @Test
  void commitsSendsAndAcknowledgementsTogether() {
    client.send(queue, "in");
    client.consume(queue, SubscriptionKind.QUEUE, null);
    List<Received> in = client.deliveries();
    int out = client.queue("out");
    client.ask(client.sendFrame(out, 1, "out"), Frame.SendConfirmed.class);
    client.consume(out, SubscriptionKind.QUEUE, null);
    assertThat(client.deliveries()).isEmpty();

    client.ok(
        new Frame.Commit(
            CHANNEL, client.request(), 1, world.shard().epoch(), TestClient.entries(in)));

    assertThat(client.texts()).containsExactly("out");
    Frame.QueryOutcome query = new Frame.QueryOutcome(0, client.request(), 1, 1);
    assertThat(client.ask(query, Frame.Outcome.class).committed()).isTrue();
    assertThat(world.backlog("q")).isZero();
  }

  @Test
  void rollsSendsBackAndDeliversAgain() {
    client.send(queue, "in");
    int consumer = client.consume(queue, SubscriptionKind.QUEUE, null);
    assertThat(client.texts()).containsExactly("in");
    client.ask(client.sendFrame(queue, 1, "out"), Frame.SendConfirmed.class);

    client.ok(
        new Frame.Rollback(CHANNEL, client.request(), 1, List.of(new Frame.HandOver(consumer, 1))));
    assertThat(client.deliveries()).as("without credit").isEmpty();

    client.credit(consumer, 1, 10);
    List<Received> again = client.deliveries();
    assertThat(again).extracting(Received::text).containsExactly("in");
    assertThat(again.get(0).deliveryCount()).isEqualTo(2);
    Frame.QueryOutcome query = new Frame.QueryOutcome(0, client.request(), 1, 1);
    assertThat(client.ask(query, Frame.Outcome.class).committed()).isFalse();
  }

  @Test
  void refusesToCommitWhatAnOlderEpochStaged() {
    client.refused(
        new Frame.Commit(CHANNEL, client.request(), 1, world.shard().epoch() - 1, List.of()),
        ErrorCode.TRANSACTION_ROLLED_BACK);
  }

  @Test
  void drainsExactlyWhatIsThere() {
    client.send(queue, "a", "b");
    client.ask(
        client.consumerFrame(queue, SubscriptionKind.QUEUE, null), Frame.ConsumerOpened.class);
    int consumer = client.lastConsumer();
    client.receive(new Frame.Credit(CHANNEL, consumer, 1, 10, 1 << 20));
    client.ok(new Frame.Drain(CHANNEL, client.request(), consumer));

    assertThat(client.texts()).containsExactly("a", "b");
    client.ok(new Frame.Drain(CHANNEL, client.request(), consumer));
    client.refused(new Frame.Drain(CHANNEL, client.request(), 99), ErrorCode.ILLEGAL_STATE);
  }

  @Test
  void releasesSingleMessages() {
    client.send(queue, "a", "b");
    client.consume(queue, SubscriptionKind.QUEUE, null);
    List<Received> received = client.deliveries();
    long first = received.get(0).offset();
    ReleaseEntry entry =
        new ReleaseEntry(
            received.get(0).consumerId(),
            1,
            0,
            new long[] {first, first, first + 1, first + 1},
            new boolean[] {true, false});
    client.ok(new Frame.Release(CHANNEL, client.request(), world.shard().epoch(), List.of(entry)));

    assertThat(client.deliveries()).extracting(Received::deliveryCount).containsExactly(2, 1);
  }

  @Test
  void holdsDeliveriesWhileTheOutboxIsFull() {
    client.outbox.isReady = false;
    client.send(queue, "a");
    client.consume(queue, SubscriptionKind.QUEUE, null);
    assertThat(client.deliveries()).isEmpty();

    client.outboxDrained();
    assertThat(client.texts()).containsExactly("a");
  }

  @Test
  void browsesWithoutTaking() {
    client.send(queue, "a", "b");
    int browser = client.consume(queue, SubscriptionKind.BROWSER, null);
    client.ok(new Frame.Drain(CHANNEL, client.request(), browser));
    assertThat(client.texts()).containsExactly("a", "b");
    client.close(browser, 2);

    client.consume(queue, SubscriptionKind.QUEUE, null);
    List<Received> received = client.deliveries();
    assertThat(received).extracting(Received::text).containsExactly("a", "b");
    assertThat(received).allMatch(message -> message.deliveryCount() == 1);
  }

  @Test
  void ignoresWhatNamesAConsumerThatIsGone() {
    client.credit(99, 1, 5);
    client.tell(new Frame.HandedOver(CHANNEL, 99, 5));
    AckEntry entry = new AckEntry(99, 1, 0, new long[] {0, 5});
    client.ok(new Frame.Ack(CHANNEL, client.request(), world.shard().epoch(), List.of(entry)));
    client.close(99, 0);
  }

  @Test
  void doesNotAnswerWhereNobodyAsks() {
    client.send(queue, "a");
    client.consume(queue, SubscriptionKind.QUEUE, null);
    List<Received> received = client.deliveries();
    client.tell(new Frame.Ack(CHANNEL, 0, world.shard().epoch(), TestClient.entries(received)));

    assertThat(client.outbox.sent).isEmpty();
    assertThat(world.backlog("q")).isZero();
  }

  @Test
  void movesAWholeBacklogThroughASmallCredit() {
    int count = 500;
    for (int i = 0; i < count; i++) {
      client.send(queue, "m" + i);
    }
    client.ask(
        client.consumerFrame(queue, SubscriptionKind.QUEUE, null), Frame.ConsumerOpened.class);
    int consumer = client.lastConsumer();
    for (int i = 0; i < count; i += 10) {
      client.credit(consumer, 1, 10);
      List<Received> received = client.deliveries();
      assertThat(received).hasSize(10);
      assertThat(received.get(0).text()).isEqualTo("m" + i);
      acknowledge(received);
    }
    assertThat(world.backlog("q")).isZero();
  }

  private void acknowledge(List<Received> messages) {
    client.ok(
        new Frame.Ack(
            CHANNEL, client.request(), world.shard().epoch(), TestClient.entries(messages)));
  }

  private void reopenSession() {
    client.ok(new Frame.OpenSession(CHANNEL, client.request(), 2, 1));
  }
}
