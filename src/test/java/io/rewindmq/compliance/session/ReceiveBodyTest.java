// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.compliance.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rewindmq.compliance.Clause;
import io.rewindmq.jms.RewindConnectionFactory;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.Queue;
import jakarta.jms.StreamMessage;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Receiving bodies: specification section 8.6. */
@SuppressWarnings("NullAway.Init") // made before each test
class ReceiveBodyTest extends SessionSuite {
  private JMSContext sender;
  private Queue queue;

  @BeforeEach
  void connect() {
    sender = factory.createContext();
    queue = sender.createQueue(name);
  }

  @AfterEach
  void disconnect() {
    sender.close();
  }

  private void send(String... texts) {
    for (String text : texts) {
      sender.createProducer().send(queue, text);
    }
  }

  // ---- each kind of message ----

  @Test
  @Clause(section = "8.6", rule = "The body of a text message is a String or what a String is")
  void textBodies() {
    send("a", "b", "c", "d");
    JMSConsumer consumer = sender.createConsumer(queue);

    assertThat(consumer.receiveBody(String.class)).isEqualTo("a");
    assertThat(consumer.receiveBody(CharSequence.class, LONG)).hasToString("b");
    assertThat((Object) consumer.receiveBodyNoWait(Comparable.class)).isEqualTo("c");
    assertThat(consumer.receiveBody(Object.class)).isEqualTo("d");
  }

  @Test
  @Clause(section = "8.6", rule = "The body of a map message is a Map or Object")
  void mapBodies() {
    Map<String, Object> body = Map.of("colour", "red", "size", 7);
    sender.createProducer().send(queue, body).send(queue, body);
    JMSConsumer consumer = sender.createConsumer(queue);

    assertThat((Object) consumer.receiveBody(Map.class, LONG)).isEqualTo(body);
    assertThat(consumer.receiveBody(Object.class, LONG)).isEqualTo(body);
  }

  @Test
  @Clause(section = "8.6", rule = "The body of a bytes message is a byte[] or Object")
  void bytesBodies() {
    byte[] body = {1, 2, 3};
    sender.createProducer().send(queue, body).send(queue, body);
    JMSConsumer consumer = sender.createConsumer(queue);

    assertThat(consumer.receiveBody(byte[].class, LONG)).containsExactly(body);
    assertThat(consumer.receiveBody(Object.class, LONG)).isEqualTo(body);
  }

  @Test
  @Clause(section = "8.6", rule = "The body of an object message is its class or what that is")
  void objectBodies() {
    sender.createProducer().send(queue, Integer.valueOf(7)).send(queue, Integer.valueOf(8));
    sender.createProducer().send(queue, Integer.valueOf(9));
    JMSConsumer consumer = sender.createConsumer(queue);

    assertThat(consumer.receiveBody(Integer.class, LONG)).isEqualTo(7);
    assertThat(consumer.receiveBody(Serializable.class, LONG)).isEqualTo(8);
    assertThat(consumer.receiveBody(Number.class, LONG)).isEqualTo(9);
  }

  @Test
  @Clause(section = "8.6", rule = "Without a message within the time the result is null")
  void noBodyInTime() {
    JMSConsumer consumer = sender.createConsumer(queue);

    assertThat(consumer.receiveBodyNoWait(String.class)).isNull();
    assertThat(consumer.receiveBody(String.class, SHORT)).isNull();
  }

  @Test
  @Clause(section = "8.6", rule = "receiveBody waits until a message comes")
  void waitsForABody() throws Exception {
    try (JMSContext receiver = factory.createContext()) {
      JMSConsumer consumer = receiver.createConsumer(queue);
      Task<String> receive = Task.of(() -> consumer.receiveBody(String.class)).staysBlocked();

      send("a");

      assertThat(receive.result()).isEqualTo("a");
    }
  }

  @Test
  @Clause(section = "8.6", rule = "receiveBody returns null when its consumer or context closes")
  void closeEndsReceiveBody() throws Exception {
    try (JMSContext receiver = factory.createContext()) {
      JMSConsumer first = receiver.createConsumer(queue);
      Task<String> one =
          Task.run(() -> assertThat(first.receiveBody(String.class)).isNull()).staysBlocked();
      first.close();
      one.result();

      JMSContext closing = receiver.createContext(AUTO);
      JMSConsumer second = closing.createConsumer(queue);
      Task<String> two =
          Task.run(() -> assertThat(second.receiveBody(String.class)).isNull()).staysBlocked();
      closing.close();
      two.result();
      assertThatExceptionOfType(IllegalStateRuntimeException.class)
          .isThrownBy(() -> second.receiveBody(String.class));
    }
  }

