// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench.load;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Messages at a steady pace. What is timed begins when a message is due, whether it could be sent
 * then or not, so that a broker that stalls can't hide it.
 */
record Paced(ConnectionFactory factory, Order order) implements Load {
  private static final String DUE = "due";
  private static final long SLOWEST_NANOS = 60_000_000_000L;
  private static final long SILENCE_NANOS = 30_000_000_000L;

  @Override
  public LoadResult run() throws JMSException, InterruptedException {
    Histogram times = new ConcurrentHistogram(SLOWEST_NANOS, 3);
    try (Connection sending = factory.createConnection();
        Connection receiving = factory.createConnection()) {
      Session in = receiving.createSession(false, Session.AUTO_ACKNOWLEDGE);
      in.createConsumer(in.createQueue(order.destination()))
          .setMessageListener(message -> arrived(message, times));
      receiving.start();
      long start = System.nanoTime();
      long sent = send(sending, start);
      awaitAll(times, sent);
      return LoadResult.of(times, start);
    }
  }

  private long send(Connection connection, long start) throws JMSException, InterruptedException {
    Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    MessageProducer producer = Bodies.persistent(session, session.createQueue(order.destination()));
    Bodies bodies = new Bodies(order.bytes());
    Pipeline pipeline = new Pipeline();
    long count = (long) order.count() * order.seconds();
    for (long i = 0; i < count; i++) {
      long due = start + i * TimeUnit.SECONDS.toNanos(1) / order.count();
      for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
        LockSupport.parkNanos(early);
      }
      BytesMessage message = bodies.message(session);
      message.setLongProperty(DUE, due);
      pipeline.send(producer, message);
    }
    pipeline.drain();
    return count;
  }

  private static void arrived(Message message, Histogram times) {
    try {
      times.recordValue(Math.min(System.nanoTime() - message.getLongProperty(DUE), SLOWEST_NANOS));
    } catch (JMSException e) {
      throw new IllegalStateException("a message without its due time", e);
    }
  }

  private static void awaitAll(Histogram times, long sent) throws InterruptedException {
    long end = System.nanoTime() + SILENCE_NANOS;
    while (times.getTotalCount() < sent) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(times.getTotalCount() + " messages came, expected " + sent);
      }
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }
}
