// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.compliance.Clause;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that come later, or not at all any more, also when the broker was away meanwhile. */
class ScheduleTest extends EndToEnd {
  private static final long DELAY = 1_500;
  private static final int MANY = Integer.getInteger("delayed.messages", 20_000);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Clause(section = "7.9", rule = "A persistent message keeps its delivery time over a crash")
  void delayedMessagesWaitOverACrash(boolean transacted) throws JMSException {
    long due;
    try (JMSContext context =
        factory.createContext(
            transacted ? JMSContext.SESSION_TRANSACTED : JMSContext.AUTO_ACKNOWLEDGE)) {
      Message message = context.createTextMessage("delayed");
      context.createProducer().setDeliveryDelay(DELAY).send(context.createQueue("later"), message);
      due = message.getJMSDeliveryTime();
      send(context, "later", "at once");
      if (transacted) {
        context.commit();
      }
    }
    broker.crash();
    broker.restart();
    try (JMSContext context = factory.createContext()) {
      JMSConsumer consumer = context.createConsumer(context.createQueue("later"));
      assertThat(texts(consumer, 1)).containsExactly("at once");
      Message delayed = consumer.receive(LONG);
      assertThat(delayed.getBody(String.class)).isEqualTo("delayed");
      assertThat(delayed.getJMSDeliveryTime()).isEqualTo(due);
      assertThat(System.currentTimeMillis()).isGreaterThanOrEqualTo(due);
      assertThat(delayed.getJMSRedelivered()).isFalse();
    }
  }

  @Test
  @Clause(section = "7.9", rule = "Delayed messages that became due while nobody ran come at once")
  void whatBecameDueMeanwhileComesAtOnce() throws JMSException {
    try (JMSContext context = factory.createContext()) {
      context.createProducer().setDeliveryDelay(50).send(context.createQueue("later"), "delayed");
    }
    broker.restart();
    try (JMSContext context = factory.createContext()) {
      JMSConsumer consumer = context.createConsumer(context.createQueue("later"));
      assertThat(texts(consumer, 1)).containsExactly("delayed");
    }
  }

  @Test
  @Clause(section = "3.4.9", rule = "Browsers do not show what has expired")
  void browsersPassOverWhatExpiredSinceTheyWereMade() throws JMSException {
    try (JMSContext context = factory.createContext()) {
      Queue queue = context.createQueue("short-lived");
      Message message = context.createTextMessage("short");
      context.createProducer().setTimeToLive(100).send(queue, message);
      send(context, "short-lived", "stays");
      QueueBrowser browser = context.createBrowser(queue);
      while (System.currentTimeMillis() <= message.getJMSExpiration()) {
        Thread.onSpinWait();
      }
      List<String> seen = new ArrayList<>();
      for (Enumeration<?> all = browser.getEnumeration(); all.hasMoreElements(); ) {
        seen.add(((Message) all.nextElement()).getBody(String.class));
      }
      assertThat(seen).containsExactly("stays");
    }
  }

  /** With {@code -Ddelayed.messages=1000000} and a small heap: they cost some 50 bytes each. */
  @Test
  void manyDelayedMessagesHoldNobodyUpAndComeAllAtTheirTime() throws JMSException {
    List<String> sent = new ArrayList<>();
    try (JMSContext context = factory.createContext(JMSContext.SESSION_TRANSACTED)) {
      Queue queue = context.createQueue("later");
      JMSProducer producer = context.createProducer();
      long due = System.currentTimeMillis() + DELAY + MANY / 20;
      for (int i = 0; i < MANY; i++) {
        producer.setDeliveryDelay(Math.max(1, due - System.currentTimeMillis()));
        producer.send(queue, "");
        if (i % 1000 == 999) {
          context.commit();
        }
      }
      context.commit();
      JMSConsumer consumer = context.createConsumer(queue);
      for (int i = 0; i < 100; i++) {
        send(context, "later", "urgent " + i);
        sent.add("urgent " + i);
      }
      context.commit();
      assertThat(texts(consumer, 100)).isEqualTo(sent);
      context.commit();
      for (int i = 0; i < MANY; i++) {
        assertThat(consumer.receiveBody(String.class, 60_000)).as("message %d", i).isEmpty();
        if (i % 1000 == 999) {
          context.commit();
        }
      }
      context.commit();
      assertThat(consumer.receiveNoWait()).isNull();
    }
  }
}
