// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.jms.testkit.Background;
import io.rewindmq.jms.testkit.Peer;
import io.rewindmq.protocol.DestinationKind;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.FrameType;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import org.junit.jupiter.api.Test;

/** What the client says to the broker in an ordinary life, frame by frame. */
class ScriptedSessionTest extends ScriptedTest {
  @Test
  void saysWhoItIsAndGoodbye() throws JMSException {
    broker.byHand(FrameType.HELLO, FrameType.GOODBYE);
    Background<Connection> connecting =
        Background.call(() -> broker.factory("clientId=me").createConnection("ann", "secret"));
    Peer peer = broker.accept();
    Frame.Hello hello = peer.answer(Frame.Hello.class);
    assertThat(hello.clientId()).isEqualTo("me");
    assertThat(hello.user()).isEqualTo("ann");
    assertThat(hello.password()).isEqualTo("secret");
    assertThat(hello.minVersion()).isEqualTo(1);
    assertThat(hello.connectionId()).isNotZero();

    Connection connection = connecting.result();
    Background<Boolean> closing = Background.run(connection::close);
    peer.answer(Frame.Goodbye.class);
    closing.result();
    peer.expectEnd();
  }

  @Test
  void refusalAtTheFirstConnectionIsThrown() {
    broker.byHand(FrameType.HELLO);
    Background<Connection> connecting =
        Background.call(() -> broker.factory("").createConnection("ann", "wrong"));
    Peer peer = broker.accept();
    peer.expect(Frame.Hello.class);
    peer.say(new Frame.Failure(ErrorCode.AUTHENTICATION_FAILED, "no such user"));

    assertThat(connecting.failure())
        .isInstanceOf(JMSSecurityException.class)
        .hasMessage("no such user");
    peer.expectEnd();
  }

  @Test
  void synchronousSendReturnsWithItsConfirmation() throws JMSException {
    broker.byHand(FrameType.OPEN_SESSION, FrameType.RESOLVE);
    try (Pair pair = connect("")) {
      Connection connection = pair.connection();
      Peer peer = pair.peer();
      Background<Session> opening = Background.call(connection::createSession);
      assertThat(peer.answer(Frame.OpenSession.class).acknowledgeMode()).isEqualTo(1);
      Session session = opening.result();
      Background<MessageProducer> making =
          Background.call(() -> session.createProducer(session.createQueue("orders")));
      Frame.Resolve resolve = peer.expect(Frame.Resolve.class);
      assertThat(resolve.kind()).isEqualTo(DestinationKind.QUEUE);
      assertThat(resolve.name()).isEqualTo("orders");
      peer.say(new Frame.Destination(0, resolve.requestId(), 77, 1, "orders"));
      MessageProducer producer = making.result();
      Background<Boolean> sending =
          Background.run(() -> producer.send(session.createTextMessage("m")));
      Frame.Send send = peer.expect(Frame.Send.class);
      assertThat(send.handle()).isEqualTo(77);
      assertThat(send.firstSequence()).isEqualTo(1);
      assertThat(send.count()).isEqualTo(1);
      assertThat(send.transaction()).isZero();
      assertThat(sending.isDone()).isFalse();
      peer.answer(send);
      sending.result();
    }
  }

  @Test
  void rejectedSynchronousSendThrowsWhatTheBrokerSaid() throws JMSException {
    try (Pair pair = connect("")) {
      Connection connection = pair.connection();
      Peer peer = pair.peer();
      Session session = connection.createSession();
      MessageProducer producer = session.createProducer(session.createQueue("orders"));
      Background<Boolean> sending =
          Background.run(() -> producer.send(session.createTextMessage("m")));
      Frame.Send send = peer.expect(Frame.Send.class);
      peer.say(new Frame.SendRejected(send.channel(), 1, 1, ErrorCode.DISK_FULL, "full"));

      assertThat(sending.failure())
          .isInstanceOf(ResourceAllocationException.class)
          .hasMessage("full");
    }
  }

  @Test
  void receiveGrantsCreditTakesAndAcknowledges() throws JMSException {
    broker.byHand(FrameType.OPEN_CONSUMER, FrameType.HANDED_OVER);
    try (Pair pair = connect("prefetch=4")) {
      Connection connection = pair.connection();
      Peer peer = pair.peer();
      Session session = connection.createSession();
      connection.start();
      Background<MessageConsumer> opening =
          Background.call(() -> session.createConsumer(session.createQueue("orders"), "a = 1"));
      Frame.OpenConsumer open = peer.answer(Frame.OpenConsumer.class);
      assertThat(open.selector()).isEqualTo("a = 1");
      MessageConsumer consumer = opening.result();
      Frame.Credit credit = peer.expect(Frame.Credit.class);
      assertThat(credit.consumerId()).isEqualTo(open.consumerId());
      assertThat(credit.messages()).isEqualTo(4);

      peer.deliver(open, 100, "m");
      Background<TextMessage> receiving = Background.call(() -> (TextMessage) consumer.receive());
      assertThat(receiving.result().getText()).isEqualTo("m");
      assertThat(peer.expect(Frame.HandedOver.class).arrivalIndex()).isEqualTo(1);
      Frame.Ack ack = peer.expect(Frame.Ack.class);
      assertThat(ack.epoch()).isEqualTo(1);
      assertThat(ack.entries().get(0).ranges()).containsExactly(100, 100);
    }
  }

  @Test
  void exactReceiveDrainsBeforeItSaysThatNothingIsThere() throws JMSException {
    broker.byItself(FrameType.CREDIT);
    try (Pair pair = connect("")) {
      Connection connection = pair.connection();
      Peer peer = pair.peer();
      Session session = connection.createSession();
      connection.start();
      MessageConsumer consumer = session.createConsumer(session.createQueue("orders"));
      Background<Object> receiving = Background.call(consumer::receiveNoWait);
      peer.answer(Frame.Drain.class);

      assertThat(receiving.resultOrNull()).isNull();
    }
  }
}
