// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench.load;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Session;

/** A backlog is taken by one listener, AUTO_ACKNOWLEDGE. */
record Drain(ConnectionFactory factory, Order order) implements Load {
  @Override
  public void prepare() throws JMSException, InterruptedException {
    Backlog.build(factory, order, Session::createQueue);
  }

  @Override
  public LoadResult run() throws JMSException, InterruptedException {
    try (Connection connection = factory.createConnection()) {
      Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
      Arrivals arrivals = new Arrivals();
      long start = System.nanoTime();
      session.createConsumer(session.createQueue(order.destination())).setMessageListener(arrivals);
      connection.start();
      arrivals.await(order.messages());
      return LoadResult.of(order.messages(), start);
    }
  }
}
