// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench.load;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Session;

/** A backlog is built. */
record Build(ConnectionFactory factory, Order order) implements Load {
  @Override
  public LoadResult run() throws JMSException, InterruptedException {
    long start = System.nanoTime();
    Backlog.build(factory, order, Session::createQueue);
    return LoadResult.of(order.messages(), start);
  }
}
