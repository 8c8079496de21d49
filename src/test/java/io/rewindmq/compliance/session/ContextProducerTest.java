// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.compliance.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rewindmq.compliance.Clause;
import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.MessageNotWriteableRuntimeException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** What a JMSProducer adds: specification sections 7.2, 7.5, 7.6 and 7.10. */
class ContextProducerTest extends SessionSuite {
  @Test
  @Clause(section = "7.10", rule = "Every setter of a JMSProducer returns it")
  void settersChain() {
    try (JMSContext context = factory.createContext()) {
      JMSProducer producer = context.createProducer();
      Queue queue = context.createQueue(name);

      JMSProducer same =
          producer
              .setAsync(null)
              .setDeliveryDelay(0)
              .setDeliveryMode(DeliveryMode.NON_PERSISTENT)
              .setDisableMessageID(false)
              .setDisableMessageTimestamp(false)
              .setJMSCorrelationID("id")
              .setJMSCorrelationIDAsBytes(new byte[] {1})
              .setJMSReplyTo(queue)
              .setJMSType("type")
              .setPriority(1)
              .setTimeToLive(60_000)
              .setProperty("a", true)
              .setProperty("b", (byte) 1)
              .setProperty("c", (short) 2)
              .setProperty("d", 3)
              .setProperty("e", 4L)
              .setProperty("f", 5f)
              .setProperty("g", 6d)
              .setProperty("h", "7")
              .setProperty("i", (Object) 8)
              .clearProperties()
              .send(queue, "body");

      assertThat(same).isSameAs(producer);
    }
  }

  @Test
  @Clause(section = "7.5", rule = "Properties of a JMSProducer override those of the message")
  void producersOverrideProperties() throws JMSException {
    try (JMSContext context = factory.createContext()) {
      Message message = context.createTextMessage("a");
      message.setStringProperty("colour", "of the message");
      message.setIntProperty("size", 1);
      context
          .createProducer()
          .setProperty("colour", "of the producer")
          .setProperty("shape", "round")
          .send(context.createQueue(name), message);

      Message received = received(name);
      assertThat(received.getStringProperty("colour")).isEqualTo("of the producer");
      assertThat(received.getStringProperty("shape")).isEqualTo("round");
      assertThat(received.getIntProperty("size")).isEqualTo(1);
    }
  }

  @Test
  @Clause(section = "7.6", rule = "Header fields of a JMSProducer override those of the message")
  void producersOverrideHeaders() throws JMSException {
    try (JMSContext context = factory.createContext()) {
      Topic replies = context.createTopic(name + "-replies");
      Message message = context.createTextMessage("a");
      message.setJMSCorrelationID("of the message");
      message.setJMSType("of the message");
      message.setJMSReplyTo(context.createQueue(name + "-other"));
      JMSProducer producer =
          context
              .createProducer()
              .setJMSCorrelationID("of the producer")
              .setJMSType("of the producer")
              .setJMSReplyTo(replies);
      producer.send(context.createQueue(name), message);

      Message received = received(name);
      assertThat(received.getJMSCorrelationID()).isEqualTo("of the producer");
      assertThat(received.getJMSType()).isEqualTo("of the producer");
      assertThat(received.getJMSReplyTo()).isEqualTo(replies);
      assertThat(producer.getJMSCorrelationID()).isEqualTo("of the producer");
      assertThat(producer.getJMSType()).isEqualTo("of the producer");
      assertThat(producer.getJMSReplyTo()).isEqualTo(replies);
    }
  }

  @Test
  @Clause(section = "7.6", rule = "Null header fields of a JMSProducer leave those of the message")
  void nullHeadersOverrideNothing() throws JMSException {
    try (JMSContext context = factory.createContext()) {
      Message message = context.createTextMessage("a");
      message.setJMSType("of the message");
      context
          .createProducer()
          .setJMSType("of the producer")
          .setJMSType(null)
          .send(context.createQueue(name), message);

      assertThat(received(name).getJMSType()).isEqualTo("of the message");
    }
  }

