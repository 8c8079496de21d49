// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.compliance.session;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;

/** The two ways to use a provider that every rule about both is tested with. */
enum Api {
  CLASSIC,
  SIMPLIFIED;

  /** Connects; the connection is not started. */
  Client connect(ConnectionFactory factory, int mode) throws JMSException {
    return switch (this) {
      case CLASSIC -> new ClassicClient(factory.createConnection(), mode);
      case SIMPLIFIED -> SimplifiedClient.of(factory.createContext(mode));
    };
  }

  /** Connects with a session that acknowledges by itself. */
  Client connect(ConnectionFactory factory) throws JMSException {
    return connect(factory, JMSContext.AUTO_ACKNOWLEDGE);
  }

  /** What this API throws where the classic one throws the given exception. */
  Class<? extends Exception> error(Class<? extends JMSException> checked) {
    if (this == CLASSIC) {
      return checked;
    }
    try {
      String twin = checked.getName().replaceFirst("Exception$", "RuntimeException");
      return Class.forName(twin).asSubclass(RuntimeException.class);
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(checked + " has no unchecked twin", e);
    }
  }
}
