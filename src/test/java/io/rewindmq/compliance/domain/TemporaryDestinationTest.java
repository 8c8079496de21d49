// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.compliance.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rewindmq.compliance.Clause;
import jakarta.jms.Connection;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.Topic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Queues and topics of one connection: specification sections 4.1.5, 4.2.7 and 6.2.2. */
class TemporaryDestinationTest extends DomainSuite {
  /** Temporary destinations of both domains, made by both APIs. */
  enum Kind {
    QUEUE,
    TOPIC;

    Destination make(JMSContext context) {
      return this == QUEUE ? context.createTemporaryQueue() : context.createTemporaryTopic();
    }

    Destination make(Session session) throws JMSException {
      return this == QUEUE ? session.createTemporaryQueue() : session.createTemporaryTopic();
    }
  }

  private static void delete(Destination temporary) throws JMSException {
    if (temporary instanceof TemporaryQueue queue) {
      queue.delete();
    } else if (temporary instanceof TemporaryTopic topic) {
      topic.delete();
    } else {
      throw new AssertionError(temporary + " is not temporary");
    }
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.2", rule = "Each temporary destination is unique")
  void unique(Kind kind) throws JMSException {
    JMSContext context = context();
    Destination one = kind.make(context);
    Destination two = kind.make(context);
    Destination others = kind.make(connection().createSession());
    JMSConsumer ofOne = context.createConsumer(one);
    JMSConsumer ofTwo = context.createConsumer(two);

    assertThat(one).isNotEqualTo(two).isNotEqualTo(others);
    assertThat(two).isNotEqualTo(others);
    send(context, one, "to one");
    send(context, two, "to two");
    assertThat(rest(ofOne)).containsExactly("to one");
    assertThat(rest(ofTwo)).containsExactly("to two");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.2", rule = "Every session of a connection may consume from its own")
  void belongToTheConnection(Kind kind) throws JMSException {
    Connection connection = connection();
    Destination made = kind.make(connection.createSession());
    var consumer = connection.createSession(Session.CLIENT_ACKNOWLEDGE).createConsumer(made);
    Session third = connection.createSession();
    third.createProducer(made).send(third.createTextMessage("a"));

    assertThat(present(consumer.receive(LONG)).getBody(String.class)).isEqualTo("a");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.2", rule = "A temporary destination outlives the session that made it")
  void outliveTheSession(Kind kind) throws JMSException {
    JMSContext first = context();
    Destination made;
    try (JMSContext second = first.createContext(JMSContext.AUTO_ACKNOWLEDGE)) {
      made = kind.make(second);
    }
    JMSConsumer consumer = first.createConsumer(made);
    send(first, made, "a");

    assertThat(texts(consumer, 1)).containsExactly("a");
    consumer.close();
    delete(made);
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.2", rule = "Other connections send to it and can't consume from it")
  void othersOnlySend(Kind kind) {
    JMSContext owner = context();
    Destination made = kind.make(owner);
    JMSConsumer consumer = owner.createConsumer(made);
    JMSContext other = context();

    assertThatExceptionOfType(JMSRuntimeException.class)
        .isThrownBy(() -> other.createConsumer(made));
    send(other, made, "from another");

    assertThat(texts(consumer, 1)).containsExactly("from another");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.2", rule = "A deleted one is invalid for everybody, and can't come back")
  void deleted(Kind kind) throws JMSException {
    JMSContext owner = context();
    Destination made = kind.make(owner);
    JMSContext other = context();
    send(other, made, "before");

    delete(made);

    for (JMSContext context : new JMSContext[] {owner, other}) {
      assertThatExceptionOfType(InvalidDestinationRuntimeException.class)
          .isThrownBy(() -> context.createProducer().send(made, "after"));
      assertThatExceptionOfType(InvalidDestinationRuntimeException.class)
          .isThrownBy(() -> context.createConsumer(made));
    }
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.2", rule = "A temporary destination ends with its connection")
  void endWithTheConnection(Kind kind) throws JMSException {
    Connection connection = factory.createConnection();
    Destination made = kind.make(connection.createSession());
    Session other = connection().createSession();
    var producer = other.createProducer(made);
    producer.send(other.createTextMessage("before"));

    connection.close();

    Message late = other.createTextMessage("after");
    assertThatExceptionOfType(InvalidDestinationException.class)
        .isThrownBy(() -> producer.send(late));
    assertThatExceptionOfType(InvalidDestinationException.class)
        .isThrownBy(() -> other.createConsumer(made));
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.2.2", rule = "What a message says of it can't be deleted by the receiver")
  void receiversCantDelete(Kind kind) throws JMSException {
    JMSContext owner = context();
    Destination made = kind.make(owner);
    JMSContext other = context();
    owner.createProducer().setJMSReplyTo(made).send(queue(owner), "request");
    Message request = present(other.createConsumer(queue(other)).receive(LONG));

    assertThatExceptionOfType(JMSException.class).isThrownBy(() -> delete(request.getJMSReplyTo()));

    JMSConsumer consumer = owner.createConsumer(made);
    send(other, request.getJMSReplyTo(), "reply");
    assertThat(texts(consumer, 1)).containsExactly("reply");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "4.1.5", rule = "A request is answered to the temporary destination it names")
  void requestAndReply(Kind kind) throws JMSException {
    JMSContext server = context();
    JMSConsumer requests = server.createConsumer(queue(server));
    JMSContext client = context();
    Destination replies = kind.make(client);
    JMSConsumer consumer = client.createConsumer(replies);
    Message sent = client.createTextMessage("question");
    client.createProducer().setJMSReplyTo(replies).send(queue(client), sent);

    Message request = present(requests.receive(LONG));
    assertThat(request.getJMSReplyTo()).isEqualTo(replies);
    server
        .createProducer()
        .setJMSCorrelationID(request.getJMSMessageID())
        .send(request.getJMSReplyTo(), "answer");

    Message reply = present(consumer.receive(LONG));
    assertThat(reply.getBody(String.class)).isEqualTo("answer");
    assertThat(reply.getJMSCorrelationID()).isEqualTo(sent.getJMSMessageID());
    assertThat(reply.getJMSDestination()).isEqualTo(replies);
  }

  @Test
  @Clause(section = "4.1.5", rule = "A temporary queue is a queue: it keeps, divides and shows")
  void temporaryQueuesAreQueues() throws JMSException {
    JMSContext context = context();
    Queue queue = context.createTemporaryQueue();
    send(context, queue, "a", "b");
    try (QueueBrowser browser = context.createBrowser(queue)) {
      assertThat(browser.getEnumeration().hasMoreElements()).isTrue();
    }
    JMSConsumer consumer = context.createConsumer(queue);

    assertThat(texts(consumer, 2)).containsExactly("a", "b");
  }

  @Test
  @Clause(section = "4.2.7", rule = "A temporary topic has subscriptions of its connection")
  void temporaryTopicsAreTopics() {
    JMSContext context = named();
    Topic topic = context.createTemporaryTopic();
    JMSConsumer plain = context.createConsumer(topic);
    JMSConsumer shared = context.createSharedConsumer(topic, "sub");
    send(context, topic, "a");

    assertThat(texts(plain, 1)).containsExactly("a");
    assertThat(texts(shared, 1)).containsExactly("a");
    JMSContext other = context();
    assertThatExceptionOfType(JMSRuntimeException.class)
        .isThrownBy(() -> other.createSharedConsumer(topic, "sub"));
  }

  @Test
  @Clause(section = "4.2.7", rule = "There is no durable subscription on a temporary topic")
  void noDurableSubscriptions() {
    JMSContext context = named();
    Topic topic = context.createTemporaryTopic();

    assertThatExceptionOfType(InvalidDestinationRuntimeException.class)
        .isThrownBy(() -> context.createDurableConsumer(topic, "sub"));
    assertThatExceptionOfType(InvalidDestinationRuntimeException.class)
        .isThrownBy(() -> context.createSharedDurableConsumer(topic, "sub"));
  }

  @Test
  @Clause(section = "6.2.2", rule = "A connection that was lost has its temporary ones again")
  void surviveALostConnection() {
    JMSContext context = context();
    TemporaryQueue queue = context.createTemporaryQueue();
    JMSConsumer consumer = context.createConsumer(queue);
    JMSContext other = context();
    send(other, queue, "before");
    assertThat(texts(consumer, 1)).containsExactly("before");

    broker.restart();

    send(context, queue, "after");
    assertThat(texts(consumer, 1)).containsExactly("after");
  }
}
