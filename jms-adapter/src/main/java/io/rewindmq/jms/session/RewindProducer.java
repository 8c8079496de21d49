// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.session;

import io.rewindmq.jms.destination.RewindDestination;
import io.rewindmq.jms.message.SendOptions;
import jakarta.jms.CompletionListener;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.Queue;
import jakarta.jms.QueueSender;
import jakarta.jms.Topic;
import jakarta.jms.TopicPublisher;
import org.jspecify.annotations.Nullable;

/** A producer; see {@code jakarta.jms.MessageProducer}. */
public final class RewindProducer implements QueueSender, TopicPublisher {
  private final SessionCore session;
  private final @Nullable RewindDestination destination;
  private SendOptions options =
      new SendOptions(Message.DEFAULT_DELIVERY_MODE, Message.DEFAULT_PRIORITY, false, false);
  private long timeToLive = Message.DEFAULT_TIME_TO_LIVE;
  private long deliveryDelay = Message.DEFAULT_DELIVERY_DELAY;
  private boolean closed;

  RewindProducer(SessionCore session, @Nullable RewindDestination destination) {
    this.session = session;
    this.destination = destination;
  }

  /** Throws when the producer can't be used any more. */
  public void checkOpen() throws JMSException {
    session.checkOpen();
    if (closed) {
      throw new IllegalStateException("the producer is closed");
    }
  }

  // ---- settings ----

  @Override
  public void setDisableMessageID(boolean value) throws JMSException {
    checkOpen();
    options =
        new SendOptions(
            options.deliveryMode(), options.priority(), value, options.timestampDisabled());
  }

  @Override
  public boolean getDisableMessageID() throws JMSException {
    checkOpen();
    return options.messageIdDisabled();
  }

  @Override
  public void setDisableMessageTimestamp(boolean value) throws JMSException {
    checkOpen();
    options =
        new SendOptions(
            options.deliveryMode(), options.priority(), options.messageIdDisabled(), value);
  }

  @Override
  public boolean getDisableMessageTimestamp() throws JMSException {
    checkOpen();
    return options.timestampDisabled();
  }

  @Override
  public void setDeliveryMode(int deliveryMode) throws JMSException {
    checkOpen();
    options = with(deliveryMode, options.priority());
  }

  @Override
  public int getDeliveryMode() throws JMSException {
    checkOpen();
    return options.deliveryMode();
  }

  @Override
  public void setPriority(int priority) throws JMSException {
    checkOpen();
    options = with(options.deliveryMode(), priority);
  }

  @Override
  public int getPriority() throws JMSException {
    checkOpen();
    return options.priority();
  }

  private SendOptions with(int deliveryMode, int priority) throws JMSException {
    if (deliveryMode != DeliveryMode.PERSISTENT && deliveryMode != DeliveryMode.NON_PERSISTENT) {
      throw new JMSException(
          "delivery mode: expected 1 (NON_PERSISTENT) or 2 (PERSISTENT), got " + deliveryMode);
    }
    if (priority < 0 || priority > 9) {
      throw new JMSException("priority: expected 0 to 9, got " + priority);
    }
    return new SendOptions(
        deliveryMode, priority, options.messageIdDisabled(), options.timestampDisabled());
  }

  @Override
  public void setTimeToLive(long millis) throws JMSException {
    checkOpen();
    timeToLive = notNegative("time to live", millis);
  }

  @Override
  public long getTimeToLive() throws JMSException {
    checkOpen();
    return timeToLive;
  }

  @Override
  public void setDeliveryDelay(long millis) throws JMSException {
    checkOpen();
    deliveryDelay = notNegative("delivery delay", millis);
  }

  @Override
  public long getDeliveryDelay() throws JMSException {
    checkOpen();
    return deliveryDelay;
  }

  private static long notNegative(String what, long millis) throws JMSException {
    if (millis < 0) {
      throw new JMSException(what + ": expected 0 or more milliseconds, got " + millis);
    }
    return millis;
  }

  @Override
  public @Nullable Destination getDestination() throws JMSException {
    checkOpen();
    return destination;
  }

  @Override
  public @Nullable Queue getQueue() throws JMSException {
    checkOpen();
    return (Queue) destination;
  }

  @Override
  public @Nullable Topic getTopic() throws JMSException {
    checkOpen();
    return (Topic) destination;
  }

  @Override
  public void close() throws JMSException {
    if (session.sender().isCallback()) {
      throw new IllegalStateException("a producer can't be closed from its CompletionListener");
    }
    if (!closed) {
      closed = true;
      session.sender().awaitCallbacks();
    }
  }

