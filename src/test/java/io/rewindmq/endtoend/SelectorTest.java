// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rewindmq.compliance.Clause;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.InvalidSelectorRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Message selectors as an application sees them. */
class SelectorTest extends EndToEnd {
  private static void sendColors(JMSContext context, String queue, String... colors) {
    sendTo(context.createProducer(), context.createQueue(queue), colors);
  }

  private static void publishColors(JMSContext context, String topic, String... colors) {
    sendTo(context.createProducer(), context.createTopic(topic), colors);
  }

  /** The body of each message is its color and its number. */
  private static void sendTo(JMSProducer producer, Destination destination, String... colors) {
    for (int i = 0; i < colors.length; i++) {
      producer
          .setProperty("color", colors[i])
          .setProperty("number", i)
          .send(destination, colors[i] + i);
    }
  }

  @Test
  @Clause(
      section = "4.1.2",
      rule = "Messages that a queue consumer's selector refuses stay in the queue, in order")
  void queueConsumerTakesWhatMatchesAndTheRestStaysInOrder() {
    try (JMSContext context = factory.createContext()) {
      sendColors(context, "paint", "red", "blue", "red", "green", "blue", "red");
      Queue queue = context.createQueue("paint");
      try (JMSConsumer red = context.createConsumer(queue, "color = 'red'")) {
        assertThat(texts(red, 3)).containsExactly("red0", "red2", "red5");
        assertThat(red.receiveNoWait()).isNull();
      }
      try (JMSConsumer rest = context.createConsumer(queue)) {
        assertThat(texts(rest, 3)).containsExactly("blue1", "green3", "blue4");
        assertThat(rest.receiveNoWait()).isNull();
      }
    }
  }

  @Test
  void queueConsumersWithSelectorsDoNotBlockEachOther() {
    try (JMSContext context = factory.createContext();
        JMSContext other = factory.createContext()) {
      Queue queue = context.createQueue("paint");
      try (JMSConsumer blue = context.createConsumer(queue, "color = 'blue'");
          JMSConsumer red = other.createConsumer(queue, "color = 'red'")) {
        sendColors(context, "paint", "red", "red", "blue", "green", "red");
        assertThat(texts(blue, 1)).containsExactly("blue2");
        assertThat(texts(red, 3)).containsExactly("red0", "red1", "red4");
      }
      try (JMSConsumer rest = context.createConsumer(queue)) {
        assertThat(texts(rest, 1)).containsExactly("green3");
      }
    }
  }

  @Test
  void rolledBackMessagesComeAgainToWhomTheyMatch() throws JMSException {
    try (JMSContext context = factory.createContext();
        JMSContext transacted = factory.createContext(JMSContext.SESSION_TRANSACTED)) {
      sendColors(context, "paint", "blue", "red", "blue", "red");
      Queue queue = transacted.createQueue("paint");
      try (JMSConsumer red = transacted.createConsumer(queue, "color = 'red'")) {
        assertThat(texts(red, 2)).containsExactly("red1", "red3");
        transacted.rollback();
        Message again = red.receive(LONG);
        assertThat(again.getBody(String.class)).isEqualTo("red1");
        assertThat(again.getJMSRedelivered()).isTrue();
        assertThat(texts(red, 1)).containsExactly("red3");
        transacted.commit();
        assertThat(red.receiveNoWait()).isNull();
      }
    }
  }

  @Test
  void deliveryCountIsVisibleToSelectors() throws JMSException {
    try (JMSContext context = factory.createContext();
        JMSContext transacted = factory.createContext(JMSContext.SESSION_TRANSACTED)) {
      sendColors(context, "paint", "red");
      Queue queue = transacted.createQueue("paint");
      try (JMSConsumer fresh = transacted.createConsumer(queue, "JMSXDeliveryCount = 1")) {
        assertThat(texts(fresh, 1)).containsExactly("red0");
        transacted.rollback();
        assertThat(fresh.receive(SHORT)).isNull();
      }
      try (JMSConsumer failed = context.createConsumer(queue, "JMSXDeliveryCount > 1")) {
        assertThat(deliveryCount(failed.receive(LONG))).isEqualTo(2);
      }
    }
  }

