// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.crash;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TransactionRolledBackException;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

/**
 * Sends numbered persistent messages, each confirmed before the next, until told to stop. Every
 * fourth producer sends in transactions of five.
 */
record LoadProducer(
    Connection connection, int number, DeliveryLedger ledger, BooleanSupplier stopped)
    implements Callable<Integer> {
  static final String QUEUE = "crash-test";
  static final String ID = "message";
  private static final int BODY_BYTES = 512;
  private static final int MESSAGES_A_TRANSACTION = 5;

  /** Sends until stopped; returns how many sends were confirmed. */
  @Override
  public Integer call() throws JMSException {
    boolean transacted = number % 4 == 3;
    try (connection) {
      Session session =
          connection.createSession(
              transacted, transacted ? Session.SESSION_TRANSACTED : Session.AUTO_ACKNOWLEDGE);
      MessageProducer producer = session.createProducer(session.createQueue(QUEUE));
      return transacted ? sendInTransactions(session, producer) : send(session, producer);
    }
  }

  private int send(Session session, MessageProducer producer) throws JMSException {
    int sent = 0;
    while (!stopped.getAsBoolean()) {
      long id = DeliveryLedger.message(number, sent);
      producer.send(message(session, id));
      ledger.confirmed(id);
      sent++;
    }
    return sent;
  }

  private int sendInTransactions(Session session, MessageProducer producer) throws JMSException {
    int next = 0;
    int confirmed = 0;
    while (!stopped.getAsBoolean()) {
      int first = next;
      for (int i = 0; i < MESSAGES_A_TRANSACTION; i++) {
        producer.send(message(session, DeliveryLedger.message(number, next++)));
      }
      try {
        session.commit();
        for (int sent = first; sent < next; sent++) {
          ledger.confirmed(DeliveryLedger.message(number, sent));
          confirmed++;
        }
      } catch (TransactionRolledBackException crashed) {
        for (int lost = first; lost < next; lost++) {
          ledger.rolledBack(DeliveryLedger.message(number, lost));
        }
      }
    }
    return confirmed;
  }

  private static Message message(Session session, long id) throws JMSException {
    var message = session.createBytesMessage();
    message.writeBytes(new byte[BODY_BYTES]);
    message.setLongProperty(ID, id);
    return message;
  }
}
