// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.jms.options.BrokerUrl;
import io.rewindmq.jms.options.Credentials;
import io.rewindmq.jms.testkit.Background;
import io.rewindmq.jms.testkit.FaultyDialer;
import io.rewindmq.jms.testkit.Peer;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.FrameType;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that break in the middle of a frame. */
class CutStreamTest extends ScriptedTest {
  private final FaultyDialer dialer = new FaultyDialer();

  private Connection connectFaulty() throws JMSException {
    return RewindConnection.connect(
        BrokerUrl.parse(broker.url("")), dialer, new Credentials(null, null), null);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 7, 8, 31, 32, 33, 100})
  void sendThatIsCutInItsFrameIsRepeatedWithItsNumber(long bytes) throws JMSException {
    try (Connection connection = connectFaulty()) {
      broker.accept();
      Session session = connection.createSession();
      MessageProducer producer = session.createProducer(session.createQueue("orders"));
      dialer.cutWritingAfter(bytes);
      Background<Boolean> sending =
          Background.run(() -> producer.send(session.createTextMessage("m".repeat(100))));
      Peer again = broker.accept();
      Frame.Send send = again.answer(Frame.Send.class);
      assertThat(send.firstSequence()).isEqualTo(1);
      sending.result();
      assertThat(dialer.dials()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 4, 20, 60})
  void deliveryThatIsCutInItsFrameIsDroppedWhole(long bytes) throws JMSException {
    broker.byHand(FrameType.OPEN_CONSUMER);
    try (Connection connection = connectFaulty()) {
      Peer peer = broker.accept();
      connection.start();
      Session session = connection.createSession();
      Background<MessageConsumer> opening =
          Background.call(() -> session.createConsumer(session.createQueue("orders")));
      Frame.OpenConsumer open = peer.answer(Frame.OpenConsumer.class);
      MessageConsumer consumer = opening.result();
      peer.expect(Frame.Credit.class);
      dialer.cutReadingAfter(bytes);
      peer.deliver(open, 7, "cut");

      Peer again = broker.accept();
      Frame.OpenConsumer reopened = again.answer(Frame.OpenConsumer.class);
      again.expect(Frame.Credit.class);
      again.deliver(reopened, 7, "whole");
      Background<TextMessage> receiving = Background.call(() -> (TextMessage) consumer.receive());
      assertThat(receiving.result().getText()).isEqualTo("whole");
    }
  }
}
