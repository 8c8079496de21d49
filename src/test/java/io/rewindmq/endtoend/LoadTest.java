// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.jms.RewindConnectionFactory;
import io.rewindmq.testkit.Line;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many connections, many listeners, and consumers that go away at a bad moment. The full size is
 * {@code -Dload.connections=1000 -Dload.messages=200000}; a heap of 512 MiB is enough for it.
 */
class LoadTest extends EndToEnd {
  private static final int CONNECTIONS = Integer.getInteger("load.connections", 200);
  private static final int SESSIONS = 5;
  private static final int MESSAGES = Integer.getInteger("load.messages", 20_000);
  private static final int QUEUES = 10;
  private static final int SECONDS_MAX = 300;

  /** Each connection sends with its first session and receives with the others. */
  @Test
  void manyConnectionsWithManySessionsLoseNothing() throws Exception {
    Set<String> received = ConcurrentHashMap.newKeySet();
    AtomicInteger repeats = new AtomicInteger();
    CountDownLatch missing = new CountDownLatch(MESSAGES);
    List<Connection> connections = new ArrayList<>();
    try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> sending = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        Connection connection = factory.createConnection();
        connections.add(connection);
        Session sender = connection.createSession();
        for (int s = 1; s < SESSIONS; s++) {
          Session session = connection.createSession();
          session
              .createConsumer(session.createQueue("load-" + (i + s) % QUEUES))
              .setMessageListener(
                  message -> {
                    if (received.add(text(message))) {
                      missing.countDown();
                    } else {
                      repeats.incrementAndGet();
                    }
                  });
        }
        connection.start();
        int number = i;
        sending.add(senders.submit(() -> sendAll(sender, number)));
      }
      for (Future<?> each : sending) {
        each.get(SECONDS_MAX, TimeUnit.SECONDS);
      }
      assertThat(missing.await(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
      assertThat(received).hasSize(MESSAGES);
      assertThat(repeats).hasValue(0);
    } finally {
      for (Connection connection : connections) {
        connection.close();
      }
    }
  }

  private static Void sendAll(Session session, int connection) throws JMSException {
    MessageProducer producer =
        session.createProducer(session.createQueue("load-" + connection % QUEUES));
    for (int n = connection; n < MESSAGES; n += CONNECTIONS) {
      producer.send(session.createTextMessage(Integer.toString(n)));
    }
    return null;
  }

  private static String text(Message message) {
    try {
      return ((TextMessage) message).getText();
    } catch (JMSException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void listenersThatThrowAtRandomGetEverythingInTheEnd() throws Exception {
    int messages = 2000;
    int listeners = 50;
    Set<String> done = ConcurrentHashMap.newKeySet();
    CountDownLatch missing = new CountDownLatch(messages);
    try (Connection connection = factory.createConnection()) {
      for (int i = 0; i < listeners; i++) {
        Random random = new Random(i);
        Session session = connection.createSession();
        session
            .createConsumer(session.createQueue("throwing"))
            .setMessageListener(
                message -> {
                  if (random.nextInt(4) == 0) {
                    throw new IllegalStateException("on purpose");
                  }
                  if (done.add(text(message))) {
                    missing.countDown();
                  }
                });
      }
      connection.start();
      Session session = connection.createSession();
      MessageProducer producer = session.createProducer(session.createQueue("throwing"));
      for (int n = 0; n < messages; n++) {
        producer.send(session.createTextMessage(Integer.toString(n)));
      }
      assertThat(missing.await(SECONDS_MAX, TimeUnit.SECONDS)).as(done.size() + " done").isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatADeadConsumerHadPrefetchedGoesToOthersInOrderAndUnflagged(boolean killed)
      throws Exception {
    int messages = 10_000;
    String options = "?prefetch=20000&prefetch.bytes=100000000";
    factory.setUrl(broker.url() + options);
    try (Connection sending = factory.createConnection()) {
      Session session = sending.createSession(Session.SESSION_TRANSACTED);
      MessageProducer producer = session.createProducer(session.createQueue("prefetched"));
      for (int n = 0; n < messages; n++) {
        producer.send(session.createTextMessage(Integer.toString(n)));
      }
      session.commit();
    }
    try (Line line = new Line(broker.url())) {
      Connection dying =
          new RewindConnectionFactory(line.url() + options + "&reconnect.attempts=0")
              .createConnection();
      Session session = dying.createSession(Session.CLIENT_ACKNOWLEDGE);
      MessageConsumer consumer = session.createConsumer(session.createQueue("prefetched"));
      dying.start();
      assertThat(consumer.receive(LONG)).isNotNull(); // the others are on their way or there
      dying.createSession().close(); // answered behind them: what was handed over is known
      if (killed) {
        line.cut();
      } else {
        dying.close();
      }
      assertPrefetchedComeInOrder(messages);
      dying.close();
    }
  }

  /** Only the first one was handed over, so only that one is flagged. */
  private void assertPrefetchedComeInOrder(int messages) throws JMSException {
    List<String> order = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    try (Connection next = factory.createConnection()) {
      Session reading = next.createSession();
      MessageConsumer other = reading.createConsumer(reading.createQueue("prefetched"));
      next.start();
      for (int n = 0; n < messages; n++) {
        Message message = other.receive(LONG);
        order.add(text(message));
        expected.add(Integer.toString(n));
        assertThat(message.getJMSRedelivered()).as("message " + n).isEqualTo(n == 0);
      }
    }
    assertThat(order).containsExactlyElementsOf(expected);
  }
}
