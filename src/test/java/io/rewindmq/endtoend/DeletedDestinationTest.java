// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.delivery.SettingsChange;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Queue;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** An administrator deletes what applications use. */
class DeletedDestinationTest extends EndToEnd {
  private static final Duration LIMIT = Duration.ofMillis(LONG);

  private void delete(DestinationKind kind, String name) {
    assertThat(broker.admin().deleteDestination(kind, name, true)).succeedsWithin(LIMIT);
  }

  @Test
  void listenersAndReceiversEndAndTheApplicationHearsOfEach() throws InterruptedException {
    BlockingQueue<JMSException> failures = new LinkedBlockingQueue<>();
    try (JMSContext context = factory.createContext()) {
      context.setExceptionListener(failures::add);
      context.createConsumer(context.createQueue("orders")).setMessageListener(message -> {});
      JMSConsumer topic =
          context
              .createContext(JMSContext.CLIENT_ACKNOWLEDGE)
              .createConsumer(context.createTopic("news"));

      delete(DestinationKind.QUEUE, "orders");
      delete(DestinationKind.TOPIC, "news");

      for (String name : new String[] {"orders", "news"}) {
        assertThat(failures.poll(LONG, TimeUnit.MILLISECONDS))
            .isInstanceOf(InvalidDestinationException.class)
            .hasMessageContaining(name + " was deleted");
      }
      assertThatThrownBy(topic::receiveNoWait).isInstanceOf(IllegalStateRuntimeException.class);
    }
  }

  @Test
  void transactionThatHadItsMessagesCommitsTheRest() {
    try (JMSContext context = factory.createContext(JMSContext.SESSION_TRANSACTED);
        JMSContext other = factory.createContext()) {
      send(other, "orders", "a");
      JMSConsumer consumer = context.createConsumer(context.createQueue("orders"));
      assertThat(consumer.receiveBody(String.class, LONG)).isEqualTo("a");
      context.createProducer().send(context.createQueue("orders"), "lost");
      context.createProducer().send(context.createQueue("kept"), "kept");

      delete(DestinationKind.QUEUE, "orders");
      context.commit();

      JMSConsumer kept = other.createConsumer(other.createQueue("kept"));
      assertThat(kept.receiveBody(String.class, LONG)).isEqualTo("kept");
    }
  }

  @Test
  void producerFailsOnceAndThenMakesTheQueueAgain() {
    try (JMSContext context = factory.createContext()) {
      Queue orders = context.createQueue("orders");
      JMSProducer producer = context.createProducer();
      producer.send(orders, "old");
      delete(DestinationKind.QUEUE, "orders");

      assertThatThrownBy(() -> producer.send(orders, "refused"))
          .isInstanceOf(InvalidDestinationRuntimeException.class);
      producer.send(orders, "new");
      assertThat(texts(context.createConsumer(orders), 1)).containsExactly("new");
    }
  }

  @Test
  void emptyQueueOfThatNameIsThereAfterACrash() {
    try (JMSContext context = factory.createContext()) {
      send(context, "orders", "old", "older");
      delete(DestinationKind.QUEUE, "orders");
      assertThat(
              broker
                  .admin()
                  .createDestination(DestinationKind.QUEUE, "orders", 2, SettingsChange.NONE))
          .succeedsWithin(LIMIT);
      broker.crash();
      broker.restart();

      send(context, "orders", "new");
      assertThat(texts(context.createConsumer(context.createQueue("orders")), 1))
          .containsExactly("new");
    }
  }
}
