// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench.load;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.util.concurrent.TimeUnit;

/** Tries again and again until a message of the queue is in hand. */
record First(ConnectionFactory factory, Order order) implements Load {
  private static final long GIVE_UP_SECONDS = 300;
  private static final long PAUSE_MILLIS = 20;

  @Override
  public LoadResult run() throws JMSException, InterruptedException {
    long start = System.nanoTime();
    while (true) {
      try {
        if (isOneThere()) {
          return LoadResult.of(1, start);
        }
      } catch (JMSException e) {
        if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(GIVE_UP_SECONDS)) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    }
  }

  private boolean isOneThere() throws JMSException {
    try (Connection connection = factory.createConnection()) {
      connection.start();
      Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
      return session
              .createConsumer(session.createQueue(order.destination()))
              .receive(TimeUnit.SECONDS.toMillis(GIVE_UP_SECONDS))
          != null;
    }
  }
}
