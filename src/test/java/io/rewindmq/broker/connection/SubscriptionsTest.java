// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.broker.catalog.SubscriptionDefinition;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.SubscriptionKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SubscriptionsTest {
  private final BrokerWorld world = new BrokerWorld();
  private final TestClient sender = world.client(1).ready(null);
  private final TestClient billing = world.client(2).ready("billing");
  private final int topic = sender.topic("t");

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aTopicReachesOnlyWhoListens() {
    sender.send(topic, "before");
    billing.consume(topic, SubscriptionKind.NON_DURABLE, null);
    sender.send(topic, "after");

    assertThat(billing.texts()).containsExactly("after");
  }

  @Test
  void aDurableSubscriptionWaitsForItsConsumer() {
    int consumer = billing.consume(topic, SubscriptionKind.DURABLE, "orders");
    billing.close(consumer, 0);
    sender.send(topic, "a");
    billing.consume(topic, SubscriptionKind.DURABLE, "orders");

    assertThat(billing.texts()).containsExactly("a");
    assertThat(world.notedCatalog().now().subscriptions())
        .containsExactly(new SubscriptionDefinition("billing", "orders", "t", null, false, false));
    assertThat(world.shard().groupsNamed("billing.orders")).hasSize(1);
  }

  @Test
  void aDurableSubscriptionNeedsAClientId() {
    sender.refused(
        sender.consumerFrame(topic, SubscriptionKind.DURABLE, "orders"),
        ErrorCode.CLIENT_ID_REQUIRED);
    sender.consume(topic, SubscriptionKind.SHARED_DURABLE, "orders");
  }

  @Test
  void aDurableSubscriptionTakesOneConsumer() {
    billing.consume(topic, SubscriptionKind.DURABLE, "orders");
    billing.refused(
        billing.consumerFrame(topic, SubscriptionKind.DURABLE, "orders"),
        ErrorCode.SUBSCRIPTION_IN_USE);
  }

  @Test
  void sharedAndUnsharedDurablesExcludeEachOther() {
    billing.consume(topic, SubscriptionKind.DURABLE, "orders");
    billing.refused(
        billing.consumerFrame(topic, SubscriptionKind.SHARED_DURABLE, "orders"),
        ErrorCode.SUBSCRIPTION_MISMATCH);
    billing.consume(topic, SubscriptionKind.SHARED, "orders");
  }

  @Test
  void anotherTopicReplacesAnInactiveSubscription() {
    int consumer = billing.consume(topic, SubscriptionKind.DURABLE, "orders");
    billing.close(consumer, 0);
    sender.send(topic, "lost");
    int other = billing.topic("other");
    billing.consume(other, SubscriptionKind.DURABLE, "orders");
    sender.send(sender.topic("other"), "new");

    assertThat(billing.texts()).containsExactly("new");
    assertThat(world.notedCatalog().now().subscriptions())
        .extracting(SubscriptionDefinition::topic)
        .containsExactly("other");
  }

  @Test
  void noLocalIsPartOfASubscription() {
    int own = billing.topic("t");
    billing.ask(
        billing.consumerFrame(own, SubscriptionKind.DURABLE, "orders", null, true),
        Frame.ConsumerOpened.class);
    int consumer = billing.lastConsumer();
    billing.credit(consumer, 1, 10);
    billing.send(own, "mine");
    sender.send(topic, "theirs");
    assertThat(billing.texts()).containsExactly("theirs");

    billing.refused(
        billing.consumerFrame(own, SubscriptionKind.DURABLE, "orders", null, false),
        ErrorCode.SUBSCRIPTION_IN_USE);
    billing.close(consumer, 1);
    sender.send(topic, "dropped");
    billing.consume(own, SubscriptionKind.DURABLE, "orders");
    assertThat(billing.texts()).isEmpty();
  }

  @Test
  void sharedConsumersDivideTheMessages() {
    TestClient other = world.client(3).ready(null);
    sender.consume(topic, SubscriptionKind.SHARED, "s");
    other.consume(other.topic("t"), SubscriptionKind.SHARED, "s");
    TestClient producer = world.client(4).ready(null);
    for (int i = 0; i < 10; i++) {
      producer.send(producer.topic("t"), "m" + i);
    }
    assertThat(sender.texts().size() + other.texts().size()).isEqualTo(10);
    other.refused(
        other.consumerFrame(other.topic("t2"), SubscriptionKind.SHARED, "s"),
        ErrorCode.SUBSCRIPTION_MISMATCH);
  }

  @Test
  void anActiveSharedDurableKeepsItsTopic() {
    sender.consume(topic, SubscriptionKind.SHARED_DURABLE, "s");
    TestClient other = world.client(3).ready(null);
    other.consume(other.topic("t"), SubscriptionKind.SHARED_DURABLE, "s");
    other.refused(
        other.consumerFrame(other.topic("t2"), SubscriptionKind.SHARED_DURABLE, "s"),
        ErrorCode.SUBSCRIPTION_MISMATCH);
  }

  @Test
  void twoThatMakeTheSameSubscriptionAtOnceJoin() {
    TestClient other = world.client(3).ready(null);
    other.topic("t");
    sender.receive(sender.consumerFrame(topic, SubscriptionKind.SHARED_DURABLE, "s"));
    other.receive(other.consumerFrame(topic, SubscriptionKind.SHARED_DURABLE, "s"));
    world.run();

    sender.only(Frame.ConsumerOpened.class);
    other.only(Frame.ConsumerOpened.class);
    assertThat(world.shard().groupsNamed("s")).singleElement().matches(g -> g.consumers() == 2);
  }

  @Test
  void unsubscribesOnlyWhatIsThereAndInactive() {
    billing.refused(
        new Frame.Unsubscribe(0, billing.request(), "orders"), ErrorCode.SUBSCRIPTION_NOT_FOUND);
    int consumer = billing.consume(topic, SubscriptionKind.DURABLE, "orders");
    billing.refused(
        new Frame.Unsubscribe(0, billing.request(), "orders"), ErrorCode.SUBSCRIPTION_IN_USE);
    billing.close(consumer, 0);
    billing.ok(new Frame.Unsubscribe(0, billing.request(), "orders"));

    assertThat(world.shard().groupsNamed("billing.orders")).isEmpty();
    assertThat(world.notedCatalog().now().subscriptions()).isEmpty();
  }

  @Test
  void aSelectorIsRefusedWhereItIsWritten() {
    billing.refused(
        billing.consumerFrame(topic, SubscriptionKind.NON_DURABLE, null, "a = ", false),
        ErrorCode.SELECTOR_INVALID);
    billing.ask(
        billing.consumerFrame(topic, SubscriptionKind.NON_DURABLE, null, "  ", false),
        Frame.ConsumerOpened.class);
  }

  @Test
  void queuesAndTopicsAreNotExchanged() {
    int queue = billing.queue("q");
    billing.refused(
        billing.consumerFrame(queue, SubscriptionKind.NON_DURABLE, null),
        ErrorCode.DESTINATION_INVALID);
    billing.refused(
        billing.consumerFrame(queue, SubscriptionKind.DURABLE, "x"), ErrorCode.DESTINATION_INVALID);
    billing.refused(
        billing.consumerFrame(topic, SubscriptionKind.QUEUE, null), ErrorCode.DESTINATION_INVALID);
    billing.refused(
        billing.consumerFrame(topic, SubscriptionKind.BROWSER, null),
        ErrorCode.DESTINATION_INVALID);
    billing.refused(
        billing.consumerFrame(topic, SubscriptionKind.SHARED, null), ErrorCode.ILLEGAL_STATE);
  }
}
