// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.compliance.session;

import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.Destination;
import jakarta.jms.ExceptionListener;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import org.jspecify.annotations.Nullable;

/** Connection, Session, MessageProducer and MessageConsumer. The session is made at first use. */
final class ClassicClient implements Client {
  private final Connection connection;
  private final int mode;
  private @Nullable Session session;

  ClassicClient(Connection connection, int mode) {
    this.connection = connection;
    this.mode = mode;
  }

  private Session session() throws JMSException {
    Session current = session;
    if (current == null) {
      current = connection.createSession(mode);
      session = current;
    }
    return current;
  }

  @Override
  public void start() throws JMSException {
    connection.start();
  }

  @Override
  public void stop() throws JMSException {
    connection.stop();
  }

  @Override
  public void closeConnection() throws JMSException {
    connection.close();
  }

  @Override
  public @Nullable String clientId() throws JMSException {
    return connection.getClientID();
  }

  @Override
  public void clientId(@Nullable String clientId) throws JMSException {
    connection.setClientID(clientId);
  }

  @Override
  public ConnectionMetaData metaData() throws JMSException {
    return connection.getMetaData();
  }

  @Override
  public @Nullable ExceptionListener exceptionListener() throws JMSException {
    return connection.getExceptionListener();
  }

  @Override
  public void exceptionListener(@Nullable ExceptionListener listener) throws JMSException {
    connection.setExceptionListener(listener);
  }

  @Override
  public Client sibling(int siblingMode) {
    return new ClassicClient(connection, siblingMode);
  }

  @Override
  public boolean isTransacted() throws JMSException {
    return session().getTransacted();
  }

  @Override
  public int mode() throws JMSException {
    return session().getAcknowledgeMode();
  }

  @Override
  public void commit() throws JMSException {
    session().commit();
  }

  @Override
  public void rollback() throws JMSException {
    session().rollback();
  }

  @Override
  public void recover() throws JMSException {
    session().recover();
  }

  @Override
  public void acknowledge(Message message) throws JMSException {
    message.acknowledge();
  }

  @Override
  public void close() throws JMSException {
    session().close();
  }

  @Override
  public Queue queue(String name) throws JMSException {
    return session().createQueue(name);
  }

  @Override
  public Topic topic(String name) throws JMSException {
    return session().createTopic(name);
  }

  @Override
  public TemporaryQueue temporaryQueue() throws JMSException {
    return session().createTemporaryQueue();
  }

  @Override
  public TextMessage text(String text) throws JMSException {
    return session().createTextMessage(text);
  }

  @Override
  public Producer producer() throws JMSException {
    return new ClassicProducer(session().createProducer(null));
  }

  @Override
  public Consumer consumer(@Nullable Destination from, @Nullable String selector)
      throws JMSException {
    return new ClassicConsumer(session().createConsumer(from, selector));
  }

  @Override
  public Consumer durable(@Nullable Topic topic, @Nullable String name) throws JMSException {
    return new ClassicConsumer(session().createDurableConsumer(topic, name));
  }

  @Override
  public QueueBrowser browser(@Nullable Queue queue) throws JMSException {
    return session().createBrowser(queue);
  }

  private record ClassicProducer(MessageProducer producer) implements Producer {
    @Override
    public void send(@Nullable Destination to, @Nullable Message message) throws JMSException {
      producer.send(to, message);
    }

    @Override
    public void send(
        @Nullable Destination to, @Nullable Message message, @Nullable CompletionListener listener)
        throws JMSException {
      producer.send(to, message, listener);
    }

    @Override
    public void deliveryMode(int mode) throws JMSException {
      producer.setDeliveryMode(mode);
    }

    @Override
    public int deliveryMode() throws JMSException {
      return producer.getDeliveryMode();
    }

    @Override
    public void priority(int priority) throws JMSException {
      producer.setPriority(priority);
    }

    @Override
    public int priority() throws JMSException {
      return producer.getPriority();
    }

    @Override
    public void timeToLive(long millis) throws JMSException {
      producer.setTimeToLive(millis);
    }

    @Override
    public long timeToLive() throws JMSException {
      return producer.getTimeToLive();
    }

    @Override
    public void deliveryDelay(long millis) throws JMSException {
      producer.setDeliveryDelay(millis);
    }

    @Override
    public long deliveryDelay() throws JMSException {
      return producer.getDeliveryDelay();
    }

    @Override
    public void disableMessageId(boolean disable) throws JMSException {
      producer.setDisableMessageID(disable);
    }

    @Override
    public boolean isMessageIdDisabled() throws JMSException {
      return producer.getDisableMessageID();
    }

    @Override
    public void disableTimestamp(boolean disable) throws JMSException {
      producer.setDisableMessageTimestamp(disable);
    }

    @Override
    public boolean isTimestampDisabled() throws JMSException {
      return producer.getDisableMessageTimestamp();
    }
  }

  private record ClassicConsumer(MessageConsumer consumer) implements Consumer {
    @Override
    public @Nullable Message receive() throws JMSException {
      return consumer.receive();
    }

    @Override
    public @Nullable Message receive(long timeoutMillis) throws JMSException {
      return consumer.receive(timeoutMillis);
    }

    @Override
    public @Nullable Message receiveNoWait() throws JMSException {
      return consumer.receiveNoWait();
    }

    @Override
    public void listener(@Nullable MessageListener listener) throws JMSException {
      consumer.setMessageListener(listener);
    }

    @Override
    public @Nullable MessageListener listener() throws JMSException {
      return consumer.getMessageListener();
    }

    @Override
    public @Nullable String selector() throws JMSException {
      return consumer.getMessageSelector();
    }

    @Override
    public void close() throws JMSException {
      consumer.close();
    }
  }
}
