// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.jms.testkit.Background;
import io.rewindmq.jms.testkit.Peer;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.FrameType;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.MessageFormatRuntimeException;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** receiveBody with a class that the body has not (specification section 8.6), frame by frame. */
class UnwantedBodyTest extends ScriptedTest {
  /** A consumer and its other end. */
  private record Opened(JMSConsumer consumer, Peer peer, Frame.OpenConsumer open) {
    void deliver(String... texts) {
      peer.deliver(open, 7, texts);
    }

    void checkRefusesMap() {
      Background<Map<?, ?>> wrong = Background.call(() -> consumer.receiveBody(Map.class));
      assertThat(wrong.failure()).isInstanceOf(MessageFormatRuntimeException.class);
    }
  }

  @BeforeEach
  void script() {
    broker.byHand(FrameType.OPEN_CONSUMER, FrameType.HANDED_OVER, FrameType.CLOSE_CONSUMER);
    broker.byItself(FrameType.CREDIT);
  }

  private Opened open(JMSContext context) {
    Background<JMSConsumer> opening =
        Background.call(() -> context.createConsumer(context.createQueue("orders")));
    Peer peer = broker.accept();
    Frame.OpenConsumer open = peer.answer(Frame.OpenConsumer.class);
    return new Opened(opening.result(), peer, open);
  }

  @ParameterizedTest
  @ValueSource(ints = {JMSContext.AUTO_ACKNOWLEDGE, JMSContext.DUPS_OK_ACKNOWLEDGE})
  void staysTheNextMessageUntouchedWhereTheSessionAcknowledges(int mode) {
    try (JMSContext context = broker.factory("").createContext(mode)) {
      Opened opened = open(context);
      JMSConsumer consumer = opened.consumer();
      Peer peer = opened.peer();
      opened.deliver("a", "b");
      opened.checkRefusesMap();
      Background<String> right = Background.call(() -> consumer.receiveBody(String.class));
      assertThat(right.result()).isEqualTo("a");

      assertThat(peer.expect(Frame.HandedOver.class).arrivalIndex()).isEqualTo(1);
      assertThat(peer.expect(Frame.Ack.class).entries().get(0).ranges()).containsExactly(7, 7);
      Background<Boolean> closing = Background.run(consumer::close);
      assertThat(peer.answer(Frame.CloseConsumer.class).handedOver()).isEqualTo(1);
      closing.result();
    }
  }

  @Test
  void goesBackUncountedWhenTheConsumerClosesInstead() {
    try (JMSContext context = broker.factory("").createContext()) {
      Opened opened = open(context);
      JMSConsumer consumer = opened.consumer();
      Peer peer = opened.peer();
      opened.deliver("a");
      opened.checkRefusesMap();

      Background<Boolean> closing = Background.run(consumer::close);
      assertThat(peer.answer(Frame.CloseConsumer.class).handedOver()).isZero();
      closing.result();
    }
  }

  @Test
  void countsAsDeliveredWhereTheApplicationAcknowledges() {
    try (JMSContext context = broker.factory("").createContext(JMSContext.CLIENT_ACKNOWLEDGE)) {
      Opened opened = open(context);
      JMSConsumer consumer = opened.consumer();
      Peer peer = opened.peer();
      opened.deliver("a", "b");
      opened.checkRefusesMap();
      assertThat(peer.expect(Frame.HandedOver.class).arrivalIndex()).isEqualTo(1);
      Background<String> right = Background.call(() -> consumer.receiveBody(String.class));
      assertThat(right.result()).isEqualTo("b");
      peer.expect(Frame.HandedOver.class);

      Background<Boolean> acknowledging = Background.run(context::acknowledge);
      Frame.Ack ack = peer.answer(Frame.Ack.class);
      assertThat(ack.entries().get(0).ranges()).containsExactly(7, 8);
      acknowledging.result();
      broker.byItself(FrameType.CLOSE_CONSUMER, FrameType.ROLLBACK);
    }
  }
}
