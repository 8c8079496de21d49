// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.compliance.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rewindmq.compliance.Clause;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicPublisher;
import jakarta.jms.TopicSession;
import jakarta.jms.TopicSubscriber;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Topics and what is subscribed to: specification section 4.2. */
class PublishSubscribeTest extends DomainSuite {
  /** Every kind of subscription. */
  enum Subscription {
    PLAIN,
    SHARED,
    DURABLE,
    SHARED_DURABLE;

    JMSConsumer consumer(JMSContext context, Topic topic) {
      return switch (this) {
        case PLAIN -> context.createConsumer(topic);
        case SHARED -> context.createSharedConsumer(topic, "shared");
        case DURABLE -> context.createDurableConsumer(topic, "durable");
        case SHARED_DURABLE -> context.createSharedDurableConsumer(topic, "shared durable");
      };
    }
  }

  // ---- what a subscription gets ----

  @Test
  @Clause(section = "4.2.2", rule = "Every subscription gets a copy, of whatever kind it is")
  void everySubscriptionGetsACopy() {
    JMSContext context = named();
    Topic topic = topic(context);
    List<JMSConsumer> consumers =
        List.of(Subscription.values()).stream().map(kind -> kind.consumer(context, topic)).toList();

    send(context, topic, "a", "b");

    assertThat(consumers)
        .allSatisfy(consumer -> assertThat(texts(consumer, 2)).containsExactly("a", "b"));
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "4.2.2", rule = "A subscription gets nothing of what was sent before it")
  void nothingOfThePast(Subscription kind) {
    JMSContext context = named();
    Topic topic = topic(context);
    send(context, topic, "before");
    JMSConsumer consumer = kind.consumer(context, topic);
    send(context, topic, "after");

    assertThat(rest(consumer)).containsExactly("after");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "4.2.2", rule = "A subscription gets what is committed while it is there")
  void whatIsCommitted(Subscription kind) {
    JMSContext context = named();
    Topic topic = topic(context);
    JMSContext sender = context(JMSContext.SESSION_TRANSACTED);
    JMSConsumer consumer = kind.consumer(context, topic);
    send(sender, topic, "dropped");
    sender.rollback();
    send(sender, topic, "a", "b");
    assertThat(consumer.receiveNoWait()).isNull();

    sender.commit();

    assertThat(texts(consumer, 2)).containsExactly("a", "b");
    assertThat(consumer.receiveNoWait()).isNull();
  }

  @Test
  @Clause(section = "4.2.2", rule = "Acknowledging one copy of a message leaves the others alone")
  void copiesAreAcknowledgedAlone() throws JMSException {
    JMSContext one = context(JMSContext.CLIENT_ACKNOWLEDGE);
    JMSContext two = context(JMSContext.CLIENT_ACKNOWLEDGE);
    Topic topic = topic(one);
    JMSConsumer first = one.createConsumer(topic);
    JMSConsumer second = two.createConsumer(topic);
    send(context(), topic, "a");
    assertThat(texts(first, 1)).containsExactly("a");
    assertThat(texts(second, 1)).containsExactly("a");

    one.acknowledge();
    one.recover();
    two.recover();

    assertThat(first.receiveNoWait()).isNull();
    Message again = present(second.receive(LONG));
    assertThat(again.getBody(String.class)).isEqualTo("a");
    assertThat(again.getJMSRedelivered()).isTrue();
  }

  @Test
  @Clause(section = "4.2.2", rule = "A consumer that waits holds up no other subscription")
  void subscriptionsGoAtTheirOwnPace() {
    JMSContext context = context();
    Topic topic = topic(context);
    JMSConsumer slow = context.createConsumer(topic);
    JMSConsumer fast = context().createConsumer(topic);
    send(context, topic, "a", "b", "c");

    assertThat(texts(fast, 3)).containsExactly("a", "b", "c");
    assertThat(texts(slow, 3)).containsExactly("a", "b", "c");
  }

  @ParameterizedTest
  @EnumSource(names = {"SHARED", "SHARED_DURABLE"})
  @Clause(
      section = "4.2.2",
      rule = "Consumers of a subscription that wait for a message in turn get one in turn")
  void consumersOfOneSubscriptionInTurn(Subscription kind) {
    JMSContext context = named();
    Topic topic = topic(context);
    JMSConsumer one = kind.consumer(context, topic);
    JMSConsumer two = kind.consumer(context, topic);

    for (int round = 0; round < 3; round++) {
      send(context, topic, "for one");
      assertThat(texts(one, 1)).containsExactly("for one");
      assertThat(two.receiveNoWait()).isNull();
      send(context, topic, "for two");
      assertThat(texts(two, 1)).containsExactly("for two");
      assertThat(one.receiveNoWait()).isNull();
    }
  }

