// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench.load;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;

/** One consumer that takes a backlog, 100 messages a commit. */
record TransactedReceive(ConnectionFactory factory, Order order) implements Load {
  private static final long SILENCE_MILLIS = 30_000;

  @Override
  public void prepare() throws JMSException, InterruptedException {
    Backlog.build(factory, order, Session::createQueue);
  }

  @Override
  public LoadResult run() throws JMSException {
    try (Connection connection = factory.createConnection()) {
      Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
      MessageConsumer consumer = session.createConsumer(session.createQueue(order.destination()));
      connection.start();
      long start = System.nanoTime();
      for (int received = 1; received <= order.messages(); received++) {
        if (consumer.receive(SILENCE_MILLIS) == null) {
          throw new IllegalStateException(
              received - 1 + " messages came, expected " + order.messages());
        }
        if (received % TransactedSend.MESSAGES_A_COMMIT == 0 || received == order.messages()) {
          session.commit();
        }
      }
      return LoadResult.of(order.messages(), start);
    }
  }
}
