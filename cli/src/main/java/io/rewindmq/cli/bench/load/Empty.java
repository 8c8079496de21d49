// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench.load;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.concurrent.TimeUnit;

/** What nobody has read of a queue is taken, so that it does not weigh on the next measurement. */
record Empty(ConnectionFactory factory, Order order) implements Load {
  private static final long SECONDS_MAX = 60;
  private static final long SILENCE_MILLIS = 500;

  @Override
  public LoadResult run() throws JMSException {
    try (Connection connection = factory.createConnection()) {
      Session session = connection.createSession(false, Session.DUPS_OK_ACKNOWLEDGE);
      MessageConsumer consumer = session.createConsumer(session.createQueue(order.destination()));
      connection.start();
      long start = System.nanoTime();
      long taken = 0;
      while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(SECONDS_MAX)
          && consumer.receive(SILENCE_MILLIS) != null) {
        taken++;
      }
      return LoadResult.of(taken, start);
    }
  }
}
