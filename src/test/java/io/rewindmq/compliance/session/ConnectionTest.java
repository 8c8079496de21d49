// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.compliance.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rewindmq.compliance.Clause;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicConnectionFactory;
import jakarta.jms.TopicSession;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Making connections and sessions: specification sections 6.1, 6.1.6 and 6.2. */
class ConnectionTest extends SessionSuite {
  // ---- meta data ----

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.1.6", rule = "The meta data name the version of Jakarta Messaging")
  void metaDataNameTheVersion(Api api) throws JMSException {
    ConnectionMetaData data = stopped(api).metaData();

    assertThat(data.getJMSVersion()).isEqualTo("3.1");
    assertThat(data.getJMSMajorVersion()).isEqualTo(3);
    assertThat(data.getJMSMinorVersion()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.1.6", rule = "The meta data name the product and its version")
  void metaDataNameTheProduct(Api api) throws JMSException {
    ConnectionMetaData data = stopped(api).metaData();

    assertThat(data.getJMSProviderName()).isEqualTo("RewindMQ");
    assertThat(data.getProviderVersion())
        .startsWith(data.getProviderMajorVersion() + "." + data.getProviderMinorVersion());
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.1.6", rule = "The meta data list the JMSX properties that are supported")
  void metaDataListProperties(Api api) throws JMSException {
    List<String> names = new ArrayList<>();
    Enumeration<?> listed = stopped(api).metaData().getJMSXPropertyNames();
    while (listed.hasMoreElements()) {
      names.add((String) listed.nextElement());
    }

    assertThat(names).contains("JMSXDeliveryCount", "JMSXGroupID", "JMSXGroupSeq");
    assertThat(names).doesNotHaveDuplicates().allMatch(each -> each.startsWith("JMSX"));
  }

  // ---- making connections ----

  @Test
  @Clause(section = "6.1.1", rule = "Without a name the client's own identity is used")
  void noCredentialsAreNeededHere() throws JMSException {
    QueueConnectionFactory queues = factory;
    TopicConnectionFactory topics = factory;
    factory.createConnection().close();
    queues.createQueueConnection().close();
    topics.createTopicConnection().close();
    factory.createContext().close();
    factory.createContext(CLIENT).close();
  }

  @Test
  @Clause(section = "6.1.1", rule = "Every kind of connection takes a name and a password")
  void credentialsAreTaken() throws JMSException {
    factory.createConnection("user", "password").close();
    factory.createQueueConnection("user", "password").close();
    factory.createTopicConnection("user", "password").close();
    factory.createContext("user", "password").close();
    factory.createContext("user", "password", TRANSACTED).close();
  }

  @Test
  @Clause(section = "6.1", rule = "A connection that can't be made is an exception at once")
  void nobodyAnswers() {
    ConnectionFactory nowhere =
        new io.rewindmq.jms.RewindConnectionFactory("rewind://127.0.0.1:1?connect.timeout=1000");

    assertThatExceptionOfType(JMSException.class).isThrownBy(nowhere::createConnection);
    assertThatExceptionOfType(JMSRuntimeException.class).isThrownBy(nowhere::createContext);
  }

  @Test
  @Clause(section = "6.1", rule = "A connection can be used by several threads at the same time")
  void connectionsAreForConcurrentUse() throws Exception {
    try (Connection connection = factory.createConnection()) {
      connection.start();
      CountDownLatch go = new CountDownLatch(1);
      List<Task<String>> tasks = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String own = name + "-" + i;
        tasks.add(Task.run(() -> sendAndReceive(connection, own, go)));
      }
      go.countDown();
      for (Task<String> task : tasks) {
        task.result();
      }
    }
  }

  private static void sendAndReceive(Connection connection, String queue, CountDownLatch go)
      throws JMSException {
    await(go);
    for (int i = 0; i < 10; i++) {
      try (Session session = connection.createSession()) {
        var to = session.createQueue(queue);
        session.createProducer(to).send(session.createTextMessage("message " + i));
        connection.start();
        try (var consumer = session.createConsumer(to)) {
          assertThat(text(consumer.receive(LONG))).isEqualTo("message " + i);
        }
      }
    }
  }

  // ---- making sessions ----

  @ParameterizedTest
  @CsvSource({
    "true, 0, 0",
    "true, 1, 0",
    "true, 2, 0",
    "true, 3, 0",
    "true, 99, 0",
    "true, -1, 0",
    "false, 1, 1",
    "false, 2, 2",
    "false, 3, 3"
  })
  @Clause(section = "6.2", rule = "A transacted session ignores the acknowledge mode")
  void sessionsOfTwoArguments(boolean transacted, int mode, int expected) throws JMSException {
    try (Connection connection = factory.createConnection();
        QueueConnection queues = factory.createQueueConnection();
        TopicConnection topics = factory.createTopicConnection()) {
      for (Session session :
          List.of(
              connection.createSession(transacted, mode),
              queues.createQueueSession(transacted, mode),
              topics.createTopicSession(transacted, mode))) {
        assertThat(session.getTransacted()).isEqualTo(transacted);
        assertThat(session.getAcknowledgeMode()).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"false, 0", "false, 4", "false, -1"})
  @Clause(section = "6.2", rule = "A mode that does not exist is refused")
  void sessionsOfTwoWrongArguments(boolean transacted, int mode) throws JMSException {
    try (Connection connection = factory.createConnection();
        QueueConnection queues = factory.createQueueConnection();
        TopicConnection topics = factory.createTopicConnection()) {
      assertThatExceptionOfType(JMSException.class)
          .isThrownBy(() -> connection.createSession(transacted, mode));
      assertThatExceptionOfType(JMSException.class)
          .isThrownBy(() -> queues.createQueueSession(transacted, mode));
      assertThatExceptionOfType(JMSException.class)
          .isThrownBy(() -> topics.createTopicSession(transacted, mode));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {TRANSACTED, AUTO, CLIENT, DUPS_OK})
  @Clause(section = "6.2", rule = "A session has the mode that it was made with")
  void sessionsOfOneArgument(int mode) throws JMSException {
    for (Api api : Api.values()) {
      Client client = stopped(api, mode);
      assertThat(client.mode()).as("%s", api).isEqualTo(mode);
      assertThat(client.isTransacted()).as("%s", api).isEqualTo(mode == TRANSACTED);
      Client sibling = client.sibling(mode);
      assertThat(sibling.mode()).as("%s", api).isEqualTo(mode);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 4, 101})
  @Clause(section = "6.2", rule = "A session of a mode that does not exist is refused")
  void sessionsOfAWrongArgument(int mode) throws JMSException {
    try (Connection connection = factory.createConnection();
        JMSContext context = factory.createContext()) {
      assertThatExceptionOfType(JMSException.class)
          .isThrownBy(() -> connection.createSession(mode));
      assertThatExceptionOfType(JMSRuntimeException.class)
          .isThrownBy(() -> factory.createContext(mode).close());
      assertThatExceptionOfType(JMSRuntimeException.class)
          .isThrownBy(() -> factory.createContext("user", "password", mode).close());
      assertThatExceptionOfType(JMSRuntimeException.class)
          .isThrownBy(() -> context.createContext(mode).close());
    }
  }

  @Test
  @Clause(section = "6.2", rule = "A session without arguments acknowledges by itself")
  void sessionsOfNoArgument() throws JMSException {
    try (Connection connection = factory.createConnection();
        JMSContext context = factory.createContext()) {
      assertThat(connection.createSession().getAcknowledgeMode()).isEqualTo(AUTO);
      assertThat(context.getSessionMode()).isEqualTo(AUTO);
      assertThat(context.getTransacted()).isFalse();
    }
  }

  @Test
  @Clause(section = "6.2", rule = "A connection refuses no session after a failed attempt")
  void aRefusedSessionLeavesNothingBehind() throws JMSException {
    try (Connection connection = factory.createConnection()) {
      assertThatExceptionOfType(JMSException.class).isThrownBy(() -> connection.createSession(7));

      connection.setClientID(name);

      assertThat(connection.getClientID()).isEqualTo(name);
    }
  }

  // ---- domains ----

  /** A call that has no place in its domain. */
  private interface Misplaced {
    void call() throws JMSException;
  }

  private static void assertMisplaced(Misplaced misplaced) {
    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(misplaced::call);
  }

  @Test
  @Clause(section = "9.2", rule = "A QueueConnection has no consumers of subscriptions")
  void queueConnectionsHaveNoSubscriptions() throws JMSException {
    try (Connection connection = factory.createConnection();
        QueueConnection queues = factory.createQueueConnection()) {
      var topic = connection.createSession().createTopic(name);
      assertMisplaced(() -> queues.createDurableConnectionConsumer(topic, "sub", null, null, 1));
      assertMisplaced(() -> queues.createSharedConnectionConsumer(topic, "sub", null, null, 1));
      assertMisplaced(
          () -> queues.createSharedDurableConnectionConsumer(topic, "sub", null, null, 1));
    }
  }

  @Test
  @Clause(section = "9.2", rule = "A QueueSession has nothing of topics")
  void queueSessionsHaveNoTopics() throws JMSException {
    try (Connection connection = factory.createConnection();
        QueueConnection queues = factory.createQueueConnection()) {
      var topic = connection.createSession().createTopic(name);
      QueueSession session = queues.createQueueSession(false, AUTO);
      assertMisplaced(() -> session.createTopic(name));
      assertMisplaced(session::createTemporaryTopic);
      assertMisplaced(() -> session.createDurableSubscriber(topic, "sub"));
      assertMisplaced(() -> session.createDurableSubscriber(topic, "sub", null, false));
      assertMisplaced(() -> session.createDurableConsumer(topic, "sub"));
      assertMisplaced(() -> session.createDurableConsumer(topic, "sub", null, false));
      assertMisplaced(() -> session.createSharedConsumer(topic, "sub"));
      assertMisplaced(() -> session.createSharedConsumer(topic, "sub", null));
      assertMisplaced(() -> session.createSharedDurableConsumer(topic, "sub"));
      assertMisplaced(() -> session.createSharedDurableConsumer(topic, "sub", null));
      assertMisplaced(() -> session.unsubscribe("sub"));
    }
  }

  @Test
  @Clause(section = "9.2", rule = "A TopicSession has nothing of queues")
  void topicSessionsHaveNoQueues() throws JMSException {
    try (Connection connection = factory.createConnection();
        TopicConnection topics = factory.createTopicConnection()) {
      var queue = connection.createSession().createQueue(name);
      TopicSession session = topics.createTopicSession(false, AUTO);
      assertMisplaced(() -> session.createQueue(name));
      assertMisplaced(session::createTemporaryQueue);
      assertMisplaced(() -> session.createBrowser(queue));
      assertMisplaced(() -> session.createBrowser(queue, "a = 1"));
    }
  }

  @Test
  @Clause(section = "9.2", rule = "A session of one domain does all of its own domain")
  void domainsDoTheirOwn() throws JMSException {
    try (QueueConnection queues = factory.createQueueConnection();
        TopicConnection topics = factory.createTopicConnection()) {
      queues.start();
      topics.start();
      QueueSession queueing = queues.createQueueSession(false, AUTO);
      var queue = queueing.createQueue(name);
      var sender = queueing.createSender(queue);
      sender.send(queueing.createTextMessage("sent"));
      var receiver = queueing.createReceiver(queue, "JMSPriority = 4");
      assertThat(text(receiver.receive(LONG))).isEqualTo("sent");
      assertThat(receiver.getQueue()).isEqualTo(queue);
      assertThat(sender.getQueue()).isEqualTo(queue);

      TopicSession publishing = topics.createTopicSession(true, 0);
      var topic = publishing.createTopic(name);
      var subscriber = publishing.createSubscriber(topic, null, false);
      var publisher = publishing.createPublisher(topic);
      publisher.publish(publishing.createTextMessage("published"));
      publishing.commit();
      assertThat(text(subscriber.receive(LONG))).isEqualTo("published");
      assertThat(subscriber.getTopic()).isEqualTo(topic);
      assertThat(subscriber.getNoLocal()).isFalse();
      assertThat(publisher.getTopic()).isEqualTo(topic);
    }
  }

  @Test
  @Clause(section = "6.1", rule = "A connection factory does not keep what was only asked for")
  void factoriesAreNotChangedByUse() throws JMSException {
    Properties before = new Properties();
    before.setProperty("url", factory.getUrl());
    factory.createContext("user", "password", TRANSACTED).close();

    assertThat(factory.getUrl()).isEqualTo(before.getProperty("url"));
    assertThat(factory.getUser()).isNull();
  }
}
