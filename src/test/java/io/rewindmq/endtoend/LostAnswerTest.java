// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.rewindmq.compliance.Clause;
import io.rewindmq.jms.RewindConnectionFactory;
import io.rewindmq.testkit.Line;
import jakarta.jms.Connection;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TransactionRolledBackException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Networks that fail in one direction only, and at the worst moment. */
@SuppressWarnings("NullAway.Init") // made before each test
class LostAnswerTest extends EndToEnd {
  private static final int HEARTBEAT_MILLIS = 200;

  private Line line;
  private Connection connection;

  @BeforeEach
  void connect() throws JMSException {
    line = new Line(broker.url());
    connection =
        new RewindConnectionFactory(line.url() + "?heartbeat=" + HEARTBEAT_MILLIS)
            .createConnection();
    connection.start();
  }

  @AfterEach
  void disconnect() throws JMSException {
    connection.close();
    line.close();
  }

  @Test
  void aBrokerThatIsNotHeardIsLeftAndFoundAgain() throws JMSException {
    List<String> received = listen();
    line.loseAnswers();
    send("after");

    await().atMost(LONG, TimeUnit.MILLISECONDS).until(() -> received.equals(List.of("after")));
    assertThat(line.connections()).isEqualTo(2);
  }

  @Test
  void aClientThatIsNotHeardIsDroppedAndComesAgain() throws JMSException {
    List<String> received = listen();
    line.loseRequests();

    await().atMost(LONG, TimeUnit.MILLISECONDS).until(() -> line.connections() == 2);
    send("after");
    await().atMost(LONG, TimeUnit.MILLISECONDS).until(() -> received.equals(List.of("after")));
  }

  @Test
  @Clause(section = "6.2.7", rule = "A commit whose answer is lost is asked for, and was done once")
  void aCommitWhoseAnswerIsLost() throws JMSException {
    try (Session session = connection.createSession(Session.SESSION_TRANSACTED)) {
      MessageProducer producer = session.createProducer(session.createQueue("orders"));
      producer.send(session.createTextMessage("one"));
      producer.send(session.createTextMessage("two"));
      line.loseAnswers();
      session.commit();
    }

    assertThat(all()).containsExactly("one", "two");
  }

  @Test
  @Clause(section = "6.2.7", rule = "A commit that did not arrive is a rollback, and says so")
  void aCommitThatIsLost() throws JMSException {
    try (Session session = connection.createSession(Session.SESSION_TRANSACTED)) {
      MessageProducer producer = session.createProducer(session.createQueue("orders"));
      producer.send(session.createTextMessage("lost"));
      line.loseRequests();
      assertThatExceptionOfType(TransactionRolledBackException.class).isThrownBy(session::commit);

      producer.send(session.createTextMessage("again"));
      session.commit();
    }

    assertThat(all()).containsExactly("again");
  }

  @Test
  void aSendWhoseConfirmationIsLostTakesEffectOnce() throws JMSException {
    try (Session session = connection.createSession()) {
      MessageProducer producer = session.createProducer(session.createQueue("orders"));
      producer.send(session.createTextMessage("one"));
      line.loseAnswers();
      producer.send(session.createTextMessage("two"));
      line.loseRequests();
      producer.send(session.createTextMessage("three"));
    }

    assertThat(all()).containsExactly("one", "two", "three");
  }

  @Test
  void anAcknowledgementThatIsLostIsToldAgain() throws JMSException {
    send("one", "two");
    try (Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE)) {
      var consumer = session.createConsumer(session.createQueue("orders"));
      assertThat(consumer.receive(LONG).getBody(String.class)).isEqualTo("one");
      var last = consumer.receive(LONG);
      line.loseRequests();
      CompletableFuture.runAsync(
              () -> {
                try {
                  last.acknowledge();
                } catch (JMSException e) {
                  throw new CompletionException(e);
                }
              })
          .orTimeout(LONG, TimeUnit.MILLISECONDS)
          .join();
    }

    assertThat(all()).isEmpty();
  }

  private List<String> listen() throws JMSException {
    List<String> received = new CopyOnWriteArrayList<>();
    Session session = connection.createSession();
    session
        .createConsumer(session.createQueue("orders"))
        .setMessageListener(
            message -> {
              try {
                received.add(message.getBody(String.class));
              } catch (JMSException e) {
                throw new IllegalStateException(e);
              }
            });
    return received;
  }

  /** By a line that does not fail. */
  private void send(String... texts) {
    try (JMSContext context = factory.createContext()) {
      send(context, "orders", texts);
    }
  }

  /** Everything in the queue. */
  private List<String> all() {
    try (JMSContext context = factory.createContext();
        JMSConsumer consumer = context.createConsumer(context.createQueue("orders"))) {
      List<String> all = new CopyOnWriteArrayList<>();
      for (String text = consumer.receiveBodyNoWait(String.class);
          text != null;
          text = consumer.receiveBodyNoWait(String.class)) {
        all.add(text);
      }
      return all;
    }
  }
}
