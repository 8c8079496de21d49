// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.jms.RewindConnectionFactory;
import io.rewindmq.jms.testkit.Background;
import io.rewindmq.jms.testkit.Deliveries;
import io.rewindmq.jms.testkit.Parts;
import io.rewindmq.jms.testkit.Peer;
import io.rewindmq.protocol.AckEntry;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.FrameType;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages that come in parts, frame by frame. */
@SuppressWarnings("NullAway.Init") // open() sets the fields
class LargeReceiveTest extends ScriptedTest {
  private static final long BASE = 20;
  private static final int PARTS = 5;
  private static final String TEXT =
      IntStream.range(0, 1_000).mapToObj(Integer::toString).collect(Collectors.joining(" "));

  private final List<ByteBuffer> parts = Parts.elements(TEXT, PARTS, 7);
  private Connection connection;
  private Peer peer;
  private Session session;
  private MessageConsumer consumer;
  private Frame.OpenConsumer open;

  private void open(int mode, String options) throws JMSException {
    open(mode, broker.factory(options));
  }

  private void open(int mode, RewindConnectionFactory factory) throws JMSException {
    broker.byHand(FrameType.OPEN_CONSUMER);
    connection = factory.createConnection();
    peer = broker.accept();
    connection.start();
    session = connection.createSession(mode);
    Background<MessageConsumer> opening =
        Background.call(() -> session.createConsumer(session.createQueue("orders")));
    open = peer.answer(Frame.OpenConsumer.class);
    consumer = opening.result();
  }

  /** With a window that the first credit fills and half of it a part. */
  private void openWithWindow(int mode, int bytes) throws JMSException {
    open(mode, "prefetch.bytes=" + bytes);
    assertThat(peer.expect(Frame.Credit.class).bytes()).isEqualTo(bytes);
  }

  @AfterEach
  void close() throws JMSException {
    broker.byItself(FrameType.ROLLBACK, FrameType.ACK, FrameType.CREDIT, FrameType.DRAIN);
    connection.close();
  }

  private void deliver(int from, int to) {
    peer.say(Parts.deliver(open, BASE + from, parts.subList(from, to)));
  }

  private void deliverSmall(long offset) {
    peer.deliver(open, offset, "small");
  }

  private int bytesOf(int from, int to) {
    return parts.subList(from, to).stream().mapToInt(ByteBuffer::remaining).sum();
  }

  private void expectCredit(int messages, int bytes) {
    Frame.Credit credit = peer.expect(Frame.Credit.class);
    assertThat(credit.messages()).isEqualTo(messages);
    assertThat(credit.bytes()).isEqualTo(bytes);
  }

  private void expectAck(long first, long last) {
    List<AckEntry> entries = peer.expect(Frame.Ack.class).entries();
    assertThat(entries).hasSize(1);
    assertThat(entries.get(0).ranges()).containsExactly(first, last);
  }

  private static String text(TextMessage message) throws JMSException {
    return message.getText();
  }

  private Background<TextMessage> receiving() {
    return Background.call(() -> (TextMessage) consumer.receive());
  }

  private Background<TextMessage> receivingNoWait() {
    return Background.call(() -> (TextMessage) consumer.receiveNoWait());
  }

  /** A frame would have come before, had the client anything to say. */
  private void expectNothing() throws JMSException {
    broker.byHand(FrameType.OPEN_SESSION);
    Background<Session> opening = Background.call(connection::createSession);
    peer.answer(Frame.OpenSession.class);
    opening.result();
    broker.byItself(FrameType.OPEN_SESSION);
  }

  // ---- credit ----

  @Test
  void aMessageLargerThanTheWindowFlowsThoughNobodyReceives() throws JMSException {
    openWithWindow(Session.AUTO_ACKNOWLEDGE, 1_500);
    deliver(0, 1);
    expectCredit(1, bytesOf(0, 1));
    deliver(1, 2);
    expectCredit(1, bytesOf(1, 2));
    deliver(2, 4);
    expectCredit(2, bytesOf(2, 4));
    deliver(4, 5);
    expectNothing(); // the last part counts until the message is taken

    TextMessage message = receiving().result();
    assertThat(text(message)).isEqualTo(TEXT);
    assertThat(message.getJMSMessageID()).isEqualTo("ID:rw-0000000000000001-1-7");
    assertThat(message.getJMSCorrelationID()).isEqualTo("correlation");
    assertThat(message.getStringProperty("colour")).isEqualTo("green");
    assertThat(message.getIntProperty("JMSXDeliveryCount")).isEqualTo(1);
    expectCredit(1, bytesOf(4, 5));
    expectAck(BASE, BASE + PARTS - 1);
  }