  // ---- what does not fit ----

  @ParameterizedTest
  @ValueSource(ints = {AUTO, DUPS_OK})
  @Clause(
      section = "8.6",
      rule =
          "A session that acknowledges by itself keeps a message that did not fit as the next"
              + " one, unmarked")
  void whatDoesNotFitStaysTheNext(int mode) throws JMSException {
    send("a", "b");
    try (JMSContext receiver = factory.createContext(mode)) {
      JMSConsumer consumer = receiver.createConsumer(queue);
      for (int i = 0; i < 3; i++) {
        assertThatExceptionOfType(MessageFormatRuntimeException.class)
            .isThrownBy(() -> consumer.receiveBody(Integer.class, LONG));
        assertThatExceptionOfType(MessageFormatRuntimeException.class)
            .isThrownBy(() -> consumer.receiveBodyNoWait(Map.class));
      }

      Message message = consumer.receive(LONG);
      assertThat(text(message)).isEqualTo("a");
      assertThat(message.getJMSRedelivered()).isFalse();
      assertThat(deliveryCount(message)).isEqualTo(1);
      assertThat(consumer.receiveBody(String.class, LONG)).isEqualTo("b");
    }
    assertHolds(name);
  }

  @Test
  @Clause(section = "8.6", rule = "A message that did not fit goes to others when nobody took it")
  void whatDoesNotFitIsNotAcknowledged() throws JMSException {
    send("a");
    try (JMSContext receiver = factory.createContext()) {
      JMSConsumer consumer = receiver.createConsumer(queue);
      assertThatExceptionOfType(MessageFormatRuntimeException.class)
          .isThrownBy(() -> consumer.receiveBody(byte[].class, LONG));
    }

    Message message = received(name);
    assertThat(text(message)).isEqualTo("a");
    assertThat(message.getJMSRedelivered()).isFalse();
  }

  @Test
  @Clause(
      section = "8.6",
      rule = "In a client-acknowledged session a message that did not fit counts as delivered")
  void whatDoesNotFitIsDeliveredToAClient() throws JMSException {
    send("a", "b");
    try (JMSContext receiver = factory.createContext(CLIENT)) {
      JMSConsumer consumer = receiver.createConsumer(queue);
      assertThatExceptionOfType(MessageFormatRuntimeException.class)
          .isThrownBy(() -> consumer.receiveBody(Integer.class, LONG));
      assertThat(consumer.receiveBody(String.class, LONG)).isEqualTo("b");

      receiver.recover();

      Message again = consumer.receive(LONG);
      assertThat(text(again)).isEqualTo("a");
      assertThat(again.getJMSRedelivered()).isTrue();
      assertThat(deliveryCount(again)).isEqualTo(2);
      assertThatExceptionOfType(MessageFormatRuntimeException.class)
          .isThrownBy(() -> consumer.receiveBody(Integer.class, LONG));
      receiver.acknowledge();
    }
    assertHolds(name);
  }

  @Test
  @Clause(section = "8.6", rule = "In a transaction a message that did not fit counts as delivered")
  void whatDoesNotFitIsDeliveredToATransaction() throws JMSException {
    send("a", "b");
    try (JMSContext receiver = factory.createContext(TRANSACTED)) {
      JMSConsumer consumer = receiver.createConsumer(queue);
      assertThatExceptionOfType(MessageFormatRuntimeException.class)
          .isThrownBy(() -> consumer.receiveBody(Integer.class, LONG));
      assertThat(consumer.receiveBody(String.class, LONG)).isEqualTo("b");

      receiver.rollback();

      Message again = consumer.receive(LONG);
      assertThat(text(again)).isEqualTo("a");
      assertThat(again.getJMSRedelivered()).isTrue();
      assertThat(deliveryCount(again)).isEqualTo(2);
      assertThatExceptionOfType(MessageFormatRuntimeException.class)
          .isThrownBy(() -> consumer.receiveBodyNoWait(Integer.class));
      receiver.commit();
    }
    assertHolds(name);
  }

  @Test
  @Clause(section = "8.6", rule = "A stream message, and one without a body, has no body to get")
  void noBodyAtAll() throws JMSException {
    StreamMessage stream = sender.createStreamMessage();
    stream.writeInt(1);
    Message plain = sender.createMessage();
    for (Message message :
        new Message[] {
          stream, plain, sender.createTextMessage(null), sender.createObjectMessage(null)
        }) {
      sender.createProducer().send(queue, message);
      JMSConsumer consumer = sender.createConsumer(queue);
      assertThatExceptionOfType(MessageFormatRuntimeException.class)
          .as(message.getClass().getSimpleName())
          .isThrownBy(() -> consumer.receiveBody(Object.class, LONG));
      assertThat(consumer.receive(LONG)).isNotNull();
      consumer.close();
    }
  }

