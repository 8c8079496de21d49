// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rewindmq.compliance.Clause;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TransactionRolledBackRuntimeException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReconnectTest extends EndToEnd {
  @Test
  void sendsAndReceivesGoOnAfterACrash() throws JMSException {
    try (JMSContext context = factory.createContext();
        JMSContext receiver = factory.createContext();
        JMSConsumer consumer = receiver.createConsumer(receiver.createQueue("through"))) {
      send(context, "through", "before");
      assertThat(texts(consumer, 1)).containsExactly("before");
      broker.crash();
      CompletableFuture<Void> sending =
          CompletableFuture.runAsync(() -> send(context, "through", "after"));
      broker.restart();
      sending.orTimeout(LONG, TimeUnit.MILLISECONDS).join();

      Set<String> received = new HashSet<>();
      while (!received.contains("after")) {
        Message message = consumer.receive(LONG);
        assertThat(message).isNotNull();
        String text = message.getBody(String.class);
        assertThat(text.equals("after") || message.getJMSRedelivered()).isTrue();
        received.add(text);
      }
    }
  }

  @Test
  @Clause(
      section = "6.2.7",
      rule =
          "A transaction that the provider had to roll back fails in commit with"
              + " TransactionRolledBackException")
  void openTransactionIsRolledBackAndCanBeDoneAgain() {
    try (JMSContext context = factory.createContext(JMSContext.SESSION_TRANSACTED)) {
      send(context, "once", "lost with the crash");
      broker.crash();
      broker.restart();
      assertThatThrownBy(context::commit).isInstanceOf(TransactionRolledBackRuntimeException.class);
      send(context, "once", "done again");
      context.commit();
      try (JMSConsumer consumer = context.createConsumer(context.createQueue("once"))) {
        assertThat(texts(consumer, 1)).containsExactly("done again");
        assertThat(consumer.receiveNoWait()).isNull();
      }
    }
  }

  @Test
  @Clause(
      section = "3.4.7",
      rule = "What an application had and did not acknowledge comes again, flagged as redelivered")
  void unacknowledgedMessageComesAgainFlagged() throws JMSException {
    try (JMSContext context = factory.createContext(JMSContext.CLIENT_ACKNOWLEDGE);
        JMSConsumer consumer = context.createConsumer(context.createQueue("pending"))) {
      send(context, "pending", "m");
      assertThat(consumer.receive(LONG).getJMSRedelivered()).isFalse();
      broker.crash();
      broker.restart();
      Message again = consumer.receive(LONG);
      assertThat(again.getJMSRedelivered()).isTrue();
      assertThat(deliveryCount(again)).isGreaterThanOrEqualTo(2);
    }
  }
}
