// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.compliance.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rewindmq.compliance.Clause;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidSelectorRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/** Looking at a queue: specification section 4.1.6. */
@SuppressWarnings("JdkObsolete") // JMS has Enumerations
class BrowserTest extends DomainSuite {
  private static List<String> shown(QueueBrowser browser) throws JMSException {
    List<String> texts = new ArrayList<>();
    for (Enumeration<?> all = browser.getEnumeration(); all.hasMoreElements(); ) {
      texts.add(((Message) all.nextElement()).getBody(String.class));
    }
    return texts;
  }

  /** Looks until so much is shown, since only time can change that. */
  private static List<String> awaitShown(QueueBrowser browser, int count) throws JMSException {
    Instant end = Instant.now().plus(Duration.ofMillis(LONG));
    List<String> texts = shown(browser);
    while (texts.size() != count && Instant.now().isBefore(end)) {
      Thread.onSpinWait();
      texts = shown(browser);
    }
    return texts;
  }

  @Test
  @Clause(section = "4.1.6", rule = "Contexts, sessions and queue sessions make browsers")
  void everyApiBrowses() throws JMSException {
    JMSContext context = context();
    Queue queue = queue(context);
    context.createProducer().setProperty("n", 1).send(queue, "a");
    context.createProducer().setProperty("n", 2).send(queue, "b");
    Session session = connection().createSession();
    QueueConnection queues = closing(factory.createQueueConnection());
    queues.start();
    QueueSession queueSession = queues.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);

