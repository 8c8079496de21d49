// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.compliance.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.rewindmq.compliance.Clause;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Closing connections and sessions: specification sections 6.1.8 and 6.2.15. */
class CloseTest extends SessionSuite {
  /** Both ways to end a session: alone, or with its connection. */
  enum Way {
    CLASSIC_SESSION(Api.CLASSIC),
    CLASSIC_CONNECTION(Api.CLASSIC),
    SIMPLIFIED_CONTEXT(Api.SIMPLIFIED);

    private final Api api;

    Way(Api api) {
      this.api = api;
    }

    Api api() {
      return api;
    }

    void close(Client client) throws JMSException {
      switch (this) {
        case CLASSIC_SESSION, SIMPLIFIED_CONTEXT -> client.close();
        case CLASSIC_CONNECTION -> client.closeConnection();
      }
    }
  }

  private void sendFromElsewhere(String... texts) throws JMSException {
    Client other = client(Api.CLASSIC);
    other.send(other.queue(name), texts);
  }

  // ---- once and again ----

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.1.8", rule = "Closing what is closed is ignored")
  void closingTwiceIsIgnored(Way way) throws JMSException {
    Client client = client(way.api);
    Client.Consumer consumer = client.consumer(client.queue(name));
    QueueBrowser browser = client.browser(client.queue(name));
    browser.close();
    browser.close();
    consumer.close();
    consumer.close();
    way.close(client);
    way.close(client);

    assertThatNoException().isThrownBy(consumer::close);
    assertThatNoException().isThrownBy(browser::close);
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.1.8", rule = "Closing the children of what is closed is ignored")
  void childrenOfAClosedConnectionCloseSilently(Api api) throws JMSException {
    Client client = client(api);
    Client sibling = client.sibling(TRANSACTED);
    Client.Consumer consumer = sibling.consumer(sibling.queue(name));
    client.text("uses the session");
    client.closeConnection();

    assertThatNoException().isThrownBy(consumer::close);
    assertThatNoException().isThrownBy(sibling::close);
    assertThatNoException().isThrownBy(client::close);
    assertThatNoException().isThrownBy(client::closeConnection);
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.15", rule = "Closing a session leaves the connection to the others")
  void aClosedSessionLeavesItsSiblings(Api api) throws JMSException {
    Client client = client(api);
    Client sibling = client.sibling(AUTO);
    Client.Consumer consumer = sibling.consumer(sibling.queue(name));
    client.text("uses the session");
    client.close();

    sibling.send(sibling.queue(name), "a");

    assertThat(text(next(consumer))).isEqualTo("a");
  }

  @Test
  @Clause(section = "6.2.15", rule = "The connection of contexts ends with the last one of them")
  void theLastContextClosesTheConnection() throws JMSException {
    JMSContext first = factory.createContext();
    first.setClientID(name);
    JMSContext second = first.createContext(TRANSACTED);
    JMSContext third = second.createContext(CLIENT);
    first.close();
    third.close();

    second.createProducer().send(second.createQueue(name), "still there");
    second.commit();
    Client rival = stopped(Api.CLASSIC);
    assertThatExceptionOfType(JMSException.class).isThrownBy(() -> rival.clientId(name));

    second.close();
    rival.clientId(name);
    assertHolds(name, "still there");
  }

  @Test
  @Clause(section = "6.1.8", rule = "A context that was closed makes no other")
  void aClosedContextMakesNoOther() throws JMSException {
    Client first = client(Api.SIMPLIFIED);
    Client second = first.sibling(AUTO);
    first.close();

    assertRefused(Api.SIMPLIFIED, IllegalStateException.class, () -> first.sibling(AUTO));

    assertThat(second.clientId()).isNull();
  }

  // ---- pending receives ----

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.15", rule = "A receive that waits returns null when its session closes")
  void aPendingReceiveEnds(Way way) throws Exception {
    Client client = client(way.api);
    Client.Consumer consumer = client.consumer(client.queue(name));
    Task<Message> receive = Task.of(() -> consumer.receive()).staysBlocked();

    way.close(client);

    assertThat(receive.result()).isNull();
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.15", rule = "A receive that waits in a stopped connection ends too")
  void aPendingReceiveOfAStoppedConnectionEnds(Way way) throws Exception {
    Client client = stopped(way.api);
    Client.Consumer consumer = client.consumer(client.queue(name));
    client.send(client.queue(name), "a");
    Task<Message> receive = Task.of(() -> consumer.receive()).staysBlocked();

    way.close(client);

    assertThat(receive.result()).isNull();
    assertHolds(name, "a");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.1.8", rule = "Closing a connection ends the receives of all its sessions")
  void everyPendingReceiveEnds(Api api) throws Exception {
    Client client = client(api);
    Client sibling = client.sibling(CLIENT);
    Client.Consumer first = client.consumer(client.queue(name));
    Client.Consumer second = sibling.consumer(sibling.queue(name));
    Task<Message> one = Task.of(() -> first.receive());
    Task<Message> two = Task.of(() -> second.receive(LONG)).staysBlocked();

    client.closeConnection();

    assertThat(one.result()).isNull();
    assertThat(two.result()).isNull();
  }

  // ---- running listeners ----

  /** A client with a listener that has begun to work on the only message and waits. */
  private final class AtWork {
    final CountDownLatch go = new CountDownLatch(1);
    final BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();

    AtWork(Client client, Task.Step work) throws JMSException {
      CountDownLatch running = new CountDownLatch(1);
      client
          .consumer(client.queue(name))
          .listener(
              message -> {
                running.countDown();
                await(go);
                outcomes.add(Task.outcome(work));
              });
      sendFromElsewhere("a");
      await(running);
    }
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.15", rule = "close returns when the running listener has returned")
  void closeWaitsForAListener(Way way) throws Exception {
    Client client = client(way.api);
    AtWork listener = new AtWork(client, () -> {});
    Task<String> close = Task.run(() -> way.close(client)).staysBlocked();

    listener.go.countDown();
    close.result();

    assertThat(listener.outcomes.poll()).isEqualTo("done");
    assertHolds(name);
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.1.8", rule = "close waits for the listeners of all sessions")
  void closeWaitsForAListenerOfAnySession(Api api) throws Exception {
    Client client = client(api);
    Client sibling = client.sibling(AUTO);
    client.text("uses the session");
    AtWork listener = new AtWork(sibling, () -> {});
    Task<String> close = Task.run(client::closeConnection).staysBlocked();

    listener.go.countDown();
    close.result();

    assertThat(listener.outcomes.poll()).isEqualTo("done");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(
      section = "6.1.8",
      rule = "What a running listener uses stays usable until it returns, although close waits")
  void aListenerThatCloseWaitsForCanWork(Way way) throws Exception {
    Client client = client(way.api, TRANSACTED);
    Client.Producer producer = client.producer();
    Queue answers = client.queue(name + "-answers");
    AtWork listener =
        new AtWork(
            client,
            () -> {
              producer.send(answers, client.text("with what was there"));
              client.producer().send(client.queue(name + "-answers"), client.text("with new"));
              client.commit();
            });
    Task<String> close = Task.run(() -> way.close(client)).staysBlocked();

    listener.go.countDown();
    close.result();

    assertThat(listener.outcomes.poll()).isEqualTo("done");
    assertHolds(name + "-answers", "with what was there", "with new");
    assertHolds(name);
  }

  @ParameterizedTest
  @EnumSource
  @Clause(
      section = "6.1.8",
      rule = "A running listener can use the other sessions of a connection that closes")
  void aListenerThatCloseWaitsForCanUseOtherSessions(Api api) throws Exception {
    Client client = client(api);
    Client other = client.sibling(TRANSACTED);
    other.text("uses the session");
    Client work = client.sibling(AUTO);
    AtWork listener =
        new AtWork(
            work,
            () -> {
              other.send(other.queue(name + "-answers"), "of another session");
              other.commit();
              Client fresh = work.sibling(AUTO);
              fresh.send(fresh.queue(name + "-answers"), "of a new session");
              fresh.close();
            });
    Task<String> close =
        api == Api.CLASSIC
            ? Task.run(client::closeConnection)
            : Task.run(work::close); // contexts close one by one

    close.staysBlocked();
    listener.go.countDown();
    close.result();

    assertThat(listener.outcomes.poll()).isEqualTo("done");
    assertHolds(name + "-answers", "of another session", "of a new session");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(
      section = "6.1.8",
      rule = "A client-acknowledged listener can acknowledge while close waits for it")
  void aListenerThatCloseWaitsForCanAcknowledge(Way way) throws Exception {
    Client client = client(way.api, CLIENT);
    BlockingQueue<Message> received = new LinkedBlockingQueue<>();
    CountDownLatch go = new CountDownLatch(1);
    BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();
    client
        .consumer(client.queue(name))
        .listener(
            message -> {
              received.add(message);
              await(go);
              outcomes.add(Task.outcome(() -> client.acknowledge(message)));
            });
    sendFromElsewhere("a", "b");
    assertThat(text(take(received))).isEqualTo("a");
    Task<String> close = Task.run(() -> way.close(client)).staysBlocked();

    go.countDown();
    close.result();

    assertThat(outcomes).containsExactly("done");
    assertThat(received).isEmpty();
    assertHolds(name, "b");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.15", rule = "No listener is called once its session closes")
  void nothingIsHandedOverWhileClosing(Way way) throws Exception {
    Client client = client(way.api);
    BlockingQueue<String> received = new LinkedBlockingQueue<>();
    CountDownLatch go = new CountDownLatch(1);
    client
        .consumer(client.queue(name))
        .listener(
            message -> {
              received.add(text(message));
              await(go);
            });
    sendFromElsewhere("a", "b", "c");
    assertThat(take(received)).isEqualTo("a");
    Task<String> close = Task.run(() -> way.close(client)).staysBlocked();
    go.countDown();
    close.result();

    assertThat(received.poll(SHORT, TimeUnit.MILLISECONDS)).isNull();
    assertHolds(name, "b", "c");
  }

  // ---- inside a listener ----

  @ParameterizedTest
  @EnumSource
  @Clause(
      section = "6.2.15",
      rule = "A listener that closes its own session is told that it can't; nothing hangs")
  void closeInsideAListenerIsRefused(Way way) throws Exception {
    Client client = client(way.api);
    BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();
    client
        .consumer(client.queue(name))
        .listener(
            message -> {
              assertRefused(way.api, IllegalStateException.class, () -> way.close(client));
              outcomes.add(text(message));
            });
    sendFromElsewhere("a", "b");

    assertThat(take(outcomes)).isEqualTo("a");
    assertThat(take(outcomes)).isEqualTo("b");
    way.close(client);
    assertHolds(name);
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.1.8", rule = "A listener of one session can't close the whole connection")
  void closeOfTheConnectionInsideAnotherSessionsListenerIsRefused(Api api) throws Exception {
    Client client = client(api);
    client.text("uses the session");
    Client sibling = client.sibling(AUTO);
    BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();
    sibling
        .consumer(sibling.queue(name))
        .listener(
            message -> {
              assertRefused(api, IllegalStateException.class, client::closeConnection);
              outcomes.add(text(message));
            });
    sendFromElsewhere("a");

    assertThat(take(outcomes)).isEqualTo("a");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.15", rule = "A listener may close another session")
  void aListenerClosesAnotherSession(Api api) throws Exception {
    Client client = client(api);
    Client sibling = client.sibling(AUTO);
    sibling.text("uses the session");
    BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();
    client
        .consumer(client.queue(name))
        .listener(message -> outcomes.add(Task.outcome(sibling::close)));
    sendFromElsewhere("a");

    assertThat(take(outcomes)).isEqualTo("done");
    assertRefused(api, IllegalStateException.class, () -> sibling.text("a"));
  }

  // ---- what happens to the work ----

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.15", rule = "Closing a transacted session rolls back what it received")
  void closeRollsBackReceivedMessages(Way way) throws JMSException {
    Client client = client(way.api, TRANSACTED);
    sendFromElsewhere("a", "b");
    assertThat(texts(client.consumer(client.queue(name)), 2)).containsExactly("a", "b");

    way.close(client);

    assertComesAgain("a", "b");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.15", rule = "Closing a transacted session rolls back what it sent")
  void closeRollsBackSentMessages(Way way) throws JMSException {
    Client client = client(way.api, TRANSACTED);
    client.send(client.queue(name), "a");

    way.close(client);

    assertHolds(name);
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.15", rule = "Closing a client-acknowledged session acknowledges nothing")
  void closeAcknowledgesNothing(Way way) throws JMSException {
    Client client = client(way.api, CLIENT);
    sendFromElsewhere("a", "b");
    assertThat(texts(client.consumer(client.queue(name)), 2)).containsExactly("a", "b");

    way.close(client);

    assertComesAgain("a", "b");
  }

  private void assertComesAgain(String... texts) throws JMSException {
    Client other = client(Api.CLASSIC);
    Client.Consumer consumer = other.consumer(other.queue(name));
    for (String text : texts) {
      Message again = next(consumer);
      assertThat(text(again)).isEqualTo(text);
      assertThat(again.getJMSRedelivered()).isTrue();
      assertThat(deliveryCount(again)).isEqualTo(2);
    }
    assertThat(consumer.receiveNoWait()).isNull();
  }

  @ParameterizedTest
  @EnumSource
  @Clause(
      section = "6.1.8",
      rule = "acknowledge of a message from a closed session is an illegal state")
  void acknowledgeAfterCloseIsRefused(Way way) throws JMSException {
    Client client = client(way.api, CLIENT);
    sendFromElsewhere("a");
    Message message = next(client.consumer(client.queue(name)));

    way.close(client);

    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(message::acknowledge);
    assertRefused(way.api, IllegalStateException.class, () -> client.acknowledge(message));
    assertComesAgain("a");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.1.8", rule = "Messages can be used after their connection was closed")
  void messagesOutliveTheirConnection(Way way) throws JMSException {
    Client client = client(way.api);
    sendFromElsewhere("a");
    Message received = next(client.consumer(client.queue(name)));
    var made = client.text("made");

    way.close(client);

    assertThat(text(received)).isEqualTo("a");
    assertThat(received.getJMSDestination()).isNotNull();
    assertThat(received.getJMSMessageID()).startsWith("ID:");
    received.clearProperties();
    received.setStringProperty("colour", "red");
    made.setText("changed");
    Client other = client(Api.CLASSIC);
    other.producer().send(other.queue(name), received);
    other.producer().send(other.queue(name), made);
    assertHolds(name, "a", "changed");
  }

  @Test
  @Clause(section = "6.1.8", rule = "A try statement closes contexts with all they made")
  void tryClosesContexts() {
    JMSConsumer escaped;
    try (JMSContext context = factory.createContext()) {
      escaped = context.createConsumer(context.createQueue(name));
    }

    assertThatExceptionOfType(IllegalStateRuntimeException.class)
        .isThrownBy(escaped::receiveNoWait);
  }

  @ParameterizedTest
  @EnumSource
  @Clause(
      section = "6.2.15",
      rule = "close may be called by a thread that does not own the session")
  void anyThreadCloses(Way way) throws Exception {
    Client client = client(way.api);
    Client.Consumer consumer = client.consumer(client.queue(name));

    Task.run(() -> way.close(client)).result();

    assertRefused(way.api, IllegalStateException.class, consumer::receiveNoWait);
  }

  @ParameterizedTest
  @EnumSource
  @Clause(
      section = "6.1.8",
      rule = "Two threads that close at the same time do not disturb another")
  void twoThreadsClose(Way way) throws Exception {
    Client client = client(way.api);
    client.sibling(AUTO).text("uses the session");
    AtWork listener = new AtWork(client, () -> {});
    Task<String> one = Task.run(() -> way.close(client));
    Task<String> two = Task.run(() -> way.close(client)).staysBlocked();

    listener.go.countDown();

    assertThat(one.result()).isEqualTo("done");
    assertThat(two.result()).isEqualTo("done");
    assertRefused(way.api, IllegalStateException.class, () -> client.text("a"));
  }
}
