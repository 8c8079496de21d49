// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.session;

import io.rewindmq.jms.engine.ConsumerSpec;
import io.rewindmq.jms.engine.CreditWindow;
import io.rewindmq.jms.engine.Delivery;
import io.rewindmq.jms.engine.DeliveryBuffer;
import io.rewindmq.jms.engine.HandOverSteps;
import io.rewindmq.jms.link.BrokerLink;
import io.rewindmq.jms.link.LinkConsumer;
import io.rewindmq.jms.link.Restoration;
import io.rewindmq.jms.message.RewindMessage;
import io.rewindmq.jms.options.ClientOption;
import io.rewindmq.jms.transport.ClientTime;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.ProtocolException;
import io.rewindmq.protocol.message.MalformedMessageException;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageListener;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One consumer at the broker: its buffer, its credit, and handing messages to the application.
 * Fields are under the link's lock.
 */
final class ConsumerCore implements LinkConsumer {
  private final SessionCore session;
  private final BrokerLink link;
  private final ConsumerSpec spec;
  private final DeliveryBuffer buffer = new DeliveryBuffer();
  private final HandOverSteps steps = new HandOverSteps();
  private final CreditWindow credit;
  private final ReceivedMessages messages;
  private int id;
  private int groupEpoch;
  private @Nullable Delivery held;
  private @Nullable MessageListener listener;
  private boolean discarding;
  private boolean granted;
  private boolean closed;

  ConsumerCore(SessionCore session, BrokerLink link, ConsumerSpec spec) {
    this.session = session;
    this.link = link;
    this.spec = spec;
    this.credit =
        new CreditWindow(
            Math.max(1, link.url().number(ClientOption.PREFETCH)),
            link.url().number(ClientOption.PREFETCH_BYTES));
    this.messages = new ReceivedMessages(session, spec);
  }

  ConsumerSpec spec() {
    return spec;
  }

  int id() {
    return id;
  }

  /** Opens it at the broker. Without the lock. */
  void open() throws JMSException {
    link.lock().lock();
    try {
      id = link.receivers().add(this);
    } finally {
      link.lock().unlock();
    }
    try {
      while (true) {
        int handle = session.handles().resolve(spec.destination());
        Frame reply = link.callOnce(request -> openFrame(request, handle), this::opened);
        if (reply != null) {
          checkOpened(reply);
          return;
        }
      }
    } catch (JMSException e) {
      link.lock().lock();
      try {
        link.receivers().removeConsumer(id);
      } finally {
        link.lock().unlock();
      }
      throw e;
    }
  }

  private Frame openFrame(int request, int handle) {
    return spec.open(session.channel(), request, id, handle, steps.progress().resume());
  }

  private static void checkOpened(Frame reply) throws JMSException {
    if (!(reply instanceof Frame.ConsumerOpened)) {
      throw new JMSException("the broker answered OPEN_CONSUMER with " + reply.type());
    }
  }

  /** Under the lock: from here on a loss of the connection and a rewind find it. */
  private void opened(Frame reply) {
    if (reply instanceof Frame.ConsumerOpened opened) {
      groupEpoch = opened.groupEpoch();
      messages.replay(opened.replayIdMsb(), opened.replayIdLsb());
      buffer.restart();
      steps.restart(0);
      held = null;
      discarding = false;
      granted = false;
      session.opened(this);
    }
  }

  /**
   * Opens it again on a new wire. Without the lock. If what it read is gone, the consumer ends and
   * the exception listener hears of it.
   */
  void restore(Restoration restoring) throws JMSException {
    try {
      reopen(restoring);
    } catch (JMSException e) {
      if (!Restoration.isGone(e)) {
        throw e;
      }
      link.lock().lock();
      try {
        markClosed();
        session.arrived();
      } finally {
        link.lock().unlock();
      }
      session.failed(e);
    }
  }

  private void reopen(Restoration restoring) throws JMSException {
    session.handles().restore(spec.destination(), restoring);
    Integer handle;
    link.lock().lock();
    try {
      handle = session.handles().get(spec.destination());
    } finally {
      link.lock().unlock();
    }
    if (handle != null) {
      int known = handle;
      checkOpened(restoring.call(request -> openFrame(request, known), this::opened));
    }
  }

  /** Grants the whole window when the connection is started. Under the lock. */
  void grantFirst() {
    if (!granted && !closed && !discarding && session.isStarted()) {
      granted = true;
      credit.restart();
      link.append(
          new Frame.Credit(
              session.channel(), id, groupEpoch, credit.messagesMax(), credit.bytesMax()));
    }
  }

  // ---- frames, under the lock ----

