// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.demo;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.TransactionRolledBackException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Billing: takes an order and sends its invoice to the queue {@value #INVOICES} in one transaction.
 * Orders of a replay are added up a second time, apart, and not invoiced again.
 */
final class Billing implements Runnable, AutoCloseable {
  static final String INVOICES = "Invoices";
  static final String CLIENT_ID = "billing";
  static final String SUBSCRIPTION = "orders";

  private static final String REPLAY_ID = "JMS_RewindMQ_ReplayId";
  private static final int ORDERS_A_COMMIT = 10;
  private static final long WAIT_MILLIS = 100;

  private final Connection connection;
  private final Session session;
  private final MessageConsumer orders;
  private final MessageProducer invoices;
  private final Set<Integer> replayed = new HashSet<>();
  private int invoiced;
  private int rolledBack;
  private BigDecimal invoicedSum = BigDecimal.ZERO;
  private BigDecimal replayedSum = BigDecimal.ZERO;
  private volatile boolean closing;
  private volatile @Nullable JMSException failure;

  private Billing(Connection connection) throws JMSException {
    this.connection = connection;
    this.session = connection.createSession(true, Session.SESSION_TRANSACTED);
    this.orders = session.createDurableConsumer(session.createTopic(OrderDesk.TOPIC), SUBSCRIPTION);
    this.invoices = session.createProducer(session.createQueue(INVOICES));
  }

  static Billing open(ConnectionFactory factory) throws JMSException {
    Connection connection = factory.createConnection();
    connection.setClientID(CLIENT_ID);
    Billing billing = new Billing(connection);
    connection.start();
    return billing;
  }

  @Override
  public void run() {
    try {
      while (!closing) {
        transaction();
      }
    } catch (JMSException e) {
      if (!closing) {
        failure = e;
      }
    }
  }

  private void transaction() throws JMSException {
    List<Order> taken = new ArrayList<>();
    List<Order> takenAgain = new ArrayList<>();
    try {
      while (taken.size() + takenAgain.size() < ORDERS_A_COMMIT) {
        if (!(orders.receive(WAIT_MILLIS) instanceof TextMessage message)) {
          break;
        }
        Order order = OrderBook.parse(message.getText());
        if (message.propertyExists(REPLAY_ID)) {
          takenAgain.add(order);
        } else {
          invoices.send(invoice(order));
          taken.add(order);
        }
      }
      session.commit();
      book(taken, takenAgain);
    } catch (TransactionRolledBackException brokerWasAway) {
      countRollback(); // nothing was booked and nothing sent: the orders come again
    }
  }

  private TextMessage invoice(Order order) throws JMSException {
    TextMessage invoice = session.createTextMessage(order.total().toPlainString());
    invoice.setIntProperty("orderId", order.orderId());
    return invoice;
  }

  private synchronized void book(List<Order> taken, List<Order> takenAgain) {
    for (Order order : taken) {
      invoiced++;
      invoicedSum = invoicedSum.add(order.total());
    }
    for (Order order : takenAgain) {
      if (replayed.add(order.orderId())) {
        replayedSum = replayedSum.add(order.total());
      }
    }
  }

  private synchronized void countRollback() {
    rolledBack++;
  }

  synchronized int invoiced() {
    return invoiced;
  }

  synchronized BigDecimal invoicedSum() {
    return invoicedSum;
  }

  synchronized int replayed() {
    return replayed.size();
  }

  synchronized BigDecimal replayedSum() {
    return replayedSum;
  }

  /** Transactions that the crash rolled back. */
  synchronized int rolledBack() {
    return rolledBack;
  }

  @Nullable JMSException failure() {
    return failure;
  }

  /** Ends {@link #run} after the transaction at hand. */
  void finish() {
    closing = true;
  }

  @Override
  public void close() throws JMSException {
    finish();
    connection.close();
  }
}