  @Test
  @Clause(section = "7.2", rule = "A JMSProducer makes the message that fits the body")
  void bodiesBecomeMessages() throws JMSException {
    try (JMSContext context = factory.createContext()) {
      Queue queue = context.createQueue(name);
      context
          .createProducer()
          .setProperty("colour", "red")
          .send(queue, "text")
          .send(queue, Map.of("key", 7))
          .send(queue, new byte[] {1, 2})
          .send(queue, Integer.valueOf(9));
      JMSConsumer consumer = context.createConsumer(queue);

      Message text = consumer.receive(LONG);
      assertThat(text).isInstanceOf(TextMessage.class);
      assertThat(text.getStringProperty("colour")).isEqualTo("red");
      assertThat(text.getBody(String.class)).isEqualTo("text");
      Message map = consumer.receive(LONG);
      assertThat(map).isInstanceOf(MapMessage.class);
      assertThat(((MapMessage) map).getInt("key")).isEqualTo(7);
      Message bytes = consumer.receive(LONG);
      assertThat(bytes).isInstanceOf(BytesMessage.class);
      assertThat(bytes.getBody(byte[].class)).containsExactly(1, 2);
      Message object = consumer.receive(LONG);
      assertThat(object).isInstanceOf(ObjectMessage.class);
      assertThat(object.getBody(Integer.class)).isEqualTo(9);
    }
  }

  @Test
  @Clause(section = "7.2", rule = "A null body makes a message without one")
  void nullBodiesBecomeMessages() throws JMSException {
    try (JMSContext context = factory.createContext()) {
      Queue queue = context.createQueue(name);
      context
          .createProducer()
          .send(queue, (String) null)
          .send(queue, (Map<String, Object>) null)
          .send(queue, (byte[]) null)
          .send(queue, (Serializable) null);
      JMSConsumer consumer = context.createConsumer(queue);

      for (Class<?> type :
          List.of(TextMessage.class, MapMessage.class, BytesMessage.class, ObjectMessage.class)) {
        Message message = consumer.receive(LONG);
        assertThat(message).isInstanceOf(type);
        assertThat(message.isBodyAssignableTo(String.class)).isTrue();
      }
    }
  }

  @Test
  @Clause(section = "10.3", rule = "A body that can't be sent is a message format problem")
  void wrongBodiesAreRefused() {
    try (JMSContext context = factory.createContext()) {
      Queue queue = context.createQueue(name);
      JMSProducer producer = context.createProducer();

      assertThatExceptionOfType(MessageFormatRuntimeException.class)
          .isThrownBy(() -> producer.send(queue, Map.of("key", new Object())));
      assertThatExceptionOfType(MessageFormatRuntimeException.class)
          .isThrownBy(() -> producer.send(queue, new Unserializable()));
      assertThatExceptionOfType(MessageFormatRuntimeException.class)
          .isThrownBy(() -> producer.setProperty("name", new Object()));
      assertThatExceptionOfType(MessageFormatRuntimeException.class)
          .isThrownBy(() -> producer.send(queue, (Message) null));
    }
  }

  private static final class Unserializable implements Serializable {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings({"unused", "serial"})
    private final Object field = new Object();
  }

  @Test
  @Clause(section = "10.3", rule = "A received message can't take the producer's properties")
  void readOnlyMessagesTakeNoProperties() throws Exception {
    try (JMSContext context = factory.createContext()) {
      Queue queue = context.createQueue(name);
      Queue out = context.createQueue(name + "-out");
      context.createProducer().setProperty("colour", "red").send(queue, "a");
      Message received = context.createConsumer(queue).receive(LONG);

      assertThatExceptionOfType(MessageNotWriteableRuntimeException.class)
          .isThrownBy(() -> context.createProducer().setProperty("size", 1).send(out, received));

      context.createProducer().send(out, received);
      BlockingQueue<String> colours = new LinkedBlockingQueue<>();
      try (JMSConsumer consumer = context.createConsumer(out)) {
        colours.add(consumer.receive(LONG).getStringProperty("colour"));
      }
      assertThat(take(colours)).isEqualTo("red");
    }
  }

  @Test
  @Clause(section = "7.5", rule = "A property of a JMSProducer needs a name")
  void propertiesNeedNames() {
    try (JMSContext context = factory.createContext()) {
      JMSProducer producer = context.createProducer();

      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() -> producer.setProperty("", 1));
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() -> producer.setProperty(null, "value"));
      assertThat(producer.getPropertyNames()).isEmpty();
    }
  }
}
