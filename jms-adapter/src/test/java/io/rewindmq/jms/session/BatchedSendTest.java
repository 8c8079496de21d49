// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.jms.options.BrokerUrl;
import io.rewindmq.jms.options.Credentials;
import io.rewindmq.jms.testkit.Background;
import io.rewindmq.jms.testkit.FaultyDialer;
import io.rewindmq.jms.testkit.Peer;
import io.rewindmq.protocol.Frame;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** Sends that nobody waits for share frames. */
class BatchedSendTest extends ScriptedTest {
  private final FaultyDialer dialer = new FaultyDialer();
  private final BlockingQueue<Message> completed = new LinkedBlockingQueue<>();

  private final CompletionListener listener =
      new CompletionListener() {
        @Override
        public void onCompletion(Message message) {
          completed.add(message);
        }

        @Override
        public void onException(Message message, Exception exception) {
          throw new AssertionError(exception);
        }
      };

  private Connection connectHeld() throws JMSException {
    return RewindConnection.connect(
        BrokerUrl.parse(broker.url("")), dialer, new Credentials(null, null), null);
  }

  @Test
  void asynchronousSendsShareAFrameWithTheSynchronousOneBehindThem() throws JMSException {
    try (Connection connection = connectHeld()) {
      Peer peer = broker.accept();
      Session session = connection.createSession();
      MessageProducer producer = session.createProducer(session.createQueue("orders"));
      dialer.holdWrites();
      producer.send(session.createTextMessage("0"), listener);
      dialer.awaitHeldWriter();
      for (int i = 1; i < 100; i++) {
        producer.send(session.createTextMessage("" + i), listener);
      }
      Message last = session.createTextMessage("last");
      Background<Boolean> sending = Background.run(() -> producer.send(last));
      awaitId(last);
      dialer.releaseWrites();

      Frame.Send first = peer.answer(Frame.Send.class);
      assertThat(first.firstSequence()).isEqualTo(1);
      assertThat(first.count()).isEqualTo(1);
      Frame.Send rest = peer.answer(Frame.Send.class);
      assertThat(rest.firstSequence()).isEqualTo(2);
      assertThat(rest.count()).isGreaterThanOrEqualTo(99);
      if (rest.count() == 99) { // the writer was let go before the last one was appended
        assertThat(peer.answer(Frame.Send.class).firstSequence()).isEqualTo(101);
      }
      sending.result();
      for (int i = 0; i < 100; i++) {
        Background.take(completed, "a completion");
      }
    }
  }

  /** The message gets its id when it is encoded, shortly before it is appended. */
  private static void awaitId(Message message) throws JMSException {
    long end = System.nanoTime() + Background.PATIENCE_SECONDS * 1_000_000_000L;
    while (message.getJMSMessageID() == null) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  @Test
  void sendsOfATransactionAreWithTheBrokerBeforeItsCommit() throws JMSException {
    try (Connection connection = connectHeld()) {
      Peer peer = broker.accept();
      Session session = connection.createSession(Session.SESSION_TRANSACTED);
      MessageProducer producer = session.createProducer(session.createQueue("orders"));
      dialer.holdWrites();
      producer.send(session.createTextMessage("0"));
      dialer.awaitHeldWriter();
      for (int i = 1; i < 50; i++) {
        producer.send(session.createTextMessage("" + i));
      }
      Background<Boolean> committing = Background.run(session::commit);
      dialer.releaseWrites();

      assertThat(peer.answer(Frame.Send.class).count()).isEqualTo(1);
      Frame.Send rest = peer.answer(Frame.Send.class);
      assertThat(rest.count()).isEqualTo(49);
      assertThat(rest.transaction()).isEqualTo(1);
      peer.answer(Frame.Commit.class);
      committing.result();
    }
  }

  @Test
  void unconfirmedSendsAreRepeatedInOneFrame() throws JMSException {
    try (Connection connection = connectHeld()) {
      Peer peer = broker.accept();
      Session session = connection.createSession();
      MessageProducer producer = session.createProducer(session.createQueue("orders"));
      producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
      for (int i = 0; i < 50; i++) {
        producer.send(session.createTextMessage("" + i));
      }
      for (long next = 1; next <= 50; ) {
        next += peer.expect(Frame.Send.class).count();
      }
      peer.say(new Frame.SendConfirmed(1, 1, 10));
      peer.cut();
      Frame.Send again = broker.accept().answer(Frame.Send.class);

      assertThat(again.firstSequence() + again.count()).isEqualTo(51);
      assertThat(again.count()).isIn(40, 50); // the confirmation may be lost with the connection
    }
  }
}
