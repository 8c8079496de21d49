// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.compliance.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.compliance.Clause;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueReceiver;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Queues and their consumers: specification section 4.1. */
class PointToPointTest extends DomainSuite {
  private static String[] numbers(int count) {
    return Stream.iterate(0, i -> i + 1).limit(count).map(String::valueOf).toArray(String[]::new);
  }

  @Test
  @Clause(section = "4.1.2", rule = "Several consumers get a queue's messages in order, each once")
  void severalConsumers() {
    JMSContext sender = context();
    Queue queue = queue(sender);
    List<JMSConsumer> consumers =
        Stream.generate(this::context).limit(3).map(at -> at.createConsumer(queue)).toList();
    send(sender, queue, numbers(30));

    List<List<String>> got = consumers.stream().map(DomainSuite::rest).toList();

    assertThat(got).allSatisfy(texts -> assertThat(numbers(texts)).isSorted());
    assertThat(got.stream().flatMap(List::stream)).containsExactlyInAnyOrder(numbers(30));
  }

  private static List<Integer> numbers(List<String> texts) {
    return texts.stream().map(Integer::valueOf).toList();
  }

  @Test
  @Clause(section = "4.1.2", rule = "Consumers that wait for a message in turn get one in turn")
  void consumersOfOneSessionInTurn() {
    JMSContext context = context();
    Queue queue = queue(context);
    JMSConsumer one = context.createConsumer(queue);
    JMSConsumer two = context.createConsumer(queue);

    for (int round = 0; round < 3; round++) {
      send(context, queue, "for one");
      assertThat(texts(one, 1)).containsExactly("for one");
      assertThat(two.receiveNoWait()).isNull();
      send(context, queue, "for two");
      assertThat(texts(two, 1)).containsExactly("for two");
      assertThat(one.receiveNoWait()).isNull();
    }
  }

  @Test
  @Clause(
      section = "4.1.2",
      rule = "What a consumer's selector refuses goes to another consumer or stays")
  void selectorsDivideAQueue() {
    JMSContext context = context();
    Queue queue = queue(context);
    for (String colour : new String[] {"red", "blue", "green", "red", "blue"}) {
      context.createProducer().setProperty("colour", colour).send(queue, colour);
    }
    JMSConsumer red = context.createConsumer(queue, "colour = 'red'");
    JMSConsumer blue = context.createConsumer(queue, "colour = 'blue'");

    assertThat(rest(red)).containsExactly("red", "red");
    assertThat(rest(blue)).containsExactly("blue", "blue");
    assertThat(rest(context.createConsumer(queue))).containsExactly("green");
  }

  @Test
  @Clause(section = "4.1.2", rule = "A queue's messages can be listened to and received for")
  void bothWaysToConsume() throws InterruptedException {
    JMSContext listening = context();
    JMSContext receiving = context();
    Queue queue = queue(listening);
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    JMSConsumer listener = listening.createConsumer(queue);
    listener.setMessageListener(
        message -> {
          try {
            heard.add(message.getBody(String.class));
          } catch (JMSException e) {
            throw new JMSRuntimeException(e.getMessage(), e.getErrorCode(), e);
          }
        });
    send(receiving, queue, "a");
    assertThat(take(heard)).isEqualTo("a");
    listener.close();

    send(receiving, queue, "b");
    assertThat(texts(receiving.createConsumer(queue), 1)).containsExactly("b");
  }

  @Test
  @Clause(section = "4.1.2", rule = "A QueueSession sends and receives as the other sessions do")
  void theDomainsOwnApi() throws JMSException {
    QueueConnection connection = closing(factory.createQueueConnection());
    connection.start();
    QueueSession session = connection.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
    Queue queue = session.createQueue(name);
    QueueReceiver receiver = session.createReceiver(queue, "n > 1");
    for (int n = 1; n <= 2; n++) {
      var message = session.createTextMessage("message " + n);
      message.setIntProperty("n", n);
      session.createSender(queue).send(message);
    }

    assertThat(present(receiver.receive(LONG)).getBody(String.class)).isEqualTo("message 2");
    assertThat(receiver.receiveNoWait()).isNull();
    assertThat(receiver.getQueue()).isEqualTo(queue);
    receiver.close();
    assertThat(present(session.createReceiver(queue).receive(LONG)).getBody(String.class))
        .isEqualTo("message 1");
  }

  @Test
  @Clause(section = "4.1.4", rule = "A queue is what its name says, capitals included")
  void queuesAreTheirNames() throws JMSException {
    JMSContext context = context();
    Queue small = context.createQueue("orders." + name);
    Queue large = context.createQueue("ORDERS." + name);
    send(context, small, "small");
    send(context, large, "large");
    JMSContext other = context();

    assertThat(small.getQueueName()).isEqualTo("orders." + name);
    assertThat(rest(other.createConsumer(other.createQueue("orders." + name))))
        .containsExactly("small");
    assertThat(rest(other.createConsumer(other.createQueue("ORDERS." + name))))
        .containsExactly("large");
  }

  @Test
  @Clause(section = "4.1.4", rule = "A queue and a topic of the same name are two destinations")
  void sameNameInBothDomains() {
    JMSContext context = context();
    JMSConsumer ofTopic = context.createConsumer(topic(context));
    JMSConsumer ofQueue = context.createConsumer(queue(context));
    send(context, queue(context), "to the queue");
    send(context, topic(context), "to the topic");

    assertThat(queue(context)).isNotEqualTo(topic(context));
    assertThat(rest(ofTopic)).containsExactly("to the topic");
    assertThat(rest(ofQueue)).containsExactly("to the queue");
  }

  @Test
  @Clause(
      section = "4.1.8",
      rule = "A queue holds what is sent whether the client that consumes it is there or not")
  void queuesOutliveTheirClients() {
    try (JMSContext sender = factory.createContext()) {
      send(sender, queue(sender), "a");
    }
    try (JMSContext consumer = factory.createContext()) {
      assertThat(texts(consumer.createConsumer(queue(consumer)), 1)).containsExactly("a");
    }
    try (JMSContext sender = factory.createContext()) {
      send(sender, queue(sender), "b");
    }
    JMSContext later = context();
    assertThat(texts(later.createConsumer(queue(later)), 1)).containsExactly("b");
  }
}
