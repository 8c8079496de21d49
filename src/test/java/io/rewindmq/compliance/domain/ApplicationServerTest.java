// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.compliance.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rewindmq.compliance.Clause;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.XAConnection;
import jakarta.jms.XAConnectionFactory;
import jakarta.jms.XASession;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Concurrent processing for application servers: specification section 11.2. */
class ApplicationServerTest extends DomainSuite {
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private Connection connection;

  /** The kinds of subscription that a connection consumer can have under a name. */
  enum Named {
    SHARED,
    DURABLE,
    SHARED_DURABLE;

    ConnectionConsumer open(
        Connection at,
        @Nullable Topic topic,
        @Nullable String sub,
        @Nullable String selector,
        ServerPool pool)
        throws JMSException {
      return switch (this) {
        case SHARED -> at.createSharedConnectionConsumer(topic, sub, selector, pool, 1);
        case DURABLE -> at.createDurableConnectionConsumer(topic, sub, selector, pool, 1);
        case SHARED_DURABLE ->
            at.createSharedDurableConnectionConsumer(topic, sub, selector, pool, 1);
      };
    }
  }

  @BeforeEach
  void connect() throws JMSException {
    heard.clear();
    connection = closing(factory.createConnection());
    connection.setClientID(name);
    connection.start();
  }

  private void note(Message message) {
    try {
      heard.add(message.getBody(String.class));
    } catch (JMSException e) {
      throw new JMSRuntimeException(e.getMessage(), e.getErrorCode(), e);
    }
  }

  private ServerPool pool(int size, int mode, MessageListener listener) throws JMSException {
    ServerPool pool = closing(new ServerPool());
    for (int i = 0; i < size; i++) {
      Session session = connection.createSession(mode);
      session.setMessageListener(listener);
      pool.with(session);
    }
    return pool;
  }

  private ServerPool pool(int size) throws JMSException {
    return pool(size, Session.AUTO_ACKNOWLEDGE, this::note);
  }

