// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.compliance.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rewindmq.compliance.Clause;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Topic;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Consumers on topics and the subscriptions that they make: specification section 8.3. */
class SubscriptionTest extends SessionSuite {
  private final List<JMSContext> contexts = new ArrayList<>();

  /** The three kinds of subscription that have a name. */
  enum Named {
    SHARED,
    DURABLE,
    SHARED_DURABLE;

    JMSConsumer consumer(JMSContext context, Topic topic, @Nullable String selector) {
      return switch (this) {
        case SHARED -> context.createSharedConsumer(topic, "sub", selector);
        case DURABLE -> context.createDurableConsumer(topic, "sub", selector, false);
        case SHARED_DURABLE -> context.createSharedDurableConsumer(topic, "sub", selector);
      };
    }

    JMSConsumer consumer(JMSContext context, Topic topic) {
      return consumer(context, topic, null);
    }
  }

  @AfterEach
  void closeContexts() {
    contexts.forEach(JMSContext::close);
    contexts.clear();
  }

  /** A context with the test's client id; the first owns it, the others share its connection. */
  private JMSContext context() {
    JMSContext context;
    if (contexts.isEmpty()) {
      context = factory.createContext();
      context.setClientID(name);
    } else {
      context = contexts.get(0).createContext(AUTO);
    }
    contexts.add(context);
    return context;
  }

  private Topic topic() {
    return contexts.get(0).createTopic(name);
  }

  private void publish(String... texts) {
    for (String text : texts) {
      contexts.get(0).createProducer().setProperty("colour", text).send(topic(), text);
    }
  }

