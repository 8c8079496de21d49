// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.compliance.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.compliance.Clause;
import io.rewindmq.jms.RewindConnectionFactory;
import io.rewindmq.testkit.TestBroker;
import jakarta.jms.DeliveryMode;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TransactionRolledBackException;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Transactions: specification section 6.2.7. */
class TransactionTest extends SessionSuite {
  private void sendFromElsewhere(String... texts) throws JMSException {
    Client other = client(Api.CLASSIC);
    other.send(other.queue(name), texts);
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.7", rule = "What a transaction sends comes when it commits, not before")
  void sendsWithCommit(Api api) throws JMSException {
    Client client = client(api, TRANSACTED);
    Client reader = client(api);
    Client.Consumer consumer = reader.consumer(reader.queue(name));
    client.send(client.queue(name), "a", "b");
    assertThat(consumer.receive(SHORT)).isNull();
    assertThat(reader.browser(reader.queue(name)).getEnumeration().hasMoreElements()).isFalse();

    client.commit();

    assertThat(texts(consumer, 2)).containsExactly("a", "b");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.7", rule = "What a transaction sends is destroyed by its rollback")
  void sendsNothingWithRollback(Api api) throws JMSException {
    Client client = client(api, TRANSACTED);
    client.send(client.queue(name), "a", "b");

    client.rollback();
    client.commit();

    assertHolds(name);
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.7", rule = "What a transaction received is acknowledged by its commit")
  void acknowledgesWithCommit(Api api) throws JMSException {
    Client client = client(api, TRANSACTED);
    sendFromElsewhere("a", "b", "c");
    assertThat(texts(client.consumer(client.queue(name)), 2)).containsExactly("a", "b");

    client.commit();
    client.close();

    assertHolds(name, "c");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(
      section = "6.2.7",
      rule = "What a transaction received comes again after its rollback, marked, in order")
  void redeliversAfterRollback(Api api) throws JMSException {
    Client client = client(api, TRANSACTED);
    Client.Consumer consumer = client.consumer(client.queue(name));
    sendFromElsewhere("a", "b", "c");
    for (int attempt = 1; attempt <= 3; attempt++) {
      for (String text : new String[] {"a", "b"}) {
        Message message = next(consumer);
        assertThat(text(message)).isEqualTo(text);
        assertThat(message.getJMSRedelivered()).isEqualTo(attempt > 1);
        assertThat(deliveryCount(message)).isEqualTo(attempt);
      }
      client.rollback();
    }

    assertThat(texts(consumer, 2)).containsExactly("a", "b");
    Message never = next(consumer);
    assertThat(text(never)).isEqualTo("c");
    assertThat(never.getJMSRedelivered()).isFalse();
    assertThat(deliveryCount(never)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.7", rule = "The end of a transaction begins the next one")
  void oneFollowsTheOther(Api api) throws JMSException {
    Client client = client(api, TRANSACTED);
    client.send(client.queue(name), "first");
    client.commit();
    client.send(client.queue(name), "second");
    client.rollback();
    client.send(client.queue(name), "third");
    client.commit();

    assertHolds(name, "first", "third");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.7", rule = "A transaction without work can be ended")
  void emptyTransactionsEnd(Api api) throws JMSException {
    Client client = client(api, TRANSACTED);
    client.commit();
    client.rollback();
    client.commit();
    client.send(client.queue(name), "a");
    client.commit();

    assertHolds(name, "a");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(
      section = "6.2.7",
      rule = "A transaction is one unit of what was received and sent over all destinations")
  void spansDestinations(Api api) throws JMSException {
    Client client = client(api, TRANSACTED);
    Client listening = client(api);
    Client.Consumer topic = listening.consumer(listening.topic(name + "-topic"));
    Client.Consumer consumer = client.consumer(client.queue(name));
    sendFromElsewhere("in");

    assertThat(text(next(consumer))).isEqualTo("in");
    client.send(client.queue(name + "-1"), "out");
    client.send(client.queue(name + "-2"), "out");
    client.send(client.topic(name + "-topic"), "out");
    client.rollback();
    assertThat(topic.receive(SHORT)).isNull();

    assertThat(text(next(consumer))).isEqualTo("in");
    client.send(client.queue(name + "-1"), "out again");
    client.send(client.queue(name + "-2"), "out again");
    client.send(client.topic(name + "-topic"), "out again");
    client.commit();
    client.close();

    assertThat(text(next(topic))).isEqualTo("out again");
    assertHolds(name);
    assertHolds(name + "-1", "out again");
    assertHolds(name + "-2", "out again");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.7", rule = "Each session of a connection has transactions of its own")
  void sessionsAreIndependent(Api api) throws JMSException {
    Client client = client(api, TRANSACTED);
    Client sibling = client.sibling(TRANSACTED);
    client.send(client.queue(name), "of one");
    sibling.send(sibling.queue(name), "of the other");

    client.rollback();
    sibling.commit();

    assertHolds(name, "of the other");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.7", rule = "A listener ends the transaction of what it receives")
  void listenersEndTransactions(Api api) throws Exception {
    Client client = client(api, TRANSACTED);
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    Client.Producer producer = client.producer();
    client
        .consumer(client.queue(name))
        .listener(
            message ->
                seen.add(
                    Task.outcome(
                        () -> {
                          producer.send(client.queue(name + "-out"), message);
                          if (deliveryCount(message) == 1) {
                            client.rollback();
                          } else {
                            client.commit();
                          }
                        })));
    sendFromElsewhere("a", "b");

    for (int i = 0; i < 4; i++) {
      assertThat(take(seen)).isEqualTo("done");
    }
    assertHolds(name + "-out", "a", "b");
    client.close();
    assertHolds(name);
  }

  @ParameterizedTest
  @CsvSource({"CLASSIC, 1", "CLASSIC, 2", "CLASSIC, 3", "SIMPLIFIED, 1", "SIMPLIFIED, 3"})
  @Clause(section = "10.3", rule = "commit and rollback need a transacted session")
  void endsOnlyInTransactedSessions(Api api, int mode) throws JMSException {
    Client client = client(api, mode);

    assertRefused(api, IllegalStateException.class, client::commit);
    assertRefused(api, IllegalStateException.class, client::rollback);

    client.send(client.queue(name), "goes on");
    assertHolds(name, "goes on");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.10", rule = "recover is for sessions without transactions")
  void recoverIsRefused(Api api) throws JMSException {
    Client client = client(api, TRANSACTED);
    client.send(client.queue(name), "a");

    assertRefused(api, IllegalStateException.class, client::recover);

    client.commit();
    assertHolds(name, "a");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.10", rule = "acknowledge has no effect in a transacted session")
  void acknowledgeHasNoEffect(Api api) throws JMSException {
    Client client = client(api, TRANSACTED);
    Client.Consumer consumer = client.consumer(client.queue(name));
    sendFromElsewhere("a");

    client.acknowledge(next(consumer));
    client.rollback();

    Message again = next(consumer);
    assertThat(text(again)).isEqualTo("a");
    assertThat(deliveryCount(again)).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.7", rule = "Both delivery modes take part in transactions")
  void bothModesTakePart(Api api) throws JMSException {
    Client client = client(api, TRANSACTED);
    Client.Producer producer = client.producer();
    for (boolean commit : new boolean[] {false, true}) {
      producer.deliveryMode(DeliveryMode.NON_PERSISTENT);
      producer.send(client.queue(name), client.text("non-persistent " + commit));
      producer.deliveryMode(DeliveryMode.PERSISTENT);
      producer.send(client.queue(name), client.text("persistent " + commit));
      if (commit) {
        client.commit();
      } else {
        client.rollback();
      }
    }

    assertHolds(name, "non-persistent true", "persistent true");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.7", rule = "A producer's close does not end the transaction")
  void aMessageSentToOneselfComesAfterCommit(Api api) throws JMSException {
    Client client = client(api, TRANSACTED);
    Client.Consumer consumer = client.consumer(client.queue(name));
    client.send(client.queue(name), "to myself");
    assertThat(consumer.receive(SHORT)).isNull();

    client.commit();

    assertThat(text(next(consumer))).isEqualTo("to myself");
    client.commit();
  }

  @ParameterizedTest
  @EnumSource
  @Clause(
      section = "10.3",
      rule = "A commit that ends in a rollback says so, and what was received comes again")
  void aCommitThatRollsBackSaysSo(Api api, @TempDir Path dir) throws JMSException {
    TestBroker restarted = TestBroker.start(dir);
    Client client = api.connect(new RewindConnectionFactory(restarted.url()), TRANSACTED);
    client.start();
    Client.Consumer consumer = client.consumer(client.queue(name));
    client.send(client.queue(name), "before");
    client.commit();
    assertThat(text(next(consumer))).isEqualTo("before");
    client.send(client.queue(name), "lost with the connection");

    restarted.restart();

    assertRefused(api, TransactionRolledBackException.class, client::commit);
    Message again = next(consumer);
    assertThat(text(again)).isEqualTo("before");
    assertThat(again.getJMSRedelivered()).isTrue();
    assertThat(deliveryCount(again)).isGreaterThanOrEqualTo(2); // not exact over a restart
    assertThat(consumer.receiveNoWait()).isNull();
    client.commit();
    client.closeConnection();
    restarted.close();
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.7", rule = "What was committed survives the end of the provider")
  void committedWorkIsDurable(Api api, @TempDir Path dir) throws JMSException {
    TestBroker crashed = TestBroker.start(dir);
    Client client = api.connect(new RewindConnectionFactory(crashed.url()), TRANSACTED);
    client.start();
    client.send(client.queue(name), "a", "b");
    client.commit();
    Client.Consumer consumer = client.consumer(client.queue(name));
    assertThat(text(next(consumer))).isEqualTo("a");
    client.commit();

    crashed.crash();
    crashed.restart();

    Client after = api.connect(new RewindConnectionFactory(crashed.url()));
    after.start();
    consumer.close();
    Client.Consumer rest = after.consumer(after.queue(name));
    assertThat(text(next(rest))).isEqualTo("b");
    assertThat(rest.receiveNoWait()).isNull();
    after.closeConnection();
    client.closeConnection();
    crashed.close();
  }
}
