// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.compliance.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rewindmq.compliance.Clause;
import io.rewindmq.jms.RewindConnectionFactory;
import io.rewindmq.testkit.TestBroker;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Asynchronous sends: specification section 7.3. */
class AsyncSendTest extends SessionSuite {
  /** A listener that waits before it takes its one message. */
  private static final class Slow implements CompletionListener {
    final CountDownLatch running = new CountDownLatch(1);
    final CountDownLatch go = new CountDownLatch(1);
    final BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();

    @Override
    public void onCompletion(Message message) {
      running.countDown();
      await(go);
      outcomes.add(text(message));
    }

    @Override
    public void onException(Message message, Exception exception) {
      outcomes.add("failed: " + exception);
    }
  }

  // ---- the callback ----

  @ParameterizedTest
  @EnumSource
  @Clause(section = "7.3", rule = "onCompletion is called with the message when it has been sent")
  void completesWithTheMessage(Api api) throws Exception {
    Client client = client(api);
    BlockingQueue<Message> done = new LinkedBlockingQueue<>();
    TextMessage message = client.text("a");
    client.producer().send(client.queue(name), message, collecting(done));

    assertThat(take(done)).isSameAs(message);
    assertHolds(name, "a");
  }

  private static CompletionListener collecting(BlockingQueue<Message> done) {
    return new CompletionListener() {
      @Override
      public void onCompletion(Message message) {
        done.add(message);
      }

      @Override
      public void onException(Message message, Exception exception) {
        throw new AssertionError(exception);
      }
    };
  }

