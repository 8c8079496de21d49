// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.compliance.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rewindmq.jms.RewindConnectionFactory;
import io.rewindmq.testkit.TestBroker;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A broker for all tests of a class; each test has names of its own and leaves nothing open. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // the broker is started before the first test
abstract class SessionSuite {
  /** Longer than anything may take; only a failing test waits for it. */
  static final long LONG = 10_000;

  /** How long a test waits to see that nothing comes. */
  static final long SHORT = 100;

  static final int TRANSACTED = JMSContext.SESSION_TRANSACTED;
  static final int AUTO = JMSContext.AUTO_ACKNOWLEDGE;
  static final int CLIENT = JMSContext.CLIENT_ACKNOWLEDGE;
  static final int DUPS_OK = JMSContext.DUPS_OK_ACKNOWLEDGE;

  TestBroker broker;
  RewindConnectionFactory factory;

  /** Names a queue, topic, subscription or client that no other test uses. */
  String name = "";

  private final List<Client> open = new ArrayList<>();
  private int tests;

  @BeforeAll
  void startBroker(@TempDir Path dataDir) {
    broker = TestBroker.start(dataDir);
    factory = new RewindConnectionFactory(broker.url());
  }

  @AfterAll
  void stopBroker() {
    broker.close();
  }

  @BeforeEach
  void nameTest(TestInfo test) {
    name = test.getTestMethod().orElseThrow().getName() + "-" + ++tests;
  }

  @AfterEach
  void closeClients() throws JMSException {
    for (Client client : open) {
      client.closeConnection();
    }
    open.clear();
  }

  /** A client whose connection is started and ends with the test. */
  Client client(Api api, int mode) throws JMSException {
    Client client = stopped(api, mode);
    client.start();
    return client;
  }

  /** The same with a session that acknowledges by itself. */
  Client client(Api api) throws JMSException {
    return client(api, AUTO);
  }

  /** A client whose connection is not started and ends with the test. */
  Client stopped(Api api, int mode) throws JMSException {
    Client client = api.connect(factory, mode);
    open.add(client);
    return client;
  }

  /** The same with a session that acknowledges by itself. */
  Client stopped(Api api) throws JMSException {
    return stopped(api, AUTO);
  }

  /** Checks that a call is refused with an exception, or with its twin in the simplified API. */
  static ThrowableAssertAlternative<? extends Exception> assertRefused(
      Api api, Class<? extends JMSException> checked, ThrowingCallable call) {
    return assertThatExceptionOfType(api.error(checked)).isThrownBy(call);
  }

  /** The text of a message that must have come. */
  static String text(@Nullable Message message) {
    assertThat(message).isInstanceOf(TextMessage.class);
    try {
      return message == null ? "" : message.getBody(String.class);
    } catch (JMSException e) {
      throw new JMSRuntimeException(e.getMessage(), e.getErrorCode(), e);
    }
  }

  /** The next message, which must come. */
  static Message next(Client.Consumer consumer) throws JMSException {
    Message message = consumer.receive(LONG);
    if (message == null) {
      throw new AssertionError("no message came in time");
    }
    return message;
  }

  /** The texts of so many next messages. */
  static List<String> texts(Client.Consumer consumer, int count) throws JMSException {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add(text(next(consumer)));
    }
    return texts;
  }

  static int deliveryCount(Message message) throws JMSException {
    return message.getIntProperty("JMSXDeliveryCount");
  }

  /** Takes what another thread has put or will put there. */
  static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
    T taken = queue.poll(LONG, TimeUnit.MILLISECONDS);
    if (taken == null) {
      throw new AssertionError("nothing came in time");
    }
    return taken;
  }

  /** Waits for another thread. */
  static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(LONG, TimeUnit.MILLISECONDS)).as("nothing happened").isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Takes the next message of a queue, as another client. */
  Message received(String queue) throws JMSException {
    Client reader = client(Api.CLASSIC);
    Client.Consumer consumer = reader.consumer(reader.queue(queue));
    Message message = next(consumer);
    consumer.close();
    return message;
  }

  /** Checks that a queue holds exactly these texts, in this order, and empties it. */
  void assertHolds(String queue, String... texts) throws JMSException {
    Client reader = client(Api.CLASSIC);
    Client.Consumer consumer = reader.consumer(reader.queue(queue));
    assertThat(texts(consumer, texts.length)).containsExactly(texts);
    assertThat(consumer.receiveNoWait()).isNull();
    consumer.close();
  }
}