  @Test
  @Clause(section = "3.8.1.1", rule = "The header fields that selectors may name can be selected")
  void headerFieldsCanBeSelected() throws JMSException {
    try (JMSContext context = factory.createContext()) {
      Queue queue = context.createQueue("paint");
      TextMessage sent = context.createTextMessage("a");
      context
          .createProducer()
          .setJMSType("car")
          .setJMSCorrelationID("c-7")
          .setPriority(8)
          .setDeliveryMode(DeliveryMode.NON_PERSISTENT)
          .send(queue, sent);
      String selector =
          "JMSType = 'car' AND JMSCorrelationID LIKE 'c-_' AND JMSPriority > 7"
              + " AND JMSDeliveryMode = 'NON_PERSISTENT' AND JMSTimestamp > 0 AND JMSMessageID = '"
              + sent.getJMSMessageID()
              + "'";
      try (JMSConsumer consumer = context.createConsumer(queue, selector)) {
        assertThat(texts(consumer, 1)).containsExactly("a");
        assertThat(consumer.getMessageSelector()).isEqualTo(selector);
      }
    }
  }

  @Test
  @Clause(section = "4.1.6", rule = "A browser with a selector shows what matches")
  void browserShowsWhatMatches() throws JMSException {
    try (JMSContext context = factory.createContext()) {
      sendColors(context, "paint", "red", "blue", "red");
      try (QueueBrowser browser =
          context.createBrowser(context.createQueue("paint"), "color = 'red'")) {
        List<String> seen = new ArrayList<>();
        Enumeration<?> messages = browser.getEnumeration();
        while (messages.hasMoreElements()) {
          seen.add(((Message) messages.nextElement()).getBody(String.class));
        }
        assertThat(seen).containsExactly("red0", "red2");
      }
    }
  }

  @Test
  @Clause(section = "3.8.1", rule = "A topic consumer gets what its selector matches")
  void topicConsumerGetsWhatMatches() {
    try (JMSContext context = factory.createContext();
        JMSContext other = factory.createContext()) {
      Topic topic = context.createTopic("paint");
      try (JMSConsumer red = context.createConsumer(topic, "color = 'red' AND number > 0");
          JMSConsumer all = other.createConsumer(topic, "")) {
        publishColors(context, "paint", "red", "blue", "red");
        assertThat(texts(red, 1)).containsExactly("red2");
        assertThat(red.receiveNoWait()).isNull();
        assertThat(texts(all, 3)).hasSize(3);
        assertThat(all.getMessageSelector()).isNull();
      }
    }
  }

  @Test
  @Clause(section = "8.3.3", rule = "A durable subscription with a selector keeps what matches")
  void durableSubscriptionKeepsWhatMatchesAndSettlesTheRest() {
    try (JMSContext context = context("desk")) {
      context
          .createDurableConsumer(context.createTopic("paint"), "red", "color = 'red'", false)
          .close();
    }
    try (JMSContext context = factory.createContext()) {
      publishColors(context, "paint", "blue", "red", "blue", "red", "blue");
    }
    broker.restart();
    try (JMSContext context = context("desk");
        JMSConsumer consumer =
            context.createDurableConsumer(
                context.createTopic("paint"), "red", "  color = 'red'\n", false)) {
      assertThat(texts(consumer, 2)).containsExactly("red1", "red3");
      assertThat(consumer.receiveNoWait()).isNull();
    }
  }

