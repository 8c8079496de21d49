// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench.load;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Every producer has a connection of its own and waits for each confirmation. */
record SyncSend(ConnectionFactory factory, Order order) implements Load {
  private static final long SLOWEST_NANOS = 60_000_000_000L;

  @Override
  public LoadResult run() throws JMSException, InterruptedException {
    List<Connection> connections = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(order.count())) {
      for (int i = 0; i < order.count(); i++) {
        connections.add(factory.createConnection());
      }
      long start = System.nanoTime();
      long end = start + TimeUnit.SECONDS.toNanos(order.seconds());
      List<Future<Histogram>> running = new ArrayList<>();
      for (Connection connection : connections) {
        running.add(threads.submit(() -> send(connection, end)));
      }
      Histogram all = new Histogram(SLOWEST_NANOS, 3);
      for (Future<Histogram> producer : running) {
        all.add(producer.get());
      }
      return LoadResult.of(all, start);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a producer failed: " + e.getCause(), e);
    } finally {
      for (Connection connection : connections) {
        connection.close();
      }
    }
  }

  private Histogram send(Connection connection, long end) throws JMSException {
    Histogram times = new Histogram(SLOWEST_NANOS, 3);
    Bodies bodies = new Bodies(order.bytes());
    Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    MessageProducer producer = Bodies.persistent(session, session.createQueue(order.destination()));
    for (long start = System.nanoTime(); start < end; ) {
      producer.send(bodies.message(session));
      long now = System.nanoTime();
      times.recordValue(Math.min(now - start, SLOWEST_NANOS));
      start = now;
    }
    return times;
  }
}
