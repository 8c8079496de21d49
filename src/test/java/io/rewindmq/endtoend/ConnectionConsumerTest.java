// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.ServerSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connection consumers with a pool of server sessions as an application server has it. */
class ConnectionConsumerTest extends EndToEnd {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private Connection connection;

  @BeforeEach
  void connect() throws JMSException {
    connection = factory.createConnection();
    connection.setClientID("server");
    connection.start();
  }

  @AfterEach
  void disconnect() throws JMSException {
    connection.close();
    threads.shutdownNow();
  }

  /** Server sessions that run on threads of their own and come back to the pool. */
  private final class Pool implements ServerSessionPool {
    final BlockingQueue<ServerSession> free = new LinkedBlockingQueue<>();
    final AtomicInteger loads = new AtomicInteger();

    Pool(int size, int mode, MessageListener listener) throws JMSException {
      this(size, mode, session -> listener, session -> {});
    }

    Pool(int size, int mode, Listeners listeners, AfterRun afterRun) throws JMSException {
      for (int i = 0; i < size; i++) {
        Session session = connection.createSession(mode);
        session.setMessageListener(listeners.of(session));
        free.add(new Pooled(session, afterRun));
      }
    }

    @Override
    public ServerSession getServerSession() throws JMSException {
      try {
        ServerSession session = free.poll(LONG, TimeUnit.MILLISECONDS);
        if (session == null) {
          throw new JMSException("no server session is free");
        }
        return session;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new JMSException("interrupted");
      }
    }

    /** One of them. */
    private final class Pooled implements ServerSession {
      private final Session session;
      private final AfterRun afterRun;

      Pooled(Session session, AfterRun afterRun) {
        this.session = session;
        this.afterRun = afterRun;
      }

      @Override
      public Session getSession() {
        return session;
      }

      @Override
      public void start() {
        loads.incrementAndGet();
        threads.execute(
            () -> {
              session.run();
              try {
                afterRun.end(session);
              } catch (JMSException e) {
                received.add("end failed: " + e.getMessage());
              }
              free.add(this);
            });
      }
    }
  }

  /** Makes the listener of a session. */
  private interface Listeners {
    MessageListener of(Session session);
  }

  /** What an application server does when its listener has returned. */
  private interface AfterRun {
    void end(Session session) throws JMSException;
  }

  private void note(Message message) {
    try {
      received.add(message.getBody(String.class));
    } catch (JMSException e) {
      received.add(e.toString());
    }
  }

  private List<String> received(int count) throws InterruptedException {
    List<String> texts = new ArrayList<>();
    while (texts.size() < count) {
      String text = received.poll(LONG, TimeUnit.MILLISECONDS);
      if (text == null) {
        break;
      }
      texts.add(text);
    }
    return texts;
  }

  private void assertEmpty(String queue) {
    try (JMSContext context = factory.createContext();
        JMSConsumer consumer = context.createConsumer(context.createQueue(queue))) {
      assertThat(consumer.receive(SHORT)).isNull();
    }
  }

