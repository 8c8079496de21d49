// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.compliance.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rewindmq.compliance.Clause;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.ExceptionListener;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueReceiver;
import jakarta.jms.QueueSender;
import jakarta.jms.QueueSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicPublisher;
import jakarta.jms.TopicSession;
import jakarta.jms.TopicSubscriber;
import java.io.Serializable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every method of everything that was closed, found by reflection so that none is forgotten:
 * specification sections 6.1.8, 6.2.15 and 8.8.
 */
@SuppressWarnings("NullAway.Init") // all is made before the first test
class ClosedObjectsTest extends SessionSuite {
  /** What may still be called, or is for application servers alone. */
  private static final Set<String> EXEMPT = Set.of("close", "run");

  private Map<Class<?>, Object> arguments;
  private final List<Connection> connections = new ArrayList<>();
  private final List<JMSContext> contexts = new ArrayList<>();
  private final List<Closed> all = new ArrayList<>();

  /**
   * An object that can't be used any more.
   *
   * @param type the interface whose methods are called
   * @param how what was closed
   */
  record Closed(Class<?> type, String how, Object object) {}

  /** One call that must be refused. */
  record Call(Closed closed, Method method) {
    @Override
    public String toString() {
      return method.getDeclaringClass().getSimpleName()
          + "."
          + method.getName()
          + Arrays.stream(method.getParameterTypes())
              .map(Class::getSimpleName)
              .collect(Collectors.joining(", ", "(", ")"))
          + " of a "
          + closed.type().getSimpleName()
          + ", "
          + closed.how();
    }
  }

  @BeforeAll
  void closeEverything() throws Exception {
    arguments = arguments(open(factory.createConnection()).createSession());
    connections();
    for (Scope scope : Scope.values()) {
      classic(scope);
      queueDomain(scope);
      topicDomain(scope);
      simplified(scope);
    }
  }

  @AfterAll
  void closeTheRest() throws JMSException {
    for (Connection connection : connections) {
      connection.close();
    }
    contexts.forEach(JMSContext::close);
  }

  private <C extends Connection> C open(C connection) {
    connections.add(connection);
    return connection;
  }

  /** What is closed, which makes all in it useless. */
  private enum Scope {
    ITSELF,
    SESSION,
    CONNECTION
  }

  /** Closes a scope that holds these. */
  private void close(
      Scope scope, AutoCloseable connection, AutoCloseable session, Map<AutoCloseable, Class<?>> in)
      throws Exception {
    in.forEach((object, type) -> all.add(new Closed(type, scope + " closed", object)));
    switch (scope) {
      case ITSELF -> {
        for (AutoCloseable object : in.keySet()) {
          object.close();
        }
      }
      case SESSION -> session.close();
      case CONNECTION -> connection.close();
    }
  }

  private void connections() throws JMSException {
    Connection connection = factory.createConnection();
    QueueConnection queues = factory.createQueueConnection();
    TopicConnection topics = factory.createTopicConnection();
    connection.close();
    queues.close();
    topics.close();
    all.add(new Closed(Connection.class, "closed", connection));
    all.add(new Closed(QueueConnection.class, "closed", queues));
    all.add(new Closed(TopicConnection.class, "closed", topics));
  }

  private void classic(Scope scope) throws Exception {
    Connection connection = open(factory.createConnection());
    connection.setClientID("classic-" + scope);
    Session session = connection.createSession();
    Queue queue = session.createQueue("closed");
    Topic topic = session.createTopic("closed");
    Map<AutoCloseable, Class<?>> in = new LinkedHashMap<>();
    in.put(session.createProducer(queue), MessageProducer.class);
    in.put(session.createProducer(null), MessageProducer.class);
    in.put(session.createBrowser(queue), QueueBrowser.class);
    in.put(session.createConsumer(queue), MessageConsumer.class);
    in.put(session.createConsumer(topic, "a = 1", true), MessageConsumer.class);
    in.put(session.createDurableConsumer(topic, "durable"), MessageConsumer.class);
    in.put(session.createDurableSubscriber(topic, "subscriber"), TopicSubscriber.class);
    in.put(session.createSharedConsumer(topic, "shared"), MessageConsumer.class);
    in.put(session.createSharedDurableConsumer(topic, "both"), MessageConsumer.class);
    if (scope != Scope.ITSELF) {
      in.put(session, Session.class);
    }
    close(scope, connection, session, in);
  }

  private void queueDomain(Scope scope) throws Exception {
    QueueConnection connection = open(factory.createQueueConnection());
    QueueSession session = connection.createQueueSession(true, 0);
    Queue queue = session.createQueue("closed");
    Map<AutoCloseable, Class<?>> in = new LinkedHashMap<>();
    in.put(session.createSender(queue), QueueSender.class);
    in.put(session.createReceiver(queue), QueueReceiver.class);
    if (scope != Scope.ITSELF) {
      in.put(session, QueueSession.class);
    }
    close(scope, connection, session, in);
  }