  @Test
  void partsBehindAMessageThatNobodyTookFillTheWindow() throws JMSException {
    openWithWindow(Session.AUTO_ACKNOWLEDGE, 1_500);
    deliverSmall(BASE - 1);
    deliver(0, 2);
    expectNothing();

    assertThat(text(receiving().result())).isEqualTo("small");
    Frame.Credit credit = peer.expect(Frame.Credit.class);
    assertThat(credit.messages()).isEqualTo(3);
    assertThat(credit.bytes()).isGreaterThan(bytesOf(0, 2));
    expectAck(BASE - 1, BASE - 1);
    deliver(2, PARTS);
    expectCredit(2, bytesOf(2, 4));
    assertThat(text(receiving().result())).isEqualTo(TEXT);
  }

  @Test
  void whileItWaitsTheNextOneIsNotTakenIn() throws JMSException {
    openWithWindow(Session.AUTO_ACKNOWLEDGE, 1_500);
    deliver(0, PARTS);
    expectCredit(4, bytesOf(0, 4));
    peer.say(Parts.deliver(open, BASE + PARTS, Parts.elements(TEXT, PARTS, 12).subList(0, 4)));
    expectNothing();
    assertThat(text(receiving().result())).isEqualTo(TEXT);
    assertThat(peer.expect(Frame.Credit.class).messages()).isEqualTo(5);
  }

  @Test
  void withAPrefetchOfOneItsPartsComeOneByOne() throws JMSException {
    open(Session.AUTO_ACKNOWLEDGE, "prefetch=1");
    assertThat(peer.expect(Frame.Credit.class).messages()).isEqualTo(1);
    for (int part = 0; part < PARTS; part++) {
      deliver(part, part + 1);
      if (part < PARTS - 1) {
        expectCredit(1, bytesOf(part, part + 1));
      }
    }
    expectNothing(); // one message is there
    assertThat(text(receiving().result())).isEqualTo(TEXT);
    expectCredit(1, bytesOf(4, 5));
    expectAck(BASE, BASE + PARTS - 1);
  }

  @Test
  void withNothingAheadItsPartsAreAskedForOneByOne() throws JMSException {
    open(Session.AUTO_ACKNOWLEDGE, "prefetch=0&prefetch.bytes=1000");
    Background<TextMessage> receiving = receiving();
    expectCredit(1, 1_000);
    for (int part = 0; part < PARTS; part++) {
      deliver(part, part + 1);
      if (part < PARTS - 1) {
        expectCredit(1, bytesOf(part, part + 1));
      }
    }
    assertThat(text(receiving.result())).isEqualTo(TEXT);
    expectAck(BASE, BASE + PARTS - 1);
    Background<TextMessage> next = receiving();
    expectCredit(1, bytesOf(4, 5));
    deliverSmall(30);
    assertThat(text(next.result())).isEqualTo("small");
  }

  @Test
  void oneThatNobodyWaitsForAnyMoreGoesBackAsAWhole() throws JMSException {
    open(Session.AUTO_ACKNOWLEDGE, "prefetch=0&prefetch.bytes=1000");
    Background<Object> inVain = Background.call(consumer::receiveNoWait);
    expectCredit(1, 1_000);
    peer.answer(Frame.Drain.class);
    assertThat(inVain.resultOrNull()).isNull();
    for (int part = 0; part < PARTS; part++) {
      deliver(part, part + 1);
      if (part < PARTS - 1) {
        expectCredit(1, bytesOf(part, part + 1));
      }
    }
    Frame.Release release = peer.expect(Frame.Release.class);
    assertThat(release.entries()).hasSize(1);
    assertThat(release.entries().get(0).first(0)).isEqualTo(BASE);
    assertThat(release.entries().get(0).last(0)).isEqualTo(BASE + PARTS - 1);
    assertThat(release.entries().get(0).counted()).containsExactly(false);
  }

  // ---- receiving ----

  @Test
  void receiveWithoutWaitingWaitsForTheRestOfAMessageThatBegan() throws JMSException {
    openWithWindow(Session.AUTO_ACKNOWLEDGE, 1_500);
    Background<TextMessage> receiving = receivingNoWait();
    Frame.Drain drain = peer.expect(Frame.Drain.class);
    deliver(0, 1);
    peer.answer(drain); // more was not allowed
    expectCredit(1, bytesOf(0, 1));
    assertThat(receiving.isDone()).isFalse();
    deliver(1, PARTS);
    assertThat(text(receiving.result())).isEqualTo(TEXT);
  }