  private static String[] numbers(int count) {
    String[] texts = new String[count];
    for (int i = 0; i < count; i++) {
      texts[i] = "m" + i;
    }
    return texts;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10})
  void everyMessageOfAQueueIsHandledOnce(int maxMessages)
      throws JMSException, InterruptedException {
    Pool pool = new Pool(3, Session.AUTO_ACKNOWLEDGE, this::note);
    try (JMSContext context = factory.createContext()) {
      send(context, "work", numbers(50));
      ConnectionConsumer consumer =
          connection.createConnectionConsumer(context.createQueue("work"), null, pool, maxMessages);
      assertThat(consumer.getServerSessionPool()).isSameAs(pool);

      assertThat(received(50)).containsExactlyInAnyOrder(numbers(50));
      consumer.close();
      assertEmpty("work");
      assertThat(received).isEmpty();
      assertThat(pool.loads.get()).isBetween(50 / maxMessages, 50);
    }
  }

  @Test
  void aMessageInPartsIsHandledOnceAsAWhole() throws JMSException, InterruptedException {
    Pool pool = new Pool(2, Session.AUTO_ACKNOWLEDGE, this::note);
    String large = "large ".repeat(600_000);
    try (JMSContext context = factory.createContext()) {
      send(context, "parts", large, "small", large);
      ConnectionConsumer consumer =
          connection.createConnectionConsumer(context.createQueue("parts"), null, pool, 2);

      assertThat(received(3)).containsExactlyInAnyOrder(large, "small", large);
      consumer.close();
      assertEmpty("parts");
      assertThat(received).isEmpty();
    }
  }

  @Test
  void serverSessionsWorkAtTheSameTime() throws JMSException, InterruptedException {
    CountDownLatch both = new CountDownLatch(2);
    Pool pool =
        new Pool(
            2,
            Session.AUTO_ACKNOWLEDGE,
            message -> {
              both.countDown();
              try {
                received.add(both.await(LONG, TimeUnit.MILLISECONDS) ? "together" : "alone");
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    try (JMSContext context = factory.createContext()) {
      send(context, "parallel", "a", "b");
      connection.createConnectionConsumer(context.createQueue("parallel"), null, pool, 1);

      assertThat(received(2)).containsExactly("together", "together");
    }
  }

  @Test
  void whatATransactionConsumesAndSendsIsCommittedTogether()
      throws JMSException, InterruptedException {
    AtomicInteger attempts = new AtomicInteger();
    Pool pool =
        new Pool(
            1,
            Session.SESSION_TRANSACTED,
            session ->
                message -> {
                  note(message);
                  try (var producer = session.createProducer(session.createQueue("out"))) {
                    producer.send(session.createTextMessage(message.getBody(String.class)));
                  } catch (JMSException e) {
                    received.add(e.toString());
                  }
                },
            session -> {
              if (attempts.incrementAndGet() == 1) {
                session.rollback();
              } else {
                session.commit();
              }
            });
    try (JMSContext context = factory.createContext()) {
      send(context, "in", "a");
      ConnectionConsumer consumer =
          connection.createConnectionConsumer(context.createQueue("in"), null, pool, 5);

      assertThat(received(2)).containsExactly("a", "a");
      JMSConsumer out = context.createConsumer(context.createQueue("out"));
      assertThat(texts(out, 1)).containsExactly("a");
      assertThat(out.receive(SHORT)).isNull();
      consumer.close();
      assertEmpty("in");
    }
  }

  @Test
  void aFailedListenersMessageComesAgainFlagged() throws JMSException, InterruptedException {
    Pool pool =
        new Pool(
            1,
            Session.AUTO_ACKNOWLEDGE,
            message -> {
              try {
                received.add(deliveryCount(message) + " " + message.getJMSRedelivered());
                if (!message.getJMSRedelivered()) {
                  throw new IllegalStateException("the first attempt fails");
                }
              } catch (JMSException e) {
                received.add(e.toString());
              }
            });
    try (JMSContext context = factory.createContext()) {
      send(context, "failing", "a");
      connection.createConnectionConsumer(context.createQueue("failing"), null, pool, 1);

      assertThat(received(2)).containsExactly("1 false", "2 true");
    }
  }

  @Test
  void clientAcknowledgeAndRecoverWork() throws JMSException, InterruptedException {
    AtomicInteger attempts = new AtomicInteger();
    Pool pool =
        new Pool(
            1,
            Session.CLIENT_ACKNOWLEDGE,
            session ->
                message -> {
                  note(message);
                  try {
                    if (attempts.incrementAndGet() == 1) {
                      session.recover();
                    } else {
                      message.acknowledge();
                    }
                  } catch (JMSException e) {
                    received.add(e.toString());
                  }
                },
            session -> {});
    try (JMSContext context = factory.createContext()) {
      send(context, "client", "a");
      ConnectionConsumer consumer =
          connection.createConnectionConsumer(context.createQueue("client"), null, pool, 1);

      assertThat(received(2)).containsExactly("a", "a");
      consumer.close();
    }
    connection.close();
    assertEmpty("client");
  }

  @Test
  @DisplayName("Topics: non-durable, durable, shared and shared durable")
  void subscriptionsOfAllKinds() throws JMSException, InterruptedException {
    Pool pool = new Pool(2, Session.AUTO_ACKNOWLEDGE, this::note);
    try (JMSContext context = factory.createContext()) {
      var topic = context.createTopic("news");
      List<ConnectionConsumer> consumers =
          List.of(
              connection.createConnectionConsumer(topic, null, pool, 1),
              connection.createDurableConnectionConsumer(topic, "d", null, pool, 1),
              connection.createSharedConnectionConsumer(topic, "s", null, pool, 1),
              connection.createSharedDurableConnectionConsumer(topic, "sd", null, pool, 1));
      publish(context, "news", "a");

      assertThat(received(4)).containsExactly("a", "a", "a", "a");
      for (ConnectionConsumer consumer : consumers) {
        consumer.close();
      }
      publish(context, "news", "b");
      assertThat(received.poll(SHORT, TimeUnit.MILLISECONDS)).isNull();

      connection.createDurableConnectionConsumer(topic, "d", null, pool, 1);
      connection.createSharedDurableConnectionConsumer(topic, "sd", null, pool, 1);
      assertThat(received(2)).containsExactly("b", "b");
    }
  }

  @Test
  void whatIsLoadedWhenTheConsumerClosesIsStillHandled() throws JMSException, InterruptedException {
    CountDownLatch closed = new CountDownLatch(1);
    Pool pool =
        new Pool(
            1,
            Session.AUTO_ACKNOWLEDGE,
            message -> {
              note(message);
              try {
                closed.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    try (JMSContext context = factory.createContext()) {
      send(context, "closing", numbers(20));
      ConnectionConsumer consumer =
          connection.createConnectionConsumer(context.createQueue("closing"), null, pool, 5);
      List<String> handled = received(1);
      consumer.close();
      closed.countDown();

      JMSConsumer rest = context.createConsumer(context.createQueue("closing"));
      Set<String> seen = new HashSet<>();
      while (seen.size() + handled.size() < 20) {
        Message message = rest.receive(LONG / 10);
        if (message != null) {
          assertThat(seen.add(message.getBody(String.class))).isTrue();
        } else {
          break;
        }
      }
      received.drainTo(handled);
      assertThat(handled).doesNotHaveDuplicates().doesNotContainAnyElementsOf(seen);
      seen.addAll(handled);
      assertThat(seen).containsExactlyInAnyOrder(numbers(20));
    }
  }

  @Test
  void nothingIsHandledWhileTheConnectionIsStopped() throws JMSException, InterruptedException {
    connection.stop();
    Pool pool = new Pool(1, Session.AUTO_ACKNOWLEDGE, this::note);
    try (JMSContext context = factory.createContext()) {
      send(context, "stopped", "a");
      connection.createConnectionConsumer(context.createQueue("stopped"), null, pool, 1);
      assertThat(received.poll(SHORT, TimeUnit.MILLISECONDS)).isNull();

      connection.start();

      assertThat(received(1)).containsExactly("a");
    }
  }

  @Test
  void goesOnAfterARestartOfTheBroker() throws JMSException, InterruptedException {
    Pool pool = new Pool(2, Session.SESSION_TRANSACTED, session -> this::note, Session::commit);
    try (JMSContext context = factory.createContext()) {
      connection.createConnectionConsumer(context.createQueue("again"), null, pool, 1);
      send(context, "again", "before");
      assertThat(received(1)).containsExactly("before");

      broker.restart();
      send(context, "again", "after");

      List<String> texts = received(1);
      while (!texts.getLast().equals("after")) {
        texts.addAll(received(1)); // a commit that the restart overtook, once more
      }
      assertThat(texts).contains("after");
    }
  }

  @Test
  void tellsTheExceptionListenerOfAPoolThatFailsAndTriesAgain()
      throws JMSException, InterruptedException {
    List<String> failures = new CopyOnWriteArrayList<>();
    connection.setExceptionListener(failure -> failures.add(String.valueOf(failure.getMessage())));
    Pool working = new Pool(1, Session.AUTO_ACKNOWLEDGE, this::note);
    AtomicInteger calls = new AtomicInteger();
    ServerSessionPool pool =
        () -> {
          if (calls.incrementAndGet() == 1) {
            throw new JMSException("the pool is empty");
          }
          return working.getServerSession();
        };
    try (JMSContext context = factory.createContext()) {
      send(context, "retried", "a");
      connection.createConnectionConsumer(context.createQueue("retried"), null, pool, 1);

      assertThat(received(1)).containsExactly("a");
      assertThat(failures).contains("the pool is empty");
    }
  }

  @Test
  void refusesSessionsOfOtherConnections() throws JMSException, InterruptedException {
    BlockingQueue<String> failures = new LinkedBlockingQueue<>();
    connection.setExceptionListener(failure -> failures.add(String.valueOf(failure.getMessage())));
    try (Connection other = factory.createConnection();
        JMSContext context = factory.createContext()) {
      Session foreign = other.createSession();
      ServerSession server =
          new ServerSession() {
            @Override
            public Session getSession() {
              return foreign;
            }

            @Override
            public void start() {
              throw new AssertionError("nothing was loaded");
            }
          };
      send(context, "foreign", "a");
      ConnectionConsumer consumer =
          connection.createConnectionConsumer(
              context.createQueue("foreign"), null, () -> server, 1);

      assertThat(failures.poll(LONG, TimeUnit.MILLISECONDS)).contains("connection consumer's");
      consumer.close();
      assertThat(texts(context.createConsumer(context.createQueue("foreign")), 1))
          .containsExactly("a");
    }
  }

  @Test
  void refusesWhatMakesNoSense() throws JMSException {
    Pool pool = new Pool(0, Session.AUTO_ACKNOWLEDGE, this::note);
    try (JMSContext context = factory.createContext()) {
      var queue = context.createQueue("q");
      assertThatExceptionOfType(JMSException.class)
          .isThrownBy(() -> connection.createConnectionConsumer(queue, null, pool, 0));
      assertThatExceptionOfType(JMSException.class)
          .isThrownBy(() -> connection.createConnectionConsumer(queue, null, null, 1));
      assertThatExceptionOfType(jakarta.jms.IllegalStateException.class)
          .isThrownBy(
              () ->
                  factory
                      .createQueueConnection()
                      .createDurableConnectionConsumer(
                          context.createTopic("t"), "n", null, pool, 1));
    }
  }
}
