// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.session;

import io.rewindmq.jms.engine.ConsumerSpec;
import io.rewindmq.jms.engine.Delivery;
import io.rewindmq.jms.engine.LocalTransaction;
import io.rewindmq.jms.engine.PendingAcks;
import io.rewindmq.jms.link.BrokerLink;
import io.rewindmq.jms.link.LinkSession;
import io.rewindmq.jms.link.Restoration;
import io.rewindmq.jms.message.ObjectDeserializer;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.ProducerId;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.function.Supplier;

/**
 * A session's work at the broker: consumers, acknowledgements, receiving. {@link Transactions} ends
 * transactions, {@link ListenerPump} calls listeners, {@link Sender} sends. Fields are under the
 * link's lock.
 */
final class SessionCore implements LinkSession {
  private enum Life {
    OPEN,

    /** Hands nothing over any more, but serves the listeners that still run. */
    CLOSING,
    CLOSED
  }

  private final BrokerLink link;
  private final ConnectionCore connection;
  private final int channel;
  private final ProducerId producer;
  private final int mode;
  private final Sender sender;
  private final ListenerPump pump;
  private final Transactions transactions;
  private final Acknowledgements acknowledgements;
  private final LoadedMessages loaded;
  private final Condition arrival;
  private final Receiving receiving;
  private final List<ConsumerCore> consumers = new ArrayList<>();
  private final LocalTransaction transaction = new LocalTransaction();
  private volatile Life life = Life.OPEN;

  SessionCore(ConnectionCore connection, int channel, ProducerId producer, int mode) {
    this.connection = connection;
    this.link = connection.link();
    this.channel = channel;
    this.producer = producer;
    this.mode = mode;
    this.sender = new Sender(this, link, connection.handles(), producer);
    this.acknowledgements = new Acknowledgements(link, channel, acknowledgesItself());
    this.pump = new ListenerPump(this, link, channel);
    this.transactions = new Transactions(this, link, sender, transaction);
    this.arrival = link.lock().newCondition();
    this.receiving = new Receiving(this, link, arrival);
    this.loaded = new LoadedMessages(this, link, arrival);
  }

  /** Opens it at the broker. Without the lock. */
  void open() throws JMSException {
    // Known to the link before any later frame, so that no loss of the connection can miss it.
    while (link.callOnce(this::openFrame, reply -> link.receivers().add(this)) == null) {
      forget();
    }
  }

  private void forget() {
    link.lock().lock();
    try {
      link.receivers().remove(this);
    } finally {
      link.lock().unlock();
    }
  }

  private Frame openFrame(int requestId) {
    return new Frame.OpenSession(channel, requestId, mode, producer.number());
  }

  @Override
  public int channel() {
    return channel;
  }

  int mode() {
    return mode;
  }

  boolean isTransacted() {
    return mode == Session.SESSION_TRANSACTED;
  }

  boolean acknowledgesItself() {
    return mode == Session.AUTO_ACKNOWLEDGE || mode == Session.DUPS_OK_ACKNOWLEDGE;
  }

  Sender sender() {
    return sender;
  }

  Transactions transactions() {
    return transactions;
  }

  ListenerPump pump() {
    return pump;
  }

  LoadedMessages loaded() {
    return loaded;
  }

  DestinationHandles handles() {
    return connection.handles();
  }

  ObjectDeserializer deserializer() {
    return connection.deserializer();
  }

  BrokerLink link() {
    return link;
  }

  boolean isStarted() {
    return connection.isStarted();
  }

  /** 0 outside transactions. */
  long transactionNumber() {
    return isTransacted() ? transaction.number() : 0;
  }

  /** The session's own, or in a session that is not transacted that of a large message. */
  LocalTransaction transaction() {
    return transaction;
  }

  void touchTransaction() {
    if (isTransacted()) {
      transaction.touch();
      if (!link.isConnected()) {
        transaction.connectionLost();
      }
    }
  }

  List<ConsumerCore> consumers() {
    return List.copyOf(consumers);
  }

  /** Under the lock: not copied. */
  List<ConsumerCore> consumersInOrder() {
    return consumers;
  }

