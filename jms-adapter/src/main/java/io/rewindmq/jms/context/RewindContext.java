// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.context;

import io.rewindmq.jms.failure.JmsErrors;
import io.rewindmq.jms.session.RewindConnection;
import io.rewindmq.jms.session.RewindConsumer;
import io.rewindmq.jms.session.RewindSession;
import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.Destination;
import jakarta.jms.ExceptionListener;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.StreamMessage;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.io.Serializable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A context; see {@code jakarta.jms.JMSContext}. One thread at a time, as JMS says. */
public final class RewindContext implements JMSContext {
  private final SharedConnection shared;
  private final int mode;
  private final AtomicBoolean closed = new AtomicBoolean();
  private @Nullable RewindSession session;
  private boolean autoStart = true;

  private RewindContext(SharedConnection shared, int mode) {
    this.shared = shared;
    this.mode = mode;
  }

  /** The first context of a connection. Its session is opened when it is needed. */
  public static RewindContext over(RewindConnection connection, int mode) {
    return new RewindContext(new SharedConnection(connection), mode);
  }

  private RewindConnection connection() {
    return shared.connection();
  }

  /** The session; made at first use, so that a client id can still be set before. */
  RewindSession session() throws JMSException {
    if (closed.get()) {
      throw new jakarta.jms.IllegalStateException("the context is closed");
    }
    RewindSession current = session;
    if (current == null) {
      current = connection().createSession(mode);
      session = current;
    }
    return current;
  }

  private void checkOpen() {
    if (closed.get()) {
      throw new IllegalStateRuntimeException("the context is closed");
    }
  }

  @Override
  public JMSContext createContext(int sessionMode) {
    checkOpen();
    JmsErrors.run(() -> JmsErrors.checkSessionMode(sessionMode));
    shared.share();
    return new RewindContext(shared, sessionMode);
  }

  @Override
  public JMSProducer createProducer() {
    return JmsErrors.unchecked(() -> new ContextProducer(session()));
  }

  // ---- the connection's side ----

  @Override
  public @Nullable String getClientID() {
    checkOpen();
    return JmsErrors.uncheckedOrNull(connection()::getClientID);
  }

  @Override
  public void setClientID(@Nullable String clientId) {
    checkOpen();
    JmsErrors.run(() -> connection().setClientID(clientId));
  }

  @Override
  public ConnectionMetaData getMetaData() {
    checkOpen();
    return JmsErrors.unchecked(connection()::getMetaData);
  }

  @Override
  public @Nullable ExceptionListener getExceptionListener() {
    checkOpen();
    return JmsErrors.uncheckedOrNull(connection()::getExceptionListener);
  }

  @Override
  public void setExceptionListener(@Nullable ExceptionListener listener) {
    checkOpen();
    JmsErrors.run(() -> connection().setExceptionListener(listener));
  }

  @Override
  public void start() {
    checkOpen();
    JmsErrors.run(connection()::start);
  }

  @Override
  public void stop() {
    checkOpen();
    JmsErrors.run(connection()::stop);
  }

  @Override
  public void setAutoStart(boolean autoStart) {
    checkOpen();
    this.autoStart = autoStart;
  }

  @Override
  public boolean getAutoStart() {
    checkOpen();
    return autoStart;
  }

  @Override
  public void close() {
    if (closed.get()) {
      return;
    }
    JmsErrors.run(this::closeAll);
  }

  /**
   * Where closing is not allowed (in a listener) the context stays open; any other failure of the
   * session leaves no connection behind.
   */
  private void closeAll() throws JMSException {
    RewindSession current = session;
    try {
      if (current != null) {
        current.close();
      }
    } catch (jakarta.jms.IllegalStateException notAllowed) {
      throw notAllowed;
    } catch (JMSException e) {
      release();
      throw e;
    }
    release();
  }

  /** Once, although any thread may close it. */
  private void release() throws JMSException {
    if (closed.compareAndSet(false, true)) {
      shared.release();
    }
  }

  // ---- messages ----

  @Override
  public BytesMessage createBytesMessage() {
    return JmsErrors.unchecked(() -> session().createBytesMessage());
  }

  @Override
  public MapMessage createMapMessage() {
    return JmsErrors.unchecked(() -> session().createMapMessage());
  }

  @Override
  public Message createMessage() {
    return JmsErrors.unchecked(() -> session().createMessage());
  }

  @Override
  public ObjectMessage createObjectMessage() {
    return JmsErrors.unchecked(() -> session().createObjectMessage());
  }