  @Test
  @Clause(section = "8.3.3", rule = "Another selector or topic makes a durable subscription anew")
  void durableSubscriptionWithAnotherSelectorIsANewOne() {
    try (JMSContext context = context("desk")) {
      Topic topic = context.createTopic("paint");
      context.createDurableConsumer(topic, "mine", "color = 'red'", false).close();
      publishColors(context, "paint", "red", "blue");
      try (JMSConsumer consumer =
          context.createDurableConsumer(topic, "mine", "color = 'blue'", false)) {
        assertThat(consumer.receive(SHORT)).isNull();
        publishColors(context, "paint", "red", "blue");
        assertThat(texts(consumer, 1)).containsExactly("blue1");
      }
    }
  }

  @Test
  @Clause(
      section = "8.3.2",
      rule = "The selector of a shared subscription is that of all its consumers")
  void sharedSubscriptionsSelectForAllTheirConsumers() {
    try (JMSContext one = factory.createContext();
        JMSContext two = factory.createContext()) {
      Topic topic = one.createTopic("paint");
      try (JMSConsumer first = one.createSharedConsumer(topic, "line", "color = 'red'");
          JMSConsumer second = two.createSharedConsumer(topic, "line", "color = 'red'")) {
        assertThatThrownBy(() -> two.createSharedConsumer(topic, "line", "color = 'blue'"))
            .isInstanceOf(JMSRuntimeException.class);
        publishColors(one, "paint", "red", "blue", "red", "blue", "red", "red");
        List<String> all = new ArrayList<>();
        while (all.size() < 4) {
          String text = first.receiveBody(String.class, SHORT);
          all.add(text != null ? text : second.receiveBody(String.class, LONG));
        }
        assertThat(all).containsExactlyInAnyOrder("red0", "red2", "red4", "red5");
        assertThat(first.receiveNoWait()).isNull();
        assertThat(second.receiveNoWait()).isNull();
      }
    }
  }

  @Test
  @Clause(section = "8.3.4", rule = "A shared durable subscription may have a selector")
  void sharedDurableSubscriptionSelects() {
    try (JMSContext context = factory.createContext()) {
      Topic topic = context.createTopic("paint");
      context.createSharedDurableConsumer(topic, "line", "number BETWEEN 1 AND 2").close();
      publishColors(context, "paint", "a", "b", "c", "d");
      try (JMSConsumer consumer =
          context.createSharedDurableConsumer(topic, "line", "number BETWEEN 1 AND 2")) {
        assertThat(texts(consumer, 2)).containsExactly("b1", "c2");
        assertThat(consumer.receiveNoWait()).isNull();
      }
    }
  }

  @Test
  @Clause(
      section = "3.8.1.1",
      rule = "A malformed selector is refused when the consumer is created")
  void malformedSelectorsAreRefusedEverywhere() throws JMSException {
    String bad = "color = ";
    String told = "character 9: expected a name, a literal or (, found the end of the selector";
    try (JMSContext context = context("desk")) {
      Queue queue = context.createQueue("paint");
      Topic topic = context.createTopic("paint");
      for (ThrowingCallable creation :
          List.<ThrowingCallable>of(
              () -> context.createConsumer(queue, bad),
              () -> context.createConsumer(topic, bad),
              () -> context.createDurableConsumer(topic, "d", bad, false),
              () -> context.createSharedConsumer(topic, "s", bad),
              () -> context.createSharedDurableConsumer(topic, "sd", bad),
              () -> context.createBrowser(queue, bad))) {
        assertThatThrownBy(creation)
            .isInstanceOf(InvalidSelectorRuntimeException.class)
            .hasMessageContaining(told);
      }
    }
    try (Connection connection = factory.createConnection();
        Session session = connection.createSession()) {
      Queue queue = session.createQueue("paint");
      assertThatThrownBy(() -> session.createConsumer(queue, "JMSExpiration > 0"))
          .isInstanceOf(InvalidSelectorException.class)
          .hasMessageContaining("JMSExpiration can't be used in a selector");
    }
  }
}
