// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench.load;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.concurrent.TimeUnit;

/** A durable subscription with a selector that takes 1 of 100; what is sent is counted. */
record Select(ConnectionFactory factory, Order order) implements Load {
  private static final int ONE_OF = 100;

  @Override
  public LoadResult run() throws JMSException, InterruptedException {
    try (Connection sending = factory.createConnection();
        Connection receiving = factory.createConnection()) {
      receiving.setClientID(order.destination());
      Session in = receiving.createSession(false, Session.AUTO_ACKNOWLEDGE);
      Arrivals arrivals = new Arrivals();
      in.createDurableConsumer(in.createTopic(order.destination()), "bench", "number = 0", false)
          .setMessageListener(arrivals);
      receiving.start();
      Session out = sending.createSession(false, Session.AUTO_ACKNOWLEDGE);
      MessageProducer producer = Bodies.persistent(out, out.createTopic(order.destination()));
      Bodies bodies = new Bodies(order.bytes());
      Pipeline pipeline = new Pipeline();
      long start = System.nanoTime();
      long end = start + TimeUnit.SECONDS.toNanos(order.seconds());
      int sent = 0;
      for (; System.nanoTime() < end; sent++) {
        BytesMessage message = bodies.message(out);
        message.setIntProperty("number", sent % ONE_OF);
        pipeline.send(producer, message);
      }
      pipeline.drain();
      arrivals.await((sent + ONE_OF - 1) / ONE_OF);
      return LoadResult.of(sent, start);
    }
  }
}