  @Test
  @Clause(section = "8.6", rule = "An empty map, no bytes at all and an empty text are bodies")
  void emptyBodies() {
    sender.createProducer().send(queue, Map.of()).send(queue, new byte[0]).send(queue, "");
    JMSConsumer consumer = sender.createConsumer(queue);

    assertThatExceptionOfType(MessageFormatRuntimeException.class)
        .isThrownBy(() -> consumer.receiveBody(String.class, LONG));
    assertThat((Object) consumer.receiveBody(Map.class, LONG)).isEqualTo(Map.of());
    assertThatExceptionOfType(MessageFormatRuntimeException.class)
        .isThrownBy(() -> consumer.receiveBody(String.class, LONG));
    assertThat(consumer.receiveBody(byte[].class, LONG)).isEmpty();
    assertThat(consumer.receiveBody(String.class, LONG)).isEmpty();
  }

  // ---- a body that is slow to read ----

  /** An object whose reading waits until the test lets it go on. */
  static final class Slow implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final AtomicReference<Slow> MARK = new AtomicReference<>();

    /** What the reading thread meets; set by the one test that runs. */
    private static final AtomicReference<Gate> GATE = new AtomicReference<>();

    private record Gate(CountDownLatch reading, CountDownLatch go) {}

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      Gate gate = GATE.get();
      if (gate != null) {
        gate.reading().countDown();
        await(gate.go());
      }
      MARK.set(this);
    }
  }

  private RewindConnectionFactory trusting() {
    RewindConnectionFactory trusting = new RewindConnectionFactory(broker.url());
    trusting.setDeserializationAllow("io.rewindmq.compliance");
    return trusting;
  }

  @Test
  @Clause(
      section = "6.1.5",
      rule = "receiveBody does not return a message that it was looking at when stop returned")
  void stopHoldsBackWhatIsBeingRead() throws Exception {
    Slow.Gate gate = new Slow.Gate(new CountDownLatch(1), new CountDownLatch(1));
    Slow.GATE.set(gate);
    sender.createProducer().send(queue, new Slow());
    try (JMSContext receiver = trusting().createContext()) {
      JMSConsumer consumer = receiver.createConsumer(queue);
      Task<Slow> receive = Task.of(() -> consumer.receiveBody(Slow.class));
      await(gate.reading());

      receiver.stop();
      gate.go().countDown();
      receive.staysBlocked();

      receiver.start();
      assertThat(receive.result()).isNotNull();
    }
  }

  @Test
  @Clause(section = "8.8", rule = "close of a consumer waits until its receive has returned")
  void closeWaitsForReceive() throws Exception {
    Slow.Gate gate = new Slow.Gate(new CountDownLatch(1), new CountDownLatch(1));
    Slow.GATE.set(gate);
    sender.createProducer().send(queue, new Slow());
    try (JMSContext receiver = trusting().createContext()) {
      JMSConsumer consumer = receiver.createConsumer(queue);
      Task<String> receive = Task.run(() -> assertThat(consumer.receiveBody(Slow.class)).isNull());
      await(gate.reading());
      Task<String> close = Task.run(consumer::close).staysBlocked();

      gate.go().countDown();

      assertThat(close.result()).isEqualTo("done");
      assertThat(receive.result()).isEqualTo("done");
    }
  }

  @Test
  @Clause(section = "6.2.15", rule = "close of a session waits until its receive has returned")
  void closeOfTheSessionWaitsForReceive() throws Exception {
    Slow.Gate gate = new Slow.Gate(new CountDownLatch(1), new CountDownLatch(1));
    Slow.GATE.set(gate);
    sender.createProducer().send(queue, new Slow());
    JMSContext receiver = trusting().createContext();
    JMSConsumer consumer = receiver.createConsumer(queue);
    Task<Slow> receive = Task.of(() -> consumer.receiveBody(Slow.class));
    await(gate.reading());
    Task<String> close = Task.run(receiver::close).staysBlocked();

    gate.go().countDown();

    assertThat(close.result()).isEqualTo("done");
    Slow got = receive.result(); // with the message or with null, but not with an exception
    JMSConsumer other = sender.createConsumer(queue);
    assertThat(other.receive(SHORT) == null).isEqualTo(got != null);
  }
}
