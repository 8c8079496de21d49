// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.thirdparty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.jms.Connection;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;

/** The connection pool pooled-jms, unchanged, on the client. */
class PooledJmsTest extends BesideABroker {
  private static final long LONG = SECONDS * 1000L;

  private final JmsPoolConnectionFactory pool = new JmsPoolConnectionFactory();

  @BeforeEach
  void fillPool() {
    pool.setConnectionFactory(factory);
    pool.setMaxConnections(1);
    pool.setMaxSessionsPerConnection(2);
    pool.start();
  }

  @AfterEach
  void emptyPool() {
    pool.stop();
  }

  @Test
  void sharesOneConnectionAndUsesSessionsAgain() throws JMSException {
    for (int i = 0; i < 10; i++) {
      try (Connection connection = pool.createConnection();
          Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
        connection.start();
        Queue queue = session.createQueue("pooled");
        session.createProducer(queue).send(session.createTextMessage("m" + i));
        Message message = session.createConsumer(queue).receive(LONG);
        assertThat(message.getBody(String.class)).isEqualTo("m" + i);
      }
    }
    assertThat(pool.getNumConnections()).isEqualTo(1);
  }

  @Test
  void rollsBackWhatAPooledSessionLeftOpen() throws JMSException {
    send("left", "a");
    try (Connection connection = pool.createConnection()) {
      connection.start();
      Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
      Queue queue = session.createQueue("left");
      session.createProducer(queue).send(session.createTextMessage("never committed"));
      assertThat(session.createConsumer(queue).receive(LONG)).isNotNull();
      session.close();
    }

    assertThat(take("left")).isEqualTo("a");
    assertThat(take("left")).isNull();
  }

  @Test
  void servesTheSimplifiedApi() throws JMSException {
    try (JMSContext context = pool.createContext(JMSContext.CLIENT_ACKNOWLEDGE)) {
      Queue queue = context.createQueue("simple");
      context.createProducer().setProperty("n", 1).send(queue, "hello");
      Message message = context.createConsumer(queue).receive(LONG); // the pool has no receiveBody
      assertThat(message.getBody(String.class)).isEqualTo("hello");
      assertThat(message.getIntProperty("n")).isEqualTo(1);
      message.acknowledge();
    }
    assertThat(take("simple")).isNull();
  }

  @Test
  void deletesTheTemporaryQueuesOfAConnectionThatGoesBackToThePool() throws JMSException {
    TemporaryQueue replies;
    try (Connection connection = pool.createConnection()) {
      connection.start();
      Session session = connection.createSession();
      replies = session.createTemporaryQueue();
      MessageConsumer consumer = session.createConsumer(replies);
      session.createProducer(replies).send(session.createTextMessage("pong"));
      assertThat(consumer.receive(LONG).getBody(String.class)).isEqualTo("pong");
    }
    try (Connection connection = pool.createConnection();
        Session session = connection.createSession()) {
      assertThatExceptionOfType(JMSException.class)
          .isThrownBy(
              () -> session.createProducer(replies).send(session.createTextMessage("late")));
    }
  }

  @Test
  void oneAnonymousProducerServesManyDestinations() throws JMSException {
    try (Connection connection = pool.createConnection();
        Session session = connection.createSession()) {
      try (MessageProducer producer = session.createProducer(session.createQueue("one"))) {
        producer.send(session.createTextMessage("1"));
      }
      try (MessageProducer producer = session.createProducer(session.createQueue("two"))) {
        producer.send(session.createTextMessage("2"));
      }
    }
    assertThat(take("one")).isEqualTo("1");
    assertThat(take("two")).isEqualTo("2");
  }

  @Test
  void goesOnOverARestartOfTheBroker() throws JMSException {
    try (Connection connection = pool.createConnection();
        Session session = connection.createSession()) {
      broker.restart();
      session
          .createProducer(session.createQueue("restarted"))
          .send(session.createTextMessage("after"));
    }
    assertThat(take("restarted")).isEqualTo("after");
  }

  @Test
  void replacesAConnectionThatIsLostForGood() throws JMSException {
    factory.setReconnectAttempts(0);
    try (Connection connection = pool.createConnection()) {
      connection.createSession().close();
      broker.restart();
      Awaitility.await().atMost(Duration.ofSeconds(SECONDS)).until(() -> !works(connection));
    }

    try (Connection connection = pool.createConnection()) {
      assertThat(works(connection)).isTrue();
    }
  }

  private static boolean works(Connection connection) {
    try (Session session = connection.createSession()) {
      session.createProducer(session.createQueue("alive")).send(session.createMessage());
      return true;
    } catch (JMSException e) {
      return false;
    }
  }
}