  /** Something failed that no caller hears of. */
  void failed(JMSException failure) {
    connection.failed(failure);
  }

  PendingAcks acks() {
    return acknowledgements.pending();
  }

  void checkOpen() throws JMSException {
    connection.checkOpen();
    if (life == Life.CLOSED) {
      throw new IllegalStateException("the session is closed");
    }
  }

  // ---- consumers ----

  ConsumerCore openConsumer(ConsumerSpec spec) throws JMSException {
    checkOpen();
    ConsumerCore consumer = new ConsumerCore(this, link, spec);
    consumer.open();
    link.lock().lock();
    try {
      consumer.grant();
    } finally {
      link.lock().unlock();
    }
    link.flush();
    return consumer;
  }

  /** A consumer was opened, for the first time or again. Under the lock. */
  void opened(ConsumerCore consumer) {
    if (!consumers.contains(consumer)) {
      consumers.add(consumer);
    }
  }

  /** Ends a consumer; what it did not hand over goes back, the rest stays the session's. */
  void closeConsumer(ConsumerCore consumer) throws JMSException {
    link.lock().lock();
    try {
      if (consumer.isClosed()) {
        return;
      }
      consumer.markClosed();
      receiving.awaitNobodyAt(consumer);
      flushAcks();
    } finally {
      link.lock().unlock();
    }
    pump.awaitIdle(consumer);
    if (!locked(link::isEnded)) {
      consumer.closeAtBroker();
    }
    link.lock().lock();
    try {
      if (!pump.isRunning(consumer) && (acknowledgesItself() || acks().isEmpty())) {
        consumers.remove(consumer);
      }
    } finally {
      link.lock().unlock();
    }
  }

  /**
   * The broker has ended a consumer, its destination being deleted; the exception listener hears of
   * it. Under the lock.
   */
  void ended(ConsumerCore consumer, JMSException why) {
    handles().forget(consumer.spec().destination());
    if (acknowledgesItself() || acks().isEmpty()) {
      consumers.remove(consumer);
    }
    arrived();
    failed(why);
  }

  /** Consumers that were closed while messages of theirs waited for the session's verdict. */
  void forgetClosedConsumers() {
    consumers.removeIf(ConsumerCore::isClosed);
  }

  private <T> T locked(Supplier<T> read) {
    link.lock().lock();
    try {
      return read.get();
    } finally {
      link.lock().unlock();
    }
  }

  // ---- receiving ----

  Receiving receiving() {
    return receiving;
  }

  /** Messages arrived, or something changed that receivers wait for. Under the lock. */
  void arrived() {
    arrival.signalAll();
    pump.wake();
  }

  /** A message goes to the application. Under the lock. */
  void handedOver(ConsumerCore consumer, Delivery delivery) {
    if (consumer.spec().isBrowser()) {
      return;
    }
    if (isTransacted()) {
      transaction.touch();
    }
    boolean inListener = consumer.listener() != null;
    if (acknowledgesItself() && inListener) {
      pump.handedOver(delivery); // acknowledged when the listener returns
    } else {
      if (acknowledgesItself()) {
        consumer.settled();
      }
      acknowledgements.pending().add(consumer.id(), delivery);
      acknowledgements.flushSoon(consumer.hasMessages());
    }
  }

  /** The listener has returned. Under the lock. */
  void listenerDone(ConsumerCore consumer, Delivery delivery) {
    consumer.settled();
    acknowledgements.pending().add(consumer.id(), delivery);
    acknowledgements.flushSoon(consumer.hasMessages());
  }

  /** An expired message is settled without being shown. Under the lock. */
  void settleUnseen(ConsumerCore consumer, Delivery delivery) {
    if (!consumer.spec().isBrowser()) {
      acknowledgements.pending().add(consumer.id(), delivery);
      acknowledgements.flushSoon(consumer.hasMessages());
    }
  }

  /** Sends the acknowledgements of a session that acknowledges by itself. Under the lock. */
  void flushAcks() {
    acknowledgements.flush();
  }

