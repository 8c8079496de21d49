// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.compliance.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rewindmq.broker.Authenticator;
import io.rewindmq.compliance.Clause;
import io.rewindmq.jms.RewindConnectionFactory;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.testkit.TestBroker;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueRequestor;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicRequestor;
import jakarta.jms.TopicSession;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Missing and wrong arguments, and the exceptions they cause: sections 3.8.1, 10.2 and 10.3. */
@SuppressWarnings("NullAway.Init") // made before each test
class ArgumentsTest extends SessionSuite {
  private QueueConnection queues;
  private TopicConnection topics;
  private QueueSession queueSession;
  private TopicSession topicSession;
  private Session session;
  private JMSContext context;

  @BeforeEach
  void connect() throws JMSException {
    queues = factory.createQueueConnection();
    topics = factory.createTopicConnection();
    topics.setClientID(name);
    queueSession = queues.createQueueSession(false, AUTO);
    topicSession = topics.createTopicSession(false, AUTO);
    session = topics.createSession();
    context = factory.createContext();
    context.setClientID(name + "-context");
  }

  @AfterEach
  void disconnect() throws JMSException {
    queues.close();
    topics.close();
    context.close();
  }

  /**
   * A call with an argument to judge.
   *
   * @param <T> what is given: a destination or a selector
   */
  record Attempt<T>(Api api, String what, Use<T> use) {
    interface Use<T> {
      void of(ArgumentsTest test, @Nullable T argument) throws Exception;
    }

    @Override
    public String toString() {
      return what;
    }
  }

  private static <T> Attempt<T> classic(String what, Attempt.Use<T> use) {
    return new Attempt<>(Api.CLASSIC, what, use);
  }

  private static <T> Attempt<T> simplified(String what, Attempt.Use<T> use) {
    return new Attempt<>(Api.SIMPLIFIED, what, use);
  }

  // ---- destinations ----

  static List<Attempt<Queue>> usesOfQueues() {
    return List.of(
        classic("createConsumer", (test, queue) -> test.session.createConsumer(queue)),
        classic("createConsumer", (test, queue) -> test.session.createConsumer(queue, "a = 1")),
        classic("createConsumer", (test, queue) -> test.session.createConsumer(queue, null, false)),
        classic("createBrowser", (test, queue) -> browse(test.queueSession.createBrowser(queue))),
        classic(
            "createBrowser",
            (test, queue) -> browse(test.queueSession.createBrowser(queue, "a = 1"))),
        classic("createReceiver", (test, queue) -> test.queueSession.createReceiver(queue)),
        classic(
            "createReceiver", (test, queue) -> test.queueSession.createReceiver(queue, "a = 1")),
        simplified("createConsumer", (test, queue) -> test.context.createConsumer(queue)),
        simplified("createConsumer", (test, queue) -> test.context.createConsumer(queue, "a = 1")),
        simplified(
            "createConsumer", (test, queue) -> test.context.createConsumer(queue, null, false)),
        simplified("createBrowser", (test, queue) -> browse(test.context.createBrowser(queue))),
        simplified(
            "createBrowser", (test, queue) -> browse(test.context.createBrowser(queue, "a = 1"))));
  }

  private static void browse(jakarta.jms.QueueBrowser browser) throws JMSException {
    assertThat(browser.getEnumeration().hasMoreElements()).isFalse();
  }

  static List<Attempt<Topic>> usesOfTopics() {
    return List.of(
        classic("createSubscriber", (test, topic) -> test.topicSession.createSubscriber(topic)),
        classic(
            "createSubscriber",
            (test, topic) -> test.topicSession.createSubscriber(topic, null, true)),
        simplified("createConsumer", (test, topic) -> test.context.createConsumer(topic)));
  }

