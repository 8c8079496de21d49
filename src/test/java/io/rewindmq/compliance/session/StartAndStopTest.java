// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.compliance.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.compliance.Clause;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Starting a connection and pausing delivery: specification sections 6.1.3 to 6.1.5 and 8.4. */
class StartAndStopTest extends SessionSuite {
  private Client.Consumer consumer(Client client) throws JMSException {
    return client.consumer(client.queue(name));
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.1.4", rule = "A new connection delivers nothing to a receiver")
  void aNewConnectionIsStopped(Api api) throws JMSException {
    Client client = stopped(api);
    Client.Consumer consumer = consumer(client);
    client.send(client.queue(name), "a");

    assertThat(consumer.receive(SHORT)).isNull();
    assertThat(consumer.receiveNoWait()).isNull();

    client.start();
    assertThat(text(next(consumer))).isEqualTo("a");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.1.4", rule = "No listener is called before its connection is started")
  void aNewConnectionCallsNoListener(Api api) throws Exception {
    Client client = stopped(api);
    client.send(client.queue(name), "a");
    BlockingQueue<Message> received = new LinkedBlockingQueue<>();
    consumer(client).listener(received::add);

    assertThat(received.poll(SHORT, TimeUnit.MILLISECONDS)).isNull();

    client.start();
    assertThat(text(take(received))).isEqualTo("a");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.1.4", rule = "A connection sends whether it is started or not")
  void sendsWhileStopped(Api api) throws JMSException {
    Client client = stopped(api);
    client.send(client.queue(name), "never started");
    client.start();
    client.send(client.queue(name), "started");
    client.stop();
    client.send(client.queue(name), "stopped");

    assertHolds(name, "never started", "started", "stopped");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.1.5", rule = "Starting twice and stopping twice is ignored")
  void repetitionsAreIgnored(Api api) throws JMSException {
    Client client = stopped(api);
    Client.Consumer consumer = consumer(client);
    client.stop();
    client.stop();
    client.start();
    client.start();
    client.send(client.queue(name), "a", "b");
    assertThat(text(next(consumer))).isEqualTo("a");

    client.stop();
    client.stop();
    assertThat(consumer.receive(SHORT)).isNull();

    client.start();
    assertThat(text(next(consumer))).isEqualTo("b");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.1.5", rule = "A stopped connection delivers nothing to any of its sessions")
  void stopsAllSessions(Api api) throws Exception {
    Client client = client(api);
    Client sibling = client.sibling(AUTO);
    Client.Consumer receiver = consumer(client);
    BlockingQueue<Message> received = new LinkedBlockingQueue<>();
    sibling.consumer(sibling.queue(name + "-2")).listener(received::add);
    client.stop();

    Client other = client(api);
    other.send(other.queue(name), "a");
    other.send(other.queue(name + "-2"), "b");
    assertThat(receiver.receive(SHORT)).isNull();
    assertThat(receiver.receiveNoWait()).isNull();
    assertThat(received).isEmpty();

    sibling.start();
    assertThat(text(next(receiver))).isEqualTo("a");
    assertThat(text(take(received))).isEqualTo("b");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(
      section = "6.1.5",
      rule = "A receive that waits when the connection stops does not return with a message")
  void aPendingReceiveIsHeldBack(Api api) throws Exception {
    Client client = client(api);
    Client.Consumer consumer = consumer(client);
    Task<Message> receive = Task.of(() -> consumer.receive(LONG)).staysBlocked();
    client.stop();
    Client other = client(api);
    other.send(other.queue(name), "a");

    receive.staysBlocked();

    client.start();
    assertThat(text(receive.result())).isEqualTo("a");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.1.5", rule = "Timers of receive go on while the connection is stopped")
  void timersGoOn(Api api) throws Exception {
    Client client = client(api);
    Client.Consumer consumer = consumer(client);
    Task<Message> receive = Task.of(() -> consumer.receive(3 * SHORT));
    client.stop();
    Client other = client(api);
    other.send(other.queue(name), "a");

    assertThat(receive.result()).isNull();
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.1.5", rule = "stop returns when every running listener has returned")
  void stopWaitsForListeners(Api api) throws Exception {
    Client client = client(api);
    Client.Consumer consumer = consumer(client);
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    BlockingQueue<String> done = new LinkedBlockingQueue<>();
    consumer.listener(
        message -> {
          running.countDown();
          await(go);
          done.add(text(message));
        });
    Client other = client(api);
    other.send(other.queue(name), "a", "b");
    await(running);

    Task<String> stop = Task.run(client::stop).staysBlocked();
    go.countDown();
    stop.result();

    assertThat(done.poll()).isEqualTo("a");
    assertThat(done.poll(SHORT, TimeUnit.MILLISECONDS)).isNull();
    client.start();
    assertThat(take(done)).isEqualTo("b");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(
      section = "6.1.5",
      rule = "A listener has the full services of its connection while stop waits for it")
  void aListenerThatStopWaitsForCanWork(Api api) throws Exception {
    Client client = client(api, TRANSACTED);
    Client.Consumer consumer = consumer(client);
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    BlockingQueue<String> done = new LinkedBlockingQueue<>();
    consumer.listener(
        message -> {
          running.countDown();
          await(go);
          done.add(Task.outcome(() -> answer(client, text(message))));
        });
    Client other = client(api);
    other.send(other.queue(name), "a");
    await(running);

    Task<String> stop = Task.run(client::stop).staysBlocked();
    go.countDown();
    stop.result();

    assertThat(take(done)).isEqualTo("done");
    assertHolds(name + "-answers", "a");
  }

  /** Uses the session and the connection in every way that a listener may. */
  private void answer(Client client, String text) throws JMSException {
    client.send(client.queue(name + "-answers"), text);
    Client sibling = client.sibling(AUTO);
    sibling.consumer(sibling.queue(name + "-other")).close();
    sibling.close();
    client.commit();
  }

  @ParameterizedTest
  @EnumSource
  @Clause(
      section = "6.1.5",
      rule = "stop in a listener of the same connection either works or is an illegal state")
  void stopInAListenerDoesNotHang(Api api) throws Exception {
    Client client = client(api);
    BlockingQueue<String> done = new LinkedBlockingQueue<>();
    Client.Consumer consumer = consumer(client);
    consumer.listener(
        message -> {
          assertRefused(api, IllegalStateException.class, client::stop);
          done.add(text(message));
        });
    Client other = client(api);
    other.send(other.queue(name), "a", "b");

    assertThat(take(done)).isEqualTo("a");
    assertThat(take(done)).isEqualTo("b");
  }

  @Test
  @Clause(
      section = "6.1.5",
      rule = "stop in a listener of a context of the same connection is an illegal state")
  void stopOfASharingContextInAListenerDoesNotHang() throws Exception {
    Client client = client(Api.SIMPLIFIED);
    Client sibling = client.sibling(AUTO);
    BlockingQueue<String> done = new LinkedBlockingQueue<>();
    consumer(client)
        .listener(
            message -> {
              assertRefused(Api.SIMPLIFIED, IllegalStateException.class, sibling::stop);
              done.add(text(message));
            });
    Client other = client(Api.SIMPLIFIED);
    other.send(other.queue(name), "a");

    assertThat(take(done)).isEqualTo("a");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.1.5", rule = "A CompletionListener may stop the connection")
  void stopInACompletionListener(Api api) throws Exception {
    Client client = client(api);
    BlockingQueue<String> done = new LinkedBlockingQueue<>();
    client
        .producer()
        .send(client.queue(name), client.text("a"), Completions.onDone(client::stop, done));

    assertThat(take(done)).isEqualTo("done");
    assertThat(consumer(client).receive(SHORT)).isNull();
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.1.5", rule = "A listener may start its connection")
  void startInAListener(Api api) throws Exception {
    Client client = client(api);
    BlockingQueue<String> done = new LinkedBlockingQueue<>();
    consumer(client).listener(message -> done.add(Task.outcome(client::start)));
    Client other = client(api);
    other.send(other.queue(name), "a");

    assertThat(take(done)).isEqualTo("done");
  }

  // ---- what starts by itself ----

  @Test
  @Clause(section = "6.1.4", rule = "A context starts with its first consumer")
  void aContextStartsByItself() {
    try (JMSContext context = factory.createContext()) {
      assertThat(context.getAutoStart()).isTrue();
      context.createProducer().send(context.createQueue(name), "a");

      JMSConsumer consumer = context.createConsumer(context.createQueue(name));

      assertThat(consumer.receiveBody(String.class, LONG)).isEqualTo("a");
    }
  }

  @Test
  @Clause(section = "8.4", rule = "Every way to make a consumer of a context starts it")
  void everyConsumerStartsAContext() {
    try (JMSContext publisher = factory.createContext()) {
      for (int kind = 0; kind < 4; kind++) {
        try (JMSContext context = factory.createContext()) {
          context.setClientID(name + kind);
          JMSConsumer consumer = subscribe(context, kind);
          publisher.createProducer().send(publisher.createTopic(name), "a");
          assertThat(consumer.receiveBody(String.class, LONG)).as("kind " + kind).isEqualTo("a");
        }
      }
    }
  }

  private JMSConsumer subscribe(JMSContext context, int kind) {
    var topic = context.createTopic(name);
    return switch (kind) {
      case 0 -> context.createConsumer(topic);
      case 1 -> context.createDurableConsumer(topic, "sub");
      case 2 -> context.createSharedConsumer(topic, "sub");
      default -> context.createSharedDurableConsumer(topic, "sub-2");
    };
  }

  @Test
  @Clause(section = "8.4", rule = "With setAutoStart(false) a context waits for start")
  void aContextStartsByHand() {
    try (JMSContext context = factory.createContext()) {
      context.setAutoStart(false);
      assertThat(context.getAutoStart()).isFalse();
      context.createProducer().send(context.createQueue(name), "a");
      JMSConsumer consumer = context.createConsumer(context.createQueue(name));

      assertThat(consumer.receive(SHORT)).isNull();

      context.start();
      assertThat(consumer.receiveBody(String.class, LONG)).isEqualTo("a");
    }
  }

  @Test
  @Clause(section = "8.4", rule = "A context that was stopped can be started again")
  void aContextIsStoppedAndStarted() {
    try (JMSContext context = factory.createContext()) {
      JMSConsumer consumer = context.createConsumer(context.createQueue(name));
      context.stop();
      context.createProducer().send(context.createQueue(name), "a");
      assertThat(consumer.receive(SHORT)).isNull();

      context.start();

      assertThat(consumer.receiveBody(String.class, LONG)).isEqualTo("a");
    }
  }

  @Test
  @Clause(
      section = "6.2.6",
      rule = "A started context takes a second listener although the first is at work")
  void aStartedContextTakesASecondListener() throws Exception {
    try (JMSContext context = factory.createContext()) {
      BlockingQueue<String> received = new LinkedBlockingQueue<>();
      JMSConsumer first = context.createConsumer(context.createQueue(name));
      JMSConsumer second = context.createConsumer(context.createQueue(name + "-2"));
      CountDownLatch running = new CountDownLatch(1);
      CountDownLatch go = new CountDownLatch(1);
      first.setMessageListener(
          message -> {
            running.countDown();
            await(go);
            received.add(text(message));
          });
      try (JMSContext other = factory.createContext()) {
        other.createProducer().send(other.createQueue(name), "a");
        other.createProducer().send(other.createQueue(name + "-2"), "b");
      }
      await(running);

      second.setMessageListener(message -> received.add(text(message)));
      go.countDown();

      assertThat(take(received)).isEqualTo("a");
      assertThat(take(received)).isEqualTo("b");
    }
  }
}
