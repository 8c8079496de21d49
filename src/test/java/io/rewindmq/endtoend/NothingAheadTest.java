// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.jms.RewindConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code prefetch=0}: an idle consumer keeps nothing from the others. */
class NothingAheadTest extends EndToEnd {
  private RewindConnectionFactory asking;

  @BeforeEach
  void ask() {
    asking = new RewindConnectionFactory(broker.url());
    asking.setPrefetch(0);
  }

  @Test
  void idleConsumerKeepsNothingFromOthers() throws JMSException {
    try (JMSContext one = asking.createContext();
        JMSContext two = asking.createContext()) {
      Queue queue = one.createQueue("shared");
      JMSConsumer idle = one.createConsumer(queue);
      JMSConsumer busy = two.createConsumer(queue);
      assertThat(idle.receiveNoWait()).isNull(); // its credit is still with the broker
      send(two, "shared", "a", "b", "c");
      assertThat(texts(busy, 3)).containsExactlyInAnyOrder("a", "b", "c");
    }
  }

  @Test
  void messageThatCameTooLateIsNotFlagged() throws JMSException {
    try (JMSContext context = asking.createContext()) {
      JMSConsumer consumer = context.createConsumer(context.createQueue("late"));
      assertThat(consumer.receiveNoWait()).isNull();
      send(context, "late", "m");
      Message message = consumer.receive(LONG);
      assertThat(message.getBody(String.class)).isEqualTo("m");
      assertThat(message.getJMSRedelivered()).isFalse();
      assertThat(deliveryCount(message)).isEqualTo(1);
    }
  }

  @Test
  void listenersAndBrowsersWork() throws InterruptedException {
    try (JMSContext context = asking.createContext()) {
      Queue queue = context.createQueue("listened");
      send(context, "listened", "a", "b", "c");
      int browsed = 0;
      try (var browser = context.createBrowser(queue)) {
        for (var all = browser.getEnumeration(); all.hasMoreElements(); all.nextElement()) {
          browsed++;
        }
      } catch (JMSException e) {
        throw new AssertionError(e);
      }
      assertThat(browsed).isEqualTo(3);
      BlockingQueue<Message> got = new LinkedBlockingQueue<>();
      context.createConsumer(queue).setMessageListener(got::add);
      for (int i = 0; i < 3; i++) {
        assertThat(got.poll(LONG, TimeUnit.MILLISECONDS)).isNotNull();
      }
    }
  }
}
