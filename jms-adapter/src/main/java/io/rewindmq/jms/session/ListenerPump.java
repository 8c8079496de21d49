// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.session;

import io.rewindmq.jms.engine.Delivery;
import io.rewindmq.jms.link.BrokerLink;
import io.rewindmq.jms.transport.WorkerThread;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/**
 * Calls the listeners of one session, one message at a time (specification section 6.2.13). Fields
 * are under the link's lock.
 */
final class ListenerPump {
  private final SessionCore session;
  private final BrokerLink link;
  private final WorkerThread worker;
  private final Condition idle;
  private @Nullable ConsumerCore running;
  private @Nullable Delivery current;
  private boolean scheduled;

  ListenerPump(SessionCore session, BrokerLink link, int channel) {
    this.session = session;
    this.link = link;
    this.worker = new WorkerThread("rewindmq-listener-" + channel);
    this.idle = link.lock().newCondition();
  }

  /** Something may be there for a listener. Under the lock. */
  void wake() {
    if (!scheduled && next() != null) {
      scheduled = true;
      worker.execute(this::pump);
    }
  }

  private @Nullable ConsumerCore next() {
    if (session.isStarted() && !session.isClosed()) {
      for (ConsumerCore consumer : session.consumersInOrder()) {
        if (consumer.listener() != null && consumer.hasMessages()) {
          return consumer;
        }
      }
    }
    return null;
  }

  private void pump() {
    boolean ended = false;
    try {
      while (step()) {
        link.flush();
      }
      ended = true;
    } finally {
      if (!ended) {
        failed();
      }
      link.flush();
    }
  }

  /** A listener threw an Error, or a message could not be read: the others still want theirs. */
  private void failed() {
    link.lock().lock();
    try {
      scheduled = false;
      wake();
    } finally {
      link.lock().unlock();
    }
  }

  /**
   * The listener called recover: its message comes again and is not acknowledged. Under the lock.
   */
  void recovered() {
    current = null;
  }

  /** Hands one message over; false = nothing is there. */
  private boolean step() {
    ConsumerCore consumer;
    MessageListener listener;
    Message message;
    link.lock().lock();
    try {
      consumer = next();
      listener = consumer == null ? null : consumer.listener();
      if (consumer == null || listener == null) {
        scheduled = false;
        session.flushAcks();
        session.consumersInOrder().forEach(ConsumerCore::grant);
        return false;
      }
      message = consumer.take();
      if (message == null) {
        return true;
      }
      running = consumer;
    } catch (JMSException e) {
      session.failed(e);
      return true;
    } finally {
      link.lock().unlock();
    }
    link.flush();
    call(consumer, listener, message);
    return true;
  }

  private void call(ConsumerCore consumer, MessageListener listener, Message message) {
    boolean done = false;
    try {
      listener.onMessage(message);
      done = true;
    } catch (RuntimeException thrown) {
      // Section 8.7: in the modes that acknowledge by themselves it comes again, else it is done.
      done = !session.acknowledgesItself();
    } finally {
      ended(consumer, done);
    }
  }

  private void ended(ConsumerCore consumer, boolean done) {
    if (!done) {
      takeBack();
    }
    link.lock().lock();
    try {
      Delivery delivery = current;
      current = null;
      running = null;
      if (done && delivery != null) {
        session.listenerDone(consumer, delivery);
      }
      if (session.acknowledgesItself()) {
        session.forgetClosedConsumers(); // it was closed by its own listener
      }
      idle.signalAll();
    } finally {
      link.lock().unlock();
    }
  }

  /** While the listener still counts as running: a session that closes waits for this. */
  private void takeBack() {
    try {
      session.transactions().recover();
    } catch (JMSException e) {
      session.failed(e);
    }
  }

  /** The message that the listener is about to get. Under the lock. */
  void handedOver(Delivery delivery) {
    current = delivery;
  }

  /** Whether a consumer's listener runs: its message is not settled yet. Under the lock. */
  boolean isRunning(ConsumerCore consumer) {
    return consumer.equals(running);
  }

  /** Whether the caller runs in a listener of this session. */
  boolean isCurrent() {
    return worker.isCurrent();
  }

  /**
   * Waits until no listener runs; returns at once in a listener itself.
   *
   * @param consumer whose listener is meant; null = any
   */
  void awaitIdle(@Nullable ConsumerCore consumer) {
    if (isCurrent()) {
      return;
    }
    link.lock().lock();
    try {
      while (running != null && (consumer == null || running.equals(consumer))) {
        idle.awaitUninterruptibly();
      }
    } finally {
      link.lock().unlock();
    }
  }

  void close() {
    worker.close();
  }
}
