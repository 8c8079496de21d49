// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.session;

import io.rewindmq.jms.engine.Delivery;
import io.rewindmq.jms.engine.PendingAcks;
import io.rewindmq.jms.link.BrokerLink;
import io.rewindmq.jms.message.RewindMessage;
import io.rewindmq.protocol.AckEntry;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.ReleaseEntry;
import jakarta.jms.IllegalStateException;
import jakarta.jms.MessageListener;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/**
 * Messages of connection consumers in one server session: {@link ServerSessionDispatcher} loads
 * them, the session's {@code run} hands them to its listener, and the session settles them as its
 * mode says. Fields are under the link's lock.
 */
final class LoadedMessages {
  /**
   * One message.
   *
   * @param generation of the consumer when it came; of an older one, the broker has taken it back
   */
  record Loaded(
      ServerSessionDispatcher source, ConsumerCore consumer, Delivery delivery, int generation) {
    boolean isCurrent() {
      return generation == consumer.generation();
    }
  }

  private final SessionCore session;
  private final BrokerLink link;

  /** Signalled when the connection is started, the session closed, or a listener has returned. */
  private final Condition change;

  private final Deque<Loaded> waiting = new ArrayDeque<>();

  /** In the application's hands and not settled, in the modes that do not settle by themselves. */
  private final List<Loaded> held = new ArrayList<>();

  private final ThreadLocal<Boolean> inListener = ThreadLocal.withInitial(() -> false);
  private boolean running;

  /** What the listener has was given back by recover. */
  private boolean recovered;

  LoadedMessages(SessionCore session, BrokerLink link, Condition change) {
    this.session = session;
    this.link = link;
    this.change = change;
  }

  // ---- loading, under the lock ----

  void load(Collection<Loaded> batch) {
    waiting.addAll(batch);
  }

  /** Takes back what has not been handed over yet. */
  void unload(Collection<Loaded> batch) {
    List<Loaded> back = batch.stream().filter(waiting::remove).toList();
    release(link, session.channel(), back, false);
  }

  // ---- running, without the lock ----

  /** Hands what is loaded to the listener; returns when nothing is left or the session closed. */
  void run(@Nullable MessageListener listener) {
    if (listener == null) {
      giveBackUnseen();
      session.failed(
          new IllegalStateException("the server session's session has no message listener"));
      return;
    }
    boolean more = true;
    while (more) {
      more = step(listener);
      link.flush();
    }
  }

  private void giveBackUnseen() {
    link.lock().lock();
    try {
      unload(List.copyOf(waiting));
    } finally {
      link.lock().unlock();
    }
    link.flush();
  }

  private boolean step(MessageListener listener) {
    Loaded loaded;
    RewindMessage message;
    link.lock().lock();
    try {
      loaded = take();
      if (loaded == null) {
        return false;
      }
      message =
          loaded.consumer().messages().acknowledgedBy(session::acknowledgeAll, loaded.delivery());
      if (!session.acknowledgesItself()) {
        session.touchTransaction();
        session.acks().add(loaded.consumer().id(), loaded.delivery());
        held.add(loaded);
      }
      running = true;
      recovered = false;
    } finally {
      link.lock().unlock();
    }
    boolean done = false;
    inListener.set(true);
    try {
      listener.onMessage(message);
      done = true;
    } catch (RuntimeException thrown) {
      // Section 8.7: in the modes that acknowledge by themselves it comes again, else it is done.
      done = !session.acknowledgesItself();
    } finally {
      inListener.remove();
      returned(loaded, done);
    }
    return true;
  }

  /** The next one that the broker has not taken back; waits while the connection is stopped. */
  private @Nullable Loaded take() {
    while (!session.isClosed() && !waiting.isEmpty()) {
      if (session.isStarted()) {
        Loaded loaded = waiting.remove();
        if (loaded.isCurrent()) {
          return loaded;
        }
        loaded.source().ended(1);
      } else {
        change.awaitUninterruptibly();
      }
    }
    return null;
  }

  private void returned(Loaded loaded, boolean done) {
    link.lock().lock();
    try {
      running = false;
      change.signalAll();
      if (!session.acknowledgesItself()) {
        return; // the application settles it
      }
      if (done && !recovered) {
        session.acks().add(loaded.consumer().id(), loaded.delivery());
        session.flushAcks();
        loaded.source().ended(1);
      } else {
        release(link, session.channel(), List.of(loaded), true);
      }
    } finally {
      link.lock().unlock();
    }
  }

  /** Whether the caller runs in the listener. */
  boolean isCurrent() {
    return inListener.get();
  }

  /** Waits until no listener runs; returns at once in the listener itself. */
  void awaitIdle() {
    if (isCurrent()) {
      return;
    }
    link.lock().lock();
    try {
      while (running) {
        change.awaitUninterruptibly();
      }
    } finally {
      link.lock().unlock();
    }
  }

  // ---- settling, under the lock ----

  /** The session has acknowledged or committed everything. */
  void settled() {
    held.forEach(loaded -> loaded.source().ended(1));
    held.clear();
  }

  /** The session rolls back or recovers: what the application had comes again, as an attempt. */
  void giveBack() {
    recovered = true;
    release(link, session.channel(), held, true);
    held.clear();
  }

  /** The session ends: what the listener has not seen comes again too. Without the lock. */
  void close() {
    link.lock().lock();
    try {
      giveBack();
      unload(List.copyOf(waiting));
    } finally {
      link.lock().unlock();
    }
  }

  /**
   * The broker has taken everything back; what is only acknowledged later may still be honoured.
   */
  void connectionLost() {
    if (session.isTransacted()) {
      settled();
    }
  }

  /**
   * Gives messages back to the broker and ends them. Under the lock.
   *
   * @param counted whether it was an attempt
   */
  static void release(BrokerLink link, int channel, List<Loaded> back, boolean counted) {
    PendingAcks ranges = new PendingAcks();
    for (Loaded loaded : back) {
      if (loaded.isCurrent()) {
        ranges.add(loaded.consumer().id(), loaded.delivery());
      }
    }
    if (link.isConnected()) {
      for (PendingAcks.Batch batch : ranges.takeAll()) {
        List<ReleaseEntry> entries =
            batch.entries().stream().map(entry -> release(entry, counted)).toList();
        link.append(new Frame.Release(channel, 0, batch.brokerEpoch(), entries));
      }
    }
    back.forEach(loaded -> loaded.source().ended(1));
  }

  private static ReleaseEntry release(AckEntry entry, boolean wasAttempt) {
    boolean[] counted = new boolean[entry.rangeCount()];
    Arrays.fill(counted, wasAttempt);
    return new ReleaseEntry(
        entry.consumerId(), entry.groupEpoch(), entry.partition(), entry.ranges(), counted);
  }
}
