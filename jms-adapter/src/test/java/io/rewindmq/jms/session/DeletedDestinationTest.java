// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rewindmq.jms.testkit.Background;
import io.rewindmq.jms.testkit.Peer;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.FrameType;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An administrator deletes a destination that the application uses. */
class DeletedDestinationTest extends ScriptedTest {
  private final BlockingQueue<JMSException> failures = new LinkedBlockingQueue<>();
  private Connection connection;
  private Peer peer;
  private Session session;
  private MessageConsumer consumer;
  private Frame.OpenConsumer open;

  @BeforeEach
  void open() throws JMSException {
    broker.byHand(FrameType.OPEN_CONSUMER, FrameType.RESOLVE);
    Pair pair = start("");
    connection = pair.connection();
    peer = pair.peer();
    connection.setExceptionListener(failures::add);
    session = connection.createSession();
    Background<MessageConsumer> opening =
        Background.call(() -> session.createConsumer(session.createQueue("orders")));
    resolved(5);
    open = peer.answer(Frame.OpenConsumer.class);
    consumer = opening.result();
    peer.expect(Frame.Credit.class);
  }

  @AfterEach
  void close() throws JMSException {
    broker.byItself(FrameType.CREDIT, FrameType.ROLLBACK);
    connection.close();
  }

  private void resolved(int handle) {
    Frame.Resolve resolve = peer.expect(Frame.Resolve.class);
    peer.say(new Frame.Destination(0, resolve.requestId(), handle, 1, "orders"));
  }

  private void end() {
    peer.say(
        new Frame.ConsumerEnded(
            open.channel(),
            open.consumerId(),
            ErrorCode.DESTINATION_NOT_FOUND,
            "queue orders was deleted"));
  }

  private void reject(Frame.Send send) {
    peer.say(
        new Frame.SendRejected(
            send.channel(),
            send.firstSequence(),
            send.firstSequence(),
            ErrorCode.DESTINATION_NOT_FOUND,
            "gone"));
  }

  @Test
  void exceptionListenerHearsThatTheConsumerHasEnded() {
    end();

    assertThat(Background.take(failures, "the exception"))
        .isInstanceOf(InvalidDestinationException.class)
        .hasMessage("the broker has ended the consumer: queue orders was deleted");
    assertThatThrownBy(() -> consumer.receiveNoWait())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    assertThat(failures).isEmpty();
  }

  @Test
  void receiveThatWaitsComesBackWithNothing() {
    Background<Object> receiving =
        Background.call(
            () -> {
              consumer.receive();
              return consumer.receive();
            });
    peer.deliver(open, 1, "a");
    peer.expect(Frame.Ack.class);
    receiving.awaitWaiting(); // for the next one
    end();
    assertThat(receiving.resultOrNull()).isNull();
  }

  @Test
  void receiveWithoutWaitingThatIsUnderWayComesBackWithNothing() {
    Background<Object> receiving = Background.call(consumer::receiveNoWait);
    Frame.Drain drain = peer.expect(Frame.Drain.class);
    end();
    peer.say(
        new Frame.RequestFailed(
            drain.channel(), drain.requestId(), ErrorCode.ILLEGAL_STATE, "there is no consumer"));
    assertThat(receiving.resultOrNull()).isNull();
  }

  @Test
  void whatWasFetchedAheadIsGone() throws JMSException {
    peer.deliver(open, 1, "a", "b");
    assertThat(((TextMessage) consumer.receive()).getText()).isEqualTo("a");
    end();
    Background.take(failures, "the exception");
    assertThatThrownBy(() -> consumer.receive()).isInstanceOf(IllegalStateException.class);
    peer.expect(Frame.Ack.class); // of what the application had; the broker does not look at it
    consumer.close(); // and no CLOSE_CONSUMER
    connection.createSession(); // it would have come before this
  }

  @Test
  void itIsNotOpenedAgainOnANewWire() {
    end();
    Background.take(failures, "the exception");
    peer.cut();
    peer = broker.accept();
    Background<MessageConsumer> opening =
        Background.call(() -> session.createConsumer(session.createQueue("other")));
    assertThat(peer.expect(Frame.Resolve.class).name()).isEqualTo("other");
    peer.cut();
    peer = broker.accept();
    Frame.Resolve again = peer.expect(Frame.Resolve.class);
    peer.say(new Frame.Destination(0, again.requestId(), 9, 1, "other"));
    peer.answer(Frame.OpenConsumer.class);
    assertThat(opening.result()).isNotNull();
  }

  @Test
  void nextConsumerAsksForTheDestinationByItsName() {
    end();
    Background.take(failures, "the exception");
    Background<MessageConsumer> opening =
        Background.call(() -> session.createConsumer(session.createQueue("orders")));
    resolved(6);
    assertThat(peer.answer(Frame.OpenConsumer.class).handle()).isEqualTo(6);
    assertThat(opening.result()).isNotNull();
  }

  @Test
  void consumerThatMeetsADeletedDestinationAsksForItByItsNameOnce() {
    Background<MessageConsumer> opening =
        Background.call(() -> session.createConsumer(session.createQueue("orders")));
    refuse(peer.expect(Frame.OpenConsumer.class));
    resolved(6);
    refuse(peer.expect(Frame.OpenConsumer.class));
    assertThat(opening.failure()).isInstanceOf(InvalidDestinationException.class);
  }

  private void refuse(Frame.OpenConsumer refused) {
    peer.say(
        new Frame.RequestFailed(
            refused.channel(), refused.requestId(), ErrorCode.DESTINATION_NOT_FOUND, "gone"));
  }

  @Test
  void sendThatWasRejectedFailsAndTheNextOneAsksForTheDestinationByItsName() throws JMSException {
    MessageProducer producer = session.createProducer(session.createQueue("orders"));
    Background<Boolean> first = Background.run(() -> producer.send(session.createTextMessage("a")));
    Frame.Send rejected = peer.expect(Frame.Send.class);
    assertThat(rejected.handle()).isEqualTo(5);
    reject(rejected);
    assertThat(first.failure()).isInstanceOf(InvalidDestinationException.class);

    Background<Boolean> second =
        Background.run(() -> producer.send(session.createTextMessage("b")));
    resolved(6);
    Frame.Send taken = peer.expect(Frame.Send.class);
    assertThat(taken.handle()).isEqualTo(6);
    peer.say(
        new Frame.SendConfirmed(taken.channel(), taken.firstSequence(), taken.firstSequence()));
    assertThat(second.result()).isTrue();
  }
}
