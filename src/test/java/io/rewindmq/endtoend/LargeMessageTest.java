// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.compliance.Clause;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.TextMessage;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Messages of many mebibytes, which travel in parts. */
class LargeMessageTest extends EndToEnd {
  private static final int MIB = 1 << 20;

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static void checkBody(Message message, byte[] expected) throws JMSException {
    BytesMessage received = (BytesMessage) message;
    assertThat(received.getBodyLength()).isEqualTo(expected.length);
    byte[] body = new byte[expected.length];
    assertThat(received.readBytes(body)).isEqualTo(expected.length);
    assertThat(Arrays.equals(body, expected)).isTrue();
  }

  @Test
  @Clause(section = "3.11", rule = "A body of a hundred mebibytes arrives as it was sent")
  void hundredMebibytesArriveWithTheirPropertiesWhileOthersGoOn() throws Exception {
    byte[] body = bytes(100 * MIB);
    try (JMSContext context = factory.createContext();
        JMSContext beside = context.createContext(JMSContext.AUTO_ACKNOWLEDGE)) {
      Queue queue = context.createQueue("large");
      CompletableFuture<Void> sending =
          CompletableFuture.runAsync(
              () -> context.createProducer().setProperty("color", "red").send(queue, body));
      JMSConsumer small = beside.createConsumer(beside.createQueue("small"));
      int before = 0;
      while (!sending.isDone()) {
        send(beside, "small", "x");
        assertThat(texts(small, 1)).containsExactly("x");
        before++;
      }
      sending.get();
      assertThat(before).as("messages that went by on the same connection").isPositive();

      try (JMSContext reader = factory.createContext()) {
        Message received = reader.createConsumer(queue, "color = 'red'").receive(LONG);
        checkBody(received, body);
        assertThat(received.getStringProperty("color")).isEqualTo("red");
        assertThat(received.getJMSMessageID()).startsWith("ID:");
      }
    }
  }

  @Test
  void rolledBackComesAgainAndIsCounted() throws JMSException {
    byte[] body = bytes(5 * MIB);
    try (JMSContext context = factory.createContext(JMSContext.SESSION_TRANSACTED)) {
      Queue queue = context.createQueue("large");
      context.createProducer().send(queue, body);
      context.createProducer().send(queue, "after");
      context.rollback();
      context.createProducer().send(queue, body);
      context.createProducer().send(queue, "after");
      context.commit();
      JMSConsumer consumer = context.createConsumer(queue);
      checkBody(consumer.receive(LONG), body);
      context.rollback();
      Message again = consumer.receive(LONG);
      checkBody(again, body);
      assertThat(again.getJMSRedelivered()).isTrue();
      assertThat(again.getIntProperty("JMSXDeliveryCount")).isEqualTo(2);
      assertThat(texts(consumer, 1)).containsExactly("after");
      context.commit();
      assertThat(consumer.receiveNoWait()).isNull();
    }
  }

  @Test
  void textsAndBrowsersKnowLargeMessagesToo() throws JMSException {
    String text = "größe".repeat(MIB);
    try (JMSContext context = factory.createContext()) {
      Queue queue = context.createQueue("large");
      context.createProducer().send(queue, text);
      context.createProducer().send(queue, "small");
      try (QueueBrowser browser = context.createBrowser(queue)) {
        Enumeration<?> shown = browser.getEnumeration();
        assertThat(((TextMessage) shown.nextElement()).getText()).isEqualTo(text);
        assertThat(((TextMessage) shown.nextElement()).getText()).isEqualTo("small");
        assertThat(shown.hasMoreElements()).isFalse();
      }
      JMSConsumer consumer = context.createConsumer(queue);
      assertThat(consumer.receiveNoWait()).isInstanceOf(TextMessage.class);
      assertThat(texts(consumer, 1)).containsExactly("small");
    }
  }

  @Test
  void worksWithoutAnythingAhead() throws JMSException {
    byte[] body = bytes(3 * MIB);
    factory.setPrefetch(0);
    try (JMSContext context = factory.createContext()) {
      Queue queue = context.createQueue("large");
      JMSConsumer consumer = context.createConsumer(queue);
      context.createProducer().send(queue, body);
      context.createProducer().send(queue, "small");
      checkBody(consumer.receive(LONG), body);
      assertThat(texts(consumer, 1)).containsExactly("small");
    }
  }
}
