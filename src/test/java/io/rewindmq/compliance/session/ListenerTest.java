// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.compliance.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.compliance.Clause;
import io.rewindmq.jms.RewindConnectionFactory;
import io.rewindmq.testkit.Line;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Listeners and repeated deliveries: specification sections 8.7, 3.4.7 and 3.5.11. */
class ListenerTest extends SessionSuite {
  private void sendFromElsewhere(String... texts) throws JMSException {
    Client other = client(Api.CLASSIC);
    other.send(other.queue(name), texts);
  }

  private static String describe(Message message) {
    try {
      return text(message)
          + " "
          + deliveryCount(message)
          + (message.getJMSRedelivered() ? " again" : "");
    } catch (JMSException e) {
      throw new JMSRuntimeException(e.getMessage(), e.getErrorCode(), e);
    }
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "8.7", rule = "A listener is called with each message as it comes")
  void listenersAreCalled(Api api) throws Exception {
    Client client = client(api);
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    client.consumer(client.queue(name)).listener(message -> seen.add(text(message)));
    for (String text : List.of("a", "b", "c")) {
      sendFromElsewhere(text);
      assertThat(take(seen)).isEqualTo(text);
    }
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "8.7", rule = "A listener gets what was on the queue before it")
  void listenersGetTheBacklog(Api api) throws Exception {
    sendFromElsewhere("a", "b");
    Client client = client(api);
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    client.consumer(client.queue(name)).listener(message -> seen.add(text(message)));

    assertThat(take(seen)).isEqualTo("a");
    assertThat(take(seen)).isEqualTo("b");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "8.7", rule = "The listener of a consumer can be read, changed and unset")
  void listenersAreReplaced(Api api) throws Exception {
    Client client = client(api);
    Client.Consumer consumer = client.consumer(client.queue(name));
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    MessageListener first = message -> seen.add("first " + text(message));
    MessageListener second = message -> seen.add("second " + text(message));
    assertThat(consumer.listener()).isNull();
    consumer.listener(first);
    assertThat(consumer.listener()).isSameAs(first);
    sendFromElsewhere("a");
    assertThat(take(seen)).isEqualTo("first a");

    consumer.listener(second);
    assertThat(consumer.listener()).isSameAs(second);
    sendFromElsewhere("b");
    assertThat(take(seen)).isEqualTo("second b");

    consumer.listener(null);
    assertThat(consumer.listener()).isNull();
    sendFromElsewhere("c");
    assertThat(seen.poll(SHORT, TimeUnit.MILLISECONDS)).isNull();
    assertThat(text(next(consumer))).isEqualTo("c");
  }

  // ---- listeners that throw ----

  @ParameterizedTest
  @CsvSource({"CLASSIC, 1", "CLASSIC, 3", "SIMPLIFIED, 1", "SIMPLIFIED, 3"})
  @Clause(
      section = "8.7",
      rule = "Where the session acknowledges by itself a message whose listener threw comes again")
  void aThrowingListenerGetsTheMessageAgain(Api api, int mode) throws Exception {
    Client client = client(api, mode);
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    client
        .consumer(client.queue(name))
        .listener(
            message -> {
              seen.add(describe(message));
              if (describe(message).equals("a 1") || describe(message).equals("a 2 again")) {
                throw new UnsupportedOperationException("a defect of the application");
              }
            });
    sendFromElsewhere("a", "b");

    for (String expected : List.of("a 1", "a 2 again", "a 3 again", "b 1")) {
      assertThat(take(seen)).isEqualTo(expected);
    }
    client.closeConnection();
    assertHolds(name);
  }