  @Override
  public void deliver(Frame.Deliver frame, long brokerEpoch) {
    try {
      if (discarding || closed || frame.groupEpoch() != groupEpoch) {
        buffer.skip(frame);
      } else {
        buffer.add(frame, brokerEpoch);
        session.arrived();
      }
    } catch (MalformedMessageException e) {
      throw new ProtocolException(ErrorCode.PROTOCOL_ERROR, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void reset(Frame.ConsumerReset frame) {
    steps.progress().takenBack();
    groupEpoch = frame.groupEpoch();
    messages.replay(frame.replayIdMsb(), frame.replayIdLsb());
    buffer.clear();
    held = null;
    granted = false;
    grantFirst();
  }

  // ---- handing over, under the lock ----

  /**
   * Takes the next message that has not expired, or null.
   *
   * @param wanted what the caller can use; a message it can't stays the next one
   * @throws jakarta.jms.MessageFormatException the next message is not wanted
   */
  @Nullable RewindMessage take(Predicate<Message> wanted) throws JMSException {
    Delivery taken = next();
    if (taken == null) {
      return null;
    }
    RewindMessage message = messages.of(taken);
    boolean isWanted = wanted.test(message);
    if (!isWanted && session.acknowledgesItself()) {
      held = taken;
      throw new MessageFormatException(
          "the next message's body is of another class; it stays the next message");
    }
    steps.progress().handedOver(taken.partition(), taken.offset());
    session.handedOver(this, taken);
    if (!isWanted) {
      throw new MessageFormatException(
          "the message's body is of another class; it counts as delivered, recover or roll back to"
              + " get it again");
    }
    return message;
  }

  /** Takes the next delivery that has not expired, or null; it counts as handed over. */
  @Nullable Delivery next() throws JMSException {
    Delivery delivery = held;
    if (delivery != null) {
      held = null;
      return delivery;
    }
    while ((delivery = poll()) != null) {
      credit.consumed(delivery.elementBytes());
      boolean expired = isExpired(delivery);
      if (expired) {
        session.settleUnseen(this, delivery);
      } else if (!spec.isBrowser()) {
        long announce = steps.handOver(delivery.arrivalIndex());
        if (announce != 0) {
          link.append(new Frame.HandedOver(session.channel(), id, announce));
        }
      }
      if (credit.isDue()) {
        link.append(
            new Frame.Credit(
                session.channel(), id, groupEpoch, credit.takeMessages(), credit.takeBytes()));
      }
      if (!expired) {
        return delivery;
      }
    }
    return null;
  }

  private @Nullable Delivery poll() throws JMSException {
    try {
      return buffer.poll();
    } catch (MalformedMessageException e) {
      throw new JMSException(
          "a message arrived damaged: " + e.getMessage(), ErrorCode.MESSAGE_CORRUPT.name());
    }
  }

  private boolean isExpired(Delivery delivery) {
    long expiration = delivery.expiration();
    return expiration != 0 && expiration <= ClientTime.millis();
  }

  ReceivedMessages messages() {
    return messages;
  }

  /** The session has settled everything that was handed over. Under the lock. */
  void settled() {
    steps.progress().settled();
  }

  /** {@link io.rewindmq.jms.engine.ReadProgress#generation()}. */
  int generation() {
    return steps.progress().generation();
  }

  boolean hasMessages() {
    return held != null || !buffer.isEmpty();
  }

  // ---- the session's rollback, under the lock ----

  /** What comes from now on is given back already. */
  void discard() {
    discarding = true;
    buffer.clear();
    held = null;
  }

  /** The broker has taken everything back; begin anew. */
  void rolledBack() {
    discarding = false;
    buffer.clear();
    held = null;
    steps.restart(buffer.arrived());
    granted = false;
    grantFirst();
  }

  long handedOver() {
    return steps.handedOver();
  }

  void connectionLost() {
    steps.progress().takenBack();
    buffer.clear();
    held = null;
    granted = false;
    discarding = false;
  }

  // ---- life ----

  boolean isClosed() {
    return closed;
  }

  void checkOpen() throws JMSException {
    session.checkOpen();
    if (closed) {
      throw new IllegalStateException("the consumer is closed");
    }
  }

  @Nullable MessageListener listener() {
    return listener;
  }

  /** Under the lock. */
  void listener(@Nullable MessageListener newListener) {
    listener = newListener;
    session.arrived();
  }

  /** Ends it: nothing is handed over any more. Under the lock. */
  void markClosed() {
    closed = true;
    listener = null;
    buffer.clear();
    held = null;
  }

  /** Tells the broker. Without the lock. */
  void closeAtBroker() throws JMSException {
    long index = handedOver();
    link.callOnce(request -> new Frame.CloseConsumer(session.channel(), request, id, index), null);
    link.lock().lock();
    try {
      link.receivers().removeConsumer(id);
    } finally {
      link.lock().unlock();
    }
  }

  /** Asks the broker for everything that is visible now. Without the lock. */
  void drain() throws JMSException {
    var unused = link.callIfConnected(request -> new Frame.Drain(session.channel(), request, id));
  }
}
