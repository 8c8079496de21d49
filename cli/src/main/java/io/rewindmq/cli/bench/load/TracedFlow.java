// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench.load;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Persistent messages from one connection to another, each with a {@code traceparent}, one of 100
 * of them sampled.
 */
record TracedFlow(ConnectionFactory factory, Order order) implements Load {
  private static final int ON_THEIR_WAY_MAX = 20_000;
  private static final int LOOKED_AT_EVERY = 100;
  private static final int SAMPLED_OF = 100;

  @Override
  public LoadResult run() throws JMSException, InterruptedException {
    try (Connection sending = factory.createConnection();
        Connection receiving = factory.createConnection()) {
      Arrivals arrivals = new Arrivals();
      Session in = receiving.createSession(false, Session.DUPS_OK_ACKNOWLEDGE);
      in.createConsumer(in.createQueue(order.destination())).setMessageListener(arrivals);
      receiving.start();
      Session out = sending.createSession(false, Session.AUTO_ACKNOWLEDGE);
      MessageProducer producer = Bodies.persistent(out, out.createQueue(order.destination()));
      Bodies bodies = new Bodies(order.bytes());
      Pipeline pipeline = new Pipeline();
      long start = System.nanoTime();
      long end = start + TimeUnit.SECONDS.toNanos(order.seconds());
      long sent = 0;
      for (; System.nanoTime() < end; sent++) {
        if (sent % LOOKED_AT_EVERY == 0) {
          arrivals.await(sent - ON_THEIR_WAY_MAX);
        }
        Message message = bodies.message(out);
        message.setStringProperty("traceparent", parent(sent));
        pipeline.send(producer, message);
      }
      pipeline.drain();
      arrivals.await(sent);
      return LoadResult.of(sent, start);
    }
  }

  private static String parent(long number) {
    String digits = String.format(Locale.ROOT, "%016x", number + 1);
    return "00-" + digits + digits + "-" + digits + (number % SAMPLED_OF == 0 ? "-01" : "-00");
  }
}
