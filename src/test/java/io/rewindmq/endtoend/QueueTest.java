// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.compliance.Clause;
import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.StreamMessage;
import java.time.LocalDate;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QueueTest extends EndToEnd {
  @Test
  @Clause(section = "4.1.8", rule = "A queue keeps messages, and their order, while nobody listens")
  void keepsMessagesAndTheirOrderWhileNobodyListens() {
    try (JMSContext sender = factory.createContext()) {
      send(sender, "orders", "a", "b", "c");
    }
    try (JMSContext receiver = factory.createContext();
        JMSConsumer consumer = receiver.createConsumer(receiver.createQueue("orders"))) {
      assertThat(texts(consumer, 3)).containsExactly("a", "b", "c");
      assertThat(consumer.receiveNoWait()).isNull();
    }
  }

  @Test
  @Clause(section = "8.5", rule = "receiveNoWait finds what is there")
  void receiveNoWaitFindsWhatWasConfirmedToAnotherConnection() throws JMSException {
    try (JMSContext sender = factory.createContext();
        JMSContext receiver = factory.createContext();
        JMSConsumer consumer = receiver.createConsumer(receiver.createQueue("exact"))) {
      for (int i = 0; i < 100; i++) {
        send(sender, "exact", "message " + i);
        Message message = consumer.receiveNoWait();
        assertThat(message).as("message %d", i).isNotNull();
        assertThat(message.getBody(String.class)).isEqualTo("message " + i);
      }
    }
  }

  @Test
  @Clause(
      section = "3.11",
      rule = "Every type of body and every type of property arrives as it was sent")
  void carriesEveryBodyTypeAndProperty() throws JMSException {
    try (JMSContext context = factory.createContext()) {
      Queue queue = context.createQueue("types");
      BytesMessage bytes = context.createBytesMessage();
      bytes.writeBytes(new byte[] {1, 2, 3});
      MapMessage map = context.createMapMessage();
      map.setDouble("price", 1.5);
      StreamMessage stream = context.createStreamMessage();
      stream.writeChar('x');
      for (Message message :
          List.of(
              bytes,
              map,
              stream,
              context.createTextMessage("text"),
              context.createObjectMessage(LocalDate.of(2026, 11, 23)),
              context.createMessage())) {
        message.setStringProperty("country", "France");
        message.setJMSReplyTo(context.createTopic("answers"));
        message.setJMSCorrelationID("c-1");
        context.createProducer().send(queue, message);
      }
      try (JMSConsumer consumer = context.createConsumer(queue)) {
        assertThat(consumer.receive(LONG).getBody(byte[].class)).containsExactly(1, 2, 3);
        assertThat((Object) consumer.receive(LONG).getBody(Map.class))
            .isEqualTo(Map.of("price", 1.5));
        assertThat(((StreamMessage) consumer.receive(LONG)).readChar()).isEqualTo('x');
        assertThat(consumer.receive(LONG).getBody(String.class)).isEqualTo("text");
        assertThat(consumer.receive(LONG).getBody(LocalDate.class)).isEqualTo("2026-11-23");
        Message last = consumer.receive(LONG);
        assertThat(last.getStringProperty("country")).isEqualTo("France");
        assertThat(last.getJMSReplyTo()).isEqualTo(context.createTopic("answers"));
        assertThat(last.getJMSDestination()).isEqualTo(queue);
        assertThat(last.getJMSCorrelationID()).isEqualTo("c-1");
        assertThat(last.getJMSMessageID()).startsWith("ID:");
        assertThat(last.getJMSRedelivered()).isFalse();
        assertThat(deliveryCount(last)).isEqualTo(1);
      }
    }
  }

  @Test
  @Clause(
      section = "7.7",
      rule = "A persistent message, and that it was consumed, survives a crash of the provider")
  void persistentMessagesAndAcknowledgementsSurviveARestart() {
    try (JMSContext context = factory.createContext();
        JMSConsumer consumer = context.createConsumer(context.createQueue("kept"))) {
      send(context, "kept", "taken", "left");
      assertThat(consumer.receiveBody(String.class, LONG)).isEqualTo("taken");
    }
    broker.restart();
    try (JMSContext context = factory.createContext();
        JMSConsumer consumer = context.createConsumer(context.createQueue("kept"))) {
      assertThat(texts(consumer, 1)).containsExactly("left");
      assertThat(consumer.receiveNoWait()).isNull();
    }
  }

  @Test
  @Clause(section = "7.7", rule = "A non-persistent message is delivered at most once")
  void nonPersistentMessagesArriveButNotAfterACrash() {
    try (JMSContext context = factory.createContext()) {
      Queue queue = context.createQueue("light");
      context
          .createProducer()
          .setDeliveryMode(DeliveryMode.NON_PERSISTENT)
          .send(queue, "one")
          .send(queue, "two");
      try (JMSConsumer consumer = context.createConsumer(queue)) {
        assertThat(texts(consumer, 1)).containsExactly("one");
      }
    }
    broker.restart();
    try (JMSContext context = factory.createContext();
        JMSConsumer consumer = context.createConsumer(context.createQueue("light"))) {
      assertThat(consumer.receive(SHORT)).isNull();
    }
  }

  @Test
  @Clause(section = "3.4.10", rule = "Messages of higher priority overtake the others")
  void higherPriorityOvertakesTheWholeBacklog() {
    try (JMSContext context = factory.createContext()) {
      Queue queue = context.createQueue("priorities");
      for (int priority : new int[] {4, 0, 9, 5, 4}) {
        context.createProducer().setPriority(priority).send(queue, "p" + priority);
      }
      try (JMSConsumer consumer = context.createConsumer(queue)) {
        assertThat(texts(consumer, 5)).containsExactly("p9", "p5", "p4", "p4", "p0");
      }
    }
  }

  @Test
  @Clause(section = "7.8", rule = "An expired message is not delivered")
  void expiredMessagesAreNotDelivered() throws InterruptedException {
    try (JMSContext context = factory.createContext()) {
      Queue queue = context.createQueue("short-lived");
      context.createProducer().setTimeToLive(1).send(queue, "gone");
      send(context, "short-lived", "stays");
      try (JMSConsumer consumer = context.createConsumer(queue)) {
        assertThat(texts(consumer, 1)).containsExactly("stays");
      }
    }
  }

  @Test
  @Clause(
      section = "7.9",
      rule = "A message with a delivery delay comes when it is due, and others overtake it")
  void delayedMessageComesWhenDueAndUndelayedOvertakeIt() {
    try (JMSContext context = factory.createContext()) {
      Queue queue = context.createQueue("later");
      long before = System.currentTimeMillis();
      context.createProducer().setDeliveryDelay(500).send(queue, "delayed");
      send(context, "later", "at once");
      try (JMSConsumer consumer = context.createConsumer(queue)) {
        assertThat(texts(consumer, 1)).containsExactly("at once");
        assertThat(consumer.receiveNoWait()).isNull();
        assertThat(texts(consumer, 1)).containsExactly("delayed");
        assertThat(System.currentTimeMillis() - before).isGreaterThanOrEqualTo(500);
      }
    }
  }

  @Test
  @Clause(section = "4.1.6", rule = "A browser shows a queue's messages in order and takes none")
  void browserShowsAllAndTakesNothing() throws JMSException {
    try (JMSContext context = factory.createContext()) {
      send(context, "looked-at", "a", "b");
      Queue queue = context.createQueue("looked-at");
      try (QueueBrowser browser = context.createBrowser(queue)) {
        assertThat(count(browser)).isEqualTo(2);
        assertThat(count(browser)).isEqualTo(2);
      }
      try (JMSConsumer consumer = context.createConsumer(queue)) {
        assertThat(texts(consumer, 2)).containsExactly("a", "b");
      }
    }
  }

  private static int count(QueueBrowser browser) throws JMSException {
    int count = 0;
    for (Enumeration<?> all = browser.getEnumeration(); all.hasMoreElements(); count++) {
      assertThat(all.nextElement()).isInstanceOf(Message.class);
    }
    return count;
  }

  @Test
  @Clause(section = "4.1.2", rule = "Each message of a queue goes to one of its consumers")
  void competingConsumersGetEachMessageOnce() {
    try (JMSContext context = factory.createContext();
        JMSContext other = factory.createContext()) {
      Queue queue = context.createQueue("shared-work");
      try (JMSConsumer one = context.createConsumer(queue);
          JMSConsumer two = other.createConsumer(queue)) {
        for (int i = 0; i < 200; i++) {
          send(context, "shared-work", "m" + i);
        }
        Set<String> seen = new HashSet<>();
        for (Message m = next(one, two); m != null; m = next(one, two)) {
          assertThat(seen.add(body(m))).isTrue();
        }
        assertThat(seen).hasSize(200);
      }
    }
  }

  private static Message next(JMSConsumer one, JMSConsumer two) {
    Message message = one.receiveNoWait();
    return message != null ? message : two.receive(SHORT);
  }

  private static String body(Message message) {
    try {
      return message.getBody(String.class);
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void largeMessageComesBackByteForByte() throws JMSException {
    byte[] body = new byte[3 << 20];
    new Random(7).nextBytes(body);
    try (JMSContext context = factory.createContext()) {
      Queue queue = context.createQueue("large");
      context.createProducer().send(queue, body);
      try (JMSConsumer consumer = context.createConsumer(queue)) {
        assertThat(consumer.receiveBody(byte[].class, LONG)).isEqualTo(body);
      }
    }
  }
}
