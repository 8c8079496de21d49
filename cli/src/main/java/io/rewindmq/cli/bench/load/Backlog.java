// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench.load;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;

/** Messages that wait for a reader. */
final class Backlog {
  private Backlog() {}

  /** Sends as many persistent messages as the order says; all are confirmed when this returns. */
  static void build(ConnectionFactory factory, Order order, Naming naming)
      throws JMSException, InterruptedException {
    try (Connection connection = factory.createConnection()) {
      Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
      MessageProducer producer =
          Bodies.persistent(session, naming.of(session, order.destination()));
      Bodies bodies = new Bodies(order.bytes());
      Pipeline pipeline = new Pipeline();
      for (int i = 0; i < order.messages(); i++) {
        pipeline.send(producer, bodies.message(session));
      }
      pipeline.drain();
    }
  }

  /** {@code Session::createQueue} or {@code Session::createTopic}. */
  @FunctionalInterface
  interface Naming {
    Destination of(Session session, String name) throws JMSException;
  }
}