  private static List<String> bodies(JMSConsumer consumer, int count) {
    List<String> bodies = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      bodies.add(consumer.receiveBody(String.class, LONG));
    }
    return bodies;
  }

  // ---- unshared and without a name ----

  @Test
  @Clause(section = "8.3.1", rule = "Each plain consumer has a subscription of its own")
  void plainConsumersHaveTheirOwn() {
    JMSContext context = context();
    JMSConsumer one = context.createConsumer(topic());
    JMSConsumer two = context.createConsumer(topic());
    publish("a");

    assertThat(bodies(one, 1)).containsExactly("a");
    assertThat(bodies(two, 1)).containsExactly("a");
  }

  @Test
  @Clause(section = "8.3.1", rule = "A plain subscription lives as long as its consumer")
  void plainSubscriptionsEndWithTheConsumer() {
    JMSContext context = context();
    publish("before");
    JMSConsumer one = context.createConsumer(topic());
    publish("during");
    assertThat(bodies(one, 1)).containsExactly("during");
    publish("not received");
    one.close();
    publish("between");

    JMSConsumer two = context.createConsumer(topic());
    publish("after");
    assertThat(bodies(two, 1)).containsExactly("after");
    assertThat(two.receiveNoWait()).isNull();
  }

  @Test
  @Clause(section = "8.3.1", rule = "noLocal leaves out what the own connection publishes")
  void noLocalLeavesOutTheOwn() {
    JMSContext context = context();
    JMSConsumer other = context.createConsumer(topic(), null, true);
    JMSConsumer all = context.createConsumer(topic(), null, false);
    publish("own");
    try (JMSContext stranger = factory.createContext()) {
      stranger.createProducer().send(stranger.createTopic(name), "foreign");
    }

    assertThat(bodies(all, 2)).containsExactly("own", "foreign");
    assertThat(bodies(other, 1)).containsExactly("foreign");
    assertThat(other.receiveNoWait()).isNull();
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "8.3.1", rule = "A subscription takes what its selector wants alone")
  void selectorsChoose(Named kind) {
    JMSContext context = context();
    JMSConsumer consumer = kind.consumer(context, topic(), "colour = 'red'");
    JMSConsumer plain = context.createConsumer(topic(), "colour <> 'red'");
    publish("red", "blue", "red");

    assertThat(bodies(consumer, 2)).containsExactly("red", "red");
    assertThat(consumer.receiveNoWait()).isNull();
    assertThat(bodies(plain, 1)).containsExactly("blue");
    assertThat(consumer.getMessageSelector()).isEqualTo("colour = 'red'");
  }

  // ---- shared ----

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DURABLE")
  @Clause(section = "8.3.2", rule = "A shared subscription gives each message to one consumer")
  void sharedSubscriptionsShare(Named kind) {
    JMSConsumer one = kind.consumer(context(), topic());
    JMSConsumer two = kind.consumer(context(), topic());
    String[] texts = new String[20];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = "m" + i;
    }
    publish(texts);

    List<String> received = new ArrayList<>();
    String text;
    while ((text = one.receiveBodyNoWait(String.class)) != null
        || (text = two.receiveBodyNoWait(String.class)) != null) {
      received.add(text);
    }
    assertThat(received).containsExactlyInAnyOrder(texts);
  }

  @Test
  @Clause(section = "8.3.2", rule = "A shared non-durable subscription ends with its last consumer")
  void sharedSubscriptionsEndWithTheLastConsumer() {
    JMSConsumer one = Named.SHARED.consumer(context(), topic());
    JMSConsumer two = Named.SHARED.consumer(context(), topic());
    one.close();
    publish("a");
    assertThat(bodies(two, 1)).containsExactly("a");
    publish("not received");
    two.close();
    publish("between");

    JMSConsumer three = Named.SHARED.consumer(context(), topic());
    publish("after");
    assertThat(bodies(three, 1)).containsExactly("after");
    assertThat(three.receiveNoWait()).isNull();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DURABLE")
  @Clause(section = "8.3.2", rule = "Without a client id a shared subscription is open to all")
  void sharedSubscriptionsNeedNoClientId(Named kind) {
    context();
    try (JMSContext first = factory.createContext();
        JMSContext second = factory.createContext()) {
      JMSConsumer one = kind.consumer(first, topic());
      JMSConsumer two = kind.consumer(second, topic());
      publish("a");
      one.close();

      assertThat(bodies(two, 1)).containsExactly("a");
      two.close();
      if (kind == Named.SHARED_DURABLE) {
        first.unsubscribe("sub");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DURABLE")
  @Clause(section = "8.3.2", rule = "A client id makes a shared subscription the client's own")
  void clientIdsScopeSharedSubscriptions(Named kind) {
    JMSConsumer own = kind.consumer(context(), topic());
    try (JMSContext stranger = factory.createContext()) {
      JMSConsumer other = kind.consumer(stranger, topic());
      publish("a");

      assertThat(bodies(own, 1)).containsExactly("a");
      assertThat(bodies(other, 1)).containsExactly("a");
      other.close();
      if (kind == Named.SHARED_DURABLE) {
        stranger.unsubscribe("sub");
      }
    }
  }

  // ---- the same name again ----

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DURABLE")
  @Clause(
      section = "8.3.4",
      rule = "While a shared subscription is in use its topic and selector can't differ")
  void sharedSubscriptionsInUseStayTheSame(Named kind) {
    JMSConsumer first = kind.consumer(context(), topic(), "colour = 'red'");
    JMSContext second = context();
    Topic other = second.createTopic(name + "-2");

    assertThatExceptionOfType(JMSRuntimeException.class)
        .isThrownBy(() -> kind.consumer(second, topic(), "colour = 'blue'"));
    assertThatExceptionOfType(JMSRuntimeException.class)
        .isThrownBy(() -> kind.consumer(second, topic(), null));
    assertThatExceptionOfType(JMSRuntimeException.class)
        .isThrownBy(() -> kind.consumer(second, other, "colour = 'red'"));

    JMSConsumer same = kind.consumer(second, topic(), "colour = 'red'");
    first.close();
    publish("red");
    assertThat(bodies(same, 1)).containsExactly("red");
  }

  @Test
  @Clause(section = "8.3.3", rule = "An unshared durable subscription has one consumer at a time")
  void durableSubscriptionsHaveOneConsumer() {
    JMSConsumer first = Named.DURABLE.consumer(context(), topic());
    JMSContext second = context();

    assertThatExceptionOfType(JMSRuntimeException.class)
        .isThrownBy(() -> Named.DURABLE.consumer(second, topic()));

    first.close();
    JMSConsumer next = Named.DURABLE.consumer(second, topic());
    publish("a");
    assertThat(bodies(next, 1)).containsExactly("a");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SHARED")
  @Clause(section = "8.3.3", rule = "A durable subscription keeps what comes without a consumer")
  void durableSubscriptionsKeep(Named kind) {
    JMSContext context = context();
    JMSConsumer first = kind.consumer(context, topic());
    publish("a", "b");
    assertThat(bodies(first, 1)).containsExactly("a");
    first.close();
    publish("c");

    JMSConsumer again = kind.consumer(context, topic());
    assertThat(bodies(again, 2)).containsExactly("b", "c");
    assertThat(again.receiveNoWait()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "DURABLE, selector",
    "DURABLE, topic",
    "DURABLE, noLocal",
    "SHARED_DURABLE, selector",
    "SHARED_DURABLE, topic"
  })
  @Clause(
      section = "8.3.3",
      rule = "Another topic, selector or noLocal makes an unused durable subscription anew")
  void changesMakeASubscriptionAnew(Named kind, String change) {
    JMSContext context = context();
    kind.consumer(context, topic(), null).close();
    publish("backlog");
    Topic other = context.createTopic(name + "-2");

    JMSConsumer changed =
        switch (change) {
          case "selector" -> kind.consumer(context, topic(), "colour = 'red'");
          case "topic" -> kind.consumer(context, other, null);
          default -> context.createDurableConsumer(topic(), "sub", null, true);
        };

    assertThat(changed.receiveNoWait()).isNull();
    try (JMSContext stranger = factory.createContext()) {
      Topic to = change.equals("topic") ? other : topic();
      stranger.createProducer().setProperty("colour", "red").send(to, "new");
    }
    assertThat(bodies(changed, 1)).containsExactly("new");
  }

  @ParameterizedTest
  @CsvSource({"DURABLE, SHARED_DURABLE", "SHARED_DURABLE, DURABLE"})
  @Clause(
      section = "8.3.3",
      rule = "A shared and an unshared durable subscription can't have the same name")
  void durableKindsExcludeEachOther(Named first, Named second) {
    JMSContext context = context();
    JMSConsumer active = first.consumer(context, topic());
    assertThatExceptionOfType(JMSRuntimeException.class)
        .isThrownBy(() -> second.consumer(context(), topic()));
    active.close();
    assertThatExceptionOfType(JMSRuntimeException.class)
        .isThrownBy(() -> second.consumer(context, topic()));

    context.unsubscribe("sub");

    JMSConsumer consumer = second.consumer(context, topic());
    publish("a");
    assertThat(bodies(consumer, 1)).containsExactly("a");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SHARED")
  @Clause(
      section = "8.3.2",
      rule = "A shared non-durable subscription may have the name of a durable one")
  void nonDurableNamesAreSeparate(Named durable) {
    JMSContext context = context();
    JMSConsumer one = durable.consumer(context, topic());
    JMSConsumer two = Named.SHARED.consumer(context, topic());
    publish("a");

    assertThat(bodies(one, 1)).containsExactly("a");
    assertThat(bodies(two, 1)).containsExactly("a");
  }

  @Test
  @Clause(
      section = "8.3.3",
      rule = "noLocal of a durable subscription leaves out all connections of the client id")
  void noLocalOfADurableSubscription() {
    JMSContext context = context();
    JMSConsumer consumer = context.createDurableConsumer(topic(), "sub", null, true);
    publish("own");
    consumer.close();
    publish("own, later");
    contexts.remove(context);
    context.close();

    JMSContext again = context();
    publish("own, of a later connection");
    try (JMSContext stranger = factory.createContext()) {
      stranger.createProducer().send(stranger.createTopic(name), "foreign");
    }
    JMSConsumer same = again.createDurableConsumer(topic(), "sub", null, true);
    assertThat(bodies(same, 1)).containsExactly("foreign");
    assertThat(same.receiveNoWait()).isNull();
  }

  // ---- unsubscribe ----

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SHARED")
  @Clause(section = "8.3.3", rule = "unsubscribe deletes a durable subscription with its messages")
  void unsubscribeDeletes(Named kind) {
    JMSContext context = context();
    kind.consumer(context, topic()).close();
    publish("backlog");

    context.unsubscribe("sub");

    JMSConsumer again = kind.consumer(context, topic());
    assertThat(again.receiveNoWait()).isNull();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SHARED")
  @Clause(section = "8.3.3", rule = "A subscription with a consumer can't be deleted")
  void unsubscribeInUseIsRefused(Named kind) {
    JMSContext context = context();
    JMSConsumer consumer = kind.consumer(context, topic());

    assertThatExceptionOfType(JMSRuntimeException.class)
        .isThrownBy(() -> context.unsubscribe("sub"));

    publish("a");
    assertThat(bodies(consumer, 1)).containsExactly("a");
  }

  @Test
  @Clause(
      section = "8.3.3",
      rule = "A subscription can't be deleted while a message of it is not acknowledged")
  void unsubscribeWithUnacknowledgedMessagesIsRefused() {
    JMSContext owner = context();
    JMSContext context = owner.createContext(CLIENT);
    contexts.add(context);
    JMSConsumer consumer = Named.DURABLE.consumer(context, topic());
    publish("a");
    assertThat(bodies(consumer, 1)).containsExactly("a");
    consumer.close();

    assertThatExceptionOfType(JMSRuntimeException.class)
        .isThrownBy(() -> context.unsubscribe("sub"));

    context.acknowledge();
    context.unsubscribe("sub");
  }

  @Test
  @Clause(
      section = "8.3.3",
      rule = "A subscription can't be deleted while a message of it is part of a transaction")
  void unsubscribeInATransactionIsRefused() {
    JMSContext owner = context();
    JMSContext context = owner.createContext(TRANSACTED);
    contexts.add(context);
    JMSConsumer consumer = Named.DURABLE.consumer(context, topic());
    publish("a");
    assertThat(bodies(consumer, 1)).containsExactly("a");
    consumer.close();

    assertThatExceptionOfType(JMSRuntimeException.class)
        .isThrownBy(() -> context.unsubscribe("sub"));

    context.commit();
    context.unsubscribe("sub");
  }

  @Test
  @Clause(section = "10.3", rule = "The name of no subscription is an invalid destination")
  void unsubscribeOfNothing() {
    JMSContext context = context();

    assertThatExceptionOfType(InvalidDestinationRuntimeException.class)
        .isThrownBy(() -> context.unsubscribe("unknown"));
    assertThatExceptionOfType(InvalidDestinationRuntimeException.class)
        .isThrownBy(() -> context.unsubscribe(null));
  }
}