  // ---- sending ----

  @Override
  public void send(@Nullable Message message) throws JMSException {
    toOwn(message, options, timeToLive, null);
  }

  @Override
  public void send(@Nullable Message message, int deliveryMode, int priority, long millisToLive)
      throws JMSException {
    checkOpen();
    toOwn(message, with(deliveryMode, priority), millisToLive, null);
  }

  @Override
  public void send(@Nullable Destination to, @Nullable Message message) throws JMSException {
    toAny(to, message, options, timeToLive, null);
  }

  @Override
  public void send(
      @Nullable Destination to,
      @Nullable Message message,
      int deliveryMode,
      int priority,
      long millisToLive)
      throws JMSException {
    checkOpen();
    toAny(to, message, with(deliveryMode, priority), millisToLive, null);
  }

  @Override
  public void send(@Nullable Message message, @Nullable CompletionListener listener)
      throws JMSException {
    toOwn(message, options, timeToLive, needed(listener));
  }

  @Override
  public void send(
      @Nullable Message message,
      int deliveryMode,
      int priority,
      long millisToLive,
      @Nullable CompletionListener listener)
      throws JMSException {
    checkOpen();
    toOwn(message, with(deliveryMode, priority), millisToLive, needed(listener));
  }

  @Override
  public void send(
      @Nullable Destination to, @Nullable Message message, @Nullable CompletionListener listener)
      throws JMSException {
    toAny(to, message, options, timeToLive, needed(listener));
  }

  @Override
  public void send(
      @Nullable Destination to,
      @Nullable Message message,
      int deliveryMode,
      int priority,
      long millisToLive,
      @Nullable CompletionListener listener)
      throws JMSException {
    checkOpen();
    toAny(to, message, with(deliveryMode, priority), millisToLive, needed(listener));
  }

  private static CompletionListener needed(@Nullable CompletionListener listener) {
    if (listener == null) {
      throw new IllegalArgumentException("an asynchronous send needs a CompletionListener");
    }
    return listener;
  }

  private void toOwn(
      @Nullable Message message,
      SendOptions how,
      long millisToLive,
      @Nullable CompletionListener listener)
      throws JMSException {
    checkOpen();
    if (destination == null) {
      throw new UnsupportedOperationException(
          "the producer was made without a destination; name one in send");
    }
    deliver(destination, message, how, millisToLive, listener);
  }

  private void toAny(
      @Nullable Destination to,
      @Nullable Message message,
      SendOptions how,
      long millisToLive,
      @Nullable CompletionListener listener)
      throws JMSException {
    checkOpen();
    if (destination != null) {
      throw new UnsupportedOperationException(
          "the producer was made for " + destination + "; send without a destination");
    }
    if (to == null) {
      throw new InvalidDestinationException("a destination is needed, got null");
    }
    deliver(RewindDestination.of(to), message, how, millisToLive, listener);
  }

  private void deliver(
      RewindDestination to,
      @Nullable Message message,
      SendOptions how,
      long millisToLive,
      @Nullable CompletionListener listener)
      throws JMSException {
    if (message == null) {
      throw new MessageFormatException("a message is needed, got null");
    }
    Sender.Target target =
        new Sender.Target(to, notNegative("time to live", millisToLive), deliveryDelay);
    session.sender().send(message, target, how, listener);
  }

  // ---- the topic domain's names for the same ----

  @Override
  public void publish(@Nullable Message message) throws JMSException {
    send(message);
  }

  @Override
  public void publish(@Nullable Message message, int deliveryMode, int priority, long millisToLive)
      throws JMSException {
    send(message, deliveryMode, priority, millisToLive);
  }

  @Override
  public void publish(@Nullable Topic to, @Nullable Message message) throws JMSException {
    send(to, message);
  }

  @Override
  public void publish(
      @Nullable Topic to,
      @Nullable Message message,
      int deliveryMode,
      int priority,
      long millisToLive)
      throws JMSException {
    send(to, message, deliveryMode, priority, millisToLive);
  }

  // ---- the queue domain's overloads ----

  @Override
  public void send(@Nullable Queue to, @Nullable Message message) throws JMSException {
    send((Destination) to, message);
  }

  @Override
  public void send(
      @Nullable Queue to,
      @Nullable Message message,
      int deliveryMode,
      int priority,
      long millisToLive)
      throws JMSException {
    send((Destination) to, message, deliveryMode, priority, millisToLive);
  }
}
