// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.compliance.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rewindmq.compliance.Clause;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What selectors choose, on queues, topics and browsers alike: section 3.8. */
class SelectorTest extends MessageSuite {
  /** Sends one message of each text, chosen or not by the properties set for it. */
  @FunctionalInterface
  private interface Dress {
    void with(Message message, String text) throws JMSException;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "colour = 'red'                          | red",
        "colour <> 'red'                         | green blue",
        "colour IN ('red', 'blue')               | red blue",
        "colour NOT IN ('red', 'blue')           | green",
        "colour LIKE '%e_'                       | red green",
        "colour LIKE 'r__' OR weight > 25        | red blue",
        "weight BETWEEN 10 AND 20                | red green",
        "weight NOT BETWEEN 10 AND 20            | blue",
        "weight * 2 + 1 = 21                     | red",
        "-weight < -15                           | green blue",
        "price >= 1.5E0 AND NOT sold             | green",
        "sold = TRUE                             | red",
        "sold                                    | red",
        "missing IS NULL AND weight IS NOT NULL  | red green blue",
        "weight = '10'                           | none",
        "colour = 'it''s'                        | none"
      })
  @Clause(section = "3.8.1.1", rule = "Queue, topic and browser choose by the selector's grammar")
  void grammar(String selector, String expected) throws JMSException {
    Dress dress =
        (message, text) -> {
          message.setStringProperty("colour", text);
          message.setIntProperty(
              "weight", 10 * (1 + List.of("red", "green", "blue").indexOf(text)));
          message.setDoubleProperty("price", "red".equals(text) ? 1 : 1.5);
          message.setBooleanProperty("sold", "red".equals(text));
          if ("blue".equals(text)) {
            message.clearProperties();
            message.setStringProperty("colour", text);
            message.setLongProperty("weight", 30);
          }
        };
    List<String> texts = "none".equals(expected) ? List.of() : List.of(expected.split(" "));

    assertThat(browsed(selector, dress, "red", "green", "blue")).isEqualTo(texts);
    assertThat(chosen(Kind.QUEUE, selector, dress, "red", "green", "blue")).isEqualTo(texts);
    assertThat(chosen(Kind.TOPIC, selector, dress, "red", "green", "blue")).isEqualTo(texts);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "missing = 1                  | none",
        "missing <> 1                 | none",
        "NOT (missing = 1)            | none",
        "missing = 1 OR n = 1         | a",
        "missing = 1 AND n = 1        | none",
        "missing IN ('x')             | none",
        "missing NOT IN ('x')         | none",
        "missing LIKE '%'             | none",
        "missing BETWEEN 1 AND 2      | none",
        "missing + 1 = 1              | none",
        "missing IS NULL              | a b",
        "n = 1 OR missing IS NOT NULL | a"
      })
  @Clause(
      section = "3.8.1.2",
      rule = "What is compared with an unknown value is unknown, not false")
  void unknownValues(String selector, String expected) throws JMSException {
    List<String> texts = "none".equals(expected) ? List.of() : List.of(expected.split(" "));
    Dress dress = (message, text) -> message.setIntProperty("n", "a".equals(text) ? 1 : 2);

    assertThat(chosen(Kind.QUEUE, selector, dress, "a", "b")).isEqualTo(texts);
    assertThat(chosen(Kind.TOPIC, selector, dress, "a", "b")).isEqualTo(texts);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "  "})
  @Clause(section = "3.8.1", rule = "No selector and an empty one choose everything")
  void noSelector(@Nullable String selector) throws JMSException {
    assertThat(chosen(Kind.QUEUE, selector, (message, text) -> {}, "a", "b"))
        .containsExactly("a", "b");
  }

  @Test
  @Clause(
      section = "3.8.1.1",
      rule = "Header fields are selected as they arrive, the body never is")
  void headerFields() throws JMSException {
    assertThat(
            chosen(
                Kind.QUEUE,
                "JMSCorrelationID = 'a' AND JMSType LIKE 'order%' AND JMSPriority = 4"
                    + " AND JMSDeliveryMode = 'PERSISTENT' AND JMSMessageID LIKE 'ID:%'"
                    + " AND JMSTimestamp > 1000000000000",
                (message, text) -> {
                  message.setJMSCorrelationID(text);
                  message.setJMSType("order/" + text);
                },
                "a",
                "b"))
        .containsExactly("a");
    assertThat(chosen(Kind.QUEUE, "text = 'a'", (message, text) -> {}, "a")).isEmpty();
  }

  @Test
  @Clause(section = "3.8.1.1", rule = "JMSDeliveryMode is the words PERSISTENT and NON_PERSISTENT")
  void deliveryMode() throws JMSException {
    Destination queue = destination(Kind.QUEUE);
    try (MessageProducer producer = session.createProducer(queue);
        MessageConsumer consumer =
            session.createConsumer(queue, "JMSDeliveryMode = 'NON_PERSISTENT'")) {
      producer.send(session.createTextMessage("kept"));
      producer.send(session.createTextMessage("light"), DeliveryMode.NON_PERSISTENT, 4, 0);

      assertThat(present(consumer.receive(LONG)).getBody(String.class)).isEqualTo("light");
      assertThat(consumer.receiveNoWait()).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n =",
        "= 1",
        "n = 1 AND",
        "n == 1",
        "'text'",
        "1",
        "n LIKE 5",
        "n IN (1)",
        "JMSExpiration > 0 AND",
        "n BETWEEN 1",
        "(n = 1",
        "n = 'open",
        "n IS",
        "NOT",
        "n + 'a' > 1"
      })
  @Clause(section = "3.8.1.1", rule = "A selector that is none is refused, wherever it is given")
  void wrongSelectors(String selector) throws JMSException {
    Destination queue = destination(Kind.QUEUE);
    Destination topic = destination(Kind.TOPIC);

    assertThatExceptionOfType(InvalidSelectorException.class)
        .isThrownBy(() -> session.createConsumer(queue, selector));
    assertThatExceptionOfType(InvalidSelectorException.class)
        .isThrownBy(() -> session.createConsumer(topic, selector));
    assertThatExceptionOfType(InvalidSelectorException.class)
        .isThrownBy(() -> session.createBrowser((Queue) queue, selector));
  }

  private List<String> chosen(Kind kind, @Nullable String selector, Dress dress, String... texts)
      throws JMSException {
    Destination destination = destination(kind);
    try (MessageConsumer consumer = session.createConsumer(destination, selector)) {
      send(destination, dress, texts);
      List<String> chosen = new ArrayList<>();
      for (Message next = consumer.receiveNoWait(); next != null; next = consumer.receiveNoWait()) {
        chosen.add(next.getBody(String.class));
      }
      return chosen;
    }
  }

  private List<String> browsed(String selector, Dress dress, String... texts) throws JMSException {
    Queue queue = (Queue) destination(Kind.QUEUE);
    send(queue, dress, texts);
    try (QueueBrowser browser = session.createBrowser(queue, selector)) {
      List<String> browsed = new ArrayList<>();
      for (Enumeration<?> each = browser.getEnumeration(); each.hasMoreElements(); ) {
        browsed.add(((TextMessage) each.nextElement()).getText());
      }
      return browsed;
    }
  }

  private void send(Destination destination, Dress dress, String... texts) throws JMSException {
    try (MessageProducer producer = session.createProducer(destination)) {
      for (String text : texts) {
        Message message = session.createTextMessage(text);
        dress.with(message, text);
        producer.send(message);
      }
    }
  }
}
