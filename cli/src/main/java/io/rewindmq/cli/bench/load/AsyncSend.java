// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench.load;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.concurrent.TimeUnit;

/** One producer that does not wait. */
record AsyncSend(ConnectionFactory factory, Order order) implements Load {
  @Override
  public LoadResult run() throws JMSException, InterruptedException {
    try (Connection connection = factory.createConnection()) {
      Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
      MessageProducer producer =
          Bodies.persistent(session, session.createQueue(order.destination()));
      Bodies bodies = new Bodies(order.bytes());
      Pipeline pipeline = new Pipeline();
      long start = System.nanoTime();
      long end = start + TimeUnit.SECONDS.toNanos(order.seconds());
      long sent = 0;
      for (; System.nanoTime() < end; sent++) {
        pipeline.send(producer, bodies.message(session));
      }
      pipeline.drain();
      return LoadResult.of(sent, start);
    }
  }
}
