// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.demo;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.Session;
import java.util.Map;
import java.util.TreeMap;

/** Inventory: a listener on a durable subscription that counts the units of each product. */
final class Inventory implements MessageListener, AutoCloseable {
  private final Connection connection;
  private final SeenOrders seen = new SeenOrders();
  private final Map<Integer, Integer> unitsByProduct = new TreeMap<>();

  private Inventory(Connection connection) {
    this.connection = connection;
  }

  static Inventory open(ConnectionFactory factory) throws JMSException {
    Connection connection = factory.createConnection();
    connection.setClientID("inventory");
    Inventory inventory = new Inventory(connection);
    Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    session
        .createDurableConsumer(session.createTopic(OrderDesk.TOPIC), "orders")
        .setMessageListener(inventory);
    connection.start();
    return inventory;
  }

  @Override
  public void onMessage(Message message) {
    try {
      Order order = OrderBook.parse(message.getBody(String.class));
      if (seen.isNew(order.orderId(), message)) {
        count(order);
      }
    } catch (JMSException e) {
      throw new JMSRuntimeException(e.getMessage(), e.getErrorCode(), e);
    }
  }

  private synchronized void count(Order order) {
    for (Order.Line line : order.lines()) {
      unitsByProduct.merge(line.productId(), line.quantity(), Integer::sum);
    }
  }

  synchronized int units() {
    return unitsByProduct.values().stream().mapToInt(Integer::intValue).sum();
  }

  synchronized int products() {
    return unitsByProduct.size();
  }

  SeenOrders seen() {
    return seen;
  }

  @Override
  public void close() throws JMSException {
    connection.close();
  }
}
