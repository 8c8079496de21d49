// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.compliance.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.compliance.Clause;
import io.rewindmq.jms.RewindConnectionFactory;
import io.rewindmq.testkit.TestBroker;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.QueueBrowser;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Delivery mode, time to live and delay: specification sections 7.7 to 7.9. */
class DeliveryOptionsTest extends SessionSuite {
  // ---- delivery mode ----

  @ParameterizedTest
  @EnumSource
  @Clause(
      section = "7.7",
      rule = "A persistent message survives the provider's end and is delivered once")
  void persistentMessagesSurvive(Api api, @TempDir Path dir) throws JMSException {
    TestBroker crashed = TestBroker.start(dir);
    Client client = api.connect(new RewindConnectionFactory(crashed.url()));
    client.start();
    client.send(client.queue(name), "a", "b");
    crashed.crash();
    crashed.restart();

    Client.Consumer consumer = client.consumer(client.queue(name));
    assertThat(texts(consumer, 2)).containsExactly("a", "b");
    assertThat(consumer.receiveNoWait()).isNull();
    client.closeConnection();
    crashed.close();
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "7.7", rule = "A non-persistent message is delivered at most once")
  void nonPersistentMessagesComeOnce(Api api) throws JMSException {
    Client client = client(api);
    Client.Producer producer = client.producer();
    producer.deliveryMode(DeliveryMode.NON_PERSISTENT);
    producer.send(client.queue(name), client.text("a"));

    Message received = received(name);
    assertThat(received.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
    assertHolds(name);
  }

  // ---- time to live ----

  @ParameterizedTest
  @EnumSource
  @Clause(section = "7.8", rule = "A message whose time is over is not delivered")
  void expiredMessagesAreNotDelivered(Api api) throws JMSException {
    Client client = client(api);
    Client.Producer producer = client.producer();
    producer.timeToLive(1);
    producer.send(client.queue(name), client.text("short"));
    producer.timeToLive(60_000);
    producer.send(client.queue(name), client.text("long"));
    producer.timeToLive(0);
    producer.send(client.queue(name), client.text("for ever"));
    awaitClock(System.currentTimeMillis() + 2);

    Client.Consumer consumer = client.consumer(client.queue(name));
    assertThat(texts(consumer, 2)).containsExactly("long", "for ever");
    assertThat(consumer.receiveNoWait()).isNull();
  }

  /** Waits until the clock shows more. */
  private static void awaitClock(long millis) {
    while (System.currentTimeMillis() <= millis) {
      Thread.onSpinWait();
    }
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "7.8", rule = "A message that waits at a consumer expires there too")
  void prefetchedMessagesExpire(Api api) throws JMSException {
    Client client = client(api);
    Client.Consumer consumer = client.consumer(client.queue(name));
    Client sender = client(api);
    sender.send(sender.queue(name), "first");
    Client.Producer producer = sender.producer();
    producer.timeToLive(200);
    producer.send(sender.queue(name), sender.text("short"));
    producer.timeToLive(0);
    producer.send(sender.queue(name), sender.text("last"));
    long end = System.currentTimeMillis() + 200;
    assertThat(text(next(consumer))).isEqualTo("first"); // the others are here by now
    awaitClock(end);

    assertThat(text(next(consumer))).isEqualTo("last");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "7.8", rule = "The time to live counts from the send, not from the commit")
  void timeToLiveCountsFromTheSend(Api api) throws JMSException {
    Client client = client(api, TRANSACTED);
    Client.Producer producer = client.producer();
    producer.timeToLive(20);
    producer.send(client.queue(name), client.text("short"));
    awaitClock(System.currentTimeMillis() + 20);
    client.commit();

    assertHolds(name);
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "7.8", rule = "The expiration is the time of the send plus the time to live")
  void expirationIsCalculated(Api api) throws JMSException {
    Client client = client(api);
    Client.Producer producer = client.producer();
    producer.timeToLive(3_600_000);
    TextMessage message = client.text("a");
    producer.send(client.queue(name), message);

    Message received = received(name);
    assertThat(message.getJMSExpiration()).isEqualTo(message.getJMSTimestamp() + 3_600_000);
    assertThat(received.getJMSExpiration()).isEqualTo(message.getJMSExpiration());
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "7.8", rule = "A time to live without end in sight does not overflow")
  void timeToLiveDoesNotOverflow(Api api) throws JMSException {
    Client client = client(api);
    Client.Producer producer = client.producer();
    producer.timeToLive(Long.MAX_VALUE);
    producer.send(client.queue(name), client.text("a"));

    assertThat(received(name).getJMSExpiration()).isGreaterThan(System.currentTimeMillis());
  }

  // ---- delivery delay ----

  @ParameterizedTest
  @EnumSource
  @Clause(section = "7.9", rule = "A delayed message is not delivered before its time")
  void delayedMessagesWait(Api api) throws JMSException {
    Client client = client(api);
    Client.Consumer consumer = client.consumer(client.queue(name));
    Client.Producer producer = client.producer();
    producer.deliveryDelay(300);
    TextMessage message = client.text("a");
    producer.send(client.queue(name), message);
    assertThat(consumer.receiveNoWait()).isNull();
    assertThat(browsed(client)).isFalse();

    Message received = next(consumer);

    long due = message.getJMSTimestamp() + 300;
    assertThat(message.getJMSDeliveryTime()).isEqualTo(due);
    assertThat(received.getJMSDeliveryTime()).isEqualTo(due);
    assertThat(System.currentTimeMillis()).isGreaterThanOrEqualTo(due);
  }

  private boolean browsed(Client client) throws JMSException {
    QueueBrowser browser = client.browser(client.queue(name));
    boolean any = browser.getEnumeration().hasMoreElements();
    browser.close();
    return any;
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "7.9", rule = "Without a delay the delivery time is the time of the send")
  void withoutADelay(Api api) throws JMSException {
    Client client = client(api);
    TextMessage message = client.text("a");
    client.producer().send(client.queue(name), message);

    Message received = received(name);
    assertThat(message.getJMSDeliveryTime()).isEqualTo(message.getJMSTimestamp());
    assertThat(received.getJMSDeliveryTime()).isEqualTo(message.getJMSTimestamp());
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "7.9", rule = "The delay counts from the send, not from the commit")
  void theDelayCountsFromTheSend(Api api) throws JMSException {
    Client client = client(api, TRANSACTED);
    Client.Producer producer = client.producer();
    producer.deliveryDelay(200);
    TextMessage message = client.text("a");
    producer.send(client.queue(name), message);
    awaitClock(message.getJMSDeliveryTime());
    client.commit();

    Client reader = client(api);
    assertThat(text(reader.consumer(reader.queue(name)).receiveNoWait())).isEqualTo("a");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(
      section = "7.9",
      rule = "A delayed message goes to the subscriptions that exist when it is sent")
  void delayedMessagesGoToTheSubscribersOfTheSend(Api api) throws JMSException {
    Client client = client(api);
    Client.Consumer before = client.consumer(client.topic(name));
    Client.Producer producer = client.producer();
    producer.deliveryDelay(200);
    TextMessage message = client.text("a");
    producer.send(client.topic(name), message);
    Client.Consumer after = client.consumer(client.topic(name));

    assertThat(text(next(before))).isEqualTo("a");
    awaitClock(message.getJMSDeliveryTime() + SHORT);
    assertThat(after.receiveNoWait()).isNull();
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "7.9", rule = "A message that expires before its delivery time never comes")
  void expiryBeforeDelivery(Api api) throws JMSException {
    Client client = client(api);
    Client.Consumer consumer = client.consumer(client.queue(name));
    Client.Producer producer = client.producer();
    producer.deliveryDelay(200);
    producer.timeToLive(50);
    TextMessage message = client.text("never");
    producer.send(client.queue(name), message);
    producer.timeToLive(0);
    producer.send(client.queue(name), client.text("later"));

    assertThat(text(next(consumer))).isEqualTo("later");
    assertThat(consumer.receiveNoWait()).isNull();
  }
}
