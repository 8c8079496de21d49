// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.jms.testkit.Background;
import io.rewindmq.jms.testkit.Deliveries;
import io.rewindmq.jms.testkit.Peer;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.FrameType;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code prefetch=0}: a message is asked for when somebody waits for it. */
class NothingAheadTest extends ScriptedTest {
  private Connection connection;
  private Peer peer;
  private Session session;
  private MessageConsumer consumer;
  private Frame.OpenConsumer open;

  @BeforeEach
  void open() throws JMSException {
    broker.byHand(FrameType.OPEN_CONSUMER);
    broker.byItself(FrameType.ROLLBACK);
    Pair pair = start("prefetch=0&prefetch.bytes=1000");
    connection = pair.connection();
    peer = pair.peer();
    session = connection.createSession();
    Background<MessageConsumer> opening =
        Background.call(() -> session.createConsumer(session.createQueue("orders")));
    open = peer.answer(Frame.OpenConsumer.class);
    consumer = opening.result();
  }

  @AfterEach
  void close() throws JMSException {
    connection.close();
  }

  private Background<TextMessage> receiving() {
    return Background.call(() -> (TextMessage) consumer.receive());
  }

  @Test
  void everyReceiveAsksForOneMessage() throws JMSException {
    Background<TextMessage> first = receiving();
    Frame.Credit credit = peer.expect(Frame.Credit.class); // the first frame since it was opened
    assertThat(credit.messages()).isEqualTo(1);
    assertThat(credit.bytes()).isEqualTo(1000);
    peer.deliver(open, 7, "a");
    assertThat(first.result().getText()).isEqualTo("a");
    peer.expect(Frame.Ack.class);

    Background<TextMessage> second = receiving();
    Frame.Credit next = peer.expect(Frame.Credit.class);
    assertThat(next.messages()).isEqualTo(1);
    assertThat(next.bytes()).isBetween(70, 100); // as many as the first one had
    peer.deliver(open, 8, "b");
    assertThat(second.result().getText()).isEqualTo("b");
    peer.expect(Frame.Ack.class);
  }

  @Test
  void receiveWithoutWaitingAsksAndDrains() throws JMSException {
    Background<TextMessage> receiving =
        Background.call(() -> (TextMessage) consumer.receiveNoWait());
    peer.expect(Frame.Credit.class);
    Frame.Drain drain = peer.expect(Frame.Drain.class);
    peer.deliver(open, 7, "a");
    peer.answer(drain);
    assertThat(receiving.result().getText()).isEqualTo("a");
    peer.expect(Frame.Ack.class);
  }

  @Test
  void messageThatComesTooLateGoesBackAtOnceAndUncounted() throws JMSException {
    Background<Object> inVain = Background.call(consumer::receiveNoWait);
    peer.expect(Frame.Credit.class);
    peer.answer(Frame.Drain.class);
    assertThat(inVain.resultOrNull()).isNull();
    peer.deliver(open, 7, "late");
    Frame.Release release = peer.expect(Frame.Release.class);
    assertThat(release.entries()).hasSize(1);
    assertThat(release.entries().get(0).first(0)).isEqualTo(7);
    assertThat(release.entries().get(0).last(0)).isEqualTo(7);
    assertThat(release.entries().get(0).counted()).containsExactly(false);

    Background<TextMessage> again = receiving();
    peer.expect(Frame.Credit.class);
    peer.deliver(open, 7, "late");
    assertThat(again.result().getText()).isEqualTo("late");
    peer.expect(Frame.Ack.class);
  }

  @Test
  void oneThatWasAskedForInVainIsNotAskedForAgain() throws JMSException {
    Background<Object> inVain = Background.call(consumer::receiveNoWait);
    peer.expect(Frame.Credit.class);
    peer.answer(Frame.Drain.class);
    inVain.resultOrNull();
    Background<Object> again = Background.call(consumer::receiveNoWait);
    peer.answer(Frame.Drain.class); // and no CREDIT before it
    assertThat(again.resultOrNull()).isNull();
  }

  @Test
  void listenerGetsTheNextOneWhenItIsDoneWithTheLast() throws JMSException {
    BlockingQueue<String> entered = new LinkedBlockingQueue<>();
    Semaphore mayLeave = new Semaphore(0);
    consumer.setMessageListener(
        message -> {
          entered.add("entered");
          mayLeave.acquireUninterruptibly();
        });
    peer.expect(Frame.Credit.class);
    peer.deliver(open, 7, "a");
    Background.take(entered, "the listener");
    connection.createSession().close(); // a CREDIT would have come before
    mayLeave.release();
    peer.expect(Frame.Ack.class);
    assertThat(peer.expect(Frame.Credit.class).messages()).isEqualTo(1);
    mayLeave.release(10);
  }

  @Test
  void waitingReceiveAsksAgainOnANewWire() throws JMSException {
    Background<TextMessage> receiving = receiving();
    peer.expect(Frame.Credit.class);
    peer.cut();
    Peer again = broker.accept();
    Frame.OpenConsumer reopened = again.answer(Frame.OpenConsumer.class);
    assertThat(again.expect(Frame.Credit.class).bytes()).isEqualTo(1000);
    again.deliver(reopened, 7, "a");
    assertThat(receiving.result().getText()).isEqualTo("a");
    again.expect(Frame.Ack.class);
  }

  @Test
  void waitingReceiveAsksAgainAfterARewind() throws JMSException {
    Background<TextMessage> receiving = receiving();
    peer.expect(Frame.Credit.class);
    peer.say(new Frame.ConsumerReset(open.channel(), open.consumerId(), 2, 0, 9));
    Frame.Credit credit = peer.expect(Frame.Credit.class);
    assertThat(credit.groupEpoch()).isEqualTo(2);
    assertThat(credit.bytes()).isEqualTo(1000);
    peer.say(
        new Frame.Deliver(
            open.channel(), open.consumerId(), 2, 0, 1, Deliveries.run(3, 1, 0, "again")));
    assertThat(receiving.result().getText()).isEqualTo("again");
    peer.expect(Frame.Ack.class);
  }
}
