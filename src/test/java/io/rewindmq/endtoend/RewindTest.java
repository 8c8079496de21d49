// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import org.junit.jupiter.api.Test;

class RewindTest extends EndToEnd {
  @Test
  void queueIsReadAgainByAConnectedConsumer() throws JMSException {
    try (JMSContext context = factory.createContext();
        JMSConsumer consumer = context.createConsumer(context.createQueue("orders"))) {
      send(context, "orders", "a", "b", "c");
      assertThat(texts(consumer, 3)).containsExactly("a", "b", "c");

      broker.rewind("orders", "earliest");

      Message again = consumer.receive(LONG);
      assertThat(again.getBody(String.class)).isEqualTo("a");
      assertThat(again.getJMSRedelivered()).isTrue();
      assertThat(deliveryCount(again)).isGreaterThanOrEqualTo(2);
      assertThat(again.getStringProperty("JMS_RewindMQ_ReplayId")).isNotBlank();
      assertThat(texts(consumer, 2)).containsExactly("b", "c");

      send(context, "orders", "d");
      Message fresh = consumer.receive(LONG);
      assertThat(fresh.getBody(String.class)).isEqualTo("d");
      assertThat(fresh.getJMSRedelivered()).isFalse();
      assertThat(fresh.propertyExists("JMS_RewindMQ_ReplayId")).isFalse();
    }
  }

  @Test
  void oneSubscriptionIsRewoundAndTheOtherUntouched() {
    try (JMSContext billing = context("billing");
        JMSContext shipping = context("shipping")) {
      JMSConsumer bills = billing.createDurableConsumer(billing.createTopic("placed"), "orders");
      JMSConsumer parcels =
          shipping.createDurableConsumer(shipping.createTopic("placed"), "orders");
      publish(billing, "placed", "a", "b");
      assertThat(texts(bills, 2)).containsExactly("a", "b");
      assertThat(texts(parcels, 2)).containsExactly("a", "b");

      broker.rewind("billing.orders", "1");

      assertThat(texts(bills, 1)).containsExactly("b");
      assertThat(bills.receive(SHORT)).isNull();
      assertThat(parcels.receiveNoWait()).isNull();
    }
  }

  @Test
  void rewindSurvivesARestartAndAnInstantWorks() {
    try (JMSContext context = factory.createContext();
        JMSConsumer consumer = context.createConsumer(context.createQueue("kept"))) {
      send(context, "kept", "a", "b");
      assertThat(texts(consumer, 2)).containsExactly("a", "b");
    }
    broker.rewind("kept", "-PT1H");
    broker.restart();
    try (JMSContext context = factory.createContext();
        JMSConsumer consumer = context.createConsumer(context.createQueue("kept"))) {
      assertThat(texts(consumer, 2)).containsExactly("a", "b");
      assertThat(consumer.receiveNoWait()).isNull();
    }
  }

  @Test
  void latestSettlesTheBacklog() {
    try (JMSContext context = factory.createContext()) {
      send(context, "skipped", "a", "b");
      broker.rewind("skipped", "latest");
      try (JMSConsumer consumer = context.createConsumer(context.createQueue("skipped"))) {
        assertThat(consumer.receive(SHORT)).isNull();
      }
    }
  }
}
