// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.compliance.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rewindmq.compliance.Clause;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.Topic;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Header fields from the sender to the receiver: section 3.4. */
class HeaderFieldTest extends MessageSuite {
  private static final long HOUR = 3_600_000;

  @ParameterizedTest
  @EnumSource(Kind.class)
  @Clause(
      section = "3.4.1",
      rule = "JMSDestination is where the message was sent to, for sender and receiver")
  void destinationOnBothSides(Kind kind) throws JMSException {
    Message sent = session.createMessage();
    sent.setJMSDestination(session.createQueue("elsewhere"));
    Destination destination = destination(kind);
    try (MessageConsumer consumer = session.createConsumer(destination)) {
      session.createProducer(destination).send(sent);
      Message received = present(consumer.receive(LONG));

      assertThat(sent.getJMSDestination()).isEqualTo(destination);
      assertThat(received.getJMSDestination()).isEqualTo(destination);
      if (destination instanceof Queue queue) {
        assertThat(((Queue) received.getJMSDestination()).getQueueName())
            .isEqualTo(queue.getQueueName());
      } else {
        assertThat(((Topic) received.getJMSDestination()).getTopicName())
            .isEqualTo(((Topic) destination).getTopicName());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {DeliveryMode.PERSISTENT, DeliveryMode.NON_PERSISTENT})
  @Clause(
      section = "3.4.2",
      rule = "JMSDeliveryMode is the send's, whatever the message had before")
  void deliveryMode(int mode) throws JMSException {
    Message sent = session.createMessage();
    sent.setJMSDeliveryMode(3 - mode);

    Message received =
        trip(Kind.QUEUE, sent, (producer, message) -> producer.send(message, mode, 4, 0));

    assertThat(sent.getJMSDeliveryMode()).isEqualTo(mode);
    assertThat(received.getJMSDeliveryMode()).isEqualTo(mode);
  }

  @Test
  @Clause(section = "3.4.3", rule = "Ids begin with ID: and are the provider's, each another one")
  void messageIds() throws JMSException {
    Set<String> ids = new HashSet<>();
    Message sent = session.createMessage();
    for (Kind kind : Kind.values()) {
      sent.setJMSMessageID("ID:mine");
      Message received = trip(kind, sent);

      assertThat(received.getJMSMessageID()).startsWith("ID:").isEqualTo(sent.getJMSMessageID());
      assertThat(ids.add(received.getJMSMessageID())).as(received.getJMSMessageID()).isTrue();
    }
    assertThat(ids).doesNotContain("ID:mine");
  }

  @Test
  @Clause(section = "3.4.3", rule = "An id that was given up by the sender is null")
  void disabledMessageId() throws JMSException {
    Message sent = session.createMessage();
    sent.setJMSMessageID("ID:mine");

    Message received =
        trip(
            Kind.QUEUE,
            sent,
            (producer, message) -> {
              producer.setDisableMessageID(true);
              producer.send(message);
            });

    assertThat(received.getJMSMessageID()).isNull();
    assertThat(sent.getJMSMessageID()).isNull();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  @Clause(section = "3.4.4", rule = "JMSTimestamp lies between call and return of the send")
  void timestamp(Kind kind) throws JMSException {
    Message sent = session.createMessage();
    sent.setJMSTimestamp(7);
    long before = System.currentTimeMillis();

    Message received = trip(kind, sent);

    assertThat(received.getJMSTimestamp())
        .isBetween(before, System.currentTimeMillis())
        .isEqualTo(sent.getJMSTimestamp());
  }

  @Test
  @Clause(section = "3.4.4", rule = "A timestamp that was given up by the sender is 0")
  void disabledTimestamp() throws JMSException {
    Message received =
        trip(
            Kind.TOPIC,
            session.createMessage(),
            (producer, message) -> {
              producer.setDisableMessageTimestamp(true);
              producer.send(message);
            });

    assertThat(received.getJMSTimestamp()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ID:some-message", "order 4711", "", "bestätigt 确认"})
  @Clause(section = "3.4.5", rule = "JMSCorrelationID arrives as the sender set it")
  void correlationId(String id) throws JMSException {
    Message sent = session.createMessage();
    sent.setJMSCorrelationID(id);

    assertThat(trip(Kind.QUEUE, sent).getJMSCorrelationID()).isEqualTo(id);
    assertThat(trip(Kind.TOPIC, session.createMessage()).getJMSCorrelationID()).isNull();
  }

  @Test
  @Clause(section = "3.4.5", rule = "JMSCorrelationID may be bytes")
  void correlationIdAsBytes() throws JMSException {
    byte[] id = "request 7".getBytes(StandardCharsets.UTF_8);
    Message sent = session.createMessage();
    sent.setJMSCorrelationIDAsBytes(id);

    assertThat(trip(Kind.QUEUE, sent).getJMSCorrelationIDAsBytes()).isEqualTo(id);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  @Clause(section = "3.4.6", rule = "A reply can be sent to the JMSReplyTo that arrives")
  void replyTo(Kind kind) throws JMSException {
    Destination replies = destination(kind);
    Message sent = session.createMessage();
    sent.setJMSReplyTo(replies);

    Message received = trip(Kind.QUEUE, sent);

    assertThat(received.getJMSReplyTo()).isEqualTo(replies);
    assertThat(received.getJMSReplyTo() instanceof Queue)
        .isEqualTo(kind == Kind.QUEUE || kind == Kind.TEMPORARY_QUEUE);
    try (MessageConsumer consumer = session.createConsumer(replies)) {
      session.createProducer(received.getJMSReplyTo()).send(session.createTextMessage("yes"));
      assertThat(present(consumer.receive(LONG)).getBody(String.class)).isEqualTo("yes");
    }
  }

  @Test
  @Clause(section = "3.4.6", rule = "Without a JMSReplyTo none arrives")
  void noReplyTo() throws JMSException {
    assertThat(trip(Kind.QUEUE, session.createMessage()).getJMSReplyTo()).isNull();
  }

  @Test
  @Clause(section = "3.4.6", rule = "JMSReplyTo tells temporary destinations from others")
  void temporaryReplyTo() throws JMSException {
    Message sent = session.createMessage();
    TemporaryQueue queue = session.createTemporaryQueue();
    TemporaryTopic topic = session.createTemporaryTopic();

    sent.setJMSReplyTo(queue);
    assertThat(trip(Kind.TOPIC, sent).getJMSReplyTo())
        .isInstanceOf(TemporaryQueue.class)
        .isEqualTo(queue);
    sent.setJMSReplyTo(topic);
    assertThat(trip(Kind.TOPIC, sent).getJMSReplyTo())
        .isInstanceOf(TemporaryTopic.class)
        .isEqualTo(topic);
  }

  @Test
  @Clause(section = "3.4.7", rule = "JMSRedelivered is the receiver's, whatever a sender sets")
  void redeliveredIsNotSent() throws JMSException {
    Message sent = session.createMessage();
    sent.setJMSRedelivered(true);

    assertThat(trip(Kind.QUEUE, sent).getJMSRedelivered()).isFalse();
  }

  @Test
  @Clause(section = "3.4.8", rule = "JMSType arrives as the sender set it")
  void type() throws JMSException {
    Message sent = session.createMessage();
    sent.setJMSType("order/v2");

    assertThat(trip(Kind.TOPIC, sent).getJMSType()).isEqualTo("order/v2");
    assertThat(trip(Kind.TOPIC, session.createMessage()).getJMSType()).isNull();
  }

  @Test
  @Clause(section = "3.4.9", rule = "JMSExpiration is the time of the send and its time to live")
  void expiration() throws JMSException {
    Message sent = session.createMessage();
    sent.setJMSExpiration(5);
    long before = System.currentTimeMillis();

    Message received =
        trip(
            Kind.QUEUE,
            sent,
            (producer, message) ->
                producer.send(message, DeliveryMode.PERSISTENT, Message.DEFAULT_PRIORITY, HOUR));

    assertThat(received.getJMSExpiration())
        .isBetween(before + HOUR, System.currentTimeMillis() + HOUR)
        .isEqualTo(sent.getJMSExpiration());
  }

  @Test
  @Clause(section = "3.4.9", rule = "Without a time to live JMSExpiration is 0")
  void noExpiration() throws JMSException {
    Message sent = session.createMessage();
    sent.setJMSExpiration(5);

    assertThat(trip(Kind.QUEUE, sent).getJMSExpiration()).isZero();
    assertThat(sent.getJMSExpiration()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  @Clause(section = "3.4.10", rule = "JMSPriority is the send's, whatever the message had before")
  void priority(int priority) throws JMSException {
    Message sent = session.createMessage();
    sent.setJMSPriority(9 - priority);

    Message received =
        trip(
            Kind.QUEUE,
            sent,
            (producer, message) -> producer.send(message, DeliveryMode.PERSISTENT, priority, 0));

    assertThat(received.getJMSPriority()).isEqualTo(priority);
    assertThat(sent.getJMSPriority()).isEqualTo(priority);
  }

  @Test
  @Clause(
      section = "3.4.11",
      rule = "A producer's setters win over what was set on the message, for every message")
  void theProducersSettingsWin() throws JMSException {
    Message sent = session.createMessage();
    sent.setJMSDeliveryMode(DeliveryMode.PERSISTENT);
    sent.setJMSPriority(1);
    sent.setJMSExpiration(1);
    long before = System.currentTimeMillis();

    Message received =
        trip(
            Kind.QUEUE,
            sent,
            (producer, message) -> {
              producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
              producer.setPriority(8);
              producer.setTimeToLive(HOUR);
              producer.send(message);
            });

    assertThat(received.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
    assertThat(received.getJMSPriority()).isEqualTo(8);
    assertThat(received.getJMSExpiration()).isGreaterThanOrEqualTo(before + HOUR);
  }

  @Test
  @Clause(section = "3.4.13", rule = "JMSDeliveryTime is the time of the send and its delay")
  void deliveryTime() throws JMSException {
    long delay = 50;
    Message sent = session.createMessage();
    sent.setJMSDeliveryTime(1);
    long before = System.currentTimeMillis();

    Message received =
        trip(
            Kind.QUEUE,
            sent,
            (producer, message) -> {
              producer.setDeliveryDelay(delay);
              producer.send(message);
            });

    assertThat(received.getJMSDeliveryTime())
        .isBetween(before + delay, System.currentTimeMillis())
        .isEqualTo(sent.getJMSDeliveryTime());
  }

  @Test
  @Clause(section = "3.4", rule = "A message keeps the header fields of its last send")
  void sentAgain() throws JMSException {
    Message sent = session.createMessage();
    Message first = trip(Kind.QUEUE, sent);
    String id = sent.getJMSMessageID();
    Message second =
        trip(
            Kind.TOPIC,
            sent,
            (producer, message) -> producer.send(message, DeliveryMode.NON_PERSISTENT, 7, HOUR));

    assertThat(first.getJMSMessageID()).isEqualTo(id);
    assertThat(second.getJMSMessageID()).isNotEqualTo(id).isEqualTo(sent.getJMSMessageID());
    assertThat(first.getJMSPriority()).isEqualTo(Message.DEFAULT_PRIORITY);
    assertThat(sent.getJMSPriority()).isEqualTo(7);
  }

  @Test
  @Clause(section = "3.10", rule = "A receiver may change header fields of what it received")
  void receivedHeaderFieldsCanBeChanged() throws JMSException {
    Message received = trip(Kind.QUEUE, session.createMessage());

    received.setJMSCorrelationID("mine");
    received.setJMSType("other");
    received.setJMSReplyTo(null);

    assertThat(received.getJMSCorrelationID()).isEqualTo("mine");
    assertThat(received.getJMSType()).isEqualTo("other");
  }

  @Test
  @Clause(section = "3.4.10", rule = "A priority that is none can't be set")
  void wrongPriorities() throws JMSException {
    MessageProducer producer = session.createProducer(destination(Kind.QUEUE));
    for (int wrong : new int[] {-1, 10, Integer.MAX_VALUE}) {
      assertThatExceptionOfType(JMSException.class).isThrownBy(() -> producer.setPriority(wrong));
      assertThatExceptionOfType(JMSException.class)
          .isThrownBy(
              () ->
                  producer.send(
                      session.createMessage(),
                      DeliveryMode.PERSISTENT,
                      wrong,
                      Message.DEFAULT_TIME_TO_LIVE));
    }
  }
}
