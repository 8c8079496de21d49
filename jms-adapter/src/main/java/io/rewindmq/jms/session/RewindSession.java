// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.session;

import io.rewindmq.jms.destination.RewindDestination;
import io.rewindmq.jms.destination.RewindTemporaryQueue;
import io.rewindmq.jms.destination.RewindTemporaryTopic;
import io.rewindmq.jms.engine.ConsumerSpec;
import io.rewindmq.jms.failure.WireText;
import io.rewindmq.jms.message.RewindBytesMessage;
import io.rewindmq.jms.message.RewindMapMessage;
import io.rewindmq.jms.message.RewindMessage;
import io.rewindmq.jms.message.RewindObjectMessage;
import io.rewindmq.jms.message.RewindStreamMessage;
import io.rewindmq.jms.message.RewindTextMessage;
import io.rewindmq.protocol.DestinationKind;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.SubscriptionKind;
import jakarta.jms.BytesMessage;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.QueueSession;
import jakarta.jms.StreamMessage;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import jakarta.jms.TopicSession;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** A session; see {@code jakarta.jms.Session}. One thread at a time, as JMS says. */
public final class RewindSession implements QueueSession, TopicSession {
  private final RewindConnection connection;
  private final SessionCore core;
  private RewindConnection.Domain domain;
  private @Nullable MessageListener distinguished;

  RewindSession(RewindConnection connection, SessionCore core, RewindConnection.Domain domain) {
    this.connection = connection;
    this.core = core;
    this.domain = domain;
  }

  void restrictTo(RewindConnection.Domain only) {
    domain = only;
  }

  SessionCore core() {
    return core;
  }

  /** The connection that made this session. */
  public RewindConnection connection() {
    return connection;
  }

  /** Checks that the session can be used and belongs to the domain of a call. */
  private void check(RewindConnection.Domain wanted) throws JMSException {
    core.checkOpen();
    if (domain != RewindConnection.Domain.ANY && domain != wanted) {
      throw new IllegalStateException(
          "this is a session of the " + domain + " domain; it has no " + wanted + " methods");
    }
  }

  // ---- messages ----

  @Override
  public BytesMessage createBytesMessage() throws JMSException {
    core.checkOpen();
    return new RewindBytesMessage();
  }

  @Override
  public MapMessage createMapMessage() throws JMSException {
    core.checkOpen();
    return new RewindMapMessage();
  }

  @Override
  public Message createMessage() throws JMSException {
    core.checkOpen();
    return new RewindMessage();
  }

  @Override
  public ObjectMessage createObjectMessage() throws JMSException {
    core.checkOpen();
    return new RewindObjectMessage(core.deserializer());
  }

  @Override
  public ObjectMessage createObjectMessage(@Nullable Serializable object) throws JMSException {
    ObjectMessage message = createObjectMessage();
    message.setObject(object);
    return message;
  }

  @Override
  public StreamMessage createStreamMessage() throws JMSException {
    core.checkOpen();
    return new RewindStreamMessage();
  }

  @Override
  public TextMessage createTextMessage() throws JMSException {
    core.checkOpen();
    return new RewindTextMessage();
  }

  @Override
  public TextMessage createTextMessage(@Nullable String text) throws JMSException {
    core.checkOpen();
    return new RewindTextMessage(text);
  }

  // ---- life and transactions ----

  @Override
  public boolean getTransacted() throws JMSException {
    core.checkOpen();
    return core.isTransacted();
  }

  @Override
  public int getAcknowledgeMode() throws JMSException {
    core.checkOpen();
    return core.mode();
  }

  @Override
  public void commit() throws JMSException {
    core.transactions().commit();
  }

  @Override
  public void rollback() throws JMSException {
    core.transactions().rollback();
  }

  @Override
  public void recover() throws JMSException {
    core.transactions().recover();
  }

  /** Acknowledges everything received, for {@code JMSContext.acknowledge()}. */
  public void acknowledge() throws JMSException {
    core.acknowledgeAll();
  }