  @Test
  @Clause(section = "4.2.2", rule = "A message that the selector refuses is nobody's turn")
  void refusedMessagesAreNobodysTurn() {
    JMSContext context = context();
    Topic topic = topic(context);
    JMSConsumer one = context.createSharedConsumer(topic, name, "colour = 'red'");
    JMSConsumer two = context.createSharedConsumer(topic, name, "colour = 'red'");
    for (JMSConsumer next : List.of(one, two, one)) {
      for (String colour : List.of("blue", "green", "red")) {
        context.createProducer().setProperty("colour", colour).send(topic, colour);
      }
      assertThat(texts(next, 1)).containsExactly("red");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SHARED", "SHARED_DURABLE"})
  @Clause(
      section = "4.2.2",
      rule = "What a consumer of a shared subscription leaves goes to the others")
  void remainingConsumersGetTheRest(Subscription kind) {
    JMSContext context = named();
    Topic topic = topic(context);
    JMSConsumer one = kind.consumer(context, topic);
    JMSConsumer two = kind.consumer(context, topic);
    send(context, topic, "a", "b", "c", "d");
    List<String> got = texts(one, 1);
    one.close();

    got.addAll(texts(two, 3));

    assertThat(got).containsExactlyInAnyOrder("a", "b", "c", "d");
    assertThat(two.receiveNoWait()).isNull();
  }

  @Test
  @Clause(section = "4.2.2", rule = "A TopicSession publishes and subscribes as the others do")
  void theDomainsOwnApi() throws JMSException {
    TopicConnection connection = closing(factory.createTopicConnection());
    connection.setClientID(name);
    connection.start();
    TopicSession session = connection.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
    Topic topic = session.createTopic(name);
    TopicSubscriber all = session.createSubscriber(topic);
    TopicSubscriber foreign = session.createSubscriber(topic, null, true);
    TopicSubscriber durable = session.createDurableSubscriber(topic, "durable", "n = 1", false);
    TopicPublisher publisher = session.createPublisher(topic);
    for (int n = 1; n <= 2; n++) {
      Message message = session.createTextMessage("message " + n);
      message.setIntProperty("n", n);
      publisher.publish(message);
    }

    assertThat(present(all.receive(LONG)).getBody(String.class)).isEqualTo("message 1");
    assertThat(present(all.receive(LONG)).getBody(String.class)).isEqualTo("message 2");
    assertThat(foreign.receiveNoWait()).isNull();
    assertThat(present(durable.receive(LONG)).getBody(String.class)).isEqualTo("message 1");
    assertThat(durable.receiveNoWait()).isNull();
    assertThat(all.getTopic()).isEqualTo(topic);
    assertThat(all.getNoLocal()).isFalse();
    assertThat(foreign.getNoLocal()).isTrue();
    assertThat(durable.getMessageSelector()).isEqualTo("n = 1");
  }

  // ---- noLocal ----

  @Test
  @Clause(section = "8.3.1", rule = "noLocal leaves out all sessions of the connection, no others")
  void noLocalIsAboutTheConnection() {
    JMSContext context = context();
    Topic topic = topic(context);
    JMSContext sibling = closing(context.createContext(JMSContext.AUTO_ACKNOWLEDGE));
    JMSConsumer consumer = context.createConsumer(topic, null, true);

    send(context, topic, "own");
    send(sibling, topic, "sibling's");
    send(context(), topic, "other's");

    assertThat(rest(consumer)).containsExactly("other's");
  }

  @Test
  @Clause(section = "8.3.1", rule = "noLocal and a selector hold together")
  void noLocalWithASelector() {
    JMSContext context = context();
    Topic topic = topic(context);
    JMSConsumer consumer = context.createConsumer(topic, "colour = 'red'", true);
    JMSContext other = context();

    context.createProducer().setProperty("colour", "red").send(topic, "own red");
    other.createProducer().setProperty("colour", "blue").send(topic, "other's blue");
    other.createProducer().setProperty("colour", "red").send(topic, "other's red");

    assertThat(rest(consumer)).containsExactly("other's red");
  }

  @Test
  @Clause(
      section = "8.3.3",
      rule = "What noLocal of a durable subscription leaves out stays out when it is given up")
  void noLocalGivenUp() {
    JMSContext context = named();
    Topic topic = topic(context);
    context.createDurableConsumer(topic, "sub", "", true).close();
    send(context, topic, "own");

    JMSConsumer consumer = context.createDurableConsumer(topic, "sub", "", false);
    assertThat(consumer.receiveNoWait()).isNull();

    send(context, topic, "own, later");
    assertThat(rest(consumer)).containsExactly("own, later");
  }

  // ---- names ----

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lettersAndDigits1234567890",
        "with_underscore",
        "with.dots.in.it",
        "with-minus",
        "Grüße_Ελληνικά_漢字_١٢٣",
        "0123456789-begins-with-a-digit"
      })
  @Clause(
      section = "4.2.4",
      rule = "Letters, digits, underscores, dots and minus signs make a subscription's name")
  void namesOfSubscriptions(String sub) {
    assertUsable(sub);
  }

