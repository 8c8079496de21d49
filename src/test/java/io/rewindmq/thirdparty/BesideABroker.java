// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.thirdparty;

import io.rewindmq.jms.RewindConnectionFactory;
import io.rewindmq.testkit.TestBroker;
import jakarta.jms.JMSContext;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A real broker in this process for a program that knows nothing of it but the JMS API. */
abstract class BesideABroker {
  /** Longer than anything may take; only a failing test waits for it. */
  static final int SECONDS = 20;

  @TempDir private Path dataDir;
  TestBroker broker;
  RewindConnectionFactory factory;

  @BeforeEach
  void startBroker() {
    broker = TestBroker.start(dataDir);
    factory = new RewindConnectionFactory(broker.url());
  }

  @AfterEach
  void stopBroker() {
    broker.close();
  }

  void send(String queue, String text) {
    try (JMSContext context = factory.createContext()) {
      context.createProducer().send(context.createQueue(queue), text);
    }
  }

  /** The next message of a queue, or null when it is empty. */
  @Nullable String take(String queue) {
    try (JMSContext context = factory.createContext()) {
      return context.createConsumer(context.createQueue(queue)).receiveBody(String.class, 200);
    }
  }
}
