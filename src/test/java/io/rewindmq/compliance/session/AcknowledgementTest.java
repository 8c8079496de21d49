// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.compliance.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.compliance.Clause;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Acknowledgement and recovery: specification sections 6.2.10 and 6.2.11. */
class AcknowledgementTest extends SessionSuite {
  private void sendFromElsewhere(String... texts) throws JMSException {
    Client other = client(Api.CLASSIC);
    other.send(other.queue(name), texts);
  }

  /** Checks that a message comes for the given time. */
  private static void assertNext(Client.Consumer consumer, String text, int count)
      throws JMSException {
    Message message = next(consumer);
    assertThat(text(message)).isEqualTo(text);
    assertThat(deliveryCount(message)).as("delivery of " + text).isEqualTo(count);
    assertThat(message.getJMSRedelivered()).as("redelivery of " + text).isEqualTo(count > 1);
  }

  // ---- AUTO_ACKNOWLEDGE and DUPS_OK_ACKNOWLEDGE ----

  @ParameterizedTest
  @CsvSource({"CLASSIC, 1", "CLASSIC, 3", "SIMPLIFIED, 1", "SIMPLIFIED, 3"})
  @Clause(
      section = "6.2.10",
      rule = "A session that acknowledges by itself has done so when receive has returned")
  void receiveAcknowledges(Api api, int mode) throws JMSException {
    Client client = client(api, mode);
    sendFromElsewhere("a", "b");
    assertNext(client.consumer(client.queue(name)), "a", 1);

    client.closeConnection();

    assertHolds(name, "b");
  }

  @ParameterizedTest
  @CsvSource({"CLASSIC, 1", "CLASSIC, 3", "SIMPLIFIED, 1", "SIMPLIFIED, 3"})
  @Clause(
      section = "6.2.10",
      rule = "A session that acknowledges by itself has done so when the listener has returned")
  void listenersAcknowledge(Api api, int mode) throws Exception {
    Client client = client(api, mode);
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    client.consumer(client.queue(name)).listener(message -> seen.add(text(message)));
    sendFromElsewhere("a", "b");
    assertThat(take(seen)).isEqualTo("a");
    assertThat(take(seen)).isEqualTo("b");

    client.closeConnection();

    assertHolds(name);
  }

