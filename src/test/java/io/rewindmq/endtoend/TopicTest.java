// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rewindmq.compliance.Clause;
import jakarta.jms.InvalidClientIDRuntimeException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Topic;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopicTest extends EndToEnd {
  @Test
  @Clause(
      section = "4.2.2",
      rule = "Each subscription gets a copy of each message from its start on")
  void everySubscriberGetsEveryMessageFromItsStartOn() {
    try (JMSContext context = factory.createContext();
        JMSContext other = factory.createContext()) {
      Topic news = context.createTopic("news");
      publish(context, "news", "before anyone");
      try (JMSConsumer one = context.createConsumer(news);
          JMSConsumer two = other.createConsumer(news)) {
        publish(context, "news", "a", "b");
        assertThat(texts(one, 2)).containsExactly("a", "b");
        assertThat(texts(two, 2)).containsExactly("a", "b");
        assertThat(one.receiveNoWait()).isNull();
      }
    }
  }

  @Test
  @Clause(
      section = "8.3.3",
      rule =
          "A durable subscription keeps what comes while it has no consumer, and survives a"
              + " restart")
  void durableSubscriptionKeepsWhatCameMeanwhileAcrossARestart() {
    try (JMSContext context = context("desk")) {
      context.createDurableConsumer(context.createTopic("news"), "morning").close();
    }
    try (JMSContext context = factory.createContext()) {
      publish(context, "news", "a", "b");
    }
    broker.restart();
    try (JMSContext context = context("desk");
        JMSConsumer consumer =
            context.createDurableConsumer(context.createTopic("news"), "morning")) {
      assertThat(texts(consumer, 2)).containsExactly("a", "b");
    }
    try (JMSContext context = context("desk");
        JMSConsumer consumer =
            context.createDurableConsumer(context.createTopic("news"), "morning")) {
      assertThat(consumer.receive(SHORT)).isNull();
    }
  }

  @Test
  @Clause(
      section = "8.3.4",
      rule = "The consumers of a shared durable subscription divide its messages")
  void sharedDurableSubscriptionDividesItsMessages() {
    try (JMSContext one = context("plant");
        JMSContext two = factory.createContext()) {
      Topic topic = one.createTopic("parts");
      try (JMSConsumer first = one.createSharedDurableConsumer(topic, "line");
          JMSContext sameClient = one.createContext(JMSContext.AUTO_ACKNOWLEDGE);
          JMSConsumer second = sameClient.createSharedDurableConsumer(topic, "line")) {
        publish(two, "parts", "a", "b", "c", "d");
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          String text = first.receiveBody(String.class, SHORT);
          all.add(text != null ? text : second.receiveBody(String.class, LONG));
        }
        assertThat(all).containsExactlyInAnyOrder("a", "b", "c", "d");
      }
    }
  }

  @Test
  @Clause(section = "8.3.3", rule = "An unshared durable subscription has one consumer at a time")
  void secondConsumerOnAnUnsharedDurableSubscriptionIsRefused() {
    try (JMSContext context = context("desk")) {
      Topic news = context.createTopic("news");
      try (JMSConsumer active = context.createDurableConsumer(news, "one")) {
        assertThat(active.getMessageSelector()).isNull();
        assertThatThrownBy(() -> context.createDurableConsumer(news, "one"))
            .isInstanceOf(JMSRuntimeException.class);
        assertThatThrownBy(() -> context.unsubscribe("one"))
            .isInstanceOf(JMSRuntimeException.class);
      }
    }
  }

  @Test
  @Clause(section = "8.3.3", rule = "unsubscribe deletes a durable subscription with its messages")
  void unsubscribeRemovesTheBacklog() {
    try (JMSContext context = context("desk")) {
      Topic news = context.createTopic("news");
      context.createDurableConsumer(news, "gone").close();
      publish(context, "news", "a");
      context.unsubscribe("gone");
      try (JMSConsumer consumer = context.createDurableConsumer(news, "gone")) {
        assertThat(consumer.receive(SHORT)).isNull();
      }
      assertThatThrownBy(() -> context.unsubscribe("never there"))
          .isInstanceOf(InvalidDestinationRuntimeException.class);
    }
  }

  @Test
  @Clause(section = "6.1.2", rule = "A client identifier is used by one connection at a time")
  void clientIdBelongsToOneLiveConnection() {
    try (JMSContext first = context("only-one")) {
      assertThat(first.getClientID()).isEqualTo("only-one");
      try (JMSContext second = factory.createContext()) {
        assertThatThrownBy(() -> second.setClientID("only-one"))
            .isInstanceOf(InvalidClientIDRuntimeException.class);
      }
    }
    try (JMSContext again = context("only-one")) {
      assertThat(again.getClientID()).isEqualTo("only-one");
    }
  }
}
