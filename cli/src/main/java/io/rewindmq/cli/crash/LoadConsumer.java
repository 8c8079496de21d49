// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.crash;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TransactionRolledBackException;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

/**
 * Receives until told to stop, in one of the four acknowledgement modes. Transactions and client
 * acknowledgements cover ten messages.
 */
record LoadConsumer(Connection connection, int mode, DeliveryLedger ledger, BooleanSupplier stopped)
    implements Callable<Integer> {
  private static final int MESSAGES_A_STEP = 10;
  private static final long WAIT_MILLIS = 200;

  /** Receives until stopped; returns how many messages it was handed. */
  @Override
  public Integer call() throws JMSException {
    int received = 0;
    try (connection) {
      Session session = connection.createSession(mode == Session.SESSION_TRANSACTED, mode);
      MessageConsumer consumer = session.createConsumer(session.createQueue(LoadProducer.QUEUE));
      connection.start();
      while (!stopped.getAsBoolean()) {
        received += step(session, consumer);
      }
    }
    return received;
  }

  private int step(Session session, MessageConsumer consumer) throws JMSException {
    Message last = null;
    int received = 0;
    while (received < MESSAGES_A_STEP) {
      Message message = consumer.receive(WAIT_MILLIS);
      if (message == null) {
        break;
      }
      ledger.received(message.getLongProperty(LoadProducer.ID), message.getJMSRedelivered());
      last = message;
      received++;
    }
    if (last != null) {
      settle(session, last);
    }
    return received;
  }

  private void settle(Session session, Message last) throws JMSException {
    if (mode == Session.SESSION_TRANSACTED) {
      try {
        session.commit();
      } catch (TransactionRolledBackException crashed) {
        return; // they come again, flagged
      }
    } else if (mode == Session.CLIENT_ACKNOWLEDGE) {
      last.acknowledge();
    }
  }
}