  @Test
  @Clause(section = "4.2.4", rule = "A subscription's name may have 128 characters")
  void longNames() {
    assertUsable("n".repeat(128));
    assertUsable("é".repeat(128));
  }

  private void assertUsable(String sub) {
    try (JMSContext context = factory.createContext()) {
      context.setClientID(name);
      Topic topic = topic(context);
      JMSConsumer shared = context.createSharedConsumer(topic, sub);
      context.createDurableConsumer(topic, sub).close();
      send(context, topic, "a");
      assertThat(texts(shared, 1)).containsExactly("a");
      JMSConsumer durable = context.createDurableConsumer(topic, sub);
      assertThat(texts(durable, 1)).containsExactly("a");
      durable.close();
      context.unsubscribe(sub);
      JMSConsumer sharedDurable = context.createSharedDurableConsumer(topic, sub);
      send(context, topic, "b");
      assertThat(texts(sharedDurable, 1)).containsExactly("b");
      sharedDurable.close();
      context.unsubscribe(sub);
    }
  }

  @Test
  @Clause(section = "4.2.4", rule = "Names of subscriptions differ by capitals")
  void namesDifferByCapitals() {
    JMSContext context = named();
    Topic topic = topic(context);
    JMSConsumer small = context.createDurableConsumer(topic, "sub");
    JMSConsumer large = context.createDurableConsumer(topic, "SUB");
    send(context, topic, "a");

    assertThat(texts(small, 1)).containsExactly("a");
    assertThat(texts(large, 1)).containsExactly("a");
  }

  // ---- recovery ----

  @Test
  @Clause(
      section = "4.2.8",
      rule = "A non-durable consumer can recover what it has not acknowledged")
  void nonDurableConsumersRecover() throws JMSException {
    JMSContext context = context(JMSContext.CLIENT_ACKNOWLEDGE);
    Topic topic = topic(context);
    JMSConsumer consumer = context.createConsumer(topic);
    send(context(), topic, "a", "b");
    assertThat(texts(consumer, 2)).containsExactly("a", "b");

    context.recover();

    Message again = present(consumer.receive(LONG));
    assertThat(again.getBody(String.class)).isEqualTo("a");
    assertThat(again.getJMSRedelivered()).isTrue();
    assertThat(again.getIntProperty("JMSXDeliveryCount")).isEqualTo(2);
    assertThat(texts(consumer, 1)).containsExactly("b");
  }

  @ParameterizedTest
  @EnumSource(names = {"DURABLE", "SHARED_DURABLE"})
  @Clause(
      section = "4.2.8",
      rule = "A durable subscription keeps what a session that ended has not acknowledged")
  void durableSubscriptionsRecover(Subscription kind) throws JMSException {
    Connection connection = factory.createConnection();
    connection.setClientID(name);
    connection.start();
    Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
    Topic topic = session.createTopic(name);
    var consumer =
        kind == Subscription.DURABLE
            ? session.createDurableConsumer(topic, "durable")
            : session.createSharedDurableConsumer(topic, "shared durable");
    send(context(), topic, "a", "b");
    present(consumer.receive(LONG));
    connection.close();

    JMSConsumer later = kind.consumer(named(), topic);

    Message first = present(later.receive(LONG));
    assertThat(first.getBody(String.class)).isEqualTo("a");
    assertThat(first.getJMSRedelivered()).isTrue();
    assertThat(texts(later, 1)).containsExactly("b");
  }

  // ---- administration and reliability ----

  @Test
  @Clause(section = "4.2.9", rule = "Applications make and delete durable subscriptions at will")
  void subscriptionsComeAndGo() {
    JMSContext context = named();
    Topic topic = topic(context);
    for (int round = 0; round < 3; round++) {
      JMSConsumer consumer = context.createDurableConsumer(topic, "sub");
      assertThat(consumer.receiveNoWait()).isNull();
      consumer.close();
      send(context, topic, "kept until the end of round " + round);
      context.unsubscribe("sub");
      assertThatExceptionOfType(JMSRuntimeException.class)
          .isThrownBy(() -> context.unsubscribe("sub"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {DeliveryMode.PERSISTENT, DeliveryMode.NON_PERSISTENT})
  @Clause(
      section = "4.2.11",
      rule = "Whom a message misses depends on the subscription, not on the delivery mode")
  void modesAndSubscriptions(int mode) {
    JMSContext context = named();
    Topic topic = topic(context);
    context.createConsumer(topic).close();
    context.createDurableConsumer(topic, "sub").close();
    context.createProducer().setDeliveryMode(mode).send(topic, "meanwhile");

    assertThat(rest(context.createConsumer(topic))).isEmpty();
    assertThat(rest(context.createDurableConsumer(topic, "sub"))).containsExactly("meanwhile");
  }
}
