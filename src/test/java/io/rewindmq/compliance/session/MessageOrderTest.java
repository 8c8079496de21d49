// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.compliance.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.compliance.Clause;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Order and serial execution: specification sections 6.2.9, 6.2.13 and 6.2.14. */
class MessageOrderTest extends SessionSuite {
  private static final int MANY = 100;

  private static String[] numbered(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toArray(String[]::new);
  }

  // ---- order ----

  @ParameterizedTest
  @EnumSource
  @Clause(
      section = "6.2.9",
      rule = "What a session sends to a destination is received in the order of sending")
  void queuesKeepTheOrder(Api api) throws JMSException {
    Client client = client(api, DUPS_OK);
    Client.Consumer consumer = client.consumer(client.queue(name));
    Client sender = client(api);
    sender.send(sender.queue(name), numbered("m", MANY));

    assertThat(texts(consumer, MANY)).containsExactly(numbered("m", MANY));
  }

  @ParameterizedTest
  @EnumSource
  @Clause(
      section = "6.2.9",
      rule = "What a session sends to a destination is received in the order of sending")
  void topicsKeepTheOrder(Api api) throws JMSException {
    Client client = client(api);
    Client.Consumer one = client.consumer(client.topic(name));
    Client.Consumer two = client.consumer(client.topic(name));
    Client sender = client(api);
    sender.send(sender.topic(name), numbered("m", MANY));

    assertThat(texts(one, MANY)).containsExactly(numbered("m", MANY));
    assertThat(texts(two, MANY)).containsExactly(numbered("m", MANY));
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.9", rule = "Listeners see the order of sending too")
  void listenersKeepTheOrder(Api api) throws Exception {
    Client client = client(api);
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    client.consumer(client.queue(name)).listener(message -> seen.add(text(message)));
    Client sender = client(api);
    sender.send(sender.queue(name), numbered("m", MANY));

    List<String> received = new ArrayList<>();
    while (received.size() < MANY) {
      received.add(take(seen));
    }
    assertThat(received).containsExactly(numbered("m", MANY));
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.9.2", rule = "The order within a transaction is that of its sends")
  void transactionsKeepTheOrder(Api api) throws JMSException {
    Client sender = client(api, TRANSACTED);
    sender.send(sender.queue(name), numbered("first ", MANY));
    sender.commit();
    sender.send(sender.queue(name), numbered("second ", 3));
    sender.commit();
    Client client = client(api);
    Client.Consumer consumer = client.consumer(client.queue(name));

    assertThat(texts(consumer, MANY)).containsExactly(numbered("first ", MANY));
    assertThat(texts(consumer, 3)).containsExactly(numbered("second ", 3));
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.9", rule = "Two producers of one session keep one order")
  void producersOfASessionShareTheOrder(Api api) throws JMSException {
    Client client = client(api);
    Client.Producer one = client.producer();
    Client.Producer two = client.producer();
    for (int i = 0; i < 20; i++) {
      (i % 2 == 0 ? one : two).send(client.queue(name), client.text("m" + i));
    }

    assertHolds(name, numbered("m", 20));
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.9.2", rule = "Order is kept within each delivery mode")
  void eachModeKeepsTheOrder(Api api) throws JMSException {
    Client client = client(api);
    Client.Producer producer = client.producer();
    for (int i = 0; i < 40; i++) {
      boolean persistent = i % 3 == 0;
      producer.deliveryMode(persistent ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT);
      producer.send(client.queue(name), client.text((persistent ? "P" : "N") + (100 + i)));
    }

    List<String> received = texts(client.consumer(client.queue(name)), 40);

    assertThat(received.stream().filter(text -> text.startsWith("P"))).isSorted();
    assertThat(received.stream().filter(text -> text.startsWith("N"))).isSorted();
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.9.2", rule = "A message with a later delivery time may be overtaken")
  void delayedMessagesAreOvertaken(Api api) throws JMSException {
    Client client = client(api);
    Client.Producer producer = client.producer();
    producer.deliveryDelay(300);
    producer.send(client.queue(name), client.text("delayed"));
    producer.deliveryDelay(0);
    producer.send(client.queue(name), client.text("at once"));

    assertThat(texts(client.consumer(client.queue(name)), 2)).containsExactly("at once", "delayed");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.9", rule = "After a rollback the order is the one of before")
  void rollbackKeepsTheOrder(Api api) throws JMSException {
    Client client = client(api, TRANSACTED);
    Client.Consumer consumer = client.consumer(client.queue(name));
    Client sender = client(api);
    sender.send(sender.queue(name), numbered("m", 20));
    for (int received : new int[] {1, 5, 20, 3}) {
      assertThat(texts(consumer, received)).containsExactly(numbered("m", received));
      client.rollback();
    }

    assertThat(texts(consumer, 20)).containsExactly(numbered("m", 20));
    client.commit();
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.9", rule = "What a closed consumer gives back keeps its place")
  void closeKeepsTheOrder(Api api) throws JMSException {
    Client client = client(api);
    Client sender = client(api);
    sender.send(sender.queue(name), numbered("m", 20));
    List<String> received = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Client.Consumer consumer = client.consumer(client.queue(name));
      received.addAll(texts(consumer, 2));
      consumer.close();
    }
    received.addAll(texts(client.consumer(client.queue(name)), 10));

    assertThat(received).containsExactly(numbered("m", 20));
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.9", rule = "A session keeps its order when its listener recovers it")
  void recoverKeepsTheOrder(Api api) throws JMSException {
    Client client = client(api, CLIENT);
    Client.Consumer consumer = client.consumer(client.queue(name));
    Client sender = client(api);
    sender.send(sender.queue(name), numbered("m", 10));
    assertThat(texts(consumer, 6)).containsExactly(numbered("m", 6));
    sender.send(sender.queue(name), "m10", "m11");

    client.recover();

    assertThat(texts(consumer, 12)).containsExactly(numbered("m", 12));
  }

  // ---- serial execution ----

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.13", rule = "A session calls its listeners one at a time")
  void aSessionsListenersRunOneAtATime(Api api) throws Exception {
    Client client = stopped(api);
    AtomicInteger running = new AtomicInteger();
    BlockingQueue<Integer> atOnce = new LinkedBlockingQueue<>();
    for (int i = 0; i < 3; i++) {
      client
          .consumer(client.queue(name + i))
          .listener(
              message -> {
                atOnce.add(running.incrementAndGet());
                running.decrementAndGet();
              });
    }
    Client sender = client(api, TRANSACTED);
    for (int i = 0; i < 3; i++) {
      sender.send(sender.queue(name + i), numbered("m", 50));
    }
    sender.commit();
    client.start();

    for (int i = 0; i < 150; i++) {
      assertThat(take(atOnce)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  @Clause(
      section = "6.2.13",
      rule = "While a listener of a session is busy its other listeners wait")
  void aBusyListenerMakesTheOthersWait(Api api) throws Exception {
    Client client = stopped(api);
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    client
        .consumer(client.queue(name))
        .listener(
            message -> {
              running.countDown();
              await(go);
              seen.add(text(message));
            });
    client.consumer(client.queue(name + "-2")).listener(message -> seen.add(text(message)));
    client.start();
    Client sender = client(api);
    sender.send(sender.queue(name), "first");
    await(running);
    sender.send(sender.queue(name + "-2"), "second");

    Task<String> outcome = Task.of(() -> take(seen)).staysBlocked();
    go.countDown();

    assertThat(outcome.result()).isEqualTo("first");
    assertThat(take(seen)).isEqualTo("second");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.14", rule = "Listeners of two sessions run at the same time")
  void sessionsRunConcurrently(Api api) throws Exception {
    Client client = stopped(api);
    Client sibling = client.sibling(AUTO);
    CountDownLatch both = new CountDownLatch(2);
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    for (Client each : new Client[] {client, sibling}) {
      each.consumer(each.queue(each == client ? name : name + "-2"))
          .listener(
              message -> {
                both.countDown();
                await(both); // each returns only when the other is running too
                seen.add(text(message));
              });
    }
    client.start();
    Client sender = client(api);
    sender.send(sender.queue(name), "a");
    sender.send(sender.queue(name + "-2"), "b");

    assertThat(List.of(take(seen), take(seen))).containsExactlyInAnyOrder("a", "b");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(
      section = "6.2.5",
      rule = "A session's producers can be used by its listeners, and nothing hangs")
  void listenersUseTheirSession(Api api) throws Exception {
    Client client = stopped(api);
    Client.Producer producer = client.producer();
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    client
        .consumer(client.queue(name))
        .listener(
            message ->
                seen.add(
                    Task.outcome(
                        () -> {
                          producer.send(client.queue(name + "-out"), message);
                          Client.Consumer replies = client.consumer(client.queue(name + "-out"));
                          assertThat(text(next(replies))).isEqualTo("a");
                          replies.close();
                        })));
    client.start();
    Client sender = client(api);
    sender.send(sender.queue(name), "a");

    assertThat(take(seen)).isEqualTo("done");
  }

  // ---- several objects ----

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.1", rule = "A session serves several producers and consumers")
  void aSessionServesMany(Api api) throws JMSException {
    Client client = client(api);
    List<Client.Consumer> consumers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      consumers.add(client.consumer(client.queue(name + i)));
    }
    for (int i = 0; i < 20; i++) {
      client.send(client.queue(name + i), "to " + i);
    }

    for (int i = 19; i >= 0; i--) {
      assertThat(text(next(consumers.get(i)))).isEqualTo("to " + i);
    }
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.4", rule = "A message may be sent by any session, not only its maker")
  void anySessionSendsAMessage(Api api) throws JMSException {
    Client maker = client(api);
    Client sender = client(api);
    var message = maker.text("made elsewhere");
    maker.closeConnection();

    sender.producer().send(sender.queue(name), message);

    assertHolds(name, "made elsewhere");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(
      section = "6.2.2",
      rule = "Every session of a connection may consume from its temporary destinations")
  void temporaryDestinationsBelongToTheConnection(Api api) throws JMSException {
    Client client = client(api);
    Client sibling = client.sibling(AUTO);
    Client stranger = client(api);
    var replies = client.temporaryQueue();
    Client.Consumer consumer = sibling.consumer(replies);
    assertRefused(api, JMSException.class, () -> stranger.consumer(replies));

    stranger.send(replies, "to you");

    assertThat(text(next(consumer))).isEqualTo("to you");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.2", rule = "Temporary destinations end with their connection")
  void temporaryDestinationsEndWithTheConnection(Api api) throws JMSException {
    Client client = client(api);
    Client stranger = client(api);
    var replies = client.temporaryQueue();
    client.text("uses the session");
    Client sibling = client.sibling(AUTO);
    sibling.text("uses the session");
    client.closeConnection();

    assertRefused(api, JMSException.class, () -> stranger.send(replies, "too late"));
  }

  @Test
  @Clause(section = "6.2.14", rule = "Consumers of several sessions share the work of a queue")
  void sessionsShareAQueue() throws Exception {
    Client client = stopped(Api.CLASSIC);
    BlockingQueue<Message> seen = new LinkedBlockingQueue<>();
    for (int i = 0; i < 4; i++) {
      Client session = client.sibling(AUTO);
      session.consumer(session.queue(name)).listener(seen::add);
    }
    client.start();
    Client sender = client(Api.CLASSIC);
    sender.send(sender.queue(name), numbered("m", MANY));

    List<String> received = new ArrayList<>();
    while (received.size() < MANY) {
      received.add(text(take(seen)));
    }
    assertThat(received).containsExactlyInAnyOrder(numbered("m", MANY));
    client.closeConnection();
    assertHolds(name);
  }
}
