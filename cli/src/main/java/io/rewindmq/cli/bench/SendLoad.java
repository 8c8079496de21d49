// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/**
 * Persistent synchronous sends: every producer has a connection of its own and waits for each
 * confirmation before it sends the next message.
 */
final class SendLoad {
  private static final long SLOWEST_NANOS = 60_000_000_000L;

  private final ConnectionFactory factory;
  private final String queue;

  SendLoad(ConnectionFactory factory, String queue) {
    this.factory = factory;
    this.queue = queue;
  }

  /** Sends for the given time and returns the latencies in nanoseconds. */
  Histogram run(int producers, int bytes, long nanos)
      throws JMSException, InterruptedException, ExecutionException {
    List<Connection> connections = new ArrayList<>();
    Histogram all = new Histogram(SLOWEST_NANOS, 3);
    try (ExecutorService threads = Executors.newFixedThreadPool(producers)) {
      for (int i = 0; i < producers; i++) {
        connections.add(factory.createConnection());
      }
      long end = System.nanoTime() + nanos;
      List<Future<Histogram>> running = new ArrayList<>();
      for (Connection connection : connections) {
        running.add(threads.submit(() -> send(connection, bytes, end)));
      }
      for (Future<Histogram> producer : running) {
        all.add(producer.get());
      }
    } finally {
      for (Connection connection : connections) {
        connection.close();
      }
    }
    return all;
  }

  private Histogram send(Connection connection, int bytes, long end) throws JMSException {
    Histogram latencies = new Histogram(SLOWEST_NANOS, 3);
    byte[] body = new byte[bytes];
    new Random(bytes).nextBytes(body);
    Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    MessageProducer producer = session.createProducer(session.createQueue(queue));
    producer.setDeliveryMode(DeliveryMode.PERSISTENT);
    for (long start = System.nanoTime(); start < end; ) {
      BytesMessage message = session.createBytesMessage();
      message.writeBytes(body);
      producer.send(message);
      long now = System.nanoTime();
      latencies.recordValue(Math.min(now - start, SLOWEST_NANOS));
      start = now;
    }
    return latencies;
  }
}
