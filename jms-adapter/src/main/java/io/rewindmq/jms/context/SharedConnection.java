// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.context;

import io.rewindmq.jms.session.RewindConnection;
import jakarta.jms.JMSException;
import java.util.concurrent.atomic.AtomicInteger;

/** A connection that ends with the last of the contexts that share it (specification 6.1.8). */
final class SharedConnection {
  private final RewindConnection connection;
  private final AtomicInteger contexts = new AtomicInteger(1);

  SharedConnection(RewindConnection connection) {
    this.connection = connection;
  }

  RewindConnection connection() {
    return connection;
  }

  void share() {
    contexts.incrementAndGet();
  }

  void release() throws JMSException {
    if (contexts.decrementAndGet() == 0) {
      connection.close();
    }
  }
}
