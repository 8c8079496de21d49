// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.compliance.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.compliance.Clause;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Receiving and closing consumers: specification sections 8.5 and 8.8. */
class ReceivingTest extends SessionSuite {
  private Client.Consumer consumer(Client client) throws JMSException {
    return client.consumer(client.queue(name));
  }

  private void sendFromElsewhere(String... texts) throws JMSException {
    Client other = client(Api.CLASSIC);
    other.send(other.queue(name), texts);
  }

  // ---- receive ----

  @ParameterizedTest
  @EnumSource
  @Clause(section = "8.5", rule = "receive waits until a message comes")
  void receiveWaits(Api api) throws Exception {
    Client.Consumer consumer = consumer(client(api));
    Task<Message> receive = Task.of(() -> consumer.receive()).staysBlocked();

    sendFromElsewhere("a");

    assertThat(text(receive.result())).isEqualTo("a");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "8.5", rule = "receive(0) waits without end, as receive does")
  void receiveOfZeroWaits(Api api) throws Exception {
    Client.Consumer consumer = consumer(client(api));
    Task<Message> receive = Task.of(() -> consumer.receive(0)).staysBlocked();

    sendFromElsewhere("a");

    assertThat(text(receive.result())).isEqualTo("a");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "8.5", rule = "receive with a time returns null when the time is over")
  void receiveEndsInTime(Api api) throws JMSException {
    Client.Consumer consumer = consumer(client(api));
    long start = System.nanoTime();

    assertThat(consumer.receive(SHORT)).isNull();

    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    assertThat(millis).isBetween(SHORT, SHORT + LONG / 2);
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "8.5", rule = "receive with a time returns when a message comes before its end")
  void receiveReturnsEarly(Api api) throws Exception {
    Client.Consumer consumer = consumer(client(api));
    Task<Message> receive = Task.of(() -> consumer.receive(10 * LONG)).staysBlocked();

    sendFromElsewhere("a");

    assertThat(text(receive.result())).isEqualTo("a");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "8.5", rule = "A long time to wait does not overflow")
  void theLongestTime(Api api) throws Exception {
    Client.Consumer consumer = consumer(client(api));
    Task<Message> receive = Task.of(() -> consumer.receive(Long.MAX_VALUE)).staysBlocked();

    sendFromElsewhere("a");

    assertThat(text(receive.result())).isEqualTo("a");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "8.5", rule = "receiveNoWait returns at once when there is no message")
  void receiveNoWaitReturnsNull(Api api) throws JMSException {
    assertThat(consumer(client(api)).receiveNoWait()).isNull();
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "8.5", rule = "receiveNoWait finds what is on the queue already")
  void receiveNoWaitFindsMessages(Api api) throws JMSException {
    Client client = client(api);
    sendFromElsewhere("a", "b");

    Client.Consumer consumer = consumer(client);

    assertThat(text(consumer.receiveNoWait())).isEqualTo("a");
    assertThat(text(consumer.receiveNoWait())).isEqualTo("b");
    assertThat(consumer.receiveNoWait()).isNull();
    sendFromElsewhere("c");
    assertThat(text(consumer.receiveNoWait())).isEqualTo("c");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "8.5", rule = "A consumer receives what its selector wants alone")
  void selectorsChoose(Api api) throws JMSException {
    Client client = client(api);
    Client.Producer producer = client.producer();
    for (String colour : new String[] {"red", "blue", "red"}) {
      var message = client.text(colour);
      message.setStringProperty("colour", colour);
      producer.send(client.queue(name), message);
    }
    Client.Consumer blue = client.consumer(client.queue(name), "colour = 'blue'");

    assertThat(text(blue.receiveNoWait())).isEqualTo("blue");
    assertThat(blue.receiveNoWait()).isNull();
    assertThat(blue.selector()).isEqualTo("colour = 'blue'");
    assertHolds(name, "red", "red");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "3.8.1", rule = "An empty or missing selector is none")
  void emptySelectorsAreNone(Api api) throws JMSException {
    Client client = client(api);
    for (String selector : new String[] {null, ""}) {
      sendFromElsewhere("a");
      Client.Consumer consumer = client.consumer(client.queue(name), selector);

      assertThat(consumer.selector()).isNull();
      assertThat(text(next(consumer))).isEqualTo("a");
      consumer.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "8.7", rule = "A consumer with a listener can't receive too")
  void aListenerExcludesReceive(Api api) throws Exception {
    Client client = client(api);
    Client.Consumer consumer = consumer(client);
    consumer.listener(message -> {});

    assertRefused(api, IllegalStateException.class, () -> consumer.receive(1));
    assertRefused(api, IllegalStateException.class, consumer::receiveNoWait);

    consumer.listener(null);
    sendFromElsewhere("a");
    assertThat(text(next(consumer))).isEqualTo("a");
  }

  // ---- close of a consumer ----

  @ParameterizedTest
  @EnumSource
  @Clause(section = "8.8", rule = "A receive that waits returns null when its consumer closes")
  void closeEndsReceive(Api api) throws Exception {
    Client.Consumer consumer = consumer(client(api));
    Task<Message> receive = Task.of(() -> consumer.receive()).staysBlocked();

    consumer.close();

    assertThat(receive.result()).isNull();
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "8.8", rule = "close of a consumer waits until its listener has returned")
  void closeWaitsForTheListener(Api api) throws Exception {
    Client client = client(api);
    Client.Consumer consumer = consumer(client);
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();
    consumer.listener(
        message -> {
          running.countDown();
          await(go);
          outcomes.add(text(message));
        });
    sendFromElsewhere("a", "b");
    await(running);
    Task<String> close = Task.run(consumer::close).staysBlocked();

    go.countDown();
    close.result();

    assertThat(outcomes).containsExactly("a");
    assertThat(text(next(consumer(client)))).isEqualTo("b");
    client.closeConnection();
    assertHolds(name);
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "8.8", rule = "close of a consumer does not wait for another's listener")
  void closeDoesNotWaitForOthers(Api api) throws Exception {
    Client client = stopped(api);
    Client.Consumer quiet = client.consumer(client.queue(name + "-2"));
    quiet.listener(message -> {});
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    consumer(client)
        .listener(
            message -> {
              running.countDown();
              await(go);
            });
    client.start();
    sendFromElsewhere("a");
    await(running);

    Task.run(quiet::close).result();

    go.countDown();
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "8.8", rule = "A listener may close its own consumer and complete normally")
  void aListenerClosesItsConsumer(Api api) throws Exception {
    Client client = client(api);
    Client.Consumer consumer = consumer(client);
    BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();
    consumer.listener(
        message -> {
          outcomes.add(Task.outcome(consumer::close));
          outcomes.add(text(message));
        });
    sendFromElsewhere("a", "b");
    assertThat(take(outcomes)).isEqualTo("done");
    assertThat(take(outcomes)).isEqualTo("a");

    assertThat(text(next(consumer(client)))).isEqualTo("b");
    assertThat(outcomes).isEmpty();
    client.closeConnection();
    assertHolds(name);
  }

  @ParameterizedTest
  @EnumSource
  @Clause(
      section = "8.8",
      rule = "A message whose listener closed its consumer and threw comes again to another one")
  void aListenerClosesItsConsumerAndThrows(Api api) throws Exception {
    Client client = client(api);
    Client.Consumer consumer = consumer(client);
    BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();
    consumer.listener(
        message -> {
          outcomes.add(Task.outcome(consumer::close));
          throw new UnsupportedOperationException("a defect of the application");
        });
    sendFromElsewhere("a");
    assertThat(take(outcomes)).isEqualTo("done");

    Client other = client(api);
    Message again = next(consumer(other));

    assertThat(text(again)).isEqualTo("a");
    assertThat(again.getJMSRedelivered()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "8.8", rule = "close may be called by a thread that does not own the session")
  void anyThreadCloses(Api api) throws Exception {
    Client.Consumer consumer = consumer(client(api));

    Task.run(consumer::close).result();

    assertRefused(api, IllegalStateException.class, consumer::receiveNoWait);
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "8.8", rule = "What a consumer got by itself is acknowledged when it closes")
  void closeLeavesAutomaticAcknowledgement(Api api) throws JMSException {
    for (int mode : new int[] {AUTO, DUPS_OK}) {
      Client client = client(api, mode);
      sendFromElsewhere("a");
      Client.Consumer consumer = consumer(client);
      assertThat(text(next(consumer))).isEqualTo("a");

      consumer.close();

      assertHolds(name);
    }
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "8.8", rule = "acknowledge works after the consumer was closed")
  void acknowledgeAfterClose(Api api) throws JMSException {
    Client client = client(api, CLIENT);
    sendFromElsewhere("a", "b");
    Client.Consumer consumer = consumer(client);
    Message message = next(consumer);
    consumer.close();

    client.acknowledge(message);
    client.closeConnection();

    assertHolds(name, "b");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "8.8", rule = "What a closed consumer delivered is not delivered meanwhile")
  void closeGivesNothingDeliveredBack(Api api) throws JMSException {
    Client client = client(api, CLIENT);
    sendFromElsewhere("a", "b");
    Client.Consumer consumer = consumer(client);
    Message message = next(consumer);
    consumer.close();

    assertHolds(name, "b");

    client.acknowledge(message);
    client.closeConnection();
    assertHolds(name);
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "8.8", rule = "recover covers what a closed consumer delivered")
  void recoverAfterClose(Api api) throws JMSException {
    Client client = client(api, CLIENT);
    sendFromElsewhere("a");
    Client.Consumer consumer = consumer(client);
    assertThat(text(next(consumer))).isEqualTo("a");
    consumer.close();

    client.recover();

    Message again = next(consumer(client));
    assertThat(text(again)).isEqualTo("a");
    assertThat(deliveryCount(again)).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "8.8", rule = "commit covers what a closed consumer delivered")
  void commitAfterClose(Api api) throws JMSException {
    Client client = client(api, TRANSACTED);
    sendFromElsewhere("a", "b");
    Client.Consumer consumer = consumer(client);
    assertThat(text(next(consumer))).isEqualTo("a");
    consumer.close();

    client.commit();
    client.closeConnection();

    assertHolds(name, "b");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "8.8", rule = "rollback covers what a closed consumer delivered")
  void rollbackAfterClose(Api api) throws JMSException {
    Client client = client(api, TRANSACTED);
    sendFromElsewhere("a", "b");
    Client.Consumer consumer = consumer(client);
    assertThat(text(next(consumer))).isEqualTo("a");
    consumer.close();

    client.rollback();

    Message again = next(consumer(client));
    assertThat(text(again)).isEqualTo("a");
    assertThat(deliveryCount(again)).isEqualTo(2);
    client.commit();
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "8.8", rule = "What a consumer has not delivered goes to others, unmarked")
  void closeGivesTheUndeliveredBack(Api api) throws JMSException {
    Client client = client(api);
    sendFromElsewhere("a", "b", "c");
    Client.Consumer consumer = consumer(client);
    assertThat(text(next(consumer))).isEqualTo("a");

    consumer.close();

    Client other = client(api);
    Client.Consumer rest = consumer(other);
    for (String expected : new String[] {"b", "c"}) {
      Message message = next(rest);
      assertThat(text(message)).isEqualTo(expected);
      assertThat(message.getJMSRedelivered()).isFalse();
      assertThat(deliveryCount(message)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "8.8", rule = "A closed consumer leaves its session to the others")
  void aClosedConsumerLeavesTheSession(Api api) throws JMSException {
    Client client = client(api);
    Client.Consumer one = consumer(client);
    Client.Consumer two = client.consumer(client.queue(name + "-2"));
    one.close();

    client.send(client.queue(name + "-2"), "a");

    assertThat(text(next(two))).isEqualTo("a");
  }
}
