// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rewindmq.jms.large.Assembler;
import io.rewindmq.jms.testkit.Background;
import io.rewindmq.jms.testkit.Peer;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.FrameType;
import io.rewindmq.protocol.message.ElementCursor;
import io.rewindmq.protocol.message.MessageView;
import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.Session;
import jakarta.jms.TransactionRolledBackException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that are sent in parts, frame by frame. */
@SuppressWarnings("NullAway.Init") // open() sets the fields
class LargeSendTest extends ScriptedTest {
  /** Three parts of 512 KiB. */
  private static final byte[] BODY = new byte[3 * (512 << 10) - 1_000];

  private static final int PARTS = 3;

  static {
    new Random(7).nextBytes(BODY);
  }

  private final Assembler assembler = new Assembler();
  private final BlockingQueue<String> completed = new LinkedBlockingQueue<>();
  private Connection connection;
  private Peer peer;
  private Session session;
  private MessageProducer producer;

  private void open(int mode, String options) throws JMSException {
    Pair pair = connect(options);
    connection = pair.connection();
    peer = pair.peer();
    session = connection.createSession(mode);
    producer = session.createProducer(session.createQueue("orders"));
  }

  @AfterEach
  void close() throws JMSException {
    broker.byItself(FrameType.ROLLBACK);
    connection.close();
  }

  private BytesMessage message() throws JMSException {
    BytesMessage message = session.createBytesMessage();
    message.setStringProperty("colour", "green");
    message.writeBytes(BODY);
    return message;
  }

  private Background<Boolean> sending(Message message) {
    return Background.run(() -> producer.send(message));
  }

  private CompletionListener listener(String name) {
    return new CompletionListener() {
      @Override
      public void onCompletion(Message message) {
        completed.add(name);
      }

      @Override
      public void onException(Message message, Exception exception) {
        completed.add(name + " failed: " + exception.getMessage());
      }
    };
  }

  private static ByteBuffer messageOf(Frame.Send send) {
    ElementCursor cursor = new ElementCursor().over(send.elements());
    assertThat(cursor.next()).isTrue();
    cursor.verify();
    return cursor.message();
  }

  /** The next SEND must be one part, of this transaction and sequence; it is not answered. */
  private Frame.Send expectPart(long transaction, long sequence) {
    Frame.Send send = peer.expect(Frame.Send.class);
    assertThat(send.count()).isEqualTo(1);
    assertThat(send.transaction()).isEqualTo(transaction);
    assertThat(send.firstSequence()).isEqualTo(sequence);
    return send;
  }

  /** All parts come and are confirmed; they make the message. */
  private MessageView answerParts(long transaction, long firstSequence) {
    ByteBuffer whole = null;
    for (int part = 0; part < PARTS; part++) {
      Frame.Send send = expectPart(transaction, firstSequence + part);
      whole = assembler.add(messageOf(send));
      peer.answer(send);
    }
    MessageView view = new MessageView().at(Objects.requireNonNull(whole));
    assertThat(view.body()).isEqualTo(ByteBuffer.wrap(BODY));
    assertThat(view.propertyCount()).isEqualTo(1);
    return view;
  }

  private void reject(Frame.Send send, ErrorCode code) {
    peer.say(
        new Frame.SendRejected(
            send.channel(), send.firstSequence(), send.firstSequence(), code, "on purpose"));
  }

  // ---- in a transaction of its own ----

  @Test
  void goesInPartsOfATransactionOfItsOwn() throws JMSException {
    open(Session.AUTO_ACKNOWLEDGE, "");
    Message message = message();
    Background<Boolean> sending = sending(message);
    MessageView sent = answerParts(1, 1);
    Frame.Commit commit = peer.expect(Frame.Commit.class);
    assertThat(commit.transaction()).isEqualTo(1);
    assertThat(commit.epoch()).isEqualTo(1);
    assertThat(commit.entries()).isEmpty();
    assertThat(sending.isDone()).isFalse();
    peer.answer(commit);
    sending.result();

    assertThat(sent.messageId()).isEqualTo(message.getJMSMessageID());
    assertThat(sent.timestamp()).isEqualTo(message.getJMSTimestamp());
  }

  @Test
  void theNextMessagesGoOnWithSequencesAndTransactions() throws JMSException {
    open(Session.AUTO_ACKNOWLEDGE, "");
    Background<Boolean> large = sending(message());
    answerParts(1, 1);
    peer.answer(Frame.Commit.class);
    large.result();

    Background<Boolean> small = sending(session.createTextMessage("small"));
    Frame.Send send = peer.answer(Frame.Send.class);
    assertThat(send.firstSequence()).isEqualTo(PARTS + 1);
    assertThat(send.transaction()).isZero();
    small.result();

    Background<Boolean> second = sending(message());
    answerParts(2, PARTS + 2);
    assertThat(peer.answer(Frame.Commit.class).transaction()).isEqualTo(2);
    second.result();
  }

