// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.compliance.Clause;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.TextMessage;
import org.junit.jupiter.api.Test;

/** Message groups and exclusive consumers as an application sees them. */
class MessageGroupTest extends EndToEnd {
  private static void send(JMSContext context, Queue queue, String group, String... texts) {
    for (String text : texts) {
      context.createProducer().setProperty("JMSXGroupID", group).send(queue, text);
    }
  }

  private static TextMessage next(JMSConsumer consumer) {
    return (TextMessage) consumer.receive(LONG);
  }

  @Test
  @Clause(section = "3.5.9", rule = "Messages of one JMSXGroupID go to one consumer")
  void eachGroupHasOneConsumerThatKeepsIt() throws JMSException {
    try (JMSContext some = factory.createContext();
        JMSContext other = factory.createContext()) {
      Queue queue = some.createQueue("orders");
      JMSConsumer first = some.createConsumer(queue);
      JMSConsumer second = other.createConsumer(queue);
      send(some, queue, "a", "a1");
      send(some, queue, "b", "b1");
      send(some, queue, "a", "a2");
      send(some, queue, "b", "b2");
      TextMessage begin = next(first);
      assertThat(begin.getText()).isEqualTo("a1");
      assertThat(begin.getBooleanProperty("JMSXGroupFirstForConsumer")).isTrue();
      TextMessage more = next(first);
      assertThat(more.getText()).isEqualTo("a2");
      assertThat(more.propertyExists("JMSXGroupFirstForConsumer")).isFalse();
      assertThat(texts(second, 2)).containsExactly("b1", "b2");

      first.close();
      send(some, queue, "a", "a3");
      Message taken = next(second);
      assertThat(taken.getBody(String.class)).isEqualTo("a3");
      assertThat(taken.getBooleanProperty("JMSXGroupFirstForConsumer")).isTrue();
    }
  }

  @Test
  void groupIsHandedOverWhenItsMessagesAreAcknowledged() throws JMSException {
    try (JMSContext some = factory.createContext(JMSContext.CLIENT_ACKNOWLEDGE);
        JMSContext other = factory.createContext()) {
      Queue queue = some.createQueue("orders");
      JMSConsumer first = some.createConsumer(queue);
      send(other, queue, "a", "a1");
      Message held = next(first);
      first.close();
      JMSConsumer second = other.createConsumer(queue);
      send(other, queue, "a", "a2");
      assertThat(second.receive(SHORT)).isNull();
      held.acknowledge();
      assertThat(texts(second, 1)).containsExactly("a2");
    }
  }

  @Test
  void sequenceOfMinusOneClosesTheGroup() throws JMSException {
    try (JMSContext context = factory.createContext()) {
      Queue queue = context.createQueue("orders");
      JMSConsumer consumer = context.createConsumer(queue);
      TextMessage last = context.createTextMessage("last");
      last.setStringProperty("JMSXGroupID", "a");
      last.setIntProperty("JMSXGroupSeq", -1);
      context.createProducer().send(queue, last);
      send(context, queue, "a", "again", "and again");
      assertThat(texts(consumer, 1)).containsExactly("last");
      assertThat(next(consumer).getBooleanProperty("JMSXGroupFirstForConsumer")).isTrue();
      assertThat(next(consumer).propertyExists("JMSXGroupFirstForConsumer")).isFalse();
    }
  }

  @Test
  void exclusiveConsumerGetsEverythingUntilItCloses() {
    try (JMSContext some = factory.createContext();
        JMSContext other = factory.createContext()) {
      Queue queue = some.createQueue("orders?exclusive=true");
      JMSConsumer first = some.createConsumer(queue);
      JMSConsumer second = other.createConsumer(queue);
      send(some, "orders", "1", "2", "3");
      assertThat(texts(first, 2)).containsExactly("1", "2");
      assertThat(second.receiveNoWait()).isNull();
      first.close();
      assertThat(texts(second, 1)).containsExactly("3");
    }
  }
}