  @ParameterizedTest
  @CsvSource({"CLASSIC, 1", "CLASSIC, 3", "SIMPLIFIED, 1", "SIMPLIFIED, 3"})
  @Clause(section = "6.2.10", rule = "recover has nothing to repeat of what is acknowledged")
  void recoverRepeatsNothingAcknowledged(Api api, int mode) throws JMSException {
    Client client = client(api, mode);
    Client.Consumer consumer = client.consumer(client.queue(name));
    sendFromElsewhere("a", "b");
    assertNext(consumer, "a", 1);

    client.recover();

    assertNext(consumer, "b", 1);
    assertThat(consumer.receiveNoWait()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"CLASSIC, 1", "CLASSIC, 3", "SIMPLIFIED, 1", "SIMPLIFIED, 3"})
  @Clause(section = "6.2.10", rule = "acknowledge has no effect where the session does it itself")
  void acknowledgeIsIgnored(Api api, int mode) throws JMSException {
    Client client = client(api, mode);
    Client.Consumer consumer = client.consumer(client.queue(name));
    sendFromElsewhere("a", "b");
    Message first = next(consumer);

    client.acknowledge(first);
    first.acknowledge();

    assertNext(consumer, "b", 1);
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.10", rule = "recover inside a listener repeats the message that it has")
  void recoverInAnAutoListener(Api api) throws Exception {
    Client client = client(api);
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    client
        .consumer(client.queue(name))
        .listener(
            message -> {
              seen.add(Task.outcome(() -> recoverFirst(client, message, seen)));
            });
    sendFromElsewhere("a", "b");

    for (String expected : List.of("a 1", "done", "a 2", "done", "b 1", "done", "b 2", "done")) {
      assertThat(take(seen)).isEqualTo(expected);
    }
    client.close();
    assertHolds(name);
  }

  private static void recoverFirst(Client client, Message message, BlockingQueue<String> seen)
      throws JMSException {
    seen.add(text(message) + " " + deliveryCount(message));
    if (deliveryCount(message) == 1) {
      client.recover();
    }
  }

  // ---- CLIENT_ACKNOWLEDGE ----

  @ParameterizedTest
  @EnumSource
  @Clause(
      section = "6.2.10",
      rule = "Acknowledging a message acknowledges all that its session delivered")
  void acknowledgeCoversAllDelivered(Api api) throws JMSException {
    Client client = client(api, CLIENT);
    Client.Consumer consumer = client.consumer(client.queue(name));
    sendFromElsewhere("a", "b", "c", "d");
    Message first = next(consumer);
    assertThat(texts(consumer, 2)).containsExactly("b", "c");

    client.acknowledge(first);
    client.closeConnection();

    assertHolds(name, "d");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(
      section = "6.2.10",
      rule = "Acknowledging covers all consumers and destinations of the session")
  void acknowledgeCoversAllConsumers(Api api) throws JMSException {
    Client client = client(api, CLIENT);
    Client.Consumer one = client.consumer(client.queue(name));
    Client.Consumer two = client.consumer(client.queue(name + "-2"));
    sendFromElsewhere("a");
    client.send(client.queue(name + "-2"), "b");
    assertThat(text(next(one))).isEqualTo("a");
    Message second = next(two);

    client.acknowledge(second);
    client.closeConnection();

    assertHolds(name);
    assertHolds(name + "-2");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.10", rule = "Acknowledging covers nothing that is delivered later")
  void acknowledgeCoversNothingLater(Api api) throws JMSException {
    Client client = client(api, CLIENT);
    Client.Consumer consumer = client.consumer(client.queue(name));
    sendFromElsewhere("a", "b", "c");
    Message first = next(consumer);
    client.acknowledge(first);
    assertThat(text(next(consumer))).isEqualTo("b");

    client.closeConnection();

    Client after = client(api);
    Client.Consumer rest = after.consumer(after.queue(name));
    assertNext(rest, "b", 2);
    assertNext(rest, "c", 1);
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.10", rule = "Each session acknowledges for itself")
  void acknowledgeCoversNoOtherSession(Api api) throws JMSException {
    Client client = client(api, CLIENT);
    Client sibling = client.sibling(CLIENT);
    Client.Consumer one = client.consumer(client.queue(name));
    Client.Consumer two = sibling.consumer(sibling.queue(name + "-2"));
    sendFromElsewhere("a");
    client.send(client.queue(name + "-2"), "b");
    Message first = next(one);
    assertThat(text(next(two))).isEqualTo("b");

    client.acknowledge(first);
    client.closeConnection();

    assertHolds(name);
    Client after = client(api);
    assertNext(after.consumer(after.queue(name + "-2")), "b", 2);
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.10", rule = "A message can be acknowledged more than once")
  void acknowledgeIsRepeatable(Api api) throws JMSException {
    Client client = client(api, CLIENT);
    Client.Consumer consumer = client.consumer(client.queue(name));
    sendFromElsewhere("a", "b");
    Message first = next(consumer);

    client.acknowledge(first);
    client.acknowledge(first);
    client.recover();

    assertNext(consumer, "b", 1);
  }

  @ParameterizedTest
  @EnumSource
  @Clause(
      section = "6.2.10",
      rule = "recover restarts the session with its first unacknowledged message")
  void recoverRestartsTheSession(Api api) throws JMSException {
    Client client = client(api, CLIENT);
    Client.Consumer consumer = client.consumer(client.queue(name));
    sendFromElsewhere("a", "b", "c", "d");
    client.acknowledge(next(consumer));
    for (int attempt = 1; attempt <= 3; attempt++) {
      assertNext(consumer, "b", attempt);
      assertNext(consumer, "c", attempt);
      client.recover();
    }

    assertNext(consumer, "b", 4);
    assertNext(consumer, "c", 4);
    assertNext(consumer, "d", 1);
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.10", rule = "recover covers all consumers of the session")
  void recoverCoversAllConsumers(Api api) throws JMSException {
    Client client = client(api, CLIENT);
    Client.Consumer one = client.consumer(client.queue(name));
    Client.Consumer two = client.consumer(client.topic(name));
    sendFromElsewhere("a");
    client.send(client.topic(name), "b");
    assertNext(one, "a", 1);
    assertNext(two, "b", 1);

    client.recover();

    assertNext(one, "a", 2);
    assertNext(two, "b", 2);
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.10", rule = "recover leaves other sessions alone")
  void recoverCoversNoOtherSession(Api api) throws JMSException {
    Client client = client(api, CLIENT);
    Client sibling = client.sibling(CLIENT);
    Client.Consumer two = sibling.consumer(sibling.queue(name));
    sendFromElsewhere("a", "b");
    Message first = next(two);

    client.recover();

    assertNext(two, "b", 1);
    sibling.acknowledge(first);
    client.closeConnection();
    assertHolds(name);
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.10", rule = "A listener can acknowledge, and recover, for its session")
  void listenersAcknowledgeAndRecover(Api api) throws Exception {
    Client client = client(api, CLIENT);
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    client
        .consumer(client.queue(name))
        .listener(
            message ->
                seen.add(
                    Task.outcome(
                        () -> {
                          recoverFirst(client, message, seen);
                          if (deliveryCount(message) == 2) {
                            client.acknowledge(message);
                          }
                        })));
    sendFromElsewhere("a", "b");

    for (String expected : List.of("a 1", "done", "a 2", "done", "b 1", "done", "b 2", "done")) {
      assertThat(take(seen)).isEqualTo(expected);
    }
    client.close();
    assertHolds(name);
  }

  @ParameterizedTest
  @EnumSource
  @Clause(
      section = "6.2.10",
      rule = "A client-acknowledged listener gets one message after the other unasked")
  void listenersGoOnUnacknowledged(Api api) throws Exception {
    Client client = client(api, CLIENT);
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    client.consumer(client.queue(name)).listener(message -> seen.add(text(message)));
    sendFromElsewhere("a", "b", "c");
    for (String expected : List.of("a", "b", "c")) {
      assertThat(take(seen)).isEqualTo(expected);
    }

    client.closeConnection();

    Client after = client(api);
    Client.Consumer consumer = after.consumer(after.queue(name));
    for (String expected : List.of("a", "b", "c")) {
      assertNext(consumer, expected, 2);
    }
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.10", rule = "Many messages may wait for one acknowledgement")
  void manyAreAcknowledgedAtOnce(Api api) throws JMSException {
    Client client = client(api, CLIENT);
    Client.Consumer consumer = client.consumer(client.queue(name));
    String[] texts = new String[3_000];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = "message " + i;
    }
    Client other = client(api, TRANSACTED);
    other.send(other.queue(name), texts);
    other.commit();
    List<String> received = new ArrayList<>();
    Message last = next(consumer);
    received.add(text(last));
    while (received.size() < texts.length) {
      last = next(consumer);
      received.add(text(last));
    }

    client.acknowledge(last);
    client.closeConnection();

    assertThat(received).containsExactly(texts);
    assertHolds(name);
  }

  // ---- duplicates ----

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.11", rule = "An acknowledged message is never delivered again")
  void nothingAcknowledgedComesAgain(Api api) throws Exception {
    Client client = client(api, CLIENT);
    Client.Consumer consumer = client.consumer(client.queue(name));
    sendFromElsewhere("a");
    client.acknowledge(next(consumer));

    client.recover();
    assertThat(consumer.receive(SHORT)).isNull();
    consumer.close();
    BlockingQueue<Message> received = new LinkedBlockingQueue<>();
    client.consumer(client.queue(name)).listener(received::add);
    assertThat(received.poll(SHORT, TimeUnit.MILLISECONDS)).isNull();
    client.closeConnection();
    assertHolds(name);
  }

  @ParameterizedTest
  @EnumSource
  @Clause(
      section = "6.2.10",
      rule = "Messages of a durable subscription come again if not " + "acknowledged")
  void durableSubscriptionsKeepTheUnacknowledged(Api api) throws JMSException {
    Client client = stopped(api, CLIENT);
    client.clientId(name);
    client.start();
    Client.Consumer consumer = client.durable(client.topic(name), "sub");
    client.send(client.topic(name), "a", "b");
    client.acknowledge(next(consumer));
    assertNext(consumer, "b", 1);
    client.closeConnection();

    Client again = stopped(api, CLIENT);
    again.clientId(name);
    again.start();
    Client.Consumer rest = again.durable(again.topic(name), "sub");
    assertNext(rest, "b", 2);
    assertThat(rest.receiveNoWait()).isNull();
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.10", rule = "Each subscriber acknowledges its own copy")
  void subscribersAcknowledgeTheirOwn(Api api) throws JMSException {
    Client one = client(api, CLIENT);
    Client two = client(api, CLIENT);
    Client.Consumer first = one.consumer(one.topic(name));
    Client.Consumer second = two.consumer(two.topic(name));
    one.send(one.topic(name), "a");
    one.acknowledge(next(first));
    assertNext(second, "a", 1);

    one.recover();
    two.recover();

    assertThat(first.receive(SHORT)).isNull();
    assertNext(second, "a", 2);
  }
}
