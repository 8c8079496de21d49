// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import org.junit.jupiter.api.Test;

class DeadLetterTest extends EndToEnd {
  private static final int DELIVERIES_MAX = 10;

  @Test
  void aMessageThatIsAlwaysRolledBackEndsInTheDeadLetterQueue() throws JMSException {
    try (JMSContext context = factory.createContext(JMSContext.SESSION_TRANSACTED)) {
      TextMessage poison = context.createTextMessage("poison");
      poison.setJMSCorrelationID("c-1");
      poison.setJMSType("order");
      poison.setIntProperty("size", 7);
      context.createProducer().send(context.createQueue("work"), poison);
      send(context, "work", "good");
      context.commit();
      JMSConsumer consumer = context.createConsumer(context.createQueue("work"));
      for (int i = 1; i <= DELIVERIES_MAX; i++) {
        Message message = consumer.receive(LONG);
        assertThat(message.getBody(String.class)).isEqualTo("poison");
        assertThat(deliveryCount(message)).isEqualTo(i);
        context.rollback();
      }
      assertThat(texts(consumer, 1)).containsExactly("good");
      context.commit();

      JMSConsumer dead = context.createConsumer(context.createQueue("DLQ.work"));
      Message letter = dead.receive(LONG);
      assertThat(letter.getBody(String.class)).isEqualTo("poison");
      assertThat(letter.getJMSMessageID()).isEqualTo(poison.getJMSMessageID());
      assertThat(letter.getJMSCorrelationID()).isEqualTo("c-1");
      assertThat(letter.getJMSType()).isEqualTo("order");
      assertThat(letter.getIntProperty("size")).isEqualTo(7);
      assertThat(letter.getJMSRedelivered()).isFalse();
      assertThat(deliveryCount(letter)).isEqualTo(1);
      assertThat(letter.getStringProperty("JMS_Rewind_Reason")).isEqualTo("dead-lettered");
      assertThat(letter.getStringProperty("JMS_Rewind_Destination")).isEqualTo("queue://work");
      assertThat(letter.getStringProperty("JMS_Rewind_Group")).isEqualTo("work");
      assertThat(letter.getLongProperty("JMS_Rewind_Offset")).isZero();
      assertThat(letter.getIntProperty("JMS_Rewind_Deliveries")).isEqualTo(DELIVERIES_MAX);
      for (int i = 0; i < DELIVERIES_MAX; i++) {
        context.rollback(); // nothing is a dead letter of the dead-letter queue
        letter = dead.receive(LONG);
        assertThat(letter.getBody(String.class)).isEqualTo("poison");
      }
      context.createProducer().send(context.createQueue("work"), letter); // and back again
      context.commit();
      assertThat(texts(consumer, 1)).containsExactly("poison");
    }
  }

  @Test
  void deadLettersSurviveACrash() {
    try (JMSContext context = factory.createContext(JMSContext.SESSION_TRANSACTED)) {
      send(context, "work", "poison");
      context.commit();
      JMSConsumer consumer = context.createConsumer(context.createQueue("work"));
      for (int i = 0; i < DELIVERIES_MAX; i++) {
        assertThat(texts(consumer, 1)).containsExactly("poison");
        context.rollback();
      }
      assertThat(texts(context.createConsumer(context.createQueue("DLQ.work")), 1)).hasSize(1);
      context.rollback();
    }
    broker.crash();
    broker.restart();
    try (JMSContext context = factory.createContext()) {
      assertThat(texts(context.createConsumer(context.createQueue("DLQ.work")), 1))
          .containsExactly("poison");
      assertThat(context.createConsumer(context.createQueue("work")).receiveNoWait()).isNull();
    }
  }
}