  @Override
  public void close() throws JMSException {
    core.close();
  }

  @Override
  public @Nullable MessageListener getMessageListener() throws JMSException {
    core.checkOpen();
    return distinguished;
  }

  /** Gets what a connection consumer loads into this session; for application servers only. */
  @Override
  public void setMessageListener(@Nullable MessageListener listener) throws JMSException {
    core.checkOpen();
    distinguished = listener;
  }

  /** Hands what a connection consumer loaded to the listener; called by a server session. */
  @Override
  public void run() {
    core.loaded().run(distinguished);
  }

  // ---- destinations ----

  @Override
  public Queue createQueue(@Nullable String name) throws JMSException {
    check(RewindConnection.Domain.QUEUE);
    return RewindDestination.queue(name);
  }

  @Override
  public Topic createTopic(@Nullable String name) throws JMSException {
    check(RewindConnection.Domain.TOPIC);
    return RewindDestination.topic(name);
  }

  @Override
  public TemporaryQueue createTemporaryQueue() throws JMSException {
    check(RewindConnection.Domain.QUEUE);
    return new RewindTemporaryQueue(
        core.handles().createTemporary(DestinationKind.TEMPORARY_QUEUE),
        core.handles()::deleteTemporary);
  }

  @Override
  public TemporaryTopic createTemporaryTopic() throws JMSException {
    check(RewindConnection.Domain.TOPIC);
    return new RewindTemporaryTopic(
        core.handles().createTemporary(DestinationKind.TEMPORARY_TOPIC),
        core.handles()::deleteTemporary);
  }

  // ---- producers ----

  @Override
  public RewindProducer createProducer(@Nullable Destination destination) throws JMSException {
    core.checkOpen();
    RewindDestination target = destination == null ? null : RewindDestination.of(destination);
    if (target != null) {
      core.handles().resolve(target);
    }
    return new RewindProducer(core, target);
  }

  @Override
  public RewindProducer createSender(@Nullable Queue queue) throws JMSException {
    check(RewindConnection.Domain.QUEUE);
    return createProducer(queue);
  }

  @Override
  public RewindProducer createPublisher(@Nullable Topic topic) throws JMSException {
    check(RewindConnection.Domain.TOPIC);
    return createProducer(topic);
  }

  // ---- consumers ----

  @Override
  public RewindConsumer createConsumer(@Nullable Destination destination) throws JMSException {
    return createConsumer(destination, null, false);
  }

  @Override
  public RewindConsumer createConsumer(@Nullable Destination destination, @Nullable String selector)
      throws JMSException {
    return createConsumer(destination, selector, false);
  }

  @Override
  public RewindConsumer createConsumer(
      @Nullable Destination destination, @Nullable String selector, boolean noLocal)
      throws JMSException {
    core.checkOpen();
    RewindDestination source = RewindDestination.of(destination);
    boolean queue = source.kind().isQueue();
    return open(
        new ConsumerSpec(
            source,
            queue ? SubscriptionKind.QUEUE : SubscriptionKind.NON_DURABLE,
            null,
            selector,
            noLocal && !queue));
  }

  private RewindConsumer open(ConsumerSpec spec) throws JMSException {
    core.handles().checkMayConsume(spec.destination());
    checkTexts(spec);
    return new RewindConsumer(core, core.openConsumer(spec));
  }

  private static void checkTexts(ConsumerSpec spec) throws JMSException {
    WireText.check(ErrorCode.SUBSCRIPTION_NOT_FOUND, "a subscription's name", spec.subscription());
    WireText.check(ErrorCode.SELECTOR_INVALID, "a selector", spec.selector());
  }

  @Override
  public RewindConsumer createReceiver(@Nullable Queue queue) throws JMSException {
    check(RewindConnection.Domain.QUEUE);
    return createConsumer(queue);
  }

  @Override
  public RewindConsumer createReceiver(@Nullable Queue queue, @Nullable String selector)
      throws JMSException {
    check(RewindConnection.Domain.QUEUE);
    return createConsumer(queue, selector);
  }

