// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.compliance.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rewindmq.compliance.Clause;
import io.rewindmq.jms.RewindConnectionFactory;
import io.rewindmq.jms.jndi.RewindInitialContextFactory;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Destination;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicConnectionFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.naming.Referenceable;
import javax.naming.spi.NamingManager;
import org.junit.jupiter.api.Test;

/** Connection factories and destinations as administrators make them: specification chapter 5. */
// what is looked up is this test's own; JNDI wants Hashtables
@SuppressWarnings({"BanJNDI", "BanSerializableRead", "JdkObsolete"})
class AdministeredObjectsTest extends DomainSuite {
  private static final String NOBODY = "rewind://127.0.0.1:1";

  private static Context naming(String... settings) throws NamingException {
    Hashtable<String, String> environment = new Hashtable<>();
    environment.put(Context.INITIAL_CONTEXT_FACTORY, RewindInitialContextFactory.class.getName());
    for (int i = 0; i < settings.length; i += 2) {
      environment.put(settings[i], settings[i + 1]);
    }
    return new InitialContext(environment);
  }

  private Context shop() throws NamingException {
    return naming(
        "connectionFactory.jms/factory", broker.url() + "?clientId=" + name,
        "connectionFactory.jms/dead", NOBODY,
        "queue.jms/orders", "orders-" + name,
        "topic.jms/prices", "prices-" + name);
  }

