// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.jms.testkit.Background;
import io.rewindmq.jms.testkit.Deliveries;
import io.rewindmq.jms.testkit.Peer;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.FrameType;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * While the application's code runs no lock is held: from inside it, another thread uses the same
 * connection and comes back.
 */
class NoLockTest extends ScriptedTest {
  private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
  private Connection connection;
  private Peer peer;
  private Session session;
  private Session other;

  @BeforeEach
  void open() throws JMSException {
    broker.byHand(FrameType.OPEN_CONSUMER);
    broker.byItself(FrameType.CREDIT, FrameType.ACK, FrameType.ROLLBACK);
    Pair pair = start("");
    connection = pair.connection();
    peer = pair.peer();
    session = connection.createSession();
    other = connection.createSession();
  }

  @AfterEach
  void close() throws JMSException {
    connection.close();
  }

  /** Has another thread take and give back every lock of the connection. */
  private void useConnection(String from) {
    Background<Boolean> using =
        Background.run(
            () -> {
              other.createProducer(other.createQueue("from " + from)).close();
              connection.createSession().close();
              connection.start();
            });
    using.result();
    calls.add(from);
  }

  private MessageConsumer consumer() {
    Background<MessageConsumer> opening =
        Background.call(() -> session.createConsumer(session.createQueue("orders")));
    Frame.OpenConsumer open = peer.answer(Frame.OpenConsumer.class);
    MessageConsumer consumer = opening.result();
    peer.say(Deliveries.of(open, 7, 1, 0, "m"));
    return consumer;
  }

  @Test
  void inAMessageListener() throws JMSException {
    consumer().setMessageListener(message -> useConnection("message listener"));
    assertThat(Background.take(calls, "the listener")).isEqualTo("message listener");
  }

  @Test
  void inAnExceptionListenerAfterAFailureOfTheConnection() throws JMSException {
    connection.setExceptionListener(
        failure -> {
          Background<Boolean> closing = Background.run(connection::close);
          closing.result();
          calls.add("exception listener");
        });
    peer.say(new Frame.Failure(ErrorCode.NOT_AUTHORIZED, "on purpose"));
    assertThat(Background.take(calls, "the listener")).isEqualTo("exception listener");
  }

  @Test
  void inACompletionListenerEitherWay() throws JMSException {
    MessageProducer producer = session.createProducer(session.createQueue("orders"));
    CompletionListener listener =
        new CompletionListener() {
          @Override
          public void onCompletion(Message message) {
            useConnection("completion");
          }

          @Override
          public void onException(Message message, Exception exception) {
            useConnection("refusal");
          }
        };
    producer.send(session.createTextMessage("m"), listener);
    peer.answer(Frame.Send.class);
    assertThat(Background.take(calls, "the listener")).isEqualTo("completion");
    producer.send(session.createTextMessage("m"), listener);
    Frame.Send send = peer.expect(Frame.Send.class);
    peer.say(new Frame.SendRejected(send.channel(), 2, 2, ErrorCode.DISK_FULL, "full"));
    assertThat(Background.take(calls, "the listener")).isEqualTo("refusal");
  }

  @Test
  void whileAReceivedBodyIsLookedAt() {
    RewindConsumer consumer = (RewindConsumer) consumer();
    Background<Message> receiving =
        Background.call(
            () ->
                consumer.receiveIf(
                    0,
                    message -> {
                      useConnection("body");
                      return true;
                    }));
    assertThat(Background.take(calls, "the body's look")).isEqualTo("body");
    receiving.result();
  }
}
