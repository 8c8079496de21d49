// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench.load;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Session;

/** The {@code count} durable subscriptions of a measurement are ended. */
record Unsubscribe(ConnectionFactory factory, Order order) implements Load {
  @Override
  public LoadResult run() throws JMSException {
    long start = System.nanoTime();
    for (int i = 0; i < order.count(); i++) {
      try (Connection connection = factory.createConnection()) {
        connection.setClientID(FanOut.clientId(order, i));
        connection.createSession(false, Session.AUTO_ACKNOWLEDGE).unsubscribe(FanOut.SUBSCRIPTION);
      }
    }
    return LoadResult.of(order.count(), start);
  }
}