  @Test
  void aBodyOfOneMebibyteGoesInOnePiece() throws JMSException {
    broker.sizes((1 << 20) + 1_000, 1 << 30);
    open(Session.AUTO_ACKNOWLEDGE, "");
    BytesMessage message = session.createBytesMessage();
    message.writeBytes(new byte[1 << 20]);
    Background<Boolean> sending = sending(message);
    Frame.Send send = peer.answer(Frame.Send.class);
    assertThat(send.transaction()).isZero();
    assertThat(new MessageView().at(messageOf(send)).isPart()).isFalse();
    sending.result();
  }

  @Test
  void theWindowBoundsWhatIsUnderWayAndOthersGoOnMeanwhile() throws JMSException {
    open(Session.AUTO_ACKNOWLEDGE, "send.window.bytes=600000");
    Session other = connection.createSession();
    MessageProducer otherProducer = other.createProducer(other.createQueue("orders"));
    Background<Boolean> large = sending(message());
    for (int part = 1; part < PARTS; part++) {
      Frame.Send send = expectPart(1, part);
      Background<Boolean> small =
          Background.run(() -> otherProducer.send(other.createTextMessage("between")));
      Frame.Send between = peer.answer(Frame.Send.class); // and not the next part
      assertThat(between.channel()).isEqualTo(2);
      small.result();
      peer.answer(send);
    }
    peer.answer(expectPart(1, PARTS));
    peer.answer(Frame.Commit.class);
    large.result();
  }

  @Test
  void nonPersistentOnesAreCommittedToo() throws JMSException {
    open(Session.AUTO_ACKNOWLEDGE, "");
    producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
    Background<Boolean> sending = sending(message());
    assertThat(answerParts(1, 1).isPersistent()).isFalse();
    peer.answer(Frame.Commit.class);
    sending.result();
  }

  @Test
  void completesInOrderWithTheOthers() throws JMSException {
    open(Session.AUTO_ACKNOWLEDGE, "");
    producer.send(session.createTextMessage("before"), listener("before"));
    Frame.Send before = peer.expect(Frame.Send.class);
    Message message = message();
    Background<Boolean> sending = Background.run(() -> producer.send(message, listener("large")));
    answerParts(1, 2);
    peer.answer(Frame.Commit.class);
    assertThat(completed).isEmpty();
    peer.answer(before);
    sending.result();
    producer.send(session.createTextMessage("behind"), listener("behind"));
    peer.answer(Frame.Send.class);

    assertThat(Background.take(completed, "a completion")).isEqualTo("before");
    assertThat(Background.take(completed, "a completion")).isEqualTo("large");
    assertThat(Background.take(completed, "a completion")).isEqualTo("behind");
  }

  // ---- lost connections ----

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void isSentAgainAsAWholeWhenTheConnectionIsLostBetweenItsParts(int parts) throws JMSException {
    open(Session.AUTO_ACKNOWLEDGE, "send.window.bytes=600000");
    Message message = message();
    Background<Boolean> sending = sending(message);
    for (int part = 1; part <= parts; part++) {
      Frame.Send send = expectPart(1, part);
      if (part < parts) {
        peer.answer(send);
      }
    }
    peer.cut();
    peer = broker.accept();
    long first = expectHeadAgain(parts);
    MessageView sent = answerOtherParts(first);
    assertThat(peer.answer(Frame.Commit.class).transaction()).isEqualTo(2);
    sending.result();

    assertThat(message.getJMSMessageID()).isEqualTo(sent.messageId());
  }

  /** The first part comes again in transaction 2, under a sequence that was never used. */
  private long expectHeadAgain(long lastSequence) {
    Frame.Send again = peer.expect(Frame.Send.class);
    assertThat(again.transaction()).isEqualTo(2);
    assertThat(again.firstSequence()).isGreaterThan(lastSequence);
    assertThat(assembler.add(messageOf(again))).isNull();
    peer.answer(again);
    return again.firstSequence();
  }

  private MessageView answerOtherParts(long first) {
    ByteBuffer whole = null;
    for (int part = 1; part < PARTS; part++) {
      Frame.Send send = expectPart(2, first + part);
      whole = assembler.add(messageOf(send));
      peer.answer(send);
    }
    MessageView view = new MessageView().at(Objects.requireNonNull(whole));
    assertThat(view.body()).isEqualTo(ByteBuffer.wrap(BODY));
    assertThat(view.sequence()).isEqualTo(first);
    return view;
  }

