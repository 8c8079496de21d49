// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.session;

import io.rewindmq.jms.testkit.Peer;
import io.rewindmq.jms.testkit.ScriptedBroker;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** The real client against a broker whose every word the test says. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class ScriptedTest {
  final ScriptedBroker broker = ScriptedBroker.start();

  /** Connection and its other end. */
  record Pair(Connection connection, Peer peer) implements AutoCloseable {
    @Override
    public void close() throws JMSException {
      connection.close();
    }
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  /** Connects, HELLO being routine. */
  final Pair connect(String options) throws JMSException {
    Connection connection = broker.factory(options).createConnection();
    return new Pair(connection, broker.accept());
  }

  /** The same, and starts. */
  final Pair start(String options) throws JMSException {
    Pair pair = connect(options);
    pair.connection().start();
    return pair;
  }
}