  @Test
  void receiveWithoutWaitingAsksAgainWhenTheBeginningWasTakenBack() throws JMSException {
    openWithWindow(Session.AUTO_ACKNOWLEDGE, 1_500);
    Background<TextMessage> receiving = receivingNoWait();
    Frame.Drain drain = peer.expect(Frame.Drain.class);
    deliver(0, 1);
    peer.answer(drain);
    expectCredit(1, bytesOf(0, 1));
    peer.say(new Frame.ConsumerReset(open.channel(), open.consumerId(), 2, 0, 0));
    assertThat(peer.expect(Frame.Credit.class).groupEpoch()).isEqualTo(2);
    peer.answer(Frame.Drain.class);
    assertThat(receiving.resultOrNull()).isNull();
  }

  @Test
  void aBrokerThatSendsNoRestIsNotWaitedForWithoutEnd() throws JMSException {
    RewindConnectionFactory impatient = broker.factory("");
    impatient.setRequestTimeout(500);
    open(Session.AUTO_ACKNOWLEDGE, impatient);
    expectCredit(1_000, 4 << 20);
    Background<TextMessage> receiving = receivingNoWait();
    Frame.Drain drain = peer.expect(Frame.Drain.class);
    deliver(0, 1);
    peer.answer(drain);
    assertThat(receiving.resultOrNull()).isNull();
  }

  @Test
  void aStoppedConnectionEndsTheWaitForTheRest() throws JMSException {
    openWithWindow(Session.AUTO_ACKNOWLEDGE, 1_500);
    Background<TextMessage> receiving = receivingNoWait();
    Frame.Drain drain = peer.expect(Frame.Drain.class);
    deliver(0, 1);
    peer.answer(drain);
    expectCredit(1, bytesOf(0, 1));
    connection.stop();
    assertThat(receiving.resultOrNull()).isNull();

    deliver(1, PARTS);
    connection.start();
    assertThat(text(receiving().result())).isEqualTo(TEXT);
  }

  @Test
  void aListenerGetsItWhole() throws JMSException {
    BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    openWithWindow(Session.AUTO_ACKNOWLEDGE, 10_000);
    consumer.setMessageListener(
        message -> {
          try {
            texts.add(((TextMessage) message).getText());
          } catch (JMSException e) {
            texts.add("failed: " + e);
          }
        });
    deliver(0, 2);
    deliver(2, PARTS);
    peer.deliver(open, BASE + PARTS, "small");
    assertThat(Background.take(texts, "the large message")).isEqualTo(TEXT);
    assertThat(Background.take(texts, "the small message")).isEqualTo("small");
  }

  @Test
  void aBrowserShowsItWholeAndAcknowledgesNothing() throws JMSException {
    open(Session.AUTO_ACKNOWLEDGE, "prefetch.bytes=1500");
    peer.expect(Frame.Credit.class);
    QueueBrowser browser = session.createBrowser(session.createQueue("orders"));
    Background<List<String>> browsing = Background.call(() -> texts(browser.getEnumeration()));
    open = peer.answer(Frame.OpenConsumer.class);
    peer.expect(Frame.Credit.class);
    Frame.Drain drain = peer.expect(Frame.Drain.class);
    deliver(3, 5); // the beginning is not kept any more
    deliver(0, 1);
    peer.answer(drain);
    broker.byItself(FrameType.CREDIT, FrameType.DRAIN);
    deliver(1, PARTS);
    assertThat(browsing.result()).containsExactly(TEXT);
    expectNothing();
  }

  private static List<String> texts(Enumeration<?> messages) throws JMSException {
    List<String> texts = new java.util.ArrayList<>();
    for (Object message : Collections.list(messages)) {
      texts.add(((TextMessage) message).getText());
    }
    return texts;
  }

  // ---- taken back, lost, without a beginning ----

  @Test
  void theHalfIsDroppedWithItsConnectionAndComesAgain() throws JMSException {
    openWithWindow(Session.AUTO_ACKNOWLEDGE, 5_000);
    Background<TextMessage> receiving = receiving();
    deliver(0, 3);
    expectCredit(3, bytesOf(0, 3));
    peer.cut();
    peer = broker.accept();
    open = peer.answer(Frame.OpenConsumer.class);
    expectCredit(1_000, 5_000);
    deliver(0, 1);
    deliver(1, PARTS);
    expectCredit(4, bytesOf(0, 4));
    assertThat(text(receiving.result())).isEqualTo(TEXT);
    expectAck(BASE, BASE + PARTS - 1);
  }

