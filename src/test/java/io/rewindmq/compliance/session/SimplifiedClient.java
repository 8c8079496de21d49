// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.compliance.session;

import jakarta.jms.CompletionListener;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.Destination;
import jakarta.jms.ExceptionListener;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JMSContext, JMSProducer and JMSConsumer. Started by hand, as the classic API is. */
final class SimplifiedClient implements Client {
  private final JMSContext context;

  /** All contexts of the connection. */
  private final List<JMSContext> family;

  private SimplifiedClient(JMSContext context, List<JMSContext> family) {
    this.context = context;
    this.family = family;
    context.setAutoStart(false);
    family.add(context);
  }

  static Client of(JMSContext context) {
    return new SimplifiedClient(context, new ArrayList<>());
  }

  @Override
  public void start() {
    context.start();
  }

  @Override
  public void stop() {
    context.stop();
  }

  @Override
  public void closeConnection() {
    family.forEach(JMSContext::close);
  }

  @Override
  public @Nullable String clientId() {
    return context.getClientID();
  }

  @Override
  public void clientId(@Nullable String clientId) {
    context.setClientID(clientId);
  }

  @Override
  public ConnectionMetaData metaData() {
    return context.getMetaData();
  }

  @Override
  public @Nullable ExceptionListener exceptionListener() {
    return context.getExceptionListener();
  }

  @Override
  public void exceptionListener(@Nullable ExceptionListener listener) {
    context.setExceptionListener(listener);
  }

  @Override
  public Client sibling(int mode) {
    return new SimplifiedClient(context.createContext(mode), family);
  }

  @Override
  public boolean isTransacted() {
    return context.getTransacted();
  }

  @Override
  public int mode() {
    return context.getSessionMode();
  }

  @Override
  public void commit() {
    context.commit();
  }

  @Override
  public void rollback() {
    context.rollback();
  }

  @Override
  public void recover() {
    context.recover();
  }

  @Override
  public void acknowledge(Message message) {
    context.acknowledge();
  }

  @Override
  public void close() {
    context.close();
  }

  @Override
  public Queue queue(String name) {
    return context.createQueue(name);
  }

  @Override
  public Topic topic(String name) {
    return context.createTopic(name);
  }

  @Override
  public TemporaryQueue temporaryQueue() {
    return context.createTemporaryQueue();
  }

  @Override
  public TextMessage text(String text) {
    return context.createTextMessage(text);
  }

  @Override
  public Producer producer() {
    return new ContextProducer(context.createProducer());
  }

  @Override
  public Consumer consumer(@Nullable Destination from, @Nullable String selector) {
    return new ContextConsumer(context.createConsumer(from, selector));
  }

  @Override
  public Consumer durable(@Nullable Topic topic, @Nullable String name) {
    return new ContextConsumer(context.createDurableConsumer(topic, name));
  }

  @Override
  public QueueBrowser browser(@Nullable Queue queue) {
    return context.createBrowser(queue);
  }

  private record ContextProducer(JMSProducer producer) implements Producer {
    @Override
    public void send(@Nullable Destination to, @Nullable Message message) {
      producer.setAsync(null).send(to, message);
    }

    @Override
    public void send(
        @Nullable Destination to,
        @Nullable Message message,
        @Nullable CompletionListener listener) {
      producer.setAsync(listener).send(to, message);
    }

    @Override
    public void deliveryMode(int mode) {
      producer.setDeliveryMode(mode);
    }

    @Override
    public int deliveryMode() {
      return producer.getDeliveryMode();
    }

    @Override
    public void priority(int priority) {
      producer.setPriority(priority);
    }

    @Override
    public int priority() {
      return producer.getPriority();
    }

    @Override
    public void timeToLive(long millis) {
      producer.setTimeToLive(millis);
    }

    @Override
    public long timeToLive() {
      return producer.getTimeToLive();
    }

    @Override
    public void deliveryDelay(long millis) {
      producer.setDeliveryDelay(millis);
    }

    @Override
    public long deliveryDelay() {
      return producer.getDeliveryDelay();
    }

    @Override
    public void disableMessageId(boolean disable) {
      producer.setDisableMessageID(disable);
    }

    @Override
    public boolean isMessageIdDisabled() {
      return producer.getDisableMessageID();
    }

    @Override
    public void disableTimestamp(boolean disable) {
      producer.setDisableMessageTimestamp(disable);
    }

    @Override
    public boolean isTimestampDisabled() {
      return producer.getDisableMessageTimestamp();
    }
  }

  private record ContextConsumer(JMSConsumer consumer) implements Consumer {
    @Override
    public @Nullable Message receive() {
      return consumer.receive();
    }

    @Override
    public @Nullable Message receive(long timeoutMillis) {
      return consumer.receive(timeoutMillis);
    }

    @Override
    public @Nullable Message receiveNoWait() {
      return consumer.receiveNoWait();
    }

    @Override
    public void listener(@Nullable MessageListener listener) {
      consumer.setMessageListener(listener);
    }

    @Override
    public @Nullable MessageListener listener() {
      return consumer.getMessageListener();
    }

    @Override
    public @Nullable String selector() {
      return consumer.getMessageSelector();
    }

    @Override
    public void close() {
      consumer.close();
    }
  }
}
