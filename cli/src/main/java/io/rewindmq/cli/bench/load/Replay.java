// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench.load;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Session;

/** A retained topic is read from its start; only a provider that keeps messages can do that. */
record Replay(ConnectionFactory factory, Order order) implements Load {
  private static final String FROM_THE_START = "?start=earliest";

  @Override
  public void prepare() throws JMSException, InterruptedException {
    Backlog.build(factory, order, Session::createTopic);
  }

  @Override
  public LoadResult run() throws JMSException, InterruptedException {
    try (Connection connection = factory.createConnection()) {
      Session session = connection.createSession(false, Session.DUPS_OK_ACKNOWLEDGE);
      Arrivals arrivals = new Arrivals();
      long start = System.nanoTime();
      session
          .createConsumer(session.createTopic(order.destination() + FROM_THE_START))
          .setMessageListener(arrivals);
      connection.start();
      arrivals.await(order.messages());
      return LoadResult.of(order.messages(), start);
    }
  }
}
