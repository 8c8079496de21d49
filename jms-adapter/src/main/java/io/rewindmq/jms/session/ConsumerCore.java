// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.session;

import io.rewindmq.jms.engine.ConsumerSpec;
import io.rewindmq.jms.engine.CreditWindow;
import io.rewindmq.jms.engine.Delivery;
import io.rewindmq.jms.engine.DeliveryBuffer;
import io.rewindmq.jms.engine.HandOverSteps;
import io.rewindmq.jms.engine.PendingAcks;
import io.rewindmq.jms.engine.UnreadableMessageException;
import io.rewindmq.jms.failure.JmsErrors;
import io.rewindmq.jms.link.BrokerLink;
import io.rewindmq.jms.link.LinkConsumer;
import io.rewindmq.jms.link.Restoration;
import io.rewindmq.jms.message.RewindMessage;
import io.rewindmq.jms.transport.ClientTime;
import io.rewindmq.protocol.Frame;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.MessageListener;
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
  private @Nullable Next next;
  private @Nullable MessageListener listener;
  private boolean discarding;
  private int receivers;
  private boolean closed;

  ConsumerCore(SessionCore session, BrokerLink link, ConsumerSpec spec) {
    this.session = session;
    this.link = link;
    this.spec = spec;
    this.credit = spec.creditWindow(link.url());
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
      checkOpened(session.handles().call(spec.destination(), this::openFrame, this::opened));
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
      if (closed) { // while it was opened again
        var unused = link.start(this::closeUnusedFrame, null);
        return;
      }
      groupEpoch = opened.groupEpoch();
      messages.replay(opened.replayIdMsb(), opened.replayIdLsb());
      buffer.restart();
      steps.restart(0);
      next = null;
      discarding = false;
      credit.restart();
      session.opened(this);
    }
  }

  private Frame closeUnusedFrame(int request) {
    return new Frame.CloseConsumer(session.channel(), request, id, 0);
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
      handle = closed ? null : session.handles().get(spec.destination());
    } finally {
      link.lock().unlock();
    }
    if (handle != null) {
      int known = handle;
      checkOpened(restoring.call(request -> openFrame(request, known), this::opened));
    }
  }

  /** Grants what is due, once the connection is started. Under the lock. */
  void grant() {
    if (canGrant()) {
      CreditWindow.Grant due = credit.due(isInside() || (isAwaited() && !hasMessages()));
      if (due != null) {
        link.append(
            new Frame.Credit(session.channel(), id, groupEpoch, due.messages(), due.bytes()));
      }
    }
  }

  /** Whether somebody waits for a message that the broker was not asked for. Under the lock. */
  boolean mustAsk() {
    return canGrant() && credit.mustAsk();
  }

  private boolean canGrant() {
    return !closed && !discarding && isStarted() && link.isConnected();
  }

  /**
   * Whether messages may be handed over. Looking is no delivery: a browser does not wait for it.
   */
  boolean isStarted() {
    return spec.isBrowser() || session.isStarted();
  }

  private boolean isAwaited() {
    return receivers > 0 || listener != null;
  }

  /** A thread begins (1) or ends (-1) to wait for messages. Under the lock. */
  void awaited(int change) {
    receivers += change;
  }

  // ---- frames, under the lock ----

  @Override
  public void deliver(Frame.Deliver frame, long brokerEpoch) {
    if (discarding || closed || frame.groupEpoch() != groupEpoch) {
      buffer.skip(frame);
      return;
    }
    buffer.add(frame, brokerEpoch);
    credit.arrived();
    boolean tookParts = takeParts();
    if (credit.takesNothingAhead() && !isAwaited()) {
      giveBackUnasked();
    } else if (hasMessages()) {
      session.arrived();
    }
    if (tookParts) {
      grant();
      flushLater();
    }
  }

  /**
   * What the buffer has put together does not fill the window any more. Returns whether that was
   * anything.
   */
  private boolean takeParts() {
    int parts = buffer.takeFreedMessages();
    credit.consumed(parts, buffer.takeFreedBytes());
    return parts > 0;
  }

  /** A reader that waits for the socket would not read. */
  private void flushLater() {
    link.timer().execute(link::flush);
  }

  /** Who waited has gone: another consumer may have what came too late for it. */
  private void giveBackUnasked() {
    PendingAcks back = new PendingAcks();
    while (!buffer.isEmpty()) {
      try {
        Delivery delivery = poll();
        if (delivery != null) {
          back.add(id, delivery);
        }
      } catch (JMSException unreadable) {
        session.failed(unreadable);
      }
    }
    for (PendingAcks.Batch batch : back.takeAll()) {
      link.append(
          new Frame.Release(session.channel(), 0, batch.brokerEpoch(), batch.releases(false)));
    }
    flushLater();
  }

  @Override
  public void reset(Frame.ConsumerReset frame) {
    steps.progress().takenBack();
    groupEpoch = frame.groupEpoch();
    messages.replay(frame.replayIdMsb(), frame.replayIdLsb());
    buffer.clear();
    next = null;
    credit.restart();
    session.arrived(); // who waits asks again
    grant();
  }

  /** What was not handed over yet is gone like the rest. */
  @Override
  public void ended(JMSException why) {
    if (!closed) {
      markClosed();
      session.ended(this, why);
    }
  }

  // ---- handing over, under the lock ----

  /**
   * The next message.
   *
   * @param message what it was decoded to, so that nobody decodes it twice
   */
  private record Next(Delivery delivery, RewindMessage message) {}

  /** Shows the next message that has not expired, or null. */
  @Nullable RewindMessage peek() throws JMSException {
    Next shown = next;
    if (shown != null && isExpired(shown.delivery())) {
      session.settleUnseen(this, shown.delivery());
      shown = null;
      next = null;
    }
    if (shown == null) {
      Delivery delivery = nextDelivery();
      if (delivery == null) {
        return null;
      }
      shown = new Next(delivery, messages.of(delivery));
      next = shown;
    }
    return shown.message();
  }

  /** Whether a message that was shown is still the next one. */
  @SuppressWarnings("ReferenceEquality") // the same message may come again
  boolean isNext(RewindMessage shown) {
    return next != null && next.message() == shown; // the very same object
  }

  /** Takes the next message that has not expired, or null; it is the application's now. */
  @Nullable RewindMessage take() throws JMSException {
    RewindMessage message = peek();
    Next taken = next;
    next = null;
    if (taken != null) {
      announce(taken.delivery());
      Delivery delivery = taken.delivery();
      steps.progress().handedOver(delivery.partition(), delivery.offset(), delivery.lastOffset());
      session.handedOver(this, taken.delivery());
    }
    return message;
  }

  /** Takes the next delivery for another session to decode and settle, or null. */
  @Nullable Delivery takeForOther() throws JMSException {
    Delivery delivery = nextDelivery();
    if (delivery != null) {
      announce(delivery);
    }
    return delivery;
  }

  private @Nullable Delivery nextDelivery() throws JMSException {
    Delivery delivery;
    while ((delivery = poll()) != null) {
      boolean isUseless = delivery.isOrphan() || isExpired(delivery);
      if (isUseless) {
        session.settleUnseen(this, delivery);
      }
      if (!credit.takesNothingAhead()) {
        grant();
      }
      if (!isUseless) {
        return delivery;
      }
    }
    return null;
  }

  /** Tells the broker, ahead in steps, what is about to be in the application's hands. */
  private void announce(Delivery delivery) {
    if (!spec.isBrowser()) {
      long announce = steps.handOver(delivery.arrivalIndex());
      if (announce != 0) {
        link.append(new Frame.HandedOver(session.channel(), id, announce));
      }
    }
  }

  private @Nullable Delivery poll() throws JMSException {
    try {
      Delivery delivery = buffer.poll();
      if (delivery != null) {
        credit.consumed(1, delivery.elementBytes());
      }
      return delivery;
    } catch (UnreadableMessageException e) {
      throw JmsErrors.of(e.code(), e.text());
    } finally {
      var unused = takeParts();
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
    return next != null || !buffer.isEmpty();
  }

  /** Whether there is no message but parts of one, whose rest is on its way. */
  boolean isInside() {
    return buffer.isInside() && !hasMessages();
  }

  /** How many messages and parts have come so far. */
  long arrived() {
    return buffer.arrived();
  }

  // ---- the session's rollback, under the lock ----

  /** What comes from now on is given back already. */
  void discard() {
    discarding = true;
    buffer.clear();
    next = null;
  }

  /** The broker has taken everything back; begin anew. */
  void rolledBack() {
    discarding = false;
    buffer.clear();
    next = null;
    steps.restart(buffer.arrived());
    credit.restart();
    session.arrived(); // who waits asks again
    grant();
  }

  long handedOver() {
    return steps.handedOver();
  }

  void connectionLost() {
    steps.progress().takenBack();
    buffer.clear();
    next = null;
    credit.restart();
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
    next = null;
  }

  /** Tells the broker, if there is a connection: else nobody opens it again. Without the lock. */
  void closeAtBroker() throws JMSException {
    long index = handedOver();
    var unused =
        link.callIfConnected(
            request -> new Frame.CloseConsumer(session.channel(), request, id, index));
    link.lock().lock();
    try {
      link.receivers().removeConsumer(id);
    } finally {
      link.lock().unlock();
    }
  }

  /** Asks the broker for everything that is visible now. Without the lock. */
  void drain() throws JMSException {
    try {
      var unused = link.callIfConnected(request -> new Frame.Drain(session.channel(), request, id));
    } catch (JMSException refused) {
      if (!isClosedNow()) {
        throw refused; // else the broker has ended the consumer meanwhile, and said so
      }
    }
  }

  private boolean isClosedNow() {
    link.lock().lock();
    try {
      return closed;
    } finally {
      link.lock().unlock();
    }
  }
}
