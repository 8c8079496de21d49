// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.compliance.domain;

import io.rewindmq.jms.RewindConnectionFactory;
import io.rewindmq.testkit.TestBroker;
import jakarta.jms.Connection;
import jakarta.jms.Destination;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.Topic;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
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
abstract class DomainSuite {
  /** Longer than anything may take; only a failing test waits for it. */
  static final long LONG = 10_000;

  TestBroker broker;
  RewindConnectionFactory factory;

  /** Names a queue, topic, subscription or client that no other test uses. */
  String name = "";

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
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
  void closeAll() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  /** Closes it after the test, before what was made earlier. */
  final <T extends AutoCloseable> T closing(T resource) {
    open.push(resource);
    return resource;
  }

  JMSContext context() {
    return closing(factory.createContext());
  }

  JMSContext context(int mode) {
    return closing(factory.createContext(mode));
  }

  /** A context with the test's name as client id. */
  JMSContext named() {
    JMSContext context = context();
    context.setClientID(name);
    return context;
  }

  /** A connection that is started. */
  Connection connection() throws JMSException {
    Connection connection = closing(factory.createConnection());
    connection.start();
    return connection;
  }

  Queue queue(JMSContext context) {
    return context.createQueue(name);
  }

  Topic topic(JMSContext context) {
    return context.createTopic(name);
  }

  static void send(JMSContext context, Destination to, String... texts) {
    for (String text : texts) {
      context.createProducer().send(to, text);
    }
  }

  /** The texts of so many next messages, which must come. */
  static List<String> texts(JMSConsumer consumer, int count) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add(consumer.receiveBody(String.class, LONG));
    }
    return texts;
  }

  /** Everything that is there now. */
  static List<String> rest(JMSConsumer consumer) {
    List<String> texts = new ArrayList<>();
    String text = consumer.receiveBodyNoWait(String.class);
    while (text != null) {
      texts.add(text);
      text = consumer.receiveBodyNoWait(String.class);
    }
    return texts;
  }

  /** A message that must have come. */
  static Message present(@Nullable Message message) {
    if (message == null) {
      throw new AssertionError("no message came in time");
    }
    return message;
  }

  /** Takes what another thread has put or will put there. */
  static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
    T taken = queue.poll(LONG, TimeUnit.MILLISECONDS);
    if (taken == null) {
      throw new AssertionError("nothing came in time");
    }
    return taken;
  }
}
