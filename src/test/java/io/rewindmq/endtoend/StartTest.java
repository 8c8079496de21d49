// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.Enumeration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Destinations with the option {@code start}. */
class StartTest extends EndToEnd {
  @ParameterizedTest
  @CsvSource({"earliest, a b c d", "1, b c d", "-PT1H, a b c d", "latest, d", "99, d"})
  void aTopicsSubscriptionBeginsAtThePlace(String start, String texts) {
    try (JMSContext context = factory.createContext()) {
      publish(context, "prices", "a", "b", "c");
      JMSConsumer consumer = context.createConsumer(context.createTopic("prices?start=" + start));
      publish(context, "prices", "d");

      assertThat(texts(consumer, texts.split(" ").length)).containsExactly(texts.split(" "));
      assertThat(consumer.receive(SHORT)).isNull();
    }
  }

  @Test
  void anInstantIsAPlace() throws JMSException {
    try (JMSContext context = factory.createContext()) {
      publish(context, "times", "a");
      JMSConsumer all = context.createConsumer(context.createTopic("times?start=earliest"));
      long time = all.receive(LONG).getJMSTimestamp();

      String before = java.time.Instant.ofEpochMilli(time - 60_000).toString();
      String after = java.time.Instant.ofEpochMilli(time + 3_600_000).toString();

      assertThat(texts(context.createConsumer(context.createTopic("times?start=" + before)), 1))
          .containsExactly("a");
      assertThat(context.createConsumer(context.createTopic("times?start=" + after)).receive(SHORT))
          .isNull();
    }
  }

  @Test
  void historyIsMarkedAndNewMessagesAreNot() throws JMSException {
    try (JMSContext context = factory.createContext()) {
      publish(context, "marked", "old");
      JMSConsumer consumer = context.createConsumer(context.createTopic("marked?start=earliest"));
      publish(context, "marked", "new");

      Message old = consumer.receive(LONG);
      assertThat(old.getStringProperty("JMS_RewindMQ_ReplayId")).isNotBlank();
      assertThat(old.getJMSRedelivered()).isFalse();
      assertThat(deliveryCount(old)).isEqualTo(1);
      assertThat(old.getJMSDestination()).isEqualTo(context.createTopic("marked"));
      assertThat(consumer.receive(LONG).propertyExists("JMS_RewindMQ_ReplayId")).isFalse();
    }
  }

  @Test
  void aQueuesHistoryIsReadWithoutAnEffectOnTheQueue() throws JMSException {
    try (JMSContext context = factory.createContext();
        JMSContext other = factory.createContext()) {
      send(context, "orders", "a", "b", "c");
      JMSConsumer worker = context.createConsumer(context.createQueue("orders"));
      assertThat(texts(worker, 2)).containsExactly("a", "b");
      worker.close();

      JMSConsumer reader = other.createConsumer(other.createQueue("orders?start=earliest"));
      Message first = reader.receive(LONG);
      assertThat(first.getBody(String.class)).isEqualTo("a");
      assertThat(first.getStringProperty("JMS_RewindMQ_ReplayId")).isNotBlank();
      assertThat(texts(reader, 2)).containsExactly("b", "c");

      assertThat(browsed(context, "orders")).isEqualTo(1);
      JMSConsumer again = context.createConsumer(context.createQueue("orders"));
      assertThat(texts(again, 1)).containsExactly("c");
      send(context, "orders", "d");
      assertThat(texts(reader, 1)).containsExactly("d");
      assertThat(texts(again, 1)).containsExactly("d");
    }
  }

  @Test
  void aReaderOfHistoryHoldsNothingBackWhenItRollsBack() {
    try (JMSContext worker = factory.createContext();
        JMSContext reader = factory.createContext(JMSContext.SESSION_TRANSACTED)) {
      send(worker, "held", "a", "b");
      JMSConsumer history = reader.createConsumer(reader.createQueue("held?start=0"));
      assertThat(texts(history, 2)).containsExactly("a", "b");

      JMSConsumer work = worker.createConsumer(worker.createQueue("held"));
      assertThat(texts(work, 2)).containsExactly("a", "b");
      reader.rollback();

      assertThat(texts(history, 2)).containsExactly("a", "b");
      reader.commit();
      assertThat(history.receive(SHORT)).isNull();
      assertThat(work.receive(SHORT)).isNull();
    }
  }

