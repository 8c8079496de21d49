// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench.load;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.concurrent.TimeUnit;

/** Non-persistent messages from one connection to another, never too many on their way. */
record Flow(ConnectionFactory factory, Order order, int mode) implements Load {
  private static final int ON_THEIR_WAY_MAX = 20_000;
  private static final int LOOKED_AT_EVERY = 100;

  @Override
  public LoadResult run() throws JMSException, InterruptedException {
    try (Connection sending = factory.createConnection();
        Connection receiving = factory.createConnection()) {
      Arrivals arrivals = new Arrivals();
      Session in = receiving.createSession(false, mode);
      in.createConsumer(in.createQueue(order.destination())).setMessageListener(arrivals);
      receiving.start();
      Session out = sending.createSession(false, Session.AUTO_ACKNOWLEDGE);
      MessageProducer producer = out.createProducer(out.createQueue(order.destination()));
      producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
      Bodies bodies = new Bodies(order.bytes());
      long start = System.nanoTime();
      long end = start + TimeUnit.SECONDS.toNanos(order.seconds());
      long sent = 0;
      for (; System.nanoTime() < end; sent++) {
        if (sent % LOOKED_AT_EVERY == 0) {
          arrivals.await(sent - ON_THEIR_WAY_MAX);
        }
        producer.send(bodies.message(out));
      }
      arrivals.await(sent);
      return LoadResult.of(sent, start);
    }
  }
}
