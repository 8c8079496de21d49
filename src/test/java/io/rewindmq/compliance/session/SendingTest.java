// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.compliance.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rewindmq.compliance.Clause;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Producers and how they send: specification sections 7.1, 7.2 and 7.4. */
class SendingTest extends SessionSuite {
  // ---- defaults and settings ----

  @ParameterizedTest
  @EnumSource
  @Clause(
      section = "7.4",
      rule = "A producer begins persistent, with priority 4, for ever and without delay")
  void producersBeginWithDefaults(Api api) throws JMSException {
    Client.Producer producer = stopped(api).producer();

    assertThat(producer.deliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
    assertThat(producer.priority()).isEqualTo(4);
    assertThat(producer.timeToLive()).isZero();
    assertThat(producer.deliveryDelay()).isZero();
    assertThat(producer.isMessageIdDisabled()).isFalse();
    assertThat(producer.isTimestampDisabled()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "7.4", rule = "A producer returns what was set")
  void producersKeepTheirSettings(Api api) throws JMSException {
    Client.Producer producer = stopped(api).producer();
    producer.deliveryMode(DeliveryMode.NON_PERSISTENT);
    producer.priority(9);
    producer.timeToLive(5_000);
    producer.deliveryDelay(7_000);
    producer.disableMessageId(true);
    producer.disableTimestamp(true);

    assertThat(producer.deliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
    assertThat(producer.priority()).isEqualTo(9);
    assertThat(producer.timeToLive()).isEqualTo(5_000);
    assertThat(producer.deliveryDelay()).isEqualTo(7_000);
    assertThat(producer.isMessageIdDisabled()).isTrue();
    assertThat(producer.isTimestampDisabled()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "CLASSIC, -1",
    "CLASSIC, 10",
    "CLASSIC, 2147483647",
    "SIMPLIFIED, -1",
    "SIMPLIFIED, 10"
  })
  @Clause(section = "3.4.10", rule = "A priority is 0 to 9")
  void prioritiesAreChecked(Api api, int priority) throws JMSException {
    Client.Producer producer = stopped(api).producer();

    assertRefused(api, JMSException.class, () -> producer.priority(priority));

    assertThat(producer.priority()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource({"CLASSIC, 0", "CLASSIC, 3", "CLASSIC, -1", "SIMPLIFIED, 0", "SIMPLIFIED, 3"})
  @Clause(section = "7.7", rule = "A delivery mode is persistent or non-persistent")
  void deliveryModesAreChecked(Api api, int mode) throws JMSException {
    Client.Producer producer = stopped(api).producer();

    assertRefused(api, JMSException.class, () -> producer.deliveryMode(mode));

    assertThat(producer.deliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "7.8", rule = "A time to live or a delay before the send makes no sense")
  void timesAreChecked(Api api) throws JMSException {
    Client.Producer producer = stopped(api).producer();

    assertRefused(api, JMSException.class, () -> producer.timeToLive(-1));
    assertRefused(api, JMSException.class, () -> producer.deliveryDelay(-1));

    assertThat(producer.timeToLive()).isZero();
    assertThat(producer.deliveryDelay()).isZero();
  }

  @Test
  @Clause(section = "7.4", rule = "Arguments of a send are checked as the settings are")
  void argumentsOfSendAreChecked() throws JMSException {
    try (Connection connection = factory.createConnection();
        Session session = connection.createSession()) {
      Queue queue = session.createQueue(name);
      Message message = session.createMessage();
      MessageProducer own = session.createProducer(queue);
      MessageProducer any = session.createProducer(null);
      Completions none = new Completions();
      for (int[] wrong : new int[][] {{0, 4, 0}, {3, 4, 0}, {1, -1, 0}, {2, 10, 0}, {2, 4, -1}}) {
        for (Task.Step send :
            List.<Task.Step>of(
                () -> own.send(message, wrong[0], wrong[1], wrong[2]),
                () -> any.send(queue, message, wrong[0], wrong[1], wrong[2]),
                () -> own.send(message, wrong[0], wrong[1], wrong[2], none),
                () -> any.send(queue, message, wrong[0], wrong[1], wrong[2], none))) {
          assertThatExceptionOfType(JMSException.class).isThrownBy(send::run);
        }
      }
      assertThat(none.outcomes()).isEmpty();
    }
    assertHolds(name);
  }

  @Test
  @Clause(section = "7.4", rule = "Arguments of a send override the producer's settings, once")
  void argumentsOfSendOverrideSettings() throws JMSException {
    try (Connection connection = factory.createConnection();
        Session session = connection.createSession()) {
      MessageProducer producer = session.createProducer(session.createQueue(name));
      producer.setPriority(2);
      Message message = session.createTextMessage("a");
      producer.send(message, DeliveryMode.NON_PERSISTENT, 7, 60_000);
      assertThat(message.getJMSPriority()).isEqualTo(7);
      assertThat(message.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
      assertThat(message.getJMSExpiration()).isEqualTo(message.getJMSTimestamp() + 60_000);

      producer.send(message);

      assertThat(message.getJMSPriority()).isEqualTo(2);
      assertThat(message.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
      assertThat(message.getJMSExpiration()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  @Clause(
      section = "7.7",
      rule = "Priority, mode and times come from the producer, not from the message")
  void settersOfTheMessageAreIgnored(Api api) throws JMSException {
    Client client = client(api);
    TextMessage message = client.text("a");
    message.setJMSDeliveryMode(DeliveryMode.NON_PERSISTENT);
    message.setJMSPriority(8);
    message.setJMSExpiration(1);
    message.setJMSDeliveryTime(Long.MAX_VALUE);
    message.setJMSTimestamp(1);
    message.setJMSMessageID("ID:mine");
    message.setJMSRedelivered(true);
    message.setJMSDestination(client.queue("elsewhere"));
    client.producer().send(client.queue(name), message);

    Message received = received(name);
    for (Message each : List.of(message, received)) {
      assertThat(each.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
      assertThat(each.getJMSPriority()).isEqualTo(4);
      assertThat(each.getJMSExpiration()).isZero();
      assertThat(each.getJMSTimestamp()).isGreaterThan(1);
      assertThat(each.getJMSDeliveryTime()).isEqualTo(each.getJMSTimestamp());
      assertThat(each.getJMSMessageID()).startsWith("ID:").isNotEqualTo("ID:mine");
      assertThat(each.getJMSDestination()).isEqualTo(client.queue(name));
    }
    assertThat(received.getJMSRedelivered()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  @Clause(section = "3.4.10", rule = "Every priority arrives")
  void everyPriorityArrives(int priority) throws JMSException {
    for (Api api : Api.values()) {
      Client client = client(api);
      Client.Producer producer = client.producer();
      producer.priority(priority);
      producer.send(client.queue(name), client.text("a"));

      assertThat(received(name).getJMSPriority()).isEqualTo(priority);
    }
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "7.4", rule = "A disabled message id is null, or the provider ignores the hint")
  void messageIdsMayBeDisabled(Api api) throws JMSException {
    Client client = client(api);
    Client.Producer producer = client.producer();
    producer.disableMessageId(true);
    TextMessage message = client.text("a");
    producer.send(client.queue(name), message);
    String id = message.getJMSMessageID();
    Message received = received(name);
    assertThat(received.getJMSMessageID()).isEqualTo(id);
    if (id != null) {
      assertThat(id).startsWith("ID:");
    }

    producer.disableMessageId(false);
    producer.send(client.queue(name), message);

    assertThat(message.getJMSMessageID()).startsWith("ID:").isNotEqualTo(id);
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "7.4", rule = "A disabled timestamp is 0, or the provider ignores the hint")
  void timestampsMayBeDisabled(Api api) throws JMSException {
    Client client = client(api);
    Client.Producer producer = client.producer();
    producer.disableTimestamp(true);
    producer.timeToLive(60_000);
    TextMessage message = client.text("a");
    long before = System.currentTimeMillis();
    producer.send(client.queue(name), message);
    Message received = received(name);
    assertThat(received.getJMSTimestamp()).isEqualTo(message.getJMSTimestamp());
    assertThat(message.getJMSTimestamp())
        .satisfiesAnyOf(
            time -> assertThat(time).isZero(),
            time -> assertThat(time).isGreaterThanOrEqualTo(before));
    assertThat(message.getJMSExpiration()).isGreaterThanOrEqualTo(before + 60_000);

    producer.disableTimestamp(false);
    producer.send(client.queue(name), message);

    assertThat(message.getJMSTimestamp()).isGreaterThanOrEqualTo(before);
  }

  // ---- producers and destinations ----

  @Test
  @Clause(section = "7.1", rule = "A producer without a destination needs one for every send")
  void aProducerWithoutADestination() throws JMSException {
    try (Connection connection = factory.createConnection();
        Session session = connection.createSession()) {
      MessageProducer any = session.createProducer(null);
      Message message = session.createTextMessage("a");
      Completions none = new Completions();
      assertThat(any.getDestination()).isNull();
      for (Task.Step send :
          List.<Task.Step>of(
              () -> any.send(message),
              () -> any.send(message, 1, 4, 0),
              () -> any.send(message, none),
              () -> any.send(message, 1, 4, 0, none))) {
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(send::run);
      }
      any.send(session.createQueue(name), message);
      any.send(session.createQueue(name + "-2"), message, 1, 4, 0);
    }
    assertHolds(name, "a");
    assertHolds(name + "-2", "a");
  }

  @Test
  @Clause(section = "7.1", rule = "A producer with a destination takes no other, nor the same")
  void aProducerWithADestination() throws JMSException {
    try (Connection connection = factory.createConnection();
        Session session = connection.createSession()) {
      Queue queue = session.createQueue(name);
      MessageProducer own = session.createProducer(queue);
      Message message = session.createTextMessage("a");
      Completions none = new Completions();
      assertThat(own.getDestination()).isEqualTo(queue);
      for (Queue to : List.of(queue, session.createQueue("other"))) {
        for (Task.Step send :
            List.<Task.Step>of(
                () -> own.send(to, message),
                () -> own.send(to, message, 1, 4, 0),
                () -> own.send(to, message, none),
                () -> own.send(to, message, 1, 4, 0, none))) {
          assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(send::run);
        }
      }
    }
    assertHolds(name);
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "10.3", rule = "A message without a destination is not sent")
  void noDestination(Api api) throws JMSException {
    Client client = client(api);

    assertRefused(
        api,
        InvalidDestinationException.class,
        () -> client.producer().send(null, client.text("a")));
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "10.3", rule = "Null is not a message")
  void noMessage(Api api) throws JMSException {
    Client client = client(api);

    assertRefused(
        api, MessageFormatException.class, () -> client.producer().send(client.queue(name), null));
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "7.2", rule = "A plain send returns when the provider has the message")
  void whatIsSentIsThere(Api api) throws JMSException {
    Client client = client(api);
    Client reader = client(api);
    Client.Consumer consumer = reader.consumer(reader.queue(name));
    client.send(client.queue(name), "a");

    assertThat(text(consumer.receiveNoWait())).isEqualTo("a");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "7.2", rule = "Each send of a message is a message of its own")
  void sendsAreIndependent(Api api) throws JMSException {
    Client client = client(api);
    TextMessage message = client.text("a");
    Client.Producer producer = client.producer();
    producer.send(client.queue(name), message);
    String first = message.getJMSMessageID();
    message.setText("b");
    message.setStringProperty("colour", "red");
    producer.send(client.queue(name), message);

    assertThat(message.getJMSMessageID()).isNotEqualTo(first);
    Message one = received(name);
    assertThat(text(one)).isEqualTo("a");
    assertThat(one.propertyExists("colour")).isFalse();
    assertThat(text(received(name))).isEqualTo("b");
  }

  @Test
  @Clause(section = "7.1", rule = "A closed producer leaves its session and other producers")
  void aClosedProducerLeavesTheSession() throws JMSException {
    try (Connection connection = factory.createConnection();
        Session session = connection.createSession(TRANSACTED)) {
      MessageProducer one = session.createProducer(session.createQueue(name));
      MessageProducer two = session.createProducer(session.createQueue(name));
      one.send(session.createTextMessage("a"));
      one.close();
      one.close();
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(() -> one.send(session.createTextMessage("b")));
      two.send(session.createTextMessage("c"));
      session.commit();
    }
    assertHolds(name, "a", "c");
  }
}