  static List<Attempt<Topic>> usesOfTopicsByName() {
    return List.of(
        classic(
            "createDurableSubscriber",
            (test, topic) -> test.session.createDurableSubscriber(topic, "a")),
        classic(
            "createDurableSubscriber",
            (test, topic) -> test.session.createDurableSubscriber(topic, "b", null, false)),
        classic(
            "createDurableConsumer",
            (test, topic) -> test.session.createDurableConsumer(topic, "c")),
        classic(
            "createDurableConsumer",
            (test, topic) -> test.session.createDurableConsumer(topic, "d", null, false)),
        classic(
            "createSharedDurableConsumer",
            (test, topic) -> test.session.createSharedDurableConsumer(topic, "e")),
        classic(
            "createSharedDurableConsumer",
            (test, topic) -> test.session.createSharedDurableConsumer(topic, "f", null)),
        classic(
            "createSharedConsumer", (test, topic) -> test.session.createSharedConsumer(topic, "g")),
        classic(
            "createSharedConsumer",
            (test, topic) -> test.session.createSharedConsumer(topic, "h", null)),
        simplified(
            "createDurableConsumer",
            (test, topic) -> test.context.createDurableConsumer(topic, "a")),
        simplified(
            "createDurableConsumer",
            (test, topic) -> test.context.createDurableConsumer(topic, "b", null, false)),
        simplified(
            "createSharedDurableConsumer",
            (test, topic) -> test.context.createSharedDurableConsumer(topic, "c")),
        simplified(
            "createSharedDurableConsumer",
            (test, topic) -> test.context.createSharedDurableConsumer(topic, "d", null)),
        simplified(
            "createSharedConsumer", (test, topic) -> test.context.createSharedConsumer(topic, "e")),
        simplified(
            "createSharedConsumer",
            (test, topic) -> test.context.createSharedConsumer(topic, "f", null)));
  }

  static List<Attempt<?>> usesOfDestinations() {
    List<Attempt<?>> all = new ArrayList<>(usesOfQueues());
    all.addAll(usesOfTopics());
    all.addAll(usesOfTopicsByName());
    return all;
  }

  @ParameterizedTest
  @MethodSource("usesOfDestinations")
  @Clause(section = "10.3", rule = "A missing destination is an invalid one")
  void noDestination(Attempt<?> attempt) {
    assertRefused(
        attempt.api(), InvalidDestinationException.class, () -> attempt.use().of(this, null));
  }

  @ParameterizedTest
  @MethodSource("usesOfTopicsByName")
  @Clause(
      section = "10.3",
      rule = "A durable subscription on a temporary topic is an invalid destination")
  void aTemporaryTopic(Attempt<Topic> attempt) throws Exception {
    TemporaryTopic topic =
        attempt.api() == Api.CLASSIC
            ? session.createTemporaryTopic()
            : context.createTemporaryTopic();
    if (attempt.what().contains("Durable")) {
      assertRefused(
          attempt.api(), InvalidDestinationException.class, () -> attempt.use().of(this, topic));
    } else {
      attempt.use().of(this, topic);
    }
  }

  /** What no provider knows. */
  private static final class Nothing implements Destination {}

  @Test
  @Clause(section = "10.3", rule = "What is neither queue nor topic is an invalid destination")
  void neitherQueueNorTopic() throws JMSException {
    Nothing nothing = new Nothing();
    TextMessage message = session.createTextMessage("a");
    for (Task.Step use :
        List.<Task.Step>of(
            () -> session.createConsumer(nothing),
            () -> session.createProducer(nothing),
            () -> session.createProducer(null).send(nothing, message))) {
      assertThatExceptionOfType(InvalidDestinationException.class).isThrownBy(use::run);
    }
    assertThatExceptionOfType(InvalidDestinationRuntimeException.class)
        .isThrownBy(() -> context.createConsumer(nothing));
    assertThatExceptionOfType(InvalidDestinationRuntimeException.class)
        .isThrownBy(() -> context.createProducer().send(nothing, "a"));
  }

