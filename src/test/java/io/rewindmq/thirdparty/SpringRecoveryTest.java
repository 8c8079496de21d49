// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.thirdparty;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.TextMessage;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jms.connection.CachingConnectionFactory;
import org.springframework.jms.connection.JmsTransactionManager;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.listener.DefaultMessageListenerContainer;
import org.springframework.jms.listener.SessionAwareMessageListener;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.backoff.FixedBackOff;

/** Spring's listener container and transactions while the broker goes and comes back. */
class SpringRecoveryTest extends BesideABroker {
  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private final DefaultMessageListenerContainer container = new DefaultMessageListenerContainer();

  @AfterEach
  void stopContainer() {
    container.shutdown();
  }

  private void listen(String queue) {
    SessionAwareMessageListener<TextMessage> listener =
        (message, session) -> received.add(message.getText());
    container.setConnectionFactory(factory);
    container.setDestinationName(queue);
    container.setSessionTransacted(true);
    container.setReceiveTimeout(100);
    container.setBackOff(new FixedBackOff(20, Long.MAX_VALUE));
    container.setMessageListener(listener);
    container.afterPropertiesSet();
    container.start();
  }

  private String next() throws InterruptedException {
    String text = received.poll(SECONDS, TimeUnit.SECONDS);
    return text == null ? "nothing came" : text;
  }

  /**
   * The broker may go before the session has committed what its listener got: then it comes again.
   */
  private String nextBut(String again) throws InterruptedException {
    String text = next();
    while (text.equals(again)) {
      text = next();
    }
    return text;
  }

  @ParameterizedTest
  @CsvSource({"-1", "0"}) // the client makes its connection anew by itself, or the container does
  void containerGoesOnAfterARestart(int reconnectAttempts) throws InterruptedException {
    factory.setReconnectAttempts(reconnectAttempts);
    listen("work");
    send("work", "before");
    assertThat(next()).isEqualTo("before");

    broker.restart();
    send("work", "after");

    assertThat(nextBut("before")).isEqualTo("after");
  }

  @Test
  void containerGoesOnAfterACrash() throws InterruptedException {
    factory.setReconnectAttempts(0);
    listen("work");
    send("work", "before");
    assertThat(next()).isEqualTo("before");

    broker.crash();
    broker.restart();
    send("work", "after");

    assertThat(nextBut("before")).isEqualTo("after");
  }

  @Test
  void transactionManagerCommitsAndRollsBack() {
    CachingConnectionFactory cache = new CachingConnectionFactory(factory);
    TransactionTemplate transactions = new TransactionTemplate(new JmsTransactionManager(cache));
    JmsTemplate template = new JmsTemplate(cache);

    transactions.executeWithoutResult(
        status -> {
          template.convertAndSend("outbox", "rolled back");
          status.setRollbackOnly();
        });
    transactions.executeWithoutResult(status -> template.convertAndSend("outbox", "committed"));

    assertThat(take("outbox")).isEqualTo("committed");
    assertThat(take("outbox")).isNull();
    cache.destroy();
  }
}