  @Test
  void unansweredMessagesBeforeItAreRepeatedBeforeIt() throws JMSException {
    open(Session.AUTO_ACKNOWLEDGE, "send.window.bytes=600000");
    producer.send(session.createTextMessage("before"), listener("before"));
    peer.expect(Frame.Send.class);
    Background<Boolean> sending = sending(message());
    expectPart(1, 2);
    peer.cut();
    peer = broker.accept();
    Frame.Send before = peer.answer(Frame.Send.class);
    assertThat(before.transaction()).isZero();
    assertThat(before.firstSequence()).isEqualTo(1);
    answerOtherParts(expectHeadAgain(2));
    peer.answer(Frame.Commit.class);
    sending.result();
  }

  @Test
  void isNotSentAgainWhenItWasCommitted() throws JMSException {
    open(Session.AUTO_ACKNOWLEDGE, "");
    Background<Boolean> sending = sending(message());
    answerParts(1, 1);
    peer.expect(Frame.Commit.class);
    peer.cut();
    peer = broker.accept();
    answerOutcome(true);
    sending.result();

    Background<Boolean> small = sending(session.createTextMessage("small"));
    assertThat(peer.answer(Frame.Send.class).firstSequence()).isEqualTo(PARTS + 1);
    small.result();
  }

  @Test
  void isSentAgainWhenItsCommitGotLost() throws JMSException {
    open(Session.AUTO_ACKNOWLEDGE, "");
    Background<Boolean> sending = sending(message());
    answerParts(1, 1);
    peer.expect(Frame.Commit.class);
    peer.cut();
    peer = broker.accept();
    answerOutcome(false);
    answerParts(2, PARTS + 1);
    assertThat(peer.answer(Frame.Commit.class).transaction()).isEqualTo(2);
    sending.result();
  }

  private void answerOutcome(boolean committed) {
    Frame.QueryOutcome query = peer.expect(Frame.QueryOutcome.class);
    assertThat(query.transaction()).isEqualTo(1);
    peer.say(new Frame.Outcome(query.channel(), query.requestId(), committed));
  }

  @Test
  void isCutAnewForABrokerWithOtherLimits() throws JMSException {
    open(Session.AUTO_ACKNOWLEDGE, "send.window.bytes=600000");
    Background<Boolean> sending = sending(message());
    expectPart(1, 1);
    broker.sizes(100_000, 1L << 30);
    peer.cut();
    peer = broker.accept();
    long sequence = expectHeadAgain(1);
    ByteBuffer whole = null;
    int parts = 1;
    for (; whole == null; parts++) {
      Frame.Send send = expectPart(2, sequence + parts);
      ByteBuffer part = messageOf(send);
      assertThat(part.remaining()).isLessThanOrEqualTo(100_000);
      whole = assembler.add(part);
      peer.answer(send);
    }
    assertThat(parts).isEqualTo(1 + BODY.length / 100_000);
    assertThat(new MessageView().at(whole).body()).isEqualTo(ByteBuffer.wrap(BODY));
    peer.answer(Frame.Commit.class);
    sending.result();
  }

  // ---- refusals ----

  @Test
  void aPartThatIsRefusedFailsTheMessageAndNothingElse() throws JMSException {
    open(Session.AUTO_ACKNOWLEDGE, "send.window.bytes=600000");
    Background<Boolean> sending = sending(message());
    peer.answer(expectPart(1, 1));
    reject(expectPart(1, 2), ErrorCode.DISK_FULL);
    Frame.Commit commit = peer.expect(Frame.Commit.class); // drops the first part
    assertThat(commit.transaction()).isEqualTo(1);
    refuse(commit);
    assertThat(sending.failure())
        .isInstanceOf(ResourceAllocationException.class)
        .hasMessageContaining("on purpose");

    Background<Boolean> again = sending(message());
    answerParts(2, 3);
    peer.answer(Frame.Commit.class);
    again.result();
  }

  private void refuse(Frame.Commit commit) {
    peer.say(
        new Frame.RequestFailed(
            commit.channel(),
            commit.requestId(),
            ErrorCode.TRANSACTION_ROLLED_BACK,
            "a part was refused"));
  }

  @Test
  void theLastPartThatIsRefusedFailsTheMessage() throws JMSException {
    open(Session.AUTO_ACKNOWLEDGE, "");
    Background<Boolean> sending = sending(message());
    peer.answer(expectPart(1, 1));
    peer.answer(expectPart(1, 2));
    reject(expectPart(1, 3), ErrorCode.DISK_FULL);
    refuse(peer.expect(Frame.Commit.class));
    assertThat(sending.failure()).isInstanceOf(ResourceAllocationException.class);
  }