  private static Object copy(Object object) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }

  /** What a naming service makes of an object that it was given. */
  private static Object rebound(Object object) throws Exception {
    Object made =
        NamingManager.getObjectInstance(((Referenceable) object).getReference(), null, null, null);
    if (made == null) {
      throw new AssertionError("nothing was made of " + object);
    }
    return made;
  }

  // ---- looked up ----

  @Test
  @Clause(section = "5.1", rule = "Clients find factories and destinations through JNDI")
  void clientsLookUp() throws NamingException {
    Context naming = shop();
    ConnectionFactory found = (ConnectionFactory) naming.lookup("jms/factory");
    Queue orders = (Queue) naming.lookup("jms/orders");
    Topic prices = (Topic) naming.lookup("jms/prices");
    JMSContext context = closing(found.createContext());
    JMSConsumer ofPrices = context.createConsumer(prices);
    send(context, orders, "order");
    send(context, prices, "price");

    assertThat(context.getClientID()).isEqualTo(name);
    assertThat(texts(ofPrices, 1)).containsExactly("price");
    assertThat(texts(context.createConsumer(orders), 1)).containsExactly("order");
  }

  @Test
  @Clause(section = "5.1", rule = "Looking an administered object up uses nothing remote")
  void lookupsAreLocal() throws NamingException {
    ConnectionFactory dead = (ConnectionFactory) shop().lookup("jms/dead");

    assertThat(dead.toString()).contains("127.0.0.1:1");
    assertThatExceptionOfType(JMSRuntimeException.class).isThrownBy(dead::createContext);
  }

  @Test
  @Clause(section = "5.1", rule = "An administered object holds no connection")
  void factoriesHoldNothing() throws JMSException {
    RewindConnectionFactory moved = new RewindConnectionFactory(NOBODY);
    assertThatExceptionOfType(JMSException.class).isThrownBy(moved::createConnection);

    moved.setUrl(broker.url());

    moved.createConnection().close();
  }

  @Test
  @Clause(section = "5.1", rule = "Administered objects can be serialised and work afterwards")
  void serialisable() throws Exception {
    RewindConnectionFactory original = new RewindConnectionFactory(broker.url());
    original.setClientId(name);
    ConnectionFactory factoryCopy = (ConnectionFactory) copy(original);
    JMSContext context = closing(factoryCopy.createContext());
    Queue queueCopy = (Queue) copy(queue(context));
    Topic topicCopy = (Topic) copy(topic(context));
    JMSConsumer ofTopic = context.createConsumer(topicCopy);
    send(context, queueCopy, "to the queue");
    send(context, topic(context), "to the topic");

    assertThat(original).isInstanceOf(Serializable.class).isEqualTo(factoryCopy);
    assertThat(context.getClientID()).isEqualTo(name);
    assertThat(texts(context.createConsumer(queue(context)), 1)).containsExactly("to the queue");
    assertThat(texts(ofTopic, 1)).containsExactly("to the topic");
  }

  @Test
  @Clause(section = "5.1", rule = "Administered objects can be put into any JNDI context")
  void referenceable() throws Exception {
    ConnectionFactory factoryCopy = (ConnectionFactory) rebound(factory);
    assertThat(factoryCopy).isEqualTo(factory);
    JMSContext context = closing(factoryCopy.createContext());
    for (Destination destination : List.of(queue(context), topic(context))) {
      Destination made = (Destination) rebound(destination);
      JMSConsumer consumer = context.createConsumer(made);
      send(context, destination, "a");

      assertThat(made).isEqualTo(destination);
      assertThat(texts(consumer, 1)).containsExactly("a");
    }
  }

  @Test
  @Clause(section = "5.1", rule = "A connection factory is a JavaBean")
  void factoriesAreBeans() throws JMSException {
    RewindConnectionFactory bean = new RewindConnectionFactory();
    bean.setUrl(broker.url());
    bean.setClientId(name);
    bean.setPrefetch(7);

    assertThat(bean.getPrefetch()).isEqualTo(7);
    assertThat(closing(bean.createConnection()).getClientID()).isEqualTo(name);
  }

  // ---- destinations ----

  @Test
  @Clause(section = "5.2", rule = "A destination is the same wherever it comes from")
  void destinationsAreTheirNames() throws Exception {
    Context naming = shop();
    JMSContext context = context();
    Session session = connection().createSession();
    Queue orders = (Queue) naming.lookup("jms/orders");
    Topic prices = (Topic) naming.lookup("jms/prices");

    assertThat(context.createQueue(orders.getQueueName()))
        .isEqualTo(orders)
        .hasSameHashCodeAs(orders)
        .isEqualTo(session.createQueue(orders.getQueueName()));
    assertThat(session.createTopic(prices.getTopicName()))
        .isEqualTo(prices)
        .hasSameHashCodeAs(prices)
        .isEqualTo(context.createTopic(prices.getTopicName()));
    assertThat(orders).isNotEqualTo(context.createQueue("other-" + name));
    assertThat(orders.toString()).contains(orders.getQueueName());
  }

  @Test
  @Clause(section = "5.2", rule = "What a message says of its destination equals the destination")
  void destinationsOfMessages() throws JMSException {
    JMSContext context = context();
    for (Destination destination : List.of(queue(context), topic(context))) {
      JMSConsumer consumer = context.createConsumer(destination);
      context.createProducer().setJMSReplyTo(destination).send(destination, "a");
      Message message = present(consumer.receive(LONG));

      assertThat(message.getJMSDestination()).isEqualTo(destination);
      assertThat(message.getJMSReplyTo()).isEqualTo(destination);
    }
  }

  // ---- both are used by several threads ----

  private static <T> List<T> together(Callable<T> work) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<T>> all = Stream.generate(() -> threads.submit(work)).limit(16).toList();
      List<T> results = new ArrayList<>();
      for (Future<T> one : all) {
        results.add(one.get());
      }
      return results;
    }
  }

  @Test
  @Clause(section = "5.2", rule = "Threads may share a destination")
  void sharedDestinations() throws Exception {
    JMSContext context = context();
    Queue queue = queue(context);

    List<String> sent =
        together(
            () -> {
              try (JMSContext own = factory.createContext()) {
                send(own, queue, "a");
                return "a";
              }
            });

    assertThat(texts(context.createConsumer(queue), sent.size())).containsOnly("a");
  }

  @Test
  @Clause(section = "5.3", rule = "Threads may share a connection factory")
  void sharedFactories() throws Exception {
    List<Integer> modes =
        together(
            () -> {
              try (JMSContext own = factory.createContext(JMSContext.CLIENT_ACKNOWLEDGE)) {
                return own.getSessionMode();
              }
            });

    assertThat(modes).hasSize(16).containsOnly(JMSContext.CLIENT_ACKNOWLEDGE);
  }

  @Test
  @Clause(section = "5.3", rule = "One connection factory serves all four APIs")
  void oneFactoryForAll() throws Exception {
    ConnectionFactory both = factory;
    QueueConnectionFactory queues = factory;
    TopicConnectionFactory topics = factory;
    try (QueueConnection queueConnection = queues.createQueueConnection();
        TopicConnection topicConnection = topics.createTopicConnection();
        JMSContext context = both.createContext(JMSContext.SESSION_TRANSACTED);
        JMSContext ofQueues = queues.createContext();
        JMSContext ofTopics = topics.createContext(JMSContext.DUPS_OK_ACKNOWLEDGE)) {
      assertThat(queueConnection.createQueueSession(true, 0).getTransacted()).isTrue();
      assertThat(topicConnection.createTopicSession(true, 0).getTransacted()).isTrue();
      assertThat(context.getTransacted()).isTrue();
      assertThat(ofQueues.getSessionMode()).isEqualTo(JMSContext.AUTO_ACKNOWLEDGE);
      assertThat(ofTopics.getSessionMode()).isEqualTo(JMSContext.DUPS_OK_ACKNOWLEDGE);
    }
  }
}
