// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.demo;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The producer: sends every order to the topic {@value #TOPIC}, one at a time, each confirmed
 * before the next. It knows nothing of the broker's crash.
 */
final class OrderDesk implements Runnable {
  static final String TOPIC = "NewOrders";

  private final ConnectionFactory factory;
  private final List<String> orders;
  private final AtomicInteger confirmed = new AtomicInteger();
  private volatile @Nullable JMSException failure;

  OrderDesk(ConnectionFactory factory, List<String> orders) {
    this.factory = factory;
    this.orders = orders;
  }

  @Override
  public void run() {
    try (Connection connection = factory.createConnection()) {
      Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
      MessageProducer producer = session.createProducer(session.createTopic(TOPIC));
      producer.setDeliveryMode(DeliveryMode.PERSISTENT);
      for (String text : orders) {
        producer.send(message(session, text));
        confirmed.incrementAndGet();
      }
    } catch (JMSException e) {
      failure = e;
    }
  }

  private static TextMessage message(Session session, String text) throws JMSException {
    Order order = OrderBook.parse(text);
    TextMessage message = session.createTextMessage(text);
    message.setStringProperty("JMSXGroupID", order.customerId());
    message.setStringProperty("country", order.shipCountry());
    message.setIntProperty("shipVia", order.shipVia());
    message.setDoubleProperty("freight", order.freight().doubleValue());
    message.setDoubleProperty("total", order.total().doubleValue());
    return message;
  }

  /** Orders whose send has returned. */
  int confirmed() {
    return confirmed.get();
  }

  @Nullable JMSException failure() {
    return failure;
  }
}