  /** {@code Message.acknowledge()}: everything that the session handed over so far. */
  void acknowledgeAll() throws JMSException {
    checkOpen();
    if (mode == Session.CLIENT_ACKNOWLEDGE) {
      transactions.acknowledge();
    }
  }

  // ---- life ----

  /** The connection was started. Under the lock. */
  void started() {
    consumers.forEach(ConsumerCore::grant);
    arrived();
  }

  /** Whether the caller runs in a listener of this session. */
  boolean isInListener() {
    return pump.isCurrent() || loaded.isCurrent();
  }

  /** Waits until no listener runs. Without the lock. */
  void awaitListener() {
    pump.awaitIdle(null);
    loaded.awaitIdle();
  }

  /** Hands nothing over any more; a listener that runs can go on with all it has. */
  void beginToClose() {
    link.lock().lock();
    try {
      if (life == Life.OPEN) {
        life = Life.CLOSING;
      }
      flushAcks();
    } finally {
      link.lock().unlock();
    }
    link.flush();
  }

  /** Waits until no listener runs, nobody receives and every send is answered. */
  void awaitQuiet() {
    awaitListener();
    link.lock().lock();
    try {
      receiving.awaitNobody();
    } finally {
      link.lock().unlock();
    }
    sender.finishCallbacks();
  }

  void close() throws JMSException {
    if (isInListener() || sender.isCallback()) {
      throw new IllegalStateException(
          "a session can't be closed from its own listener; close it from another thread");
    }
    beginToClose();
    awaitQuiet();
    link.lock().lock();
    try {
      if (life == Life.CLOSED) {
        return;
      }
      life = Life.CLOSED;
      sender.closing();
      flushAcks();
    } finally {
      link.lock().unlock();
    }
    boolean isConfirmed = closeAtBroker();
    pump.close();
    sender.close();
    connection.closed(this, isConfirmed);
  }

  /** Returns whether the broker has said that it knows nothing of the session any more. */
  private boolean closeAtBroker() throws JMSException {
    boolean isConfirmed = false;
    loaded.close();
    if (!locked(link::isEnded)) {
      transactions.giveBack();
      try {
        Frame reply = link.callIfConnected(request -> new Frame.CloseSession(channel, request));
        isConfirmed = reply != null;
      } catch (JMSException alreadyGone) {
        if (!ErrorCode.ILLEGAL_STATE.name().equals(alreadyGone.getErrorCode())) {
          throw alreadyGone;
        }
      }
    }
    link.lock().lock();
    try {
      consumers.forEach(consumer -> link.receivers().removeConsumer(consumer.id()));
      consumers.clear();
      link.receivers().remove(this);
    } finally {
      link.lock().unlock();
    }
    return isConfirmed;
  }

  /** Whether it is closed or closing: it hands nothing over any more. */
  boolean isClosed() {
    return life != Life.OPEN;
  }

  // ---- the link, under the lock unless said otherwise ----

  @Override
  public void confirmed(long first, long last) {
    sender.confirmed(first, last);
  }

  @Override
  public void rejected(long first, long last, ErrorCode code, String text) {
    sender.rejected(first, last, code, text);
  }

  @Override
  public void connectionLost() {
    transaction.connectionLost();
    loaded.connectionLost();
    sender.connectionLost();
    if (isTransacted()) {
      acks().clear();
    }
    forgetClosedConsumers();
    consumers.forEach(ConsumerCore::connectionLost);
    handles().forget();
  }

  /** Without the lock. */
  @Override
  public void restore(Restoration restoring) throws JMSException {
    restoring.call(this::openFrame);
    sender.restore(restoring);
    for (ConsumerCore consumer : locked(this::consumers)) {
      consumer.restore(restoring);
    }
  }

  @Override
  public void resume() {
    acknowledgements.resume();
    sender.resume();
    consumers.forEach(ConsumerCore::grant);
    arrived(); // who waits asks again
  }

  @Override
  public void ended() {
    life = Life.CLOSED;
    sender.ended(
        new JMSException(
            "the connection ended before the broker confirmed", ErrorCode.UNAVAILABLE.name()));
    arrived();
  }
}
