// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.demo;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Set;

/** Empties the queue of invoices and adds them up: what really was invoiced. */
final class InvoiceAudit {
  private static final long QUIET_MILLIS = 500;

  private InvoiceAudit() {}

  static StoreReport.Invoices drain(ConnectionFactory factory) throws JMSException {
    int count = 0;
    Set<Integer> orders = new HashSet<>();
    BigDecimal sum = BigDecimal.ZERO;
    try (JMSContext context = factory.createContext();
        JMSConsumer consumer = context.createConsumer(context.createQueue(Billing.INVOICES))) {
      for (Message invoice = consumer.receive(QUIET_MILLIS);
          invoice != null;
          invoice = consumer.receive(QUIET_MILLIS)) {
        count++;
        orders.add(invoice.getIntProperty("orderId"));
        sum = sum.add(new BigDecimal(invoice.getBody(String.class)));
      }
    }
    return new StoreReport.Invoices(count, orders.size(), sum);
  }
}