    for (QueueBrowser browser :
        List.of(
            context.createBrowser(queue),
            session.createBrowser(queue),
            queueSession.createBrowser(queue))) {
      assertThat(shown(browser)).containsExactly("a", "b");
      assertThat(browser.getQueue()).isEqualTo(queue);
      assertThat(browser.getMessageSelector()).isNull();
    }
    for (QueueBrowser browser :
        List.of(
            context.createBrowser(queue, "n > 1"),
            session.createBrowser(queue, "n > 1"),
            queueSession.createBrowser(queue, "n > 1"))) {
      assertThat(shown(browser)).containsExactly("b");
      assertThat(browser.getMessageSelector()).isEqualTo("n > 1");
    }
    assertThat(shown(context.createBrowser(queue, ""))).containsExactly("a", "b");
    assertThat(context.createBrowser(queue, "").getMessageSelector()).isNull();
  }

  @Test
  @Clause(section = "4.1.6", rule = "A wrong selector of a browser is refused at once")
  void wrongSelector() {
    JMSContext context = context();

    assertThatExceptionOfType(InvalidSelectorRuntimeException.class)
        .isThrownBy(() -> context.createBrowser(queue(context), "= 'a'"));
  }

  @Test
  @Clause(section = "4.1.6", rule = "Each enumeration looks at the queue anew")
  void enumerationsLookAnew() throws JMSException {
    JMSContext context = context();
    Queue queue = queue(context);
    QueueBrowser browser = context.createBrowser(queue);
    assertThat(shown(browser)).isEmpty();

    send(context, queue, "a", "b");
    assertThat(shown(browser)).containsExactly("a", "b");

    JMSConsumer consumer = context.createConsumer(queue);
    assertThat(texts(consumer, 1)).containsExactly("a");
    consumer.close();
    assertThat(shown(browser)).containsExactly("b");
  }

  @Test
  @Clause(section = "4.1.6", rule = "Asking an enumeration for more moves nothing; its end stays")
  void enumerationsAreWellBehaved() throws JMSException {
    JMSContext context = context();
    Queue queue = queue(context);
    send(context, queue, "a");
    Enumeration<?> all = context.createBrowser(queue).getEnumeration();

    assertThat(all.hasMoreElements()).isTrue();
    assertThat(all.hasMoreElements()).isTrue();
    assertThat(((Message) all.nextElement()).getBody(String.class)).isEqualTo("a");
    assertThat(all.hasMoreElements()).isFalse();
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(all::nextElement);
    assertThat(all.hasMoreElements()).isFalse();
  }

  @Test
  @Clause(section = "4.1.6", rule = "Looking at a message is no delivery")
  void lookingIsNoDelivery() throws JMSException {
    JMSContext context = context();
    Queue queue = queue(context);
    send(context, queue, "a");
    assertThat(shown(context.createBrowser(queue))).containsExactly("a");
    Enumeration<?> unfinished = context.createBrowser(queue).getEnumeration();
    assertThat(unfinished.hasMoreElements()).isTrue();

    Message message = present(context.createConsumer(queue).receive(LONG));

    assertThat(message.getJMSRedelivered()).isFalse();
    assertThat(message.getIntProperty("JMSXDeliveryCount")).isEqualTo(1);
  }

  @Test
  @Clause(
      section = "4.1.6",
      rule = "A stopped connection can look at a queue, for that is no delivery")
  void stoppedConnectionsBrowse() throws JMSException {
    JMSContext sender = context();
    Queue queue = queue(sender);
    send(sender, queue, "a", "b");
    Session session = closing(factory.createConnection()).createSession();
    JMSContext stopped = context();
    stopped.stop();

    assertThat(shown(session.createBrowser(queue))).containsExactly("a", "b");
    assertThat(shown(stopped.createBrowser(queue))).containsExactly("a", "b");
  }

  @Test
  @Clause(section = "6.1.4", rule = "A browser of a context does not start it")
  void browsersStartNothing() throws JMSException {
    JMSContext context = context();
    Queue queue = queue(context);
    JMSConsumer consumer = context.createConsumer(queue);
    context.stop();
    send(context, queue, "a");
    assertThat(context.createBrowser(queue).getEnumeration()).isNotNull();

    assertThat(consumer.receiveNoWait()).isNull();
    context.start();
    assertThat(texts(consumer, 1)).containsExactly("a");
  }

  @Test
  @Clause(section = "4.1.6", rule = "A browser shows no message before its delivery time")
  void nothingBeforeItsTime() throws JMSException {
    JMSContext context = context();
    Queue queue = queue(context);
    context.createProducer().setDeliveryDelay(3_600_000).send(queue, "far away");
    context.createProducer().setDeliveryDelay(200).send(queue, "soon");
    send(context, queue, "now");
    QueueBrowser browser = context.createBrowser(queue);

    assertThat(shown(browser)).contains("now").doesNotContain("far away");
    assertThat(awaitShown(browser, 2)).containsExactlyInAnyOrder("now", "soon");
  }

  @Test
  @Clause(section = "4.1.6", rule = "A browser does not show what has expired")
  void nothingAfterItsTime() throws JMSException {
    JMSContext context = context();
    Queue queue = queue(context);
    context.createProducer().setTimeToLive(50).send(queue, "short-lived");
    send(context, queue, "for ever");

    assertThat(awaitShown(context.createBrowser(queue), 1)).containsExactly("for ever");
  }

  @Test
  @Clause(section = "4.1.6", rule = "A browser shows what is committed")
  void nothingUncommitted() throws JMSException {
    JMSContext sender = context(JMSContext.SESSION_TRANSACTED);
    Queue queue = queue(sender);
    QueueBrowser browser = context().createBrowser(queue);
    send(sender, queue, "dropped");
    assertThat(shown(browser)).isEmpty();
    sender.rollback();
    send(sender, queue, "kept");
    assertThat(shown(browser)).isEmpty();

    sender.commit();

    assertThat(shown(browser)).containsExactly("kept");
  }

  @Test
  @Clause(section = "4.1.6", rule = "A browser that was closed shows nothing any more")
  void closedBrowsers() throws JMSException {
    JMSContext context = context();
    Queue queue = queue(context);
    send(context, queue, "a");
    QueueBrowser browser = context.createBrowser(queue);
    QueueBrowser other = context.createBrowser(queue);
    browser.close();
    browser.close();

    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(browser::getEnumeration);
    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(browser::getQueue);
    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(browser::getMessageSelector);
    assertThat(shown(other)).containsExactly("a");
  }
}