  @Test
  @Clause(section = "10.3", rule = "A destination needs a name")
  void destinationsNeedNames() {
    for (String nothing : new String[] {null, ""}) {
      for (Task.Step use :
          List.<Task.Step>of(
              () -> queueSession.createQueue(nothing),
              () -> topicSession.createTopic(nothing),
              () -> session.createTopic(nothing))) {
        assertThatExceptionOfType(JMSException.class).isThrownBy(use::run);
      }
      assertThatExceptionOfType(JMSRuntimeException.class)
          .isThrownBy(() -> context.createQueue(nothing));
      assertThatExceptionOfType(JMSRuntimeException.class)
          .isThrownBy(() -> context.createTopic(nothing));
    }
  }

  @Test
  @Clause(section = "8.3", rule = "A subscription needs a name")
  void subscriptionsNeedNames() throws JMSException {
    Topic topic = topicSession.createTopic(name);
    for (String nothing : new String[] {null, ""}) {
      for (Task.Step use :
          List.<Task.Step>of(
              () -> session.createDurableSubscriber(topic, nothing),
              () -> session.createDurableConsumer(topic, nothing),
              () -> session.createSharedConsumer(topic, nothing),
              () -> session.createSharedDurableConsumer(topic, nothing),
              () -> session.unsubscribe(nothing))) {
        assertThatExceptionOfType(JMSException.class).isThrownBy(use::run);
      }
      for (Runnable use :
          List.<Runnable>of(
              () -> context.createDurableConsumer(topic, nothing),
              () -> context.createSharedConsumer(topic, nothing),
              () -> context.createSharedDurableConsumer(topic, nothing),
              () -> context.unsubscribe(nothing))) {
        assertThatExceptionOfType(JMSRuntimeException.class).isThrownBy(use::run);
      }
    }
  }

  @Test
  @Clause(section = "7.1", rule = "Null is a legal destination of a producer")
  void producersNeedNoDestination() throws JMSException {
    assertThat(session.createProducer(null).getDestination()).isNull();
    assertThat(queueSession.createSender(null).getQueue()).isNull();
    assertThat(topicSession.createPublisher(null).getTopic()).isNull();
  }

  @Test
  @Clause(section = "10.3", rule = "A temporary destination in use can't be deleted")
  void temporaryDestinationsInUseStay() throws JMSException {
    TemporaryQueue queue = queueSession.createTemporaryQueue();
    TemporaryTopic topic = topicSession.createTemporaryTopic();
    var receiver = queueSession.createReceiver(queue);
    var subscriber = topicSession.createSubscriber(topic);
    assertThatExceptionOfType(JMSException.class).isThrownBy(queue::delete);
    assertThatExceptionOfType(JMSException.class).isThrownBy(topic::delete);

    receiver.close();
    subscriber.close();
    queue.delete();
    topic.delete();

    assertThatExceptionOfType(InvalidDestinationException.class)
        .isThrownBy(() -> queueSession.createReceiver(queue));
    assertThatExceptionOfType(InvalidDestinationException.class)
        .isThrownBy(() -> topicSession.createSubscriber(topic));
    assertThatExceptionOfType(InvalidDestinationException.class)
        .isThrownBy(
            () -> session.createProducer(null).send(queue, session.createTextMessage("late")));
  }

  // ---- selectors ----

