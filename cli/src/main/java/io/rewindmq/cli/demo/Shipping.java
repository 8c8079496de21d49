// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.demo;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Shipping: three workers share one durable subscription and make one parcel for each order. */
final class Shipping implements AutoCloseable {
  private static final int WORKERS = 3;

  private final Connection connection;
  private final SeenOrders seen = new SeenOrders();
  private final AtomicInteger deliveries = new AtomicInteger();
  private final Map<Integer, Integer> parcelsByShipper = new TreeMap<>();

  private Shipping(Connection connection) {
    this.connection = connection;
  }

  static Shipping open(ConnectionFactory factory) throws JMSException {
    Connection connection = factory.createConnection();
    connection.setClientID("shipping");
    Shipping shipping = new Shipping(connection);
    for (int worker = 0; worker < WORKERS; worker++) {
      Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
      session
          .createSharedDurableConsumer(session.createTopic(OrderDesk.TOPIC), "orders")
          .setMessageListener(shipping::ship);
    }
    connection.start();
    return shipping;
  }

  private void ship(Message message) {
    deliveries.incrementAndGet();
    try {
      Order order = OrderBook.parse(message.getBody(String.class));
      if (seen.isNew(order.orderId(), message)) {
        synchronized (parcelsByShipper) {
          parcelsByShipper.merge(order.shipVia(), 1, Integer::sum);
        }
      }
    } catch (JMSException e) {
      throw new JMSRuntimeException(e.getMessage(), e.getErrorCode(), e);
    }
  }

  Map<Integer, Integer> parcelsByShipper() {
    synchronized (parcelsByShipper) {
      return Map.copyOf(parcelsByShipper);
    }
  }

  /** Every message handed to a worker, repeats included. */
  int deliveries() {
    return deliveries.get();
  }

  SeenOrders seen() {
    return seen;
  }

  @Override
  public void close() throws JMSException {
    connection.close();
  }
}
