// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.compliance.Clause;
import io.rewindmq.jms.RewindConnectionFactory;
import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of many mebibytes, which travel in parts. */
class LargeMessageTest extends EndToEnd {
  private static final int MIB = 1 << 20;

  /** Many mebibytes, and a start of the broker between them, on a slow disk. */
  private static final long VERY_LONG = 60_000;

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

  @Test
  void aSentTransactionIsVisibleWithItsCommitAndNotBefore() throws JMSException {
    byte[] body = bytes(3 * MIB);
    try (JMSContext sender = factory.createContext(JMSContext.SESSION_TRANSACTED);
        JMSContext receiver = factory.createContext()) {
      Queue queue = sender.createQueue("transacted");
      JMSConsumer consumer = receiver.createConsumer(queue);
      sender.createProducer().send(queue, body);
      sender.rollback();
      assertThat(consumer.receiveNoWait()).isNull();

      send(sender, "transacted", "before");
      sender.createProducer().send(queue, body);
      send(sender, "transacted", "behind");
      assertThat(consumer.receiveNoWait()).isNull();
      sender.commit();
      assertThat(consumer.receiveBody(String.class, LONG)).isEqualTo("before");
      checkBody(consumer.receive(LONG), body);
      assertThat(consumer.receiveBody(String.class, LONG)).isEqualTo("behind");
      assertThat(consumer.receiveNoWait()).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 1000})
  void aMessageLargerThanWhatIsTakenAheadComesAtOnce(int prefetch) throws JMSException {
    byte[] body = bytes(9 * MIB);
    RewindConnectionFactory narrow = new RewindConnectionFactory(broker.url());
    narrow.setPrefetch(prefetch);
    narrow.setPrefetchBytes(1000);
    try (JMSContext context = narrow.createContext()) {
      Queue queue = context.createQueue("narrow");
      context.createProducer().send(queue, body);
      context.createProducer().send(queue, body);
      send(context, "narrow", "behind");
      JMSConsumer consumer = context.createConsumer(queue);
      checkBody(consumer.receiveNoWait(), body);
      checkBody(consumer.receiveNoWait(), body);
      assertThat(consumer.receiveNoWait().getBody(String.class)).isEqualTo("behind");
      assertThat(consumer.receiveNoWait()).isNull();
    }
  }

  @Test
  void listenersOfAsynchronousSendsHearInOrder() throws Exception {
    byte[] body = bytes(3 * MIB);
    BlockingQueue<Message> completed = new LinkedBlockingQueue<>();
    try (JMSContext context = factory.createContext()) {
      Queue queue = context.createQueue("async");
      JMSProducer producer = context.createProducer().setAsync(new Collecting(completed));
      List<Message> sent = new ArrayList<>();
      for (int i = 0; i < 9; i++) {
        Message message = i % 3 == 1 ? largeMessage(context, body) : context.createMessage();
        producer.setDeliveryMode(
            i % 2 == 0 ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT);
        producer.send(queue, message);
        sent.add(message);
      }
      for (Message message : sent) {
        assertThat(completed.poll(LONG, TimeUnit.MILLISECONDS)).isSameAs(message);
      }
      JMSConsumer consumer = context.createConsumer(queue);
      for (Message message : sent) {
        Message received = consumer.receive(LONG);
        assertThat(received.getJMSMessageID()).isEqualTo(message.getJMSMessageID());
      }
      assertThat(consumer.receiveNoWait()).isNull();
    }
  }

  private static Message largeMessage(JMSContext context, byte[] body) throws JMSException {
    BytesMessage message = context.createBytesMessage();
    message.writeBytes(body);
    return message;
  }

  private record Collecting(BlockingQueue<Message> completed) implements CompletionListener {
    @Override
    public void onCompletion(Message message) {
      completed.add(message);
    }

    @Override
    public void onException(Message message, Exception exception) {
      throw new AssertionError(exception);
    }
  }

  @Test
  void everySubscriberGetsItAndBrowsersSeeIt() throws JMSException {
    byte[] body = bytes(2 * MIB);
    try (JMSContext one = context("one");
        JMSContext two = context("two")) {
      Topic topic = one.createTopic("news");
      JMSConsumer durable = one.createDurableConsumer(topic, "subscription");
      JMSConsumer plain = two.createConsumer(topic);
      one.createProducer().send(topic, body);
      checkBody(durable.receive(LONG), body);
      checkBody(plain.receive(LONG), body);

      Queue queue = one.createQueue("browsed");
      one.createProducer().send(queue, body);
      send(one, "browsed", "behind");
      try (QueueBrowser browser = two.createBrowser(queue)) {
        Enumeration<?> messages = browser.getEnumeration();
        assertThat(Collections.list(messages)).hasSize(2);
      }
      checkBody(one.createConsumer(queue).receive(LONG), body);
    }
  }

  @Test
  void aCrashWhileItIsSentNeitherLosesNorDoublesIt() throws JMSException {
    byte[] body = bytes(40 * MIB);
    try (JMSContext sender = factory.createContext();
        JMSContext receiver = factory.createContext()) {
      Queue queue = sender.createQueue("crash");
      send(sender, "crash", "before");
      CompletableFuture<Void> sending =
          CompletableFuture.runAsync(() -> sender.createProducer().send(queue, body));
      broker.crash();
      broker.restart();
      sending.orTimeout(VERY_LONG, TimeUnit.MILLISECONDS).join();
      send(sender, "crash", "behind");

      JMSConsumer consumer = receiver.createConsumer(queue);
      assertThat(consumer.receiveBody(String.class, LONG)).isEqualTo("before");
      checkBody(consumer.receive(LONG), body);
      assertThat(consumer.receiveBody(String.class, LONG)).isEqualTo("behind");
      assertThat(consumer.receiveNoWait()).isNull();
    }
  }

  @Test
  void aCrashWhileItIsReceivedBringsItAgain() throws JMSException {
    byte[] body = bytes(40 * MIB);
    try (JMSContext context = factory.createContext()) {
      Queue queue = context.createQueue("received");
      context.createProducer().send(queue, body);
      JMSConsumer consumer = context.createConsumer(queue);
      CompletableFuture<Message> receiving =
          CompletableFuture.supplyAsync(() -> consumer.receive(VERY_LONG));
      broker.crash();
      broker.restart();
      checkBody(receiving.join(), body);
    }
  }
}
