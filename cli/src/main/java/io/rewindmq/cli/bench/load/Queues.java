// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench.load;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;

/** Many queues, each made and used for one message. */
record Queues(ConnectionFactory factory, Order order) implements Load {
  private static final long SILENCE_MILLIS = 30_000;

  @Override
  public LoadResult run() throws JMSException {
    try (Connection connection = factory.createConnection()) {
      connection.start();
      Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
      Bodies bodies = new Bodies(order.bytes());
      long start = System.nanoTime();
      for (int i = 0; i < order.count(); i++) {
        Queue queue = session.createQueue(order.destination() + "-" + i);
        try (MessageProducer producer = Bodies.persistent(session, queue)) {
          producer.send(bodies.message(session));
        }
        try (MessageConsumer consumer = session.createConsumer(queue)) {
          if (consumer.receive(SILENCE_MILLIS) == null) {
            throw new IllegalStateException("the message of " + queue + " did not come");
          }
        }
      }
      return LoadResult.of(order.count(), start);
    }
  }
}
