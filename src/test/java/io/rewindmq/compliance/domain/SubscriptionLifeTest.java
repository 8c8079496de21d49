// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.compliance.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rewindmq.compliance.Clause;
import jakarta.jms.Connection;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicSession;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whose a named subscription is, how long it lives and what it keeps: section 8.3. */
class SubscriptionLifeTest extends DomainSuite {
  /** The kinds of subscription that live until they are deleted. */
  enum Durable {
    UNSHARED,
    SHARED;

    JMSConsumer consumer(JMSContext context, Topic topic) {
      return this == UNSHARED
          ? context.createDurableConsumer(topic, "sub")
          : context.createSharedDurableConsumer(topic, "sub");
    }

    MessageConsumer consumer(Session session, Topic topic) throws JMSException {
      return this == UNSHARED
          ? session.createDurableConsumer(topic, "sub")
          : session.createSharedDurableConsumer(topic, "sub");
    }
  }

  private JMSContext client(@Nullable String clientId) {
    JMSContext context = context();
    if (clientId != null) {
      context.setClientID(clientId);
    }
    return context;
  }

  // ---- whose it is ----

  @ParameterizedTest
  @EnumSource
  @Clause(section = "8.3.3", rule = "Each client id has durable subscriptions of its own")
  void clientsHaveTheirOwn(Durable kind) {
    JMSContext one = client(name + "-one");
    JMSContext two = client(name + "-two");
    Topic topic = topic(one);
    JMSConsumer ofOne = kind.consumer(one, topic);
    kind.consumer(two, topic).close();
    send(one, topic, "a");

    assertThat(texts(ofOne, 1)).containsExactly("a");
    two.unsubscribe("sub");
    send(one, topic, "b");
    assertThat(texts(ofOne, 1)).containsExactly("b");
  }

  @Test
  @Clause(
      section = "8.3.4",
      rule = "A shared durable subscription with a client id is not the one without")
  void withAndWithoutClientId() {
    JMSContext known = named();
    JMSContext anonymous = context();
    Topic topic = topic(known);
    String sub = "sub-" + name;
    JMSConsumer own = known.createSharedDurableConsumer(topic, sub);
    JMSConsumer open = anonymous.createSharedDurableConsumer(topic, sub);
    send(known, topic, "a");

    assertThat(texts(own, 1)).containsExactly("a");
    assertThat(texts(open, 1)).containsExactly("a");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "8.3.3", rule = "Another connection of the client goes on where the last was")
  void continuedByALaterConnection(Durable kind) {
    try (JMSContext first = factory.createContext()) {
      first.setClientID(name);
      JMSConsumer consumer = kind.consumer(first, topic(first));
      send(first, topic(first), "a", "b");
      assertThat(texts(consumer, 1)).containsExactly("a");
    }
    JMSContext other = context();
    send(other, topic(other), "c");

    assertThat(texts(kind.consumer(named(), topic(other)), 2)).containsExactly("b", "c");
  }

  @Test
  @Clause(section = "8.3.4", rule = "Consumers of several connections share the work")
  void sharedByConnections() {
    JMSContext one = context();
    JMSContext two = context();
    Topic topic = topic(one);
    JMSConsumer first = one.createSharedDurableConsumer(topic, name);
    JMSConsumer second = two.createSharedDurableConsumer(topic, name);
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      sent.add("m" + i);
    }
    send(one, topic, sent.toArray(String[]::new));