  private List<String> heard(int count) throws InterruptedException {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add(take(heard));
    }
    return texts;
  }

  private static String[] numbers(int count) {
    String[] texts = new String[count];
    for (int i = 0; i < count; i++) {
      texts[i] = "m" + i;
    }
    return texts;
  }

  // ---- sessions ----

  @Test
  @Clause(section = "11.2.1", rule = "A session has a message listener for what is loaded into it")
  void listenersOfSessions() throws JMSException {
    Session session = connection.createSession();
    MessageListener listener = this::note;
    assertThat(session.getMessageListener()).isNull();
    session.setMessageListener(listener);

    assertThat(session.getMessageListener()).isSameAs(listener);
    session.run(); // nothing is loaded
    assertThat(heard).isEmpty();
    session.close();
    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(session::getMessageListener);
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> session.setMessageListener(listener));
  }

  @Test
  @Clause(
      section = "11.2.1",
      rule = "run hands the loaded messages to the listener one after the other and returns")
  void runIsSerial() throws JMSException, InterruptedException {
    JMSContext sender = context();
    send(sender, queue(sender), numbers(12));
    ServerPool pool = pool(1);

    connection.createConnectionConsumer(queue(sender), null, pool, 4);

    assertThat(heard(12)).containsExactly(numbers(12));
    assertThat(pool.failures()).isEmpty();
  }

  // ---- the pool ----

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  @Clause(section = "11.2.4", rule = "A server session gets no more than maxMessages at once")
  void maxMessages(int most) throws JMSException, InterruptedException {
    JMSContext sender = context();
    send(sender, queue(sender), numbers(9));
    ServerPool pool = pool(1);

    connection.createConnectionConsumer(queue(sender), null, pool, most);

    assertThat(heard(9)).containsExactly(numbers(9));
    assertThat(pool.runs()).isBetween(9 / most, 9);
  }

  @Test
  @Clause(
      section = "11.2.3",
      rule = "While no server session is free nothing is handled, and nothing is lost")
  void emptyPools() throws JMSException, InterruptedException {
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    ServerPool pool =
        pool(
            1,
            Session.AUTO_ACKNOWLEDGE,
            message -> {
              busy.countDown();
              try {
                go.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              note(message);
            });
    JMSContext sender = context();
    send(sender, queue(sender), "a", "b");
    connection.createConnectionConsumer(queue(sender), null, pool, 1);
    assertThat(busy.await(LONG, TimeUnit.MILLISECONDS)).isTrue();
    assertThat(heard).isEmpty();

    go.countDown();

    assertThat(heard(2)).containsExactly("a", "b");
  }

  @Test
  @Clause(section = "11.2.4", rule = "A connection consumer shows its pool until it is closed")
  void showsItsPool() throws JMSException {
    ServerPool pool = pool(1);
    ConnectionConsumer consumer =
        connection.createConnectionConsumer(queue(context()), null, pool, 1);

    assertThat(consumer.getServerSessionPool()).isSameAs(pool);
    consumer.close();
    consumer.close();
  }

  // ---- what it consumes ----

  @Test
  @Clause(section = "11.2.4", rule = "A connection consumer has a destination and a selector")
  void selectors() throws JMSException, InterruptedException {
    JMSContext sender = context();
    Queue queue = queue(sender);
    Topic topic = topic(sender);
    ServerPool pool = pool(2);
    connection.createConnectionConsumer(queue, "n = 1", pool, 1);
    connection.createConnectionConsumer(topic, "n = 1", pool, 1);
    for (int n = 0; n < 2; n++) {
      sender.createProducer().setProperty("n", n).send(queue, "queue " + n);
      sender.createProducer().setProperty("n", n).send(topic, "topic " + n);
    }

    assertThat(heard(2)).containsExactlyInAnyOrder("queue 1", "topic 1");
    assertThat(rest(sender.createConsumer(queue))).containsExactly("queue 0");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "11.2.4", rule = "A connection consumer's subscription is that of its name")
  void subscriptions(Named kind) throws JMSException, InterruptedException {
    JMSContext sender = context();
    Topic topic = topic(sender);
    ConnectionConsumer consumer = kind.open(connection, topic, "sub", "n = 1", pool(1));
    sender.createProducer().setProperty("n", 0).send(topic, "refused");
    sender.createProducer().setProperty("n", 1).send(topic, "a");
    assertThat(heard(1)).containsExactly("a");
    consumer.close();
    sender.createProducer().setProperty("n", 1).send(topic, "meanwhile");

    Session session = connection.createSession();
    var plain =
        switch (kind) {
          case SHARED -> session.createSharedConsumer(topic, "sub", "n = 1");
          case DURABLE -> session.createDurableConsumer(topic, "sub", "n = 1", false);
          case SHARED_DURABLE -> session.createSharedDurableConsumer(topic, "sub", "n = 1");
        };

    Message message = plain.receiveNoWait();
    if (kind == Named.SHARED) {
      assertThat(message).isNull();
    } else {
      assertThat(present(message).getBody(String.class)).isEqualTo("meanwhile");
    }
  }

  @Test
  @Clause(section = "11.2.4", rule = "A connection consumer is a consumer of its subscription")
  void countsAsConsumer() throws JMSException {
    JMSContext context = context();
    Topic topic = topic(context);
    ServerPool pool = pool(1);
    ConnectionConsumer durable = Named.DURABLE.open(connection, topic, "d", null, pool);
    ConnectionConsumer shared = Named.SHARED.open(connection, topic, "s", null, pool);
    Session session = connection.createSession();

    assertThatExceptionOfType(JMSException.class)
        .isThrownBy(() -> session.createDurableConsumer(topic, "d"));
    assertThatExceptionOfType(JMSException.class).isThrownBy(() -> session.unsubscribe("d"));
    assertThatExceptionOfType(JMSException.class)
        .isThrownBy(() -> session.createSharedConsumer(topic, "s", "n = 1"));
    session.createSharedConsumer(topic, "s").close();
    durable.close();
    shared.close();
    session.unsubscribe("d");
  }

  @Test
  @Clause(section = "11.2.4", rule = "A transacted server session settles with its commit")
  void transactions() throws JMSException, InterruptedException {
    JMSContext sender = context();
    send(sender, queue(sender), "a", "b");
    ServerPool pool = pool(1, Session.SESSION_TRANSACTED, this::note);
    ConnectionConsumer consumer = connection.createConnectionConsumer(queue(sender), null, pool, 1);
    assertThat(heard(2)).containsExactly("a", "b");
    assertThat(pool.getServerSession().getSession().getTransacted()).isTrue(); // it has committed
    consumer.close();
    connection.close();

    assertThat(pool.failures()).isEmpty();
    assertThat(rest(sender.createConsumer(queue(sender)))).isEmpty();
  }

  // ---- who may make which ----

  @Test
  @Clause(section = "11.2.5", rule = "The connections of both domains have connection consumers")
  void ofEachDomain() throws JMSException, InterruptedException {
    JMSContext sender = context();
    QueueConnection queues = closing(factory.createQueueConnection());
    TopicConnection topics = closing(factory.createTopicConnection());
    topics.setClientID(name + "-topics");
    queues.start();
    topics.start();
    Session queueSession = queues.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
    Session topicSession = topics.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
    queueSession.setMessageListener(this::note);
    topicSession.setMessageListener(this::note);
    ServerPool queuePool = closing(new ServerPool()).with(queueSession);
    ServerPool topicPool = closing(new ServerPool()).with(topicSession);
    queues.createConnectionConsumer(queue(sender), null, queuePool, 1);
    topics.createConnectionConsumer(topic(sender), null, topicPool, 1);
    topics.createDurableConnectionConsumer(topic(sender), "sub", null, topicPool, 1);
    send(sender, queue(sender), "to the queue");
    send(sender, topic(sender), "to the topic");

    assertThat(heard(3)).containsExactlyInAnyOrder("to the queue", "to the topic", "to the topic");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(
      section = "9.2",
      rule = "A QueueConnection has no connection consumers of named subscriptions")
  void notOfQueueConnections(Named kind) throws JMSException {
    QueueConnection queues = closing(factory.createQueueConnection());
    Topic topic = topic(context());
    ServerPool pool = pool(1);

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> kind.open(queues, topic, "sub", null, pool));
  }

  @Test
  @Clause(section = "11.3", rule = "Without distributed transactions nothing pretends to have them")
  void noDistributedTransactions() throws JMSException {
    assertThat(factory).isNotInstanceOf(XAConnectionFactory.class);
    assertThat(connection).isNotInstanceOf(XAConnection.class);
    assertThat(connection.createSession()).isNotInstanceOf(XASession.class);
  }

  // ---- arguments ----

  @Test
  @Clause(
      section = "6.1.2",
      rule = "An unshared durable connection consumer can't be made without a client id")
  void durableNeedsAClientId() throws JMSException {
    Connection anonymous = connection();
    Topic topic = topic(context());
    ServerPool pool = pool(1);

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> Named.DURABLE.open(anonymous, topic, "sub", null, pool));
    Named.SHARED_DURABLE.open(anonymous, topic, name, null, pool).close();
    Named.SHARED.open(anonymous, topic, name, null, pool).close();
  }

  @Test
  @Clause(section = "10.3", rule = "A connection consumer's arguments are checked as a consumer's")
  void wrongArguments() throws JMSException {
    Queue queue = queue(context());
    Topic topic = topic(context());
    Topic temporary = connection.createSession().createTemporaryTopic();
    ServerPool pool = pool(1);

    assertThatExceptionOfType(InvalidDestinationException.class)
        .isThrownBy(() -> connection.createConnectionConsumer((Queue) null, null, pool, 1));
    assertThatExceptionOfType(InvalidSelectorException.class)
        .isThrownBy(() -> connection.createConnectionConsumer(queue, "= 1", pool, 1));
    for (Named kind : Named.values()) {
      assertThatExceptionOfType(InvalidDestinationException.class)
          .isThrownBy(() -> kind.open(connection, null, "sub", null, pool));
      assertThatExceptionOfType(InvalidSelectorException.class)
          .isThrownBy(() -> kind.open(connection, topic, "sub", "= 1", pool));
      for (@Nullable String nothing : new @Nullable String[] {null, ""}) {
        assertThatExceptionOfType(JMSException.class)
            .isThrownBy(() -> kind.open(connection, topic, nothing, null, pool));
      }
    }
    for (Named kind : List.of(Named.DURABLE, Named.SHARED_DURABLE)) {
      assertThatExceptionOfType(InvalidDestinationException.class)
          .isThrownBy(() -> kind.open(connection, temporary, "sub", null, pool));
    }
    connection.close();
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> connection.createConnectionConsumer(queue, null, pool, 1));
  }
}