  @ParameterizedTest
  @EnumSource
  @Clause(
      section = "7.3.1",
      rule = "onCompletion is not called before the message is sent as safely as by a plain send")
  void whatIsCompletedIsThere(Api api) throws Exception {
    Client client = client(api);
    Client reader = client(api);
    Client.Consumer consumer = reader.consumer(reader.queue(name));
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    client
        .producer()
        .send(
            client.queue(name),
            client.text("a"),
            Completions.onDone(() -> seen.add(text(consumer.receiveNoWait())), seen));

    assertThat(take(seen)).isEqualTo("a");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "7.3.1", rule = "A completed persistent message survives the provider's end")
  void whatIsCompletedIsDurable(Api api, @TempDir Path dir) throws Exception {
    TestBroker crashed = TestBroker.start(dir);
    Client client = api.connect(new RewindConnectionFactory(crashed.url()));
    client.start();
    Completions completions = new Completions();
    for (int i = 0; i < 50; i++) {
      client.producer().send(client.queue(name), client.text("m" + i), completions);
    }
    for (int i = 0; i < 50; i++) {
      assertThat(take(completions.outcomes())).isEqualTo("m" + i);
    }
    crashed.crash();
    crashed.restart();

    Client.Consumer consumer = client.consumer(client.queue(name));
    for (int i = 0; i < 50; i++) {
      assertThat(text(next(consumer))).isEqualTo("m" + i);
    }
    client.closeConnection();
    crashed.close();
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "7.3", rule = "Non-persistent messages complete too")
  void nonPersistentMessagesComplete(Api api) throws Exception {
    Client client = client(api);
    Completions completions = new Completions();
    Client.Producer producer = client.producer();
    producer.deliveryMode(DeliveryMode.NON_PERSISTENT);
    producer.send(client.queue(name), client.text("a"), completions);

    assertThat(take(completions.outcomes())).isEqualTo("a");
    assertHolds(name, "a");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "7.3", rule = "Each send has exactly one callback")
  void eachSendHasOneCallback(Api api) throws Exception {
    Client client = client(api);
    Completions completions = new Completions();
    Client.Producer producer = client.producer();
    for (int i = 0; i < 100; i++) {
      producer.send(client.queue(name), client.text("m" + i), completions);
    }
    for (int i = 0; i < 100; i++) {
      assertThat(take(completions.outcomes())).isEqualTo("m" + i);
    }

    assertThat(completions.outcomes().poll(SHORT, TimeUnit.MILLISECONDS)).isNull();
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "7.3.8", rule = "Callbacks come in the order of the sends")
  void callbacksComeInOrder(Api api) throws Exception {
    Client client = client(api);
    Completions completions = new Completions();
    Client.Producer one = client.producer();
    Client.Producer two = client.producer();
    for (int i = 0; i < 100; i++) {
      Client.Producer producer = i % 2 == 0 ? one : two;
      producer.deliveryMode(i % 3 == 0 ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT);
      producer.send(client.queue(name + i % 5), client.text("m" + i), completions);
    }

    for (int i = 0; i < 100; i++) {
      assertThat(take(completions.outcomes())).isEqualTo("m" + i);
    }
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "7.3.8", rule = "A session runs one callback at a time")
  void callbacksRunOneAtATime(Api api) throws Exception {
    Client client = client(api);
    Slow slow = new Slow();
    Completions fast = new Completions();
    client.producer().send(client.queue(name), client.text("a"), slow);
    client.producer().send(client.queue(name), client.text("b"), fast);
    await(slow.running);

    assertThat(fast.outcomes().poll(SHORT, TimeUnit.MILLISECONDS)).isNull();

    slow.go.countDown();
    assertThat(take(fast.outcomes())).isEqualTo("b");
    assertThat(slow.outcomes).containsExactly("a");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "7.3.8", rule = "The callback is not run by the thread that sends")
  void callbacksHaveAThreadOfTheirOwn(Api api) throws Exception {
    Client client = client(api);
    BlockingQueue<String> threads = new LinkedBlockingQueue<>();
    client
        .producer()
        .send(
            client.queue(name),
            client.text("a"),
            Completions.onDone(() -> threads.add(Thread.currentThread().getName()), threads));

    assertThat(take(threads)).isNotEqualTo(Thread.currentThread().getName());
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "7.3", rule = "send returns without waiting for the callback")
  void sendDoesNotWaitForTheCallback(Api api) throws Exception {
    Client client = client(api);
    Slow slow = new Slow();
    Client.Producer producer = client.producer();
    producer.send(client.queue(name), client.text("a"), slow);
    await(slow.running);

    producer.send(client.queue(name), client.text("b"), slow);
    producer.send(client.queue(name), client.text("c"));

    assertThat(slow.outcomes).isEmpty();
    slow.go.countDown();
    assertThat(take(slow.outcomes)).isEqualTo("a");
    assertThat(take(slow.outcomes)).isEqualTo("b");
    assertHolds(name, "a", "b", "c");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "7.3.6", rule = "The header fields are on the message when it has been sent")
  void headersAreSetWhenCompleted(Api api) throws Exception {
    Client client = client(api);
    BlockingQueue<Message> done = new LinkedBlockingQueue<>();
    Client.Producer producer = client.producer();
    producer.priority(7);
    producer.timeToLive(60_000);
    long before = System.currentTimeMillis();
    producer.send(client.queue(name), client.text("a"), collecting(done));

    Message sent = take(done);
    assertThat(sent.getJMSMessageID()).startsWith("ID:");
    assertThat(sent.getJMSTimestamp()).isBetween(before, System.currentTimeMillis());
    assertThat(sent.getJMSExpiration()).isEqualTo(sent.getJMSTimestamp() + 60_000);
    assertThat(sent.getJMSPriority()).isEqualTo(7);
    assertThat(sent.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
    assertThat(sent.getJMSDestination()).isEqualTo(client.queue(name));
    Client reader = client(api);
    Message received = next(reader.consumer(reader.queue(name)));
    assertThat(received.getJMSMessageID()).isEqualTo(sent.getJMSMessageID());
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "7.3.9", rule = "A message can be changed and sent again from its callback")
  void theCallbackOwnsTheMessage(Api api) throws Exception {
    Client client = client(api);
    BlockingQueue<Message> done = new LinkedBlockingQueue<>();
    TextMessage message = client.text("a");
    client.producer().send(client.queue(name), message, collecting(done));
    assertThat(take(done)).isSameAs(message);

    message.setText("b");
    client.producer().send(client.queue(name), message, collecting(done));
    assertThat(take(done)).isSameAs(message);

    assertHolds(name, "a", "b");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(
      section = "7.3.3",
      rule = "Plain and asynchronous sends of a producer keep one order together")
  void bothKindsKeepOneOrder(Api api) throws Exception {
    Client client = client(api);
    Completions completions = new Completions();
    Client.Producer producer = client.producer();
    String[] texts = new String[40];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = "m" + i;
      if (i % 4 == 0) {
        producer.send(client.queue(name), client.text(texts[i]));
      } else {
        producer.send(client.queue(name), client.text(texts[i]), completions);
      }
    }

    assertHolds(name, texts);
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "7.3.7", rule = "A callback may use the session when nobody else does")
  void aCallbackUsesTheSession(Api api) throws Exception {
    Client client = client(api);
    BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();
    Completions second = new Completions();
    client
        .producer()
        .send(
            client.queue(name),
            client.text("a"),
            Completions.onDone(
                () -> {
                  client.send(client.queue(name), "b");
                  client.producer().send(client.queue(name), client.text("c"), second);
                  Client.Consumer consumer = client.consumer(client.queue(name + "-2"));
                  assertThat(consumer.receiveNoWait()).isNull();
                  consumer.close();
                },
                outcomes));

    assertThat(take(outcomes)).isEqualTo("done");
    assertThat(take(second.outcomes())).isEqualTo("c");
    assertHolds(name, "a", "b", "c");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "7.3", rule = "A callback that throws does not keep others from coming")
  void aCallbackThatThrows(Api api) throws Exception {
    Client client = client(api);
    Completions after = new Completions();
    client
        .producer()
        .send(
            client.queue(name),
            client.text("a"),
            new CompletionListener() {
              @Override
              public void onCompletion(Message message) {
                throw new UnsupportedOperationException("a defect of the application");
              }

              @Override
              public void onException(Message message, Exception exception) {}
            });
    client.producer().send(client.queue(name), client.text("b"), after);

    assertThat(take(after.outcomes())).isEqualTo("b");
    client.close();
    assertHolds(name, "a", "b");
  }

  // ---- what goes wrong ----

  @ParameterizedTest
  @EnumSource
  @Clause(
      section = "7.3.2",
      rule = "What is found wrong during the call is thrown by it, and no callback is called")
  void failsInTheCall(Api api) throws Exception {
    Client client = client(api);
    Completions completions = new Completions();
    Client.Producer producer = client.producer();
    Queue queue = client.queue(name);
    TextMessage message = client.text("a");

    assertRefused(
        api, InvalidDestinationException.class, () -> producer.send(null, message, completions));
    assertRefused(api, MessageFormatException.class, () -> producer.send(queue, null, completions));
    client.closeConnection();
    assertRefused(
        api, IllegalStateException.class, () -> producer.send(queue, message, completions));

    assertThat(completions.outcomes().poll(SHORT, TimeUnit.MILLISECONDS)).isNull();
  }

  @Test
  @Clause(section = "7.3.2", rule = "A missing CompletionListener is an illegal argument")
  void needsAListener() throws JMSException {
    try (Connection connection = factory.createConnection();
        Session session = connection.createSession()) {
      Queue queue = session.createQueue(name);
      MessageProducer own = session.createProducer(queue);
      MessageProducer any = session.createProducer(null);
      Message message = session.createMessage();
      for (Task.Step send :
          List.<Task.Step>of(
              () -> own.send(message, null),
              () -> own.send(message, 1, 1, 0, null),
              () -> any.send(queue, message, null),
              () -> any.send(queue, message, 1, 1, 0, null))) {
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(send::run);
      }
    }
    assertHolds(name);
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "7.3.2", rule = "What goes wrong after the call is told by onException")
  void failsAfterTheCall(Api api, @TempDir Path dir) throws Exception {
    TestBroker doomed = TestBroker.start(dir);
    Client client =
        api.connect(
            new RewindConnectionFactory(
                doomed.url() + "?reconnect.attempts=0&failover.timeout=100"));
    Slow slow = new Slow();
    Completions lost = new Completions();
    Client.Producer producer = client.producer();
    producer.send(client.queue(name), client.text("arrives"), slow);
    await(slow.running);
    doomed.crash();
    String outcome =
        Task.outcome(() -> producer.send(client.queue(name), client.text("is lost"), lost));
    slow.go.countDown();

    // either the call has failed or the callback tells
    if (outcome.equals("done")) {
      assertThat(take(lost.outcomes())).startsWith("failed: ");
    }
    assertThat(lost.outcomes().poll(SHORT, TimeUnit.MILLISECONDS)).isNull();
    client.closeConnection();
  }

  // ---- close, commit and rollback ----

  @ParameterizedTest
  @EnumSource(CloseTest.Way.class)
  @Clause(section = "7.3.4", rule = "close waits until every callback has returned")
  void closeWaitsForCallbacks(CloseTest.Way way) throws Exception {
    Client client = client(way.api());
    Slow slow = new Slow();
    Completions behind = new Completions();
    client.producer().send(client.queue(name), client.text("a"), slow);
    client.producer().send(client.queue(name), client.text("b"), behind);
    await(slow.running);
    Task<String> close = Task.run(() -> way.close(client)).staysBlocked();

    slow.go.countDown();
    close.result();

    assertThat(slow.outcomes).containsExactly("a");
    assertThat(behind.outcomes()).containsExactly("b");
    assertHolds(name, "a", "b");
  }

  @Test
  @Clause(section = "7.3.4", rule = "close of a producer waits until every callback has returned")
  void closeOfAProducerWaitsForCallbacks() throws Exception {
    try (Connection connection = factory.createConnection();
        Session session = connection.createSession()) {
      Slow slow = new Slow();
      MessageProducer producer = session.createProducer(session.createQueue(name));
      producer.send(session.createTextMessage("a"), slow);
      await(slow.running);
      Task<String> close = Task.run(producer::close).staysBlocked();

      slow.go.countDown();
      close.result();

      assertThat(slow.outcomes).containsExactly("a");
    }
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "7.3.4", rule = "commit waits until every callback has returned")
  void commitWaitsForCallbacks(Api api) throws Exception {
    Client client = client(api, TRANSACTED);
    Slow slow = new Slow();
    client.producer().send(client.queue(name), client.text("a"), slow);
    await(slow.running);
    Task<String> commit = Task.run(client::commit).staysBlocked();
    assertHolds(name);

    slow.go.countDown();
    commit.result();

    assertThat(slow.outcomes).containsExactly("a");
    assertHolds(name, "a");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "7.3.4", rule = "rollback waits until every callback has returned")
  void rollbackWaitsForCallbacks(Api api) throws Exception {
    Client client = client(api, TRANSACTED);
    Slow slow = new Slow();
    client.producer().send(client.queue(name), client.text("a"), slow);
    await(slow.running);
    Task<String> rollback = Task.run(client::rollback).staysBlocked();

    slow.go.countDown();
    rollback.result();

    assertThat(slow.outcomes).containsExactly("a");
    assertHolds(name);
  }

  @ParameterizedTest
  @EnumSource(CloseTest.Way.class)
  @Clause(section = "7.3.4", rule = "A callback can't close its own session or connection")
  void closeInACallbackIsRefused(CloseTest.Way way) throws Exception {
    Client client = client(way.api());
    BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();
    client
        .producer()
        .send(
            client.queue(name),
            client.text("a"),
            Completions.onDone(
                () ->
                    assertRefused(way.api(), IllegalStateException.class, () -> way.close(client)),
                outcomes));

    assertThat(take(outcomes)).isEqualTo("done");
    client.send(client.queue(name), "goes on");
    assertHolds(name, "a", "goes on");
  }

  @Test
  @Clause(section = "7.3.4", rule = "A callback can't close its own producer")
  void closeOfTheProducerInACallbackIsRefused() throws Exception {
    try (Connection connection = factory.createConnection();
        Session session = connection.createSession()) {
      BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();
      MessageProducer producer = session.createProducer(session.createQueue(name));
      producer.send(
          session.createTextMessage("a"),
          Completions.onDone(
              () -> assertRefused(Api.CLASSIC, IllegalStateException.class, producer::close),
              outcomes));

      assertThat(take(outcomes)).isEqualTo("done");
      producer.send(session.createTextMessage("goes on"));
    }
    assertHolds(name, "a", "goes on");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "7.3.4", rule = "A callback can't end the transaction of its own session")
  void endOfATransactionInACallbackIsRefused(Api api) throws Exception {
    Client client = client(api, TRANSACTED);
    BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();
    client
        .producer()
        .send(
            client.queue(name),
            client.text("a"),
            Completions.onDone(
                () -> {
                  assertRefused(api, IllegalStateException.class, client::commit);
                  assertRefused(api, IllegalStateException.class, client::rollback);
                },
                outcomes));

    assertThat(take(outcomes)).isEqualTo("done");
    client.commit();
    assertHolds(name, "a");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "7.3.4", rule = "A callback may end what belongs to another session")
  void aCallbackEndsWhatIsNotItsOwn(Api api) throws Exception {
    Client client = client(api);
    Client sibling = client.sibling(TRANSACTED);
    sibling.send(sibling.queue(name), "of the other session");
    BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();
    client
        .producer()
        .send(
            client.queue(name + "-2"),
            client.text("a"),
            Completions.onDone(
                () -> {
                  sibling.commit();
                  sibling.close();
                },
                outcomes));

    assertThat(take(outcomes)).isEqualTo("done");
    assertHolds(name, "of the other session");
  }

  // ---- each way to send ----

  @Test
  @Clause(section = "7.3", rule = "Each of the four asynchronous sends does what it says")
  void eachClassicSend() throws Exception {
    try (Connection connection = factory.createConnection();
        Session session = connection.createSession()) {
      Queue queue = session.createQueue(name);
      MessageProducer own = session.createProducer(queue);
      MessageProducer any = session.createProducer(null);
      Completions completions = new Completions();
      own.send(session.createTextMessage("1"), completions);
      own.send(session.createTextMessage("2"), 1, 8, 60_000, completions);
      any.send(queue, session.createTextMessage("3"), completions);
      any.send(queue, session.createTextMessage("4"), 1, 9, 60_000, completions);
      for (int i = 1; i <= 4; i++) {
        assertThat(take(completions.outcomes())).isEqualTo("" + i);
      }
      connection.start();
      List<Integer> priorities = new ArrayList<>();
      try (var consumer = session.createConsumer(queue)) {
        for (int i = 0; i < 4; i++) {
          priorities.add(consumer.receive(LONG).getJMSPriority());
        }
      }
      assertThat(priorities).containsExactlyInAnyOrder(4, 8, 4, 9);
    }
  }

  @Test
  @Clause(section = "7.3", rule = "Every send of a JMSProducer is asynchronous after setAsync")
  void eachSimplifiedSend() throws Exception {
    try (JMSContext context = factory.createContext()) {
      Queue queue = context.createQueue(name);
      AtomicInteger done = new AtomicInteger();
      BlockingQueue<Message> sent = new LinkedBlockingQueue<>();
      JMSProducer producer = context.createProducer();
      assertThat(producer.getAsync()).isNull();
      CompletionListener listener = collecting(sent);
      producer.setAsync(listener);
      assertThat(producer.getAsync()).isSameAs(listener);
      producer
          .send(queue, "text")
          .send(queue, Map.of("key", "value"))
          .send(queue, new byte[] {1})
          .send(queue, Integer.valueOf(1))
          .send(queue, context.createStreamMessage());
      for (int i = 0; i < 5; i++) {
        assertThat(take(sent).getJMSMessageID()).startsWith("ID:");
        done.incrementAndGet();
      }

      producer.setAsync(null).send(queue, "plain");

      assertThat(producer.getAsync()).isNull();
      assertThat(sent).isEmpty();
      assertThat(done).hasValue(5);
    }
  }
}