    List<String> got = rest(first);
    assertThat(got).isNotEmpty().hasSizeLessThan(20);
    got.addAll(rest(second));
    assertThat(got).containsExactlyInAnyOrderElementsOf(sent);
  }

  // ---- what it keeps ----

  @ParameterizedTest
  @EnumSource
  @Clause(section = "8.3.3", rule = "A durable subscription survives the provider's failure")
  void survivesACrash(Durable kind) {
    JMSContext context = named();
    Topic topic = topic(context);
    JMSConsumer consumer = kind.consumer(context, topic);
    send(context, topic, "a", "b", "c");
    assertThat(texts(consumer, 1)).containsExactly("a");
    consumer.close();

    broker.crash();
    broker.restart();

    // whether the acknowledgement of "a" had reached the disk is open
    assertThat(rest(kind.consumer(context, topic))).endsWith("b", "c").isSubsetOf("a", "b", "c");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "8.3.3", rule = "A durable subscription keeps messages until they expire")
  void keepsUntilExpiry(Durable kind) {
    JMSContext context = named();
    Topic topic = topic(context);
    kind.consumer(context, topic).close();
    context.createProducer().setTimeToLive(1).send(topic, "short-lived");
    send(context, topic, "for ever");
    Instant expired = Instant.now().plus(Duration.ofMillis(20));
    while (Instant.now().isBefore(expired)) {
      Thread.onSpinWait();
    }

    assertThat(rest(kind.consumer(context, topic))).containsExactly("for ever");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "8.3.3", rule = "A durable subscription keeps what was rolled back")
  void keepsWhatWasRolledBack(Durable kind) throws JMSException {
    Connection connection = closing(factory.createConnection());
    connection.setClientID(name);
    connection.start();
    Session session = connection.createSession(Session.SESSION_TRANSACTED);
    Topic topic = session.createTopic(name);
    MessageConsumer consumer = kind.consumer(session, topic);
    send(context(), topic, "a");
    assertThat(present(consumer.receive(LONG)).getBody(String.class)).isEqualTo("a");

    session.rollback();
    consumer.close();

    var again = present(kind.consumer(session, topic).receive(LONG));
    assertThat(again.getBody(String.class)).isEqualTo("a");
    assertThat(again.getIntProperty("JMSXDeliveryCount")).isEqualTo(2);
    session.commit();
  }

  // ---- how it ends ----

  @Test
  @Clause(section = "8.3.3", rule = "unsubscribe is about the caller's client id alone")
  void unsubscribingOthers() {
    JMSContext owner = named();
    owner.createDurableConsumer(topic(owner), "sub").close();

    for (JMSContext other : List.of(client(name + "-other"), context())) {
      assertThatExceptionOfType(InvalidDestinationRuntimeException.class)
          .isThrownBy(() -> other.unsubscribe("sub"));
    }
    owner.unsubscribe("sub");
  }

  @Test
  @Clause(section = "8.3.4", rule = "A consumer of another connection keeps it from being deleted")
  void unsubscribingWhatOthersUse() {
    JMSContext one = context();
    JMSContext two = context();
    Topic topic = topic(one);
    JMSConsumer inUse = two.createSharedDurableConsumer(topic, name);
    one.createSharedDurableConsumer(topic, name).close();
    assertThatExceptionOfType(JMSRuntimeException.class).isThrownBy(() -> one.unsubscribe(name));
    send(one, topic, "a");
    assertThat(texts(inUse, 1)).containsExactly("a");

    inUse.close();

    one.unsubscribe(name);
  }

  @Test
  @Clause(section = "8.3.2", rule = "unsubscribe knows durable subscriptions alone")
  void unsubscribingTheNonDurable() {
    JMSContext context = context();
    JMSConsumer shared = context.createSharedConsumer(topic(context), name);

    assertThatExceptionOfType(InvalidDestinationRuntimeException.class)
        .isThrownBy(() -> context.unsubscribe(name));
    send(context, topic(context), "a");
    assertThat(texts(shared, 1)).containsExactly("a");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "8.3.3", rule = "A name is free again when its subscription was deleted")
  void namesAreFreeAgain(Durable kind) {
    JMSContext context = named();
    Topic topic = topic(context);
    Topic other = context.createTopic(name + "-other");
    kind.consumer(context, topic).close();
    context.unsubscribe("sub");

    for (Durable next : Durable.values()) {
      JMSConsumer consumer = next.consumer(context, other);
      send(context, topic, "to the old topic");
      send(context, other, "to the new topic");
      assertThat(rest(consumer)).containsExactly("to the new topic");
      consumer.close();
      context.unsubscribe("sub");
    }
  }

  @Test
  @Clause(
      section = "8.3.3",
      rule = "A TopicSession makes, resumes and deletes durable subscriptions")
  void theDomainsOwnApi() throws JMSException {
    TopicConnection connection = closing(factory.createTopicConnection());
    connection.setClientID(name);
    connection.start();
    TopicSession session = connection.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
    Topic topic = session.createTopic(name);
    session.createDurableSubscriber(topic, "sub").close();
    session.createPublisher(topic).publish(session.createTextMessage("a"));

    var again = session.createDurableSubscriber(topic, "sub");
    assertThat(present(again.receive(LONG)).getBody(String.class)).isEqualTo("a");
    again.close();
    session.unsubscribe("sub");
    assertThatExceptionOfType(JMSException.class).isThrownBy(() -> session.unsubscribe("sub"));
  }
}