  private void topicDomain(Scope scope) throws Exception {
    TopicConnection connection = open(factory.createTopicConnection());
    TopicSession session = connection.createTopicSession(false, CLIENT);
    Topic topic = session.createTopic("closed");
    Map<AutoCloseable, Class<?>> in = new LinkedHashMap<>();
    in.put(session.createPublisher(topic), TopicPublisher.class);
    in.put(session.createSubscriber(topic), TopicSubscriber.class);
    if (scope != Scope.ITSELF) {
      in.put(session, TopicSession.class);
    }
    close(scope, connection, session, in);
  }

  private void simplified(Scope scope) throws Exception {
    JMSContext context = factory.createContext();
    Queue queue = context.createQueue("closed");
    Map<AutoCloseable, Class<?>> in = new LinkedHashMap<>();
    in.put(context.createConsumer(queue), JMSConsumer.class);
    in.put(context.createBrowser(queue), QueueBrowser.class);
    if (scope == Scope.ITSELF) {
      contexts.add(context);
    } else {
      in.put(context, JMSContext.class);
      all.add(new Closed(JMSProducer.class, "its context closed", context.createProducer()));
    }
    close(scope, context, context, in);
  }

  /** A valid argument of each type. */
  private static Map<Class<?>, Object> arguments(Session session) throws JMSException {
    Map<Class<?>, Object> values = new HashMap<>();
    Queue queue = session.createQueue("closed");
    values.put(Destination.class, queue);
    values.put(Queue.class, queue);
    values.put(Topic.class, session.createTopic("closed"));
    values.put(Message.class, session.createTextMessage("closed"));
    values.put(String.class, "aName");
    values.put(Object.class, "a value");
    values.put(Serializable.class, "a value");
    values.put(Map.class, Map.of("key", "value"));
    values.put(Class.class, String.class);
    values.put(byte[].class, new byte[] {1});
    values.put(boolean.class, true);
    values.put(byte.class, (byte) 1);
    values.put(short.class, (short) 1);
    values.put(int.class, DeliveryMode.NON_PERSISTENT); // a valid mode and priority too
    values.put(long.class, 1L);
    values.put(float.class, 1f);
    values.put(double.class, 1d);
    values.put(MessageListener.class, (MessageListener) message -> {});
    values.put(ExceptionListener.class, (ExceptionListener) failure -> {});
    values.put(CompletionListener.class, new Completions());
    values.put(
        ServerSessionPool.class,
        (ServerSessionPool)
            () -> {
              throw new JMSException("not to be called");
            });
    return values;
  }

  private Stream<Call> calls(Predicate<Closed> which) {
    return all.stream()
        .filter(which)
        .flatMap(
            closed ->
                Arrays.stream(closed.type().getMethods())
                    .filter(method -> !EXEMPT.contains(method.getName()))
                    .sorted(Comparator.comparing(Method::toString))
                    .map(method -> new Call(closed, method)));
  }

  private static boolean isSimplified(Closed closed) {
    return JMSContext.class.equals(closed.type())
        || JMSConsumer.class.equals(closed.type())
        || JMSProducer.class.equals(closed.type());
  }

  private static boolean isConnection(Closed closed) {
    return Connection.class.isAssignableFrom(closed.type());
  }

  Stream<Call> callsOfConnections() {
    return calls(ClosedObjectsTest::isConnection);
  }

  Stream<Call> callsOfTheClassicApi() {
    return calls(closed -> !isSimplified(closed) && !isConnection(closed));
  }

  Stream<Call> callsOfTheSimplifiedApi() {
    return calls(ClosedObjectsTest::isSimplified);
  }

  @ParameterizedTest
  @MethodSource("callsOfConnections")
  @Clause(section = "6.1.8", rule = "Every use of a closed connection is an illegal state")
  void aClosedConnectionRefuses(Call call) {
    assertRefuses(call, IllegalStateException.class);
  }

  @ParameterizedTest
  @MethodSource("callsOfTheClassicApi")
  @Clause(
      section = "6.2.15",
      rule = "Every use of a closed session, and of what it made, is an illegal state")
  void aClosedSessionRefuses(Call call) {
    assertRefuses(call, IllegalStateException.class);
  }

  @ParameterizedTest
  @MethodSource("callsOfTheSimplifiedApi")
  @Clause(
      section = "6.2.15",
      rule = "Every use of a closed context, and of what it made, is an illegal state")
  void aClosedContextRefuses(Call call) {
    assertRefuses(call, IllegalStateRuntimeException.class);
  }

  private void assertRefuses(Call call, Class<? extends Exception> expected) {
    Object[] values =
        Arrays.stream(call.method().getParameterTypes()).map(arguments::get).toArray();
    assertThat(values).as("no argument for " + call).doesNotContainNull();

    assertThatExceptionOfType(InvocationTargetException.class)
        .isThrownBy(() -> call.method().invoke(call.closed().object(), values))
        .withCauseInstanceOf(expected);
  }
}
