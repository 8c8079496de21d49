// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.demo;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.HashSet;
import java.util.Set;

/**
 * Which orders an application has handled. A message that comes a second time must be flagged as
 * redelivered; the application then leaves it out, as every JMS application has to.
 *
 * <p>Safe for use by several threads.
 */
final class SeenOrders {
  private final Set<Integer> handled = new HashSet<>();
  private int flaggedRepeats;
  private int unflaggedRepeats;

  /** Notes the order; false if it was handled before. */
  synchronized boolean isNew(int orderId, Message message) throws JMSException {
    if (handled.add(orderId)) {
      return true;
    }
    if (message.getJMSRedelivered()) {
      flaggedRepeats++;
    } else {
      unflaggedRepeats++;
    }
    return false;
  }

  synchronized int count() {
    return handled.size();
  }

  synchronized int flaggedRepeats() {
    return flaggedRepeats;
  }

  /** Repeats without JMSRedelivered: each one is a fault of the broker. */
  synchronized int unflaggedRepeats() {
    return unflaggedRepeats;
  }
}