  @Override
  public ObjectMessage createObjectMessage(@Nullable Serializable object) {
    return JmsErrors.unchecked(() -> session().createObjectMessage(object));
  }

  @Override
  public StreamMessage createStreamMessage() {
    return JmsErrors.unchecked(() -> session().createStreamMessage());
  }

  @Override
  public TextMessage createTextMessage() {
    return JmsErrors.unchecked(() -> session().createTextMessage());
  }

  @Override
  public TextMessage createTextMessage(@Nullable String text) {
    return JmsErrors.unchecked(() -> session().createTextMessage(text));
  }

  // ---- transactions and acknowledgement ----

  @Override
  public boolean getTransacted() {
    checkOpen();
    return mode == SESSION_TRANSACTED;
  }

  @Override
  public int getSessionMode() {
    checkOpen();
    return mode;
  }

  @Override
  public void commit() {
    JmsErrors.run(() -> session().commit());
  }

  @Override
  public void rollback() {
    JmsErrors.run(() -> session().rollback());
  }

  @Override
  public void recover() {
    JmsErrors.run(() -> session().recover());
  }

  @Override
  public void acknowledge() {
    JmsErrors.run(() -> session().acknowledge());
  }

  // ---- destinations ----

  @Override
  public Queue createQueue(@Nullable String name) {
    return JmsErrors.unchecked(() -> session().createQueue(name));
  }

  @Override
  public Topic createTopic(@Nullable String name) {
    return JmsErrors.unchecked(() -> session().createTopic(name));
  }

  @Override
  public TemporaryQueue createTemporaryQueue() {
    return JmsErrors.unchecked(() -> session().createTemporaryQueue());
  }

  @Override
  public TemporaryTopic createTemporaryTopic() {
    return JmsErrors.unchecked(() -> session().createTemporaryTopic());
  }

  // ---- consumers ----

  private JMSConsumer consumer(JmsErrors.Call<RewindConsumer> make) {
    return JmsErrors.unchecked(
        () -> {
          RewindConsumer consumer = make.run();
          if (autoStart) {
            connection().start();
          }
          return new ContextConsumer(consumer);
        });
  }

  @Override
  public JMSConsumer createConsumer(@Nullable Destination destination) {
    return consumer(() -> session().createConsumer(destination));
  }

  @Override
  public JMSConsumer createConsumer(@Nullable Destination destination, @Nullable String selector) {
    return consumer(() -> session().createConsumer(destination, selector));
  }

  @Override
  public JMSConsumer createConsumer(
      @Nullable Destination destination, @Nullable String selector, boolean noLocal) {
    return consumer(() -> session().createConsumer(destination, selector, noLocal));
  }

  @Override
  public JMSConsumer createDurableConsumer(@Nullable Topic topic, @Nullable String name) {
    return consumer(() -> session().createDurableConsumer(topic, name));
  }

  @Override
  public JMSConsumer createDurableConsumer(
      @Nullable Topic topic, @Nullable String name, @Nullable String selector, boolean noLocal) {
    return consumer(() -> session().createDurableConsumer(topic, name, selector, noLocal));
  }

  @Override
  public JMSConsumer createSharedDurableConsumer(@Nullable Topic topic, @Nullable String name) {
    return consumer(() -> session().createSharedDurableConsumer(topic, name));
  }

  @Override
  public JMSConsumer createSharedDurableConsumer(
      @Nullable Topic topic, @Nullable String name, @Nullable String selector) {
    return consumer(() -> session().createSharedDurableConsumer(topic, name, selector));
  }

  @Override
  public JMSConsumer createSharedConsumer(@Nullable Topic topic, @Nullable String name) {
    return consumer(() -> session().createSharedConsumer(topic, name));
  }

  @Override
  public JMSConsumer createSharedConsumer(
      @Nullable Topic topic, @Nullable String name, @Nullable String selector) {
    return consumer(() -> session().createSharedConsumer(topic, name, selector));
  }

  @Override
  public void unsubscribe(@Nullable String name) {
    JmsErrors.run(() -> session().unsubscribe(name));
  }

  // ---- browsers ----

  @Override
  public QueueBrowser createBrowser(@Nullable Queue queue) {
    return JmsErrors.unchecked(() -> session().createBrowser(queue));
  }

  @Override
  public QueueBrowser createBrowser(@Nullable Queue queue, @Nullable String selector) {
    return JmsErrors.unchecked(() -> session().createBrowser(queue, selector));
  }
}