  static List<Attempt<String>> usesOfSelectors() {
    return List.of(
        classic(
            "createConsumer",
            (test, selector) -> test.session.createConsumer(test.topic(), selector)),
        classic(
            "createConsumer",
            (test, selector) -> test.session.createConsumer(test.topic(), selector, true)),
        classic(
            "createReceiver",
            (test, selector) -> test.queueSession.createReceiver(test.queue(), selector)),
        classic(
            "createSubscriber",
            (test, selector) -> test.topicSession.createSubscriber(test.topic(), selector, false)),
        classic(
            "createDurableSubscriber",
            (test, selector) ->
                test.session.createDurableSubscriber(test.topic(), "bad", selector, false)),
        classic(
            "createDurableConsumer",
            (test, selector) ->
                test.session.createDurableConsumer(test.topic(), "bad", selector, false)),
        classic(
            "createSharedConsumer",
            (test, selector) -> test.session.createSharedConsumer(test.topic(), "bad", selector)),
        classic(
            "createSharedDurableConsumer",
            (test, selector) ->
                test.session.createSharedDurableConsumer(test.topic(), "bad", selector)),
        classic(
            "createBrowser",
            (test, selector) -> test.queueSession.createBrowser(test.queue(), selector)),
        simplified(
            "createConsumer",
            (test, selector) -> test.context.createConsumer(test.queue(), selector)),
        simplified(
            "createConsumer",
            (test, selector) -> test.context.createConsumer(test.topic(), selector, false)),
        simplified(
            "createDurableConsumer",
            (test, selector) ->
                test.context.createDurableConsumer(test.topic(), "bad", selector, false)),
        simplified(
            "createSharedConsumer",
            (test, selector) -> test.context.createSharedConsumer(test.topic(), "bad", selector)),
        simplified(
            "createSharedDurableConsumer",
            (test, selector) ->
                test.context.createSharedDurableConsumer(test.topic(), "bad", selector)),
        simplified(
            "createBrowser",
            (test, selector) -> test.context.createBrowser(test.queue(), selector)));
  }

  private Queue queue() throws JMSException {
    return queueSession.createQueue(name);
  }

  private Topic topic() throws JMSException {
    return topicSession.createTopic(name);
  }

  @ParameterizedTest
  @MethodSource("usesOfSelectors")
  @Clause(section = "10.3", rule = "A wrong selector is refused at once and leaves nothing behind")
  void wrongSelectors(Attempt<String> attempt) throws JMSException {
    for (String selector : List.of("=TEST 'test'", "a = ", "NOT", "a LIKE 7")) {
      assertRefused(
          attempt.api(), InvalidSelectorException.class, () -> attempt.use().of(this, selector));
    }

    assertThatExceptionOfType(InvalidDestinationException.class)
        .isThrownBy(() -> session.unsubscribe("bad"));
    assertThatExceptionOfType(InvalidDestinationRuntimeException.class)
        .isThrownBy(() -> context.unsubscribe("bad"));
    assertThat(session.getTransacted()).isFalse();
  }

  // ---- other arguments ----

  @Test
  @Clause(section = "10.3", rule = "An object that can't be serialised can't be sent")
  void unserializableObjects() {
    Serializable wrong = new Unserializable();

    assertThatExceptionOfType(MessageFormatException.class)
        .isThrownBy(() -> session.createObjectMessage(wrong));
    assertThatExceptionOfType(jakarta.jms.MessageFormatRuntimeException.class)
        .isThrownBy(() -> context.createObjectMessage(wrong));
  }

  private static final class Unserializable implements Serializable {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings({"unused", "serial"})
    private final Object field = new Object();
  }

  @Test
  @Clause(section = "10.2", rule = "The unchecked twin says what the checked exception says")
  void twinsSayTheSame() {
    JMSException checked =
        catchThrowableOfType(JMSException.class, () -> session.createConsumer(null));
    JMSRuntimeException unchecked =
        catchThrowableOfType(JMSRuntimeException.class, () -> context.createConsumer(null));

    assertThat(unchecked).hasMessage(checked.getMessage()).hasCauseInstanceOf(checked.getClass());
    assertThat(unchecked.getErrorCode()).isEqualTo(checked.getErrorCode());
  }

  @Test
  @Clause(section = "10.2", rule = "An exception of the provider has a text and an error code")
  void exceptionsHaveCodes() {
    JMSException checked =
        catchThrowableOfType(
            JMSException.class, () -> topicSession.createSubscriber(topic(), "a =", false));
    JMSRuntimeException unchecked =
        catchThrowableOfType(
            JMSRuntimeException.class, () -> context.createConsumer(topic(), "a ="));

    assertThat(checked.getErrorCode()).isEqualTo(ErrorCode.SELECTOR_INVALID.name());
    assertThat(unchecked.getErrorCode()).isEqualTo(ErrorCode.SELECTOR_INVALID.name());
    assertThat(unchecked).hasMessage(checked.getMessage());
  }

