// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.endtoend;

import io.rewindmq.jms.RewindConnectionFactory;
import io.rewindmq.testkit.TestBroker;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A real broker in this process and the real client, over a socket. */
abstract class EndToEnd {
  /** Longer than anything may take; only a failing test waits for it. */
  static final long LONG = 10_000;

  /** How long a test waits to see that nothing comes. */
  static final long SHORT = 100;

  @TempDir private Path dataDir;
  TestBroker broker;
  RewindConnectionFactory factory;

  @BeforeEach
  void startBroker() {
    broker = newBroker(dataDir);
    factory = new RewindConnectionFactory(broker.url());
  }

  TestBroker newBroker(Path folder) {
    return TestBroker.start(folder);
  }

  @AfterEach
  void stopBroker() {
    broker.close();
  }

  JMSContext context(String clientId) {
    JMSContext context = factory.createContext();
    context.setClientID(clientId);
    return context;
  }

  static void send(JMSContext context, String queue, String... texts) {
    for (String text : texts) {
      context.createProducer().send(context.createQueue(queue), text);
    }
  }

  static void publish(JMSContext context, String topic, String... texts) {
    for (String text : texts) {
      context.createProducer().send(context.createTopic(topic), text);
    }
  }

  /** The texts of the next messages, at most so many. */
  static List<String> texts(JMSConsumer consumer, int most) {
    List<String> texts = new ArrayList<>();
    while (texts.size() < most) {
      String text = consumer.receiveBody(String.class, texts.isEmpty() ? LONG : LONG / 2);
      if (text == null) {
        break;
      }
      texts.add(text);
    }
    return texts;
  }

  static int deliveryCount(Message message) throws JMSException {
    return message.getIntProperty("JMSXDeliveryCount");
  }
}