  @Test
  void aCommitThatIsRefusedFailsTheMessageWithoutItsListener() throws JMSException {
    open(Session.AUTO_ACKNOWLEDGE, "");
    Message message = message();
    Background<Boolean> sending = Background.run(() -> producer.send(message, listener("large")));
    answerParts(1, 1);
    refuse(peer.expect(Frame.Commit.class));
    assertThat(sending.failure()).isInstanceOf(TransactionRolledBackException.class);
    assertThat(completed).isEmpty();
  }

  @Test
  void aMessageBeyondTheLimitIsRefusedHereAndTheSessionGoesOn() throws JMSException {
    broker.sizes(1 << 20, 1_200_000);
    open(Session.AUTO_ACKNOWLEDGE, "");
    Message message = message();
    assertThatThrownBy(() -> producer.send(message))
        .isInstanceOf(JMSException.class)
        .hasMessageMatching("the message has 15\\d{5} bytes; .* 1200000 .*")
        .hasMessageContaining("rewind.large-message-bytes-max")
        .satisfies(
            e -> assertThat(((JMSException) e).getErrorCode()).isEqualTo("MESSAGE_TOO_LARGE"));
    assertThat(message.getJMSMessageID()).isNull();

    Background<Boolean> small = sending(session.createTextMessage("small"));
    assertThat(peer.answer(Frame.Send.class).firstSequence()).isEqualTo(1);
    small.result();
  }

  // ---- in a transacted session ----

  @Test
  void partsBelongToTheSessionsTransaction() throws JMSException {
    open(Session.SESSION_TRANSACTED, "");
    producer.send(session.createTextMessage("before"));
    Frame.Send before = peer.expect(Frame.Send.class);
    assertThat(before.transaction()).isEqualTo(1);
    Background<Boolean> sending = sending(message());
    answerParts(1, 2);
    sending.result(); // without a COMMIT
    producer.send(session.createTextMessage("behind"));
    assertThat(peer.expect(Frame.Send.class).firstSequence()).isEqualTo(PARTS + 2);
    Background<Boolean> committing = Background.run(session::commit);
    peer.answer(Frame.Commit.class);
    committing.result();
  }

  @Test
  void aListenerInATransactionHearsWhenTheLastPartIsTaken() throws JMSException {
    open(Session.SESSION_TRANSACTED, "");
    Message message = message();
    producer.send(message, listener("large"));
    peer.answer(expectPart(1, 1));
    peer.answer(expectPart(1, 2));
    Frame.Send last = expectPart(1, 3);
    assertThat(completed).isEmpty();
    peer.answer(last);
    assertThat(Background.take(completed, "a completion")).isEqualTo("large");
  }

  @Test
  void aConnectionLostInATransactionLosesItAll() throws JMSException {
    open(Session.SESSION_TRANSACTED, "send.window.bytes=600000");
    Background<Boolean> sending = sending(message());
    expectPart(1, 1);
    peer.cut();
    assertThat(sending.failure()).isInstanceOf(TransactionRolledBackException.class);
    peer = broker.accept();
    connection.createSession().close(); // the connection is back
    Background<Boolean> vain = sending(message()); // nothing more is sent in it
    assertThat(vain.failure()).isInstanceOf(TransactionRolledBackException.class);
    Background<Boolean> committing = Background.run(session::commit);
    assertThat(peer.answer(Frame.Rollback.class).transaction()).isEqualTo(1);
    assertThat(committing.failure()).isInstanceOf(TransactionRolledBackException.class);

    Background<Boolean> again = sending(message());
    long first = peer.expect(Frame.Send.class).firstSequence();
    assertThat(first).isGreaterThan(1);
    peer.say(new Frame.SendConfirmed(1, first, first));
    peer.answer(expectPart(2, first + 1));
    peer.answer(expectPart(2, first + 2));
    again.result();
  }

  @Test
  void aRefusedPartEndsTheSendAndTheTransaction() throws JMSException {
    open(Session.SESSION_TRANSACTED, "send.window.bytes=600000");
    Background<Boolean> sending = sending(message());
    reject(expectPart(1, 1), ErrorCode.DISK_FULL);
    assertThat(sending.failure()).isInstanceOf(ResourceAllocationException.class);

    Background<Boolean> rolling = Background.run(session::rollback);
    assertThat(peer.answer(Frame.Rollback.class).transaction()).isEqualTo(1);
    rolling.result();
    Background<Boolean> again = sending(message());
    answerParts(2, 2);
    again.result();
  }

  @Test
  void aSessionClosedMeanwhileEndsTheSend() throws JMSException {
    open(Session.AUTO_ACKNOWLEDGE, "send.window.bytes=600000");
    Background<Boolean> sending = sending(message());
    expectPart(1, 1);
    session.close();
    peer.say(new Frame.SendConfirmed(1, 1, 1));
    assertThat(sending.failure()).isInstanceOf(jakarta.jms.IllegalStateException.class);
  }
}