  @Test
  @Clause(section = "10.3", rule = "Credentials that are rejected are a security problem at once")
  void rejectedCredentials(@TempDir Path dir) {
    TestBroker strict =
        TestBroker.start(
            dir,
            attempt ->
                CompletableFuture.completedStage(
                    "secret".equals(attempt.password())
                        ? Authenticator.Verdict.Accepted.everything(attempt.user())
                        : new Authenticator.Verdict.Refused(
                            ErrorCode.AUTHENTICATION_FAILED, "wrong user or password")));
    RewindConnectionFactory login = new RewindConnectionFactory(strict.url());
    for (Task.Step wrong :
        List.<Task.Step>of(
            () -> login.createConnection("user", "wrong"),
            () -> login.createQueueConnection("user", "wrong"),
            () -> login.createTopicConnection("user", "wrong"),
            login::createConnection)) {
      assertThatExceptionOfType(JMSSecurityException.class).isThrownBy(wrong::run);
    }
    for (Runnable wrong :
        List.<Runnable>of(
            () -> login.createContext("user", "wrong"),
            () -> login.createContext("user", "wrong", TRANSACTED),
            login::createContext)) {
      assertThatExceptionOfType(JMSSecurityRuntimeException.class).isThrownBy(wrong::run);
    }
    login.createContext("user", "secret").close();
    strict.close();
  }

  // ---- requestors ----

  @Test
  @Clause(section = "4.1.7", rule = "A QueueRequestor gets the reply to its request")
  void queueRequestors() throws Exception {
    queues.start();
    Client server = client(Api.CLASSIC);
    server
        .consumer(server.queue(name))
        .listener(
            request ->
                Task.outcome(
                    () ->
                        server
                            .producer()
                            .send(request.getJMSReplyTo(), server.text("re " + text(request)))));
    QueueRequestor requestor = new QueueRequestor(queueSession, queue());

    assertThat(text(requestor.request(queueSession.createTextMessage("a")))).isEqualTo("re a");
    assertThat(text(requestor.request(queueSession.createTextMessage("b")))).isEqualTo("re b");

    requestor.close();
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> requestor.request(session.createTextMessage("c")));
  }

  @Test
  @Clause(section = "4.2.10", rule = "A TopicRequestor gets the reply to its request")
  void topicRequestors() throws Exception {
    topics.start();
    Client server = client(Api.CLASSIC);
    server
        .consumer(server.topic(name))
        .listener(
            request ->
                Task.outcome(
                    () ->
                        server
                            .producer()
                            .send(request.getJMSReplyTo(), server.text("re " + text(request)))));
    TopicRequestor requestor = new TopicRequestor(topicSession, topic());

    assertThat(text(requestor.request(topicSession.createTextMessage("a")))).isEqualTo("re a");

    requestor.close();
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> requestor.request(session.createTextMessage("c")));
  }

  @Test
  @Clause(section = "10.3", rule = "A requestor needs a destination and an open session")
  void requestorsNeedADestination() throws JMSException {
    assertThatExceptionOfType(InvalidDestinationException.class)
        .isThrownBy(() -> new QueueRequestor(queueSession, null));
    assertThatExceptionOfType(InvalidDestinationException.class)
        .isThrownBy(() -> new TopicRequestor(topicSession, null));
    Queue queue = queue();
    Topic topic = topic();
    queueSession.close();
    topicSession.close();

    assertThatExceptionOfType(JMSException.class)
        .isThrownBy(() -> new QueueRequestor(queueSession, queue));
    assertThatExceptionOfType(JMSException.class)
        .isThrownBy(() -> new TopicRequestor(topicSession, topic));
  }
}
