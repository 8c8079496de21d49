// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.thirdparty;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.jms.RewindConnectionFactory;
import io.rewindmq.testkit.TestBroker;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jms.connection.CachingConnectionFactory;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.listener.DefaultMessageListenerContainer;
import org.springframework.jms.listener.SessionAwareMessageListener;

/** Spring's JMS support, unchanged, on the client. */
class SpringJmsTest {
  private static final int SECONDS = 20;

  @TempDir private Path dataDir;
  private TestBroker broker;
  private RewindConnectionFactory factory;

  @BeforeEach
  void start() {
    broker = TestBroker.start(dataDir);
    factory = new RewindConnectionFactory(broker.url());
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void templateSendsAndReceives() {
    JmsTemplate template = template();
    template.setDeliveryMode(DeliveryMode.PERSISTENT);
    template.convertAndSend("greetings", "hello");

    assertThat(template.receiveAndConvert("greetings")).isEqualTo("hello");
    assertThat(template.receive("greetings")).isNull();
  }

  @Test
  void templateOverCachedConnectionKeepsSessionsUsable() {
    CachingConnectionFactory cache = new CachingConnectionFactory(factory);
    JmsTemplate template = new JmsTemplate(cache);
    template.setReceiveTimeout(2_000);
    for (int i = 0; i < 50; i++) {
      template.convertAndSend("cached", "message " + i);
    }
    for (int i = 0; i < 50; i++) {
      assertThat(template.receiveAndConvert("cached")).isEqualTo("message " + i);
    }
    cache.destroy();
  }

  @Test
  void templateBrowsesAndAnswersRequests() throws JMSException {
    JmsTemplate template = template();
    template.convertAndSend("browsed", "still there");
    assertThat(
            template.<Boolean>browse(
                "browsed", (session, browser) -> browser.getEnumeration().hasMoreElements()))
        .isTrue();

    DefaultMessageListenerContainer echo =
        container("requests", (message, session) -> reply(session, message));
    echo.start();
    Message answer =
        template.sendAndReceive("requests", session -> session.createTextMessage("ping"));
    assertThat(Objects.requireNonNull(answer).getBody(String.class)).isEqualTo("ping!");
    echo.shutdown();
  }

  private static void reply(Session session, Message message) throws JMSException {
    TextMessage answer = session.createTextMessage(message.getBody(String.class) + "!");
    answer.setJMSCorrelationID(message.getJMSCorrelationID());
    try (var producer = session.createProducer(message.getJMSReplyTo())) {
      producer.send(answer);
    }
  }

  @Test
  void containerRedeliversWhatItsListenerFailedOn() throws InterruptedException {
    List<String> received = new CopyOnWriteArrayList<>();
    AtomicInteger attempts = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(3);
    DefaultMessageListenerContainer container =
        container(
            "work",
            (message, session) -> {
              if (attempts.incrementAndGet() == 1) {
                throw new IllegalStateException("the first attempt fails");
              }
              received.add(
                  message.getBody(String.class)
                      + " "
                      + message.getIntProperty("JMSXDeliveryCount"));
              done.countDown();
            });
    container.start();
    template().convertAndSend("work", "a");
    template().convertAndSend("work", "b");
    template().convertAndSend("work", "c");

    assertThat(done.await(SECONDS, TimeUnit.SECONDS)).isTrue();
    container.shutdown();
    assertThat(received).contains("a 2").hasSize(3);
  }

  @Test
  void containerKeepsItsDurableSubscription() throws InterruptedException {
    List<String> received = new CopyOnWriteArrayList<>();
    CountDownLatch done = new CountDownLatch(1);
    DefaultMessageListenerContainer first = durable((message, session) -> {});
    first.start();
    awaitRegistered(first);
    first.shutdown();

    JmsTemplate publisher = template();
    publisher.setPubSubDomain(true);
    publisher.convertAndSend("news", "while nobody listened");

    DefaultMessageListenerContainer second =
        durable(
            (message, session) -> {
              received.add(message.getBody(String.class));
              done.countDown();
            });
    second.start();
    assertThat(done.await(SECONDS, TimeUnit.SECONDS)).isTrue();
    second.shutdown();
    assertThat(received).containsExactly("while nobody listened");
  }

  private static void awaitRegistered(DefaultMessageListenerContainer container) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(SECONDS))
        .until(container::isRegisteredWithDestination);
  }

  private JmsTemplate template() {
    JmsTemplate template = new JmsTemplate(factory);
    template.setReceiveTimeout(2_000);
    return template;
  }

  private DefaultMessageListenerContainer container(
      String queue, SessionAwareMessageListener<Message> listener) {
    DefaultMessageListenerContainer container = new DefaultMessageListenerContainer();
    container.setConnectionFactory(factory);
    container.setDestinationName(queue);
    container.setSessionTransacted(true);
    container.setConcurrentConsumers(2);
    container.setReceiveTimeout(200);
    container.setErrorHandler(failure -> {});
    container.setMessageListener(listener);
    container.afterPropertiesSet();
    return container;
  }

  private DefaultMessageListenerContainer durable(SessionAwareMessageListener<Message> listener) {
    DefaultMessageListenerContainer container = new DefaultMessageListenerContainer();
    container.setConnectionFactory(factory);
    container.setClientId("newsroom");
    container.setDestinationName("news");
    container.setPubSubDomain(true);
    container.setSubscriptionDurable(true);
    container.setDurableSubscriptionName("archive");
    container.setSessionTransacted(true);
    container.setReceiveTimeout(200);
    container.setMessageListener(listener);
    container.afterPropertiesSet();
    return container;
  }
}
