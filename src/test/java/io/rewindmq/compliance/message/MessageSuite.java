// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.compliance.message;

import io.rewindmq.jms.RewindConnectionFactory;
import io.rewindmq.testkit.TestBroker;
import jakarta.jms.Connection;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A broker for all tests of a class, and a started connection with one session for each. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // all is made before the first test
abstract class MessageSuite {
  /** Longer than anything may take; only a failing test waits for it. */
  static final long LONG = 10_000;

  RewindConnectionFactory factory;
  Connection connection;
  Session session;

  private TestBroker broker;
  private int destinations;

  /** Where a message can go to. */
  enum Kind {
    QUEUE,
    TOPIC,
    TEMPORARY_QUEUE,
    TEMPORARY_TOPIC;

    Destination make(Session session, String name) throws JMSException {
      return switch (this) {
        case QUEUE -> session.createQueue(name);
        case TOPIC -> session.createTopic(name);
        case TEMPORARY_QUEUE -> session.createTemporaryQueue();
        case TEMPORARY_TOPIC -> session.createTemporaryTopic();
      };
    }
  }

  /** What sends a message. */
  @FunctionalInterface
  interface Sending {
    void send(MessageProducer producer, Message message) throws JMSException;
  }

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
  void connect() throws JMSException {
    connection = factory.createConnection();
    session = connection.createSession();
    connection.start();
  }

  @AfterEach
  void disconnect() throws JMSException {
    connection.close();
  }

  /** One that no other test uses. */
  Destination destination(Kind kind) throws JMSException {
    return kind.make(session, getClass().getSimpleName() + "-" + ++destinations);
  }

  /** Sends a message and returns what a consumer gets. */
  Message trip(Kind kind, Message message) throws JMSException {
    return trip(kind, message, MessageProducer::send);
  }

  Message trip(Kind kind, Message message, Sending sending) throws JMSException {
    Destination destination = destination(kind);
    try (MessageConsumer consumer = session.createConsumer(destination);
        MessageProducer producer = session.createProducer(destination)) {
      sending.send(producer, message);
      return present(consumer.receive(LONG));
    }
  }

  /** A message that must have come. */
  static <T extends Message> T present(@Nullable T message) {
    if (message == null) {
      throw new AssertionError("no message came in time");
    }
    return message;
  }
}
