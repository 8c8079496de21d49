// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.session;

import io.rewindmq.jms.destination.RewindDestination;
import io.rewindmq.jms.engine.ConsumerSpec;
import io.rewindmq.jms.failure.JmsErrors;
import io.rewindmq.jms.options.BrokerUrl;
import io.rewindmq.jms.options.Credentials;
import io.rewindmq.jms.provider.ProviderDescription;
import io.rewindmq.jms.transport.Dialer;
import io.rewindmq.protocol.SubscriptionKind;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.Destination;
import jakarta.jms.ExceptionListener;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicSession;
import org.jspecify.annotations.Nullable;

/** A connection; see {@code jakarta.jms.Connection}. Safe for use by several threads. */
public final class RewindConnection implements QueueConnection, TopicConnection {
  /** Which of the domain-specific interfaces the application asked for. */
  public enum Domain {
    ANY,
    QUEUE,
    TOPIC
  }

  private final ConnectionCore core;
  private volatile Domain domain = Domain.ANY;

  private RewindConnection(ConnectionCore core) {
    this.core = core;
  }

  /** Connects over what the dialer opens; fails at once when no broker answers or it refuses. */
  public static RewindConnection connect(
      BrokerUrl url, Dialer dialer, Credentials credentials, @Nullable String clientId)
      throws JMSException {
    ConnectionCore core = new ConnectionCore(url, dialer, credentials, clientId);
    core.connect();
    return new RewindConnection(core);
  }

  /** Only this domain's methods may be used from now on. */
  public void restrictTo(Domain only) {
    domain = only;
  }

  @Override
  public RewindSession createSession(boolean transacted, int acknowledgeMode) throws JMSException {
    core.checkOpen();
    int mode = transacted ? Session.SESSION_TRANSACTED : acknowledgeMode;
    JmsErrors.checkSessionMode(mode);
    if (!transacted && mode == Session.SESSION_TRANSACTED) {
      throw new JMSException(
          "createSession(false, SESSION_TRANSACTED): use createSession(SESSION_TRANSACTED)");
    }
    return session(mode);
  }

  /** Only createQueueSession and createTopicSession make sessions of one domain. */
  private RewindSession session(int mode) throws JMSException {
    return new RewindSession(this, core.openSession(mode), Domain.ANY);
  }

  @Override
  public RewindSession createSession(int sessionMode) throws JMSException {
    core.checkOpen();
    JmsErrors.checkSessionMode(sessionMode);
    return session(sessionMode);
  }

  @Override
  public RewindSession createSession() throws JMSException {
    return createSession(Session.AUTO_ACKNOWLEDGE);
  }

  @Override
  public QueueSession createQueueSession(boolean transacted, int acknowledgeMode)
      throws JMSException {
    RewindSession session = createSession(transacted, acknowledgeMode);
    session.restrictTo(Domain.QUEUE);
    return session;
  }

  @Override
  public TopicSession createTopicSession(boolean transacted, int acknowledgeMode)
      throws JMSException {
    RewindSession session = createSession(transacted, acknowledgeMode);
    session.restrictTo(Domain.TOPIC);
    return session;
  }

  @Override
  public @Nullable String getClientID() throws JMSException {
    core.checkOpen();
    return core.clientId();
  }

  @Override
  public void setClientID(@Nullable String clientId) throws JMSException {
    core.clientId(clientId);
  }

  @Override
  public ConnectionMetaData getMetaData() throws JMSException {
    core.checkOpen();
    return new ProviderDescription();
  }

  @Override
  public @Nullable ExceptionListener getExceptionListener() throws JMSException {
    core.checkOpen();
    return core.exceptionListener();
  }

  @Override
  public void setExceptionListener(@Nullable ExceptionListener listener) throws JMSException {
    core.checkOpen();
    core.use();
    core.exceptionListener(listener);
  }

  @Override
  public void start() throws JMSException {
    core.start();
  }

  @Override
  public void stop() throws JMSException {
    core.stop();
  }

  @Override
  public void close() throws JMSException {
    core.close();
  }

  // ---- for application servers (specification section 11.2) ----

  @Override
  public ConnectionConsumer createConnectionConsumer(
      @Nullable Destination destination,
      @Nullable String selector,
      @Nullable ServerSessionPool pool,
      int maxMessages)
      throws JMSException {
    core.checkOpen();
    RewindDestination source = RewindDestination.of(destination);
    SubscriptionKind kind =
        source.kind().isQueue() ? SubscriptionKind.QUEUE : SubscriptionKind.NON_DURABLE;
    return connectionConsumer(
        new ConsumerSpec(source, kind, null, selector, false), pool, maxMessages);
  }

  @Override
  public ConnectionConsumer createConnectionConsumer(
      @Nullable Queue queue,
      @Nullable String selector,
      @Nullable ServerSessionPool pool,
      int maxMessages)
      throws JMSException {
    return createConnectionConsumer((Destination) queue, selector, pool, maxMessages);
  }

  @Override
  public ConnectionConsumer createConnectionConsumer(
      @Nullable Topic topic,
      @Nullable String selector,
      @Nullable ServerSessionPool pool,
      int maxMessages)
      throws JMSException {
    return createConnectionConsumer((Destination) topic, selector, pool, maxMessages);
  }

  @Override
  public ConnectionConsumer createDurableConnectionConsumer(
      @Nullable Topic topic,
      @Nullable String name,
      @Nullable String selector,
      @Nullable ServerSessionPool pool,
      int maxMessages)
      throws JMSException {
    return subscriber(SubscriptionKind.DURABLE, topic, name, selector, pool, maxMessages);
  }

  @Override
  public ConnectionConsumer createSharedConnectionConsumer(
      @Nullable Topic topic,
      @Nullable String name,
      @Nullable String selector,
      @Nullable ServerSessionPool pool,
      int maxMessages)
      throws JMSException {
    return subscriber(SubscriptionKind.SHARED, topic, name, selector, pool, maxMessages);
  }

  @Override
  public ConnectionConsumer createSharedDurableConnectionConsumer(
      @Nullable Topic topic,
      @Nullable String name,
      @Nullable String selector,
      @Nullable ServerSessionPool pool,
      int maxMessages)
      throws JMSException {
    return subscriber(SubscriptionKind.SHARED_DURABLE, topic, name, selector, pool, maxMessages);
  }

  private ConnectionConsumer subscriber(
      SubscriptionKind kind,
      @Nullable Topic topic,
      @Nullable String name,
      @Nullable String selector,
      @Nullable ServerSessionPool pool,
      int maxMessages)
      throws JMSException {
    core.checkOpen();
    if (domain == Domain.QUEUE) {
      throw new IllegalStateException("a QueueConnection has no subscriptions");
    }
    NamedSubscription named = new NamedSubscription(kind, topic, name, selector, false);
    return connectionConsumer(named.of(core.clientId()), pool, maxMessages);
  }

  private ConnectionConsumer connectionConsumer(
      ConsumerSpec spec, @Nullable ServerSessionPool pool, int maxMessages) throws JMSException {
    if (pool == null) {
      throw new JMSException("a connection consumer needs a pool of server sessions, got null");
    }
    if (maxMessages < 1) {
      throw new JMSException("maxMessages: expected at least 1, got " + maxMessages);
    }
    core.handles().checkMayConsume(spec.destination());
    return ServerSessionDispatcher.open(core, spec, pool, maxMessages);
  }
}
