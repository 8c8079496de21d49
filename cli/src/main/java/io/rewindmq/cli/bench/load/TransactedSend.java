// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench.load;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.concurrent.TimeUnit;

/** One producer, 100 messages a commit. */
record TransactedSend(ConnectionFactory factory, Order order) implements Load {
  static final int MESSAGES_A_COMMIT = 100;

  @Override
  public LoadResult run() throws JMSException {
    try (Connection connection = factory.createConnection()) {
      Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
      MessageProducer producer =
          Bodies.persistent(session, session.createQueue(order.destination()));
      Bodies bodies = new Bodies(order.bytes());
      long start = System.nanoTime();
      long end = start + TimeUnit.SECONDS.toNanos(order.seconds());
      long sent = 0;
      while (System.nanoTime() < end) {
        for (int i = 0; i < MESSAGES_A_COMMIT; i++, sent++) {
          producer.send(bodies.message(session));
        }
        session.commit();
      }
      return LoadResult.of(sent, start);
    }
  }
}
