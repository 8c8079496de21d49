// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rewindmq.compliance.Clause;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AcknowledgementTest extends EndToEnd {
  @Test
  @Clause(
      section = "6.2.7",
      rule = "A rollback gives consumed messages back in their order, flagged and counted")
  void rollbackGivesMessagesBackInOrderFlaggedAndCounted() throws JMSException {
    try (JMSContext context = factory.createContext(JMSContext.SESSION_TRANSACTED)) {
      send(context, "work", "a", "b", "c");
      context.commit();
      try (JMSConsumer consumer = context.createConsumer(context.createQueue("work"))) {
        assertThat(texts(consumer, 2)).containsExactly("a", "b");
        context.rollback();
        Message first = consumer.receive(LONG);
        assertThat(first.getBody(String.class)).isEqualTo("a");
        assertThat(first.getJMSRedelivered()).isTrue();
        assertThat(deliveryCount(first)).isEqualTo(2);
        assertThat(texts(consumer, 1)).containsExactly("b");
        Message third = consumer.receive(LONG);
        assertThat(third.getBody(String.class)).isEqualTo("c");
        assertThat(third.getJMSRedelivered()).isFalse();
        context.commit();
        assertThat(consumer.receiveNoWait()).isNull();
      }
    }
  }

  @Test
  @Clause(
      section = "6.2.7",
      rule = "A commit takes effect on all destinations of the transaction or on none")
  void commitIsAtomicOverSeveralDestinations() {
    try (JMSContext context = factory.createContext(JMSContext.SESSION_TRANSACTED);
        JMSContext observer = factory.createContext()) {
      send(observer, "in", "order");
      try (JMSConsumer in = context.createConsumer(context.createQueue("in"));
          JMSConsumer out = observer.createConsumer(observer.createQueue("out"));
          JMSConsumer audit = observer.createConsumer(observer.createTopic("audit"))) {
        assertThat(texts(in, 1)).containsExactly("order");
        send(context, "out", "invoice");
        publish(context, "audit", "noted");
        assertThat(out.receive(SHORT)).isNull();
        assertThat(audit.receiveNoWait()).isNull();
        context.commit();
        assertThat(texts(out, 1)).containsExactly("invoice");
        assertThat(texts(audit, 1)).containsExactly("noted");
      }
    }
  }

  @Test
  @Clause(section = "6.2.7", rule = "Closing a transacted session rolls it back")
  void closingATransactedSessionRollsBack() {
    try (JMSContext context = factory.createContext(JMSContext.SESSION_TRANSACTED)) {
      send(context, "undone", "never seen");
    }
    try (JMSContext context = factory.createContext();
        JMSConsumer consumer = context.createConsumer(context.createQueue("undone"))) {
      assertThat(consumer.receive(SHORT)).isNull();
    }
  }

  @Test
  @Clause(
      section = "6.2.10",
      rule = "acknowledge covers all messages that the session has consumed")
  void clientAcknowledgeCoversAllThatTheSessionReceived() throws JMSException {
    try (JMSContext sender = factory.createContext()) {
      send(sender, "batch", "a", "b", "c");
    }
    try (JMSContext context = factory.createContext(JMSContext.CLIENT_ACKNOWLEDGE);
        JMSConsumer consumer = context.createConsumer(context.createQueue("batch"))) {
      consumer.receive(LONG);
      consumer.receive(LONG).acknowledge();
      assertThat(consumer.receive(LONG).getBody(String.class)).isEqualTo("c");
      context.recover();
      Message again = consumer.receive(LONG);
      assertThat(again.getBody(String.class)).isEqualTo("c");
      assertThat(deliveryCount(again)).isEqualTo(2);
    }
    try (JMSContext context = factory.createContext();
        JMSConsumer consumer = context.createConsumer(context.createQueue("batch"))) {
      Message third = consumer.receive(LONG);
      assertThat(third.getBody(String.class)).isEqualTo("c");
      assertThat(deliveryCount(third)).isEqualTo(3);
    }
  }

  @Test
  @Clause(section = "3.5.11", rule = "JMSXDeliveryCount survives a restart of the broker")
  void deliveryCountSurvivesARestart() throws JMSException {
    try (JMSContext context = factory.createContext(JMSContext.SESSION_TRANSACTED)) {
      send(context, "counted", "m");
      context.commit();
      try (JMSConsumer consumer = context.createConsumer(context.createQueue("counted"))) {
        for (int attempt = 1; attempt <= 3; attempt++) {
          assertThat(deliveryCount(consumer.receive(LONG))).isEqualTo(attempt);
          context.rollback();
        }
      }
    }
    broker.restart();
    try (JMSContext context = factory.createContext();
        JMSConsumer consumer = context.createConsumer(context.createQueue("counted"))) {
      assertThat(deliveryCount(consumer.receive(LONG))).isGreaterThanOrEqualTo(4);
    }
  }

  @Test
  @Clause(section = "8.7", rule = "A message whose listener throws comes again")
  void listenerThatThrowsGetsTheMessageAgain() throws JMSException, InterruptedException {
    List<Integer> counts = new CopyOnWriteArrayList<>();
    CountDownLatch done = new CountDownLatch(2);
    try (Connection connection = factory.createConnection()) {
      Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
      Queue queue = session.createQueue("fragile");
      session
          .createConsumer(queue)
          .setMessageListener(
              message -> {
                try {
                  counts.add(deliveryCount(message));
                } catch (JMSException e) {
                  throw new IllegalStateException(e);
                }
                done.countDown();
                if (counts.size() == 1) {
                  throw new IllegalStateException("the first attempt fails");
                }
              });
      connection.start();
      Session sending = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
      sending.createProducer(queue).send(sending.createTextMessage("m"));
      assertThat(done.await(LONG, TimeUnit.MILLISECONDS)).isTrue();
    }
    assertThat(counts).containsExactly(1, 2);
  }

  @Test
  @Clause(section = "3.4.7", rule = "JMSRedelivered tells only of messages that an application had")
  void prefetchedMessagesGoBackUnflaggedWhenTheConsumerCloses() throws JMSException {
    try (Connection connection = factory.createConnection()) {
      connection.start();
      Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
      Queue queue = session.createQueue("prefetched");
      for (int i = 0; i < 100; i++) {
        session.createProducer(queue).send(session.createTextMessage("m" + i));
      }
      MessageConsumer first = session.createConsumer(queue);
      assertThat(first.receive(LONG).getBody(String.class)).isEqualTo("m0");
      first.close();
      MessageConsumer second = session.createConsumer(queue);
      for (int i = 1; i < 100; i++) {
        Message message = second.receive(LONG);
        assertThat(message.getBody(String.class)).isEqualTo("m" + i);
        assertThat(message.getJMSRedelivered()).as("message %d", i).isFalse();
      }
    }
  }

  @Test
  @Clause(section = "7.3.8", rule = "Completion callbacks come in the order of the sends")
  void asyncSendsAreConfirmedInOrder() throws InterruptedException {
    List<String> confirmed = new CopyOnWriteArrayList<>();
    CountDownLatch done = new CountDownLatch(100);
    try (JMSContext context = factory.createContext()) {
      var producer =
          context
              .createProducer()
              .setAsync(
                  new CompletionListener() {
                    @Override
                    public void onCompletion(Message message) {
                      try {
                        confirmed.add(message.getBody(String.class));
                      } catch (JMSException e) {
                        throw new IllegalStateException(e);
                      }
                      done.countDown();
                    }

                    @Override
                    public void onException(Message message, Exception failure) {
                      throw new IllegalStateException(failure);
                    }
                  });
      for (int i = 0; i < 100; i++) {
        producer.send(context.createQueue("async"), "m" + i);
      }
      assertThat(done.await(LONG, TimeUnit.MILLISECONDS)).isTrue();
    }
    assertThat(confirmed).hasSize(100).startsWith("m0", "m1", "m2").endsWith("m99");
  }

  @Test
  @Clause(section = "10.3", rule = "commit in a session that is not transacted is an illegal state")
  void commitOutsideATransactionIsRefused() {
    try (JMSContext context = factory.createContext()) {
      assertThatThrownBy(context::commit).isInstanceOf(IllegalStateRuntimeException.class);
    }
  }
}
