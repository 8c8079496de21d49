// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rewindmq.jms.RewindConnectionFactory;
import io.rewindmq.jms.testkit.AnsweringBroker;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.message.BodyType;
import io.rewindmq.protocol.message.MessageWriter;
import io.rewindmq.protocol.message.RunHeader;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the client says and does around a lost connection, frame by frame. */
class LostConnectionTest {
  private static final long LONG = 10_000;

  private AnsweringBroker broker;
  private Connection connection;
  private final BlockingQueue<JMSException> failures = new LinkedBlockingQueue<>();

  @BeforeEach
  void connect() throws IOException, JMSException {
    broker = new AnsweringBroker();
    connection =
        new RewindConnectionFactory(broker.url() + "?reconnect.delay=10").createConnection();
    connection.setExceptionListener(failures::add);
  }

  @AfterEach
  void close() throws IOException, JMSException {
    connection.close();
    broker.close();
  }

  private JMSException failure() throws InterruptedException {
    JMSException failure = failures.poll(LONG, TimeUnit.MILLISECONDS);
    assertThat(failure).as("the exception listener was not called").isNotNull();
    return failure;
  }

  private static ByteBuffer run(long offset, int count) {
    MessageWriter writer = new MessageWriter(4096);
    ByteBuffer runs = ByteBuffer.allocate(4096);
    ByteBuffer elements = ByteBuffer.allocate(4000);
    for (int i = 0; i < count; i++) {
      writer.begin(1, 4, BodyType.TEXT, 0, 1, 0, 0).origin(9, 9, offset + i + 1);
      elements.put(writer.beginProperties().beginBody().finish());
    }
    elements.flip();
    RunHeader.write(runs, offset, 1, count, elements.remaining(), 1, 0);
    return runs.put(elements).flip();
  }

  @Test
  void aRefusalOfTheConnectionAsSuchEndsItForGood() throws Exception {
    Session session = connection.createSession();
    broker.send(new Frame.Failure(ErrorCode.PROTOCOL_ERROR, "on purpose"));

    assertThat(failure()).hasMessageContaining("on purpose");
    assertThat(broker.connections()).isEqualTo(1);
    assertThatThrownBy(() -> session.createConsumer(session.createQueue("q")))
        .isInstanceOf(JMSException.class);
  }

  @Test
  void aPasswordThatIsNoLongerGoodEndsItForGood() throws Exception {
    broker.on(
        Frame.Hello.class,
        hello -> List.of(new Frame.Failure(ErrorCode.AUTHENTICATION_FAILED, "on purpose")));
    broker.cut();
    assertThat(failure())
        .isInstanceOf(JMSSecurityException.class)
        .hasMessageContaining("on purpose");
    assertThat(broker.connections()).isEqualTo(2);
  }

  /** The tries that the URL allows, then the exception listener hears the cause of the last one. */
  @Test
  void givesUpAfterTheAttemptsOfItsUrl() throws Exception {
    connection.close();
    connection =
        new RewindConnectionFactory(broker.url() + "?reconnect.attempts=3&reconnect.delay=1")
            .createConnection();
    connection.setExceptionListener(failures::add);
    int before = broker.connections();
    broker.on(
        Frame.Hello.class,
        hello -> List.of(new Frame.Failure(ErrorCode.UNAVAILABLE, "not now, on purpose")));
    broker.cut();

    assertThat(failure()).hasMessageContaining("not now, on purpose");
    assertThat(broker.connections()).isEqualTo(before + 3);
    assertThatThrownBy(() -> connection.createSession()).isInstanceOf(JMSException.class);
    assertThat(failures).isEmpty();
  }

  @Test
  void aNonPersistentMessageThatIsRefusedIsReported() throws Exception {
    broker.on(
        Frame.Send.class,
        send ->
            List.of(
                new Frame.SendRejected(
                    send.channel(),
                    send.firstSequence(),
                    send.firstSequence(),
                    ErrorCode.DESTINATION_NOT_FOUND,
                    "it is gone")));
    Session session = connection.createSession();
    MessageProducer producer = session.createProducer(session.createQueue("q"));
    producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
    producer.send(session.createTextMessage("x"));
    assertThat(failure())
        .isInstanceOf(InvalidDestinationException.class)
        .hasMessageContaining("it is gone");
  }

  @Test
  void acknowledgementsThatMayBeLostAreToldAgain() throws Exception {
    Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
    MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
    connection.start();
    Frame.Credit credit = broker.await(Frame.Credit.class);
    broker.send(
        new Frame.Deliver(
            credit.channel(), credit.consumerId(), credit.groupEpoch(), 0, 1, run(7, 1)));
    assertThat(consumer.receive(LONG)).isNotNull();
    Frame.Ack told = broker.await(Frame.Ack.class);

    broker.cut();
    broker.await(Frame.OpenConsumer.class);
    Frame.Ack again = broker.await(Frame.Ack.class);

    assertThat(again.epoch()).isEqualTo(told.epoch());
    assertThat(again.entries()).hasSize(1);
    assertThat(again.entries().get(0).ranges()).containsExactly(7, 7);
  }

  @Test
  void aConsumerWhoseDestinationIsGoneEndsAndTheOthersGoOn() throws Exception {
    Session session = connection.createSession();
    MessageConsumer gone = session.createConsumer(session.createQueue("gone"));
    MessageConsumer stays = session.createConsumer(session.createQueue("stays"));
    connection.start();
    broker.on(
        Frame.Resolve.class,
        resolve ->
            "gone".equals(resolve.name())
                ? AnsweringBroker.refused(
                    resolve.channel(), resolve.requestId(), ErrorCode.DESTINATION_NOT_FOUND)
                : List.of(
                    new Frame.Destination(resolve.channel(), resolve.requestId(), 1, 1, "stays")));
    broker.cut();

    assertThat(failure()).isInstanceOf(InvalidDestinationException.class);
    assertThatThrownBy(() -> gone.receive(1)).isInstanceOf(JMSException.class);
    assertThat(stays.receiveNoWait()).isNull();
  }

  @Test
  void aRewindRightBehindTheAnswerIsNotUndoneByIt() throws Exception {
    broker.on(
        Frame.OpenConsumer.class,
        open ->
            List.of(
                new Frame.ConsumerOpened(open.channel(), open.requestId(), 1, 0, 0),
                new Frame.ConsumerReset(open.channel(), open.consumerId(), 2, 0, 5)));
    connection.start();
    Session session = connection.createSession();
    MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
    Frame.Credit credit = broker.await(Frame.Credit.class);
    while (credit.groupEpoch() == 1) { // granted before the rewind was read
      credit = broker.await(Frame.Credit.class);
    }
    broker.send(new Frame.Deliver(credit.channel(), credit.consumerId(), 2, 0, 1, run(0, 1)));
    assertThat(consumer.receive(LONG)).isNotNull();
  }

  @Test
  void numbersOfSessionsAreUsedAgain() throws Exception {
    for (int i = 0; i < 100; i++) {
      connection.createSession().close();
    }
    connection.createSession();
    int highest = 0;
    Set<Long> producers = new HashSet<>();
    for (int i = 0; i <= 100; i++) {
      Frame.OpenSession open = broker.await(Frame.OpenSession.class);
      highest = Math.max(highest, open.channel());
      producers.add(open.producerNumber());
    }
    assertThat(highest).isEqualTo(1);
    assertThat(producers).as("part of the ids of messages").hasSize(101);
  }
}
