// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rewindmq.compliance.Clause;
import jakarta.jms.InvalidClientIDRuntimeException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.InvalidSelectorRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a destination is called, it works, or its name is refused wherever it is used. */
class DestinationNameTest extends EndToEnd {
  private static final int CHARS_MAX = 1000;

  @TempDir private Path beside;

  static String[] unusualNames() {
    return new String[] {
      ".",
      "..",
      "../../outside",
      "/",
      "/a//b/",
      "\\",
      "C:",
      " ",
      " a b ",
      "*",
      ">",
      "#",
      "orders.*",
      "orders.>",
      "a,b",
      "a::b",
      "%2e%2e",
      "NUL",
      "Ä€😀",
      "A",
      "a",
      "null",
      "x".repeat(CHARS_MAX),
      "😀".repeat(CHARS_MAX / 2)
    };
  }

  @ParameterizedTest
  @MethodSource("unusualNames")
  @Clause(
      section = "4.1.2",
      rule = "A queue of any name that the provider takes works as others do")
  void queuesOfUnusualNamesWork(String name) throws JMSException {
    try (JMSContext context = factory.createContext()) {
      Queue queue = context.createQueue(name);
      assertThat(queue.getQueueName()).isEqualTo(name);
      context.createProducer().send(queue, "before");
    }
    broker.restart();
    try (JMSContext context = factory.createContext()) {
      Queue queue = context.createQueue(name);
      Enumeration<?> browsed = context.createBrowser(queue).getEnumeration();
      assertThat(((Message) browsed.nextElement()).getJMSDestination()).isEqualTo(queue);
      JMSConsumer consumer = context.createConsumer(queue);
      assertThat(texts(consumer, 1)).containsExactly("before");
      context.createProducer().send(queue, "after");
      assertThat(texts(consumer, 1)).containsExactly("after");
      assertThat(consumer.receiveNoWait()).isNull();
    }
  }

  @ParameterizedTest
  @MethodSource("unusualNames")
  void topicsSubscriptionsAndClientsOfUnusualNamesWork(String name) {
    try (JMSContext context = context(name)) {
      context.createDurableConsumer(context.createTopic(name), name).close();
      context.createProducer().send(context.createTopic(name), "kept");
    }
    broker.restart();
    try (JMSContext context = context(name)) {
      JMSConsumer durable = context.createDurableConsumer(context.createTopic(name), name);
      assertThat(texts(durable, 1)).containsExactly("kept");
      durable.close();
      context.unsubscribe(name);
    }
  }

  @Test
  void namesAreNoPathsAndNoPatterns() throws Exception {
    try (JMSContext context = factory.createContext()) {
      send(context, "../" + beside.getFileName() + "/escaped", "x");
      send(context, "orders.*", "for the star alone");
      send(context, "orders.eu", "for the other");
      JMSConsumer star = context.createConsumer(context.createQueue("orders.*"));
      assertThat(texts(star, 1)).containsExactly("for the star alone");
      assertThat(star.receiveNoWait()).isNull();
      JMSConsumer large = context.createConsumer(context.createQueue("ORDERS.EU"));
      assertThat(large.receiveNoWait()).isNull();
    }
    try (var files = Files.list(beside)) {
      assertThat(files).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\u0000b", "\u007f", "half \uD83D", "\uDE00 half"})
  void namesThatNobodyCanReadAreRefused(String name) {
    assertRefused(name, "a destination's name has no");
  }

  @Test
  void namesThatAreTooLongAreRefused() {
    assertRefused("x".repeat(CHARS_MAX + 1), "1 to 1000 characters, not 1001");
    assertRefused("x".repeat(100_000), "at most 65534 bytes");
  }

  @Test
  @Clause(section = "10.3", rule = "Each kind of text that cannot be sent has its exception")
  void otherTextsThatCannotBeSentAreRefusedToo() {
    for (String text : new String[] {"x".repeat(100_000), "\uD83D"}) {
      try (JMSContext context = context("client")) {
        Topic topic = context.createTopic("t");
        assertThatThrownBy(() -> context.createConsumer(topic, "a = '" + text + "'"))
            .isInstanceOf(InvalidSelectorRuntimeException.class);
        assertThatThrownBy(
                () -> context.createBrowser(context.createQueue("q"), "a = '" + text + "'"))
            .isInstanceOf(InvalidSelectorRuntimeException.class);
        assertThatThrownBy(() -> context.createDurableConsumer(topic, text))
            .isInstanceOf(JMSRuntimeException.class)
            .hasMessageContaining("a subscription's name");
        assertThatThrownBy(() -> context.unsubscribe(text))
            .isInstanceOf(InvalidDestinationRuntimeException.class);
        send(context, "as usual", "y");
      }
      assertThatThrownBy(() -> context(text)).isInstanceOf(InvalidClientIDRuntimeException.class);
      assertThatThrownBy(() -> factory.createContext(text, "secret"))
          .isInstanceOf(JMSSecurityRuntimeException.class);
      assertThatThrownBy(() -> factory.createContext("user", text))
          .isInstanceOf(JMSSecurityRuntimeException.class);
    }
  }

  /** By send and by consume alike, and the context goes on with other names. */
  private void assertRefused(String name, String why) {
    try (JMSContext context = factory.createContext()) {
      assertThatThrownBy(() -> context.createProducer().send(context.createQueue(name), "x"))
          .isInstanceOf(InvalidDestinationRuntimeException.class)
          .hasMessageContaining(why);
      assertThatThrownBy(() -> context.createConsumer(context.createQueue(name)))
          .isInstanceOf(InvalidDestinationRuntimeException.class)
          .hasMessageContaining(why);
      assertThatThrownBy(() -> context.createProducer().send(context.createTopic(name), "x"))
          .isInstanceOf(InvalidDestinationRuntimeException.class)
          .hasMessageContaining(why);
      assertThatThrownBy(() -> context.createBrowser(context.createQueue(name)).getEnumeration())
          .isInstanceOf(InvalidDestinationRuntimeException.class)
          .hasMessageContaining(why);
      send(context, "as usual", "y");
      assertThat(texts(context.createConsumer(context.createQueue("as usual")), 1))
          .containsExactly("y");
    }
  }
}
