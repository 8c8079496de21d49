// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench.load;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One producer, so many durable subscriptions with a connection each; deliveries are counted. */
record FanOut(ConnectionFactory factory, Order order) implements Load {
  static final String SUBSCRIPTION = "bench";
  private static final int LOOKED_AT_EVERY = 100;
  private static final int ON_THEIR_WAY_MAX = 20_000;

  @Override
  public LoadResult run() throws JMSException, InterruptedException {
    List<Connection> connections = new ArrayList<>();
    try {
      Arrivals arrivals = new Arrivals();
      for (int i = 0; i < order.count(); i++) {
        connections.add(subscribe(i, arrivals));
      }
      long start = System.nanoTime();
      long sent = send(arrivals, start + TimeUnit.SECONDS.toNanos(order.seconds()));
      arrivals.await(sent * order.count());
      return LoadResult.of(sent * order.count(), start);
    } finally {
      for (Connection connection : connections) {
        connection.close();
      }
    }
  }

  static String clientId(Order order, int number) {
    return order.destination() + "-" + number;
  }

  private Connection subscribe(int number, Arrivals arrivals) throws JMSException {
    Connection connection = factory.createConnection();
    connection.setClientID(clientId(order, number));
    Session session = connection.createSession(false, Session.DUPS_OK_ACKNOWLEDGE);
    session
        .createDurableConsumer(session.createTopic(order.destination()), SUBSCRIPTION)
        .setMessageListener(arrivals);
    connection.start();
    return connection;
  }

  private long send(Arrivals arrivals, long end) throws JMSException, InterruptedException {
    try (Connection connection = factory.createConnection()) {
      Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
      MessageProducer producer =
          Bodies.persistent(session, session.createTopic(order.destination()));
      Bodies bodies = new Bodies(order.bytes());
      Pipeline pipeline = new Pipeline();
      long sent = 0;
      for (; System.nanoTime() < end; sent++) {
        if (sent % LOOKED_AT_EVERY == 0) {
          arrivals.await((sent - ON_THEIR_WAY_MAX) * order.count());
        }
        pipeline.send(producer, bodies.message(session));
      }
      pipeline.drain();
      return sent;
    }
  }
}