  @Override
  public RewindConsumer createSubscriber(@Nullable Topic topic) throws JMSException {
    check(RewindConnection.Domain.TOPIC);
    return createConsumer(topic);
  }

  @Override
  public RewindConsumer createSubscriber(
      @Nullable Topic topic, @Nullable String selector, boolean noLocal) throws JMSException {
    check(RewindConnection.Domain.TOPIC);
    return createConsumer(topic, selector, noLocal);
  }

  @Override
  public RewindConsumer createSharedConsumer(@Nullable Topic topic, @Nullable String name)
      throws JMSException {
    return createSharedConsumer(topic, name, null);
  }

  @Override
  public RewindConsumer createSharedConsumer(
      @Nullable Topic topic, @Nullable String name, @Nullable String selector) throws JMSException {
    return subscribe(SubscriptionKind.SHARED, topic, name, selector, false);
  }

  @Override
  public RewindConsumer createDurableSubscriber(@Nullable Topic topic, @Nullable String name)
      throws JMSException {
    return subscribe(SubscriptionKind.DURABLE, topic, name, null, false);
  }

  @Override
  public RewindConsumer createDurableSubscriber(
      @Nullable Topic topic, @Nullable String name, @Nullable String selector, boolean noLocal)
      throws JMSException {
    return subscribe(SubscriptionKind.DURABLE, topic, name, selector, noLocal);
  }

  @Override
  public RewindConsumer createDurableConsumer(@Nullable Topic topic, @Nullable String name)
      throws JMSException {
    return subscribe(SubscriptionKind.DURABLE, topic, name, null, false);
  }

  @Override
  public RewindConsumer createDurableConsumer(
      @Nullable Topic topic, @Nullable String name, @Nullable String selector, boolean noLocal)
      throws JMSException {
    return subscribe(SubscriptionKind.DURABLE, topic, name, selector, noLocal);
  }

  @Override
  public RewindConsumer createSharedDurableConsumer(@Nullable Topic topic, @Nullable String name)
      throws JMSException {
    return subscribe(SubscriptionKind.SHARED_DURABLE, topic, name, null, false);
  }

  @Override
  public RewindConsumer createSharedDurableConsumer(
      @Nullable Topic topic, @Nullable String name, @Nullable String selector) throws JMSException {
    return subscribe(SubscriptionKind.SHARED_DURABLE, topic, name, selector, false);
  }

  private RewindConsumer subscribe(
      SubscriptionKind kind,
      @Nullable Topic topic,
      @Nullable String name,
      @Nullable String selector,
      boolean noLocal)
      throws JMSException {
    check(RewindConnection.Domain.TOPIC);
    NamedSubscription named = new NamedSubscription(kind, topic, name, selector, noLocal);
    return open(named.of(connection.getClientID()));
  }

  @Override
  public void unsubscribe(@Nullable String name) throws JMSException {
    check(RewindConnection.Domain.TOPIC);
    if (name == null || name.isEmpty()) {
      throw new InvalidDestinationException("a subscription has a name, got " + name);
    }
    WireText.check(ErrorCode.SUBSCRIPTION_NOT_FOUND, "a subscription's name", name);
    core.link().call(request -> new Frame.Unsubscribe(core.channel(), request, name));
  }

  // ---- browsers ----

  @Override
  public QueueBrowser createBrowser(@Nullable Queue queue) throws JMSException {
    return createBrowser(queue, null);
  }

  @Override
  public QueueBrowser createBrowser(@Nullable Queue queue, @Nullable String selector)
      throws JMSException {
    check(RewindConnection.Domain.QUEUE);
    RewindDestination source = RewindDestination.of(queue);
    core.handles().resolve(source);
    ConsumerSpec spec = new ConsumerSpec(source, SubscriptionKind.BROWSER, null, selector, false);
    checkTexts(spec);
    return new RewindBrowser(core, spec);
  }
}