  @Test
  void theHalfIsDroppedWithARollbackAndComesAgain() throws JMSException {
    broker.byItself(FrameType.CREDIT);
    open(Session.SESSION_TRANSACTED, "prefetch.bytes=100000");
    deliverSmall(BASE - 1);
    assertThat(text(receiving().result())).isEqualTo("small");
    deliver(0, 2);
    Background<Boolean> rolling = Background.run(session::rollback);
    Frame.Rollback rollback = peer.expect(Frame.Rollback.class);
    deliver(2, 3); // on its way: the broker has it back, too
    peer.answer(rollback);
    rolling.result();

    deliverSmall(BASE - 1);
    deliver(0, PARTS);
    assertThat(text(receiving().result())).isEqualTo("small");
    assertThat(text(receiving().result())).isEqualTo(TEXT);
    Background<Boolean> committing = Background.run(session::commit);
    Frame.Commit commit = peer.answer(Frame.Commit.class);
    assertThat(commit.entries().get(0).ranges()).containsExactly(BASE - 1, BASE + PARTS - 1);
    committing.result();
  }

  @Test
  void partsWithoutTheirBeginningAreDroppedAndAcknowledged() throws JMSException {
    broker.byItself(FrameType.CREDIT);
    open(Session.AUTO_ACKNOWLEDGE, "");
    Background<TextMessage> receiving = receiving();
    deliver(0, 2);
    peer.say(new Frame.ConsumerReset(open.channel(), open.consumerId(), 2, 0, 0));
    deliverRuns(
        2,
        Parts.run(BASE + 3, 1, 0, parts.subList(3, PARTS)),
        Deliveries.run(BASE + PARTS, 1, 0, "small"));
    assertThat(text(receiving.result())).isEqualTo("small");
    expectAck(BASE + 3, BASE + PARTS);
  }

  /** Two runs in one frame. */
  private void deliverRuns(int groupEpoch, ByteBuffer first, ByteBuffer second) {
    ByteBuffer runs = ByteBuffer.allocate(first.remaining() + second.remaining());
    runs.put(first).put(second).flip();
    peer.say(new Frame.Deliver(open.channel(), open.consumerId(), groupEpoch, 0, 2, runs));
  }

  @Test
  void oneThatExpiredIsSettledWithAllItsParts() throws JMSException {
    broker.byItself(FrameType.CREDIT);
    open(Session.AUTO_ACKNOWLEDGE, "");
    deliverRuns(
        1,
        Parts.run(BASE, 1, 0, Parts.elements(TEXT, PARTS, 7, 1)),
        Deliveries.run(BASE + PARTS, 1, 0, "small"));
    assertThat(text(receiving().result())).isEqualTo("small");
    expectAck(BASE, BASE + PARTS);
  }

  @Test
  void oneWithADamagedPartIsReportedAndNotAcknowledged() throws JMSException {
    broker.byItself(FrameType.CREDIT);
    open(Session.AUTO_ACKNOWLEDGE, "");
    int last = parts.get(2).limit() - 1;
    parts.get(2).put(last, (byte) (parts.get(2).get(last) ^ 1));
    deliver(0, PARTS);
    peer.deliver(open, BASE + PARTS, "small");
    Background<TextMessage> damaged = receiving();
    assertThat(damaged.failure())
        .isInstanceOf(JMSException.class)
        .hasMessageContaining("can't be read")
        .satisfies(e -> assertThat(((JMSException) e).getErrorCode()).isEqualTo("MESSAGE_CORRUPT"));
    assertThat(text(receiving().result())).isEqualTo("small");
    expectAck(BASE + PARTS, BASE + PARTS);
  }

  // ---- hand-over ----

  @Test
  void allItsPartsAreHandedOver() throws JMSException {
    broker.byItself(FrameType.CREDIT).byHand(FrameType.HANDED_OVER, FrameType.CLOSE_CONSUMER);
    open(Session.CLIENT_ACKNOWLEDGE, "");
    deliver(0, PARTS);
    deliver(0, 2); // of another one, as far as the arrivals matter
    TextMessage message = receiving().result();
    assertThat(peer.expect(Frame.HandedOver.class).arrivalIndex()).isEqualTo(PARTS);
    Background<Boolean> acknowledging = Background.run(message::acknowledge);
    Frame.Ack ack = peer.answer(Frame.Ack.class);
    assertThat(ack.entries().get(0).ranges()).containsExactly(BASE, BASE + PARTS - 1);
    acknowledging.result();
    Background<Boolean> closing = Background.run(consumer::close);
    assertThat(peer.answer(Frame.CloseConsumer.class).handedOver()).isEqualTo(PARTS);
    closing.result();
  }
}