  @ParameterizedTest
  @EnumSource
  @Clause(
      section = "8.7",
      rule =
          "A client-acknowledged listener that threw gets the next message, the old one after"
              + " recover")
  void aThrowingListenerGoesOn(Api api) throws Exception {
    Client client = client(api, CLIENT);
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    client
        .consumer(client.queue(name))
        .listener(
            message -> {
              seen.add(describe(message));
              if (describe(message).equals("a 1")) {
                throw new UnsupportedOperationException("a defect of the application");
              }
              if (describe(message).equals("b 1")) {
                seen.add(Task.outcome(client::recover));
              }
            });
    sendFromElsewhere("a", "b");

    for (String expected : List.of("a 1", "b 1", "done", "a 2 again", "b 2 again")) {
      assertThat(take(seen)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource
  @Clause(
      section = "8.7",
      rule =
          "A transacted listener that threw gets the next message; commit and rollback are its"
              + " own")
  void aThrowingListenerDoesNotRollBack(Api api) throws Exception {
    Client client = client(api, TRANSACTED);
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    client
        .consumer(client.queue(name))
        .listener(
            message -> {
              seen.add(describe(message));
              if (describe(message).startsWith("a")) {
                throw new UnsupportedOperationException("a defect of the application");
              }
              seen.add(
                  Task.outcome(
                      describe(message).equals("b 1") ? client::rollback : client::commit));
            });
    sendFromElsewhere("a", "b");

    for (String expected : List.of("a 1", "b 1", "done", "a 2 again", "b 2 again", "done")) {
      assertThat(take(seen)).isEqualTo(expected);
    }
    client.closeConnection();
    assertHolds(name);
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "8.7", rule = "A listener that throws leaves the others of its session at work")
  void aThrowingListenerLeavesOthers(Api api) throws Exception {
    Client client = stopped(api, CLIENT);
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    client
        .consumer(client.queue(name))
        .listener(
            message -> {
              seen.add("thrown");
              throw new UnsupportedOperationException("a defect of the application");
            });
    client.consumer(client.queue(name + "-2")).listener(message -> seen.add(text(message)));
    client.start();
    sendFromElsewhere("a");
    assertThat(take(seen)).isEqualTo("thrown");

    Client other = client(api);
    other.send(other.queue(name + "-2"), "b");

    assertThat(take(seen)).isEqualTo("b");
  }

  // ---- how often ----

  @ParameterizedTest
  @EnumSource
  @Clause(section = "3.5.11", rule = "The first delivery counts as one and is not marked")
  void theFirstDelivery(Api api) throws JMSException {
    Client client = client(api);
    sendFromElsewhere("a");

    assertThat(describe(next(client.consumer(client.queue(name))))).isEqualTo("a 1");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "3.5.11", rule = "Every way to get a message again counts")
  void everyRedeliveryCounts(Api api) throws JMSException {
    sendFromElsewhere("a");
    List<String> seen = new ArrayList<>();
    Client recovering = client(api, CLIENT);
    Client.Consumer one = recovering.consumer(recovering.queue(name));
    seen.add(describe(next(one)));
    recovering.recover();
    seen.add(describe(next(one)));
    recovering.closeConnection();
    Client rollingBack = client(api, TRANSACTED);
    Client.Consumer two = rollingBack.consumer(rollingBack.queue(name));
    seen.add(describe(next(two)));
    rollingBack.rollback();
    seen.add(describe(next(two)));
    two.close();
    rollingBack.close();
    Client last = client(api);
    seen.add(describe(next(last.consumer(last.queue(name)))));

    assertThat(seen).containsExactly("a 1", "a 2 again", "a 3 again", "a 4 again", "a 5 again");
  }

  @ParameterizedTest
  @CsvSource({
    "CLASSIC, 0",
    "CLASSIC, 2",
    "SIMPLIFIED, 0",
    "SIMPLIFIED, 2",
  })
  @Clause(section = "3.4.7", rule = "What a lost client had not acknowledged comes again, marked")
  void aLostClientsMessagesComeAgain(Api api, int mode) throws JMSException {
    try (Line line = new Line(broker.url())) {
      Client lost =
          api.connect(new RewindConnectionFactory(line.url() + "?reconnect.attempts=0"), mode);
      lost.start();
      sendFromElsewhere("a", "b");
      assertThat(describe(next(lost.consumer(lost.queue(name))))).isEqualTo("a 1");
      lost.sibling(AUTO).text("an answer: all that was said before has arrived");

      line.cut();

      Client other = client(api);
      Client.Consumer consumer = other.consumer(other.queue(name));
      assertThat(describe(next(consumer))).isEqualTo("a 2 again");
      assertThat(describe(next(consumer))).isEqualTo("b 1");
      lost.closeConnection();
    }
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.11", rule = "What a client acknowledged before it was lost stays so")
  void aLostClientsAcknowledgementsHold(Api api) throws JMSException {
    try (Line line = new Line(broker.url())) {
      Client lost =
          api.connect(new RewindConnectionFactory(line.url() + "?reconnect.attempts=0"), CLIENT);
      lost.start();
      sendFromElsewhere("a", "b");
      Client.Consumer consumer = lost.consumer(lost.queue(name));
      lost.acknowledge(next(consumer)); // returns when the provider knows

      line.cut();

      assertHolds(name, "b");
      lost.closeConnection();
    }
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "3.5.11", rule = "Nobody can set the count of deliveries; it is the receiver's")
  void theCountIsTheProviders(Api api) throws JMSException {
    Client client = client(api, TRANSACTED);
    sendFromElsewhere("a");
    Client.Consumer consumer = client.consumer(client.queue(name));
    assertThat(describe(next(consumer))).isEqualTo("a 1");
    client.rollback();
    Message twice = next(consumer);
    assertThat(describe(twice)).isEqualTo("a 2 again");

    client.producer().send(client.queue(name + "-2"), twice);
    client.commit();

    assertThat(describe(received(name + "-2"))).isEqualTo("a 1");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "3.5.11", rule = "Subscribers count their deliveries independently")
  void subscribersCountIndependently(Api api) throws JMSException {
    Client one = client(api, CLIENT);
    Client two = client(api, CLIENT);
    Client.Consumer first = one.consumer(one.topic(name));
    Client.Consumer second = two.consumer(two.topic(name));
    one.send(one.topic(name), "a");
    assertThat(describe(next(first))).isEqualTo("a 1");
    one.recover();
    assertThat(describe(next(first))).isEqualTo("a 2 again");

    assertThat(describe(next(second))).isEqualTo("a 1");
  }
}
