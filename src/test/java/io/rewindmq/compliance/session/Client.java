// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.compliance.session;

import jakarta.jms.CompletionListener;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.Destination;
import jakarta.jms.ExceptionListener;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import org.jspecify.annotations.Nullable;

/**
 * A connection with a session, seen the same way through the classic and the simplified API. What
 * an API throws passes through: {@link Api#error} tells which class to expect.
 */
interface Client {
  // ---- the connection ----

  void start() throws JMSException;

  void stop() throws JMSException;

  /** Ends the connection; in the simplified API, every context that uses it. */
  void closeConnection() throws JMSException;

  @Nullable String clientId() throws JMSException;

  void clientId(@Nullable String clientId) throws JMSException;

  ConnectionMetaData metaData() throws JMSException;

  @Nullable ExceptionListener exceptionListener() throws JMSException;

  void exceptionListener(@Nullable ExceptionListener listener) throws JMSException;

  /** Another session on the same connection. */
  Client sibling(int mode) throws JMSException;

  // ---- the session ----

  boolean isTransacted() throws JMSException;

  int mode() throws JMSException;

  void commit() throws JMSException;

  void rollback() throws JMSException;

  void recover() throws JMSException;

  /** Through the message in the classic API, through the context in the simplified one. */
  void acknowledge(Message message) throws JMSException;

  /** Ends the session alone; in the simplified API, this context. */
  void close() throws JMSException;

  // ---- what it makes ----

  Queue queue(String name) throws JMSException;

  Topic topic(String name) throws JMSException;

  TemporaryQueue temporaryQueue() throws JMSException;

  TextMessage text(String text) throws JMSException;

  /** A producer without a destination of its own. */
  Producer producer() throws JMSException;

  Consumer consumer(@Nullable Destination from, @Nullable String selector) throws JMSException;

  Consumer durable(@Nullable Topic topic, @Nullable String name) throws JMSException;

  QueueBrowser browser(@Nullable Queue queue) throws JMSException;

  default Consumer consumer(@Nullable Destination from) throws JMSException {
    return consumer(from, null);
  }

  /** Sends some texts with a producer of their own. */
  default void send(Destination to, String... texts) throws JMSException {
    Producer producer = producer();
    for (String text : texts) {
      producer.send(to, text(text));
    }
  }

  /** MessageProducer or JMSProducer. */
  interface Producer {
    void send(@Nullable Destination to, @Nullable Message message) throws JMSException;

    void send(
        @Nullable Destination to, @Nullable Message message, @Nullable CompletionListener listener)
        throws JMSException;

    void deliveryMode(int mode) throws JMSException;

    int deliveryMode() throws JMSException;

    void priority(int priority) throws JMSException;

    int priority() throws JMSException;

    void timeToLive(long millis) throws JMSException;

    long timeToLive() throws JMSException;

    void deliveryDelay(long millis) throws JMSException;

    long deliveryDelay() throws JMSException;

    void disableMessageId(boolean disable) throws JMSException;

    boolean isMessageIdDisabled() throws JMSException;

    void disableTimestamp(boolean disable) throws JMSException;

    boolean isTimestampDisabled() throws JMSException;
  }

  /** MessageConsumer or JMSConsumer. */
  interface Consumer {
    @Nullable Message receive() throws JMSException;

    @Nullable Message receive(long timeoutMillis) throws JMSException;

    @Nullable Message receiveNoWait() throws JMSException;

    void listener(@Nullable MessageListener listener) throws JMSException;

    @Nullable MessageListener listener() throws JMSException;

    @Nullable String selector() throws JMSException;

    void close() throws JMSException;
  }
}