  @Test
  void aNewDurableSubscriptionBeginsAtThePlaceAndAnExistingOneGoesOn() {
    try (JMSContext context = context("billing")) {
      publish(context, "placed", "a", "b", "c");
      JMSConsumer first = context.createDurableConsumer(context.createTopic("placed?start=1"), "s");
      assertThat(texts(first, 1)).containsExactly("b");
      first.close();
    }
    broker.restart();
    try (JMSContext context = context("billing")) {
      JMSConsumer again =
          context.createDurableConsumer(context.createTopic("placed?start=earliest"), "s");
      assertThat(texts(again, 1)).containsExactly("c");
      assertThat(again.receive(SHORT)).isNull();
    }
  }

  @Test
  void aDurableSubscriptionInThePastSurvivesARestartBeforeAnythingIsRead() {
    try (JMSContext context = factory.createContext()) {
      publish(context, "kept", "a", "b");
      context.createSharedDurableConsumer(context.createTopic("kept?start=earliest"), "s").close();
    }
    broker.crash();
    broker.restart();
    try (JMSContext context = factory.createContext()) {
      assertThat(texts(context.createSharedDurableConsumer(context.createTopic("kept"), "s"), 2))
          .containsExactly("a", "b");
    }
  }

  @Test
  void theFirstConsumerOfASharedSubscriptionDecides() {
    try (JMSContext context = factory.createContext();
        JMSContext second = factory.createContext()) {
      publish(context, "shared", "a");
      JMSConsumer one =
          context.createSharedConsumer(context.createTopic("shared?start=earliest"), "s");
      assertThat(texts(one, 1)).containsExactly("a");

      JMSConsumer two =
          second.createSharedConsumer(second.createTopic("shared?start=earliest"), "s");

      assertThat(two.receive(SHORT)).isNull();
    }
  }

  @Test
  void goesOnWhereItWasAfterALostConnection() {
    try (JMSContext context = factory.createContext();
        JMSContext acknowledges = factory.createContext(JMSContext.CLIENT_ACKNOWLEDGE)) {
      send(context, "resumed", "a", "b", "c", "d");
      JMSConsumer reader = context.createConsumer(context.createQueue("resumed?start=earliest"));
      assertThat(texts(reader, 2)).containsExactly("a", "b");
      JMSConsumer client =
          acknowledges.createConsumer(acknowledges.createQueue("resumed?start=earliest"));
      assertThat(texts(client, 1)).containsExactly("a");
      acknowledges.acknowledge();
      assertThat(texts(client, 1)).containsExactly("b");

      broker.restart();

      assertThat(texts(reader, 2)).containsExactly("c", "d");
      assertThat(texts(client, 3)).containsExactly("b", "c", "d");
    }
  }

  @Test
  void messagesAreSentToADestinationWithOptions() {
    try (JMSContext context = factory.createContext()) {
      context.createProducer().send(context.createQueue("queue:///sent?start=earliest"), "a");

      assertThat(texts(context.createConsumer(context.createQueue("sent")), 1))
          .containsExactly("a");
    }
  }

  @Test
  void aBrowserHasNoStart() {
    try (JMSContext context = factory.createContext()) {
      assertThatExceptionOfType(JMSException.class)
          .isThrownBy(() -> browsed(context, "browsed?start=earliest"))
          .withMessageContaining("a browser");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"orders?begin=earliest", "orders?start=yesterday", "topic:orders", ""})
  @DisplayName("What is no queue is refused before the broker is asked")
  void refusesWhatIsNoQueue(String name) {
    try (JMSContext context = factory.createContext()) {
      assertThatExceptionOfType(InvalidDestinationRuntimeException.class)
          .isThrownBy(() -> context.createQueue(name));
    }
  }

  @Test
  void writesOfAQueueMeanTheSame() {
    try (JMSContext context = factory.createContext()) {
      for (String name : List.of("same", "queue:same", "queue://same", "queue:///same")) {
        send(context, name, name);
      }
      assertThat(texts(context.createConsumer(context.createQueue("same")), 4))
          .containsExactly("same", "queue:same", "queue://same", "queue:///same");
    }
  }

  private static int browsed(JMSContext context, String queue) throws JMSException {
    int count = 0;
    Enumeration<?> messages = context.createBrowser(context.createQueue(queue)).getEnumeration();
    while (messages.hasMoreElements()) {
      messages.nextElement();
      count++;
    }
    return count;
  }
}
