// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.session;

import io.rewindmq.jms.engine.ConsumerSpec;
import io.rewindmq.jms.engine.Delivery;
import io.rewindmq.jms.failure.JmsErrors;
import io.rewindmq.jms.link.BrokerLink;
import io.rewindmq.jms.session.LoadedMessages.Loaded;
import io.rewindmq.jms.transport.WorkerThread;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.JMSException;
import jakarta.jms.ServerSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection consumer: one consumer at the broker whose messages go to the sessions of an
 * application server's pool, several at once.
 *
 * <p>The consumer has a session of its own at the broker, which stays open until everything is
 * settled that was loaded into server sessions; those settle it themselves, within their
 * transactions. A thread waits for messages and for server sessions. When the pool fails, or gives
 * a session of another connection, the messages go back and the connection's exception listener is
 * told. Fields are under the link's lock.
 */
final class ServerSessionDispatcher implements ConnectionConsumer {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final SessionCore session;
  private final BrokerLink link;
  private final ConsumerCore consumer;
  private final ServerSessionPool pool;
  private final int maxMessages;
  private final WorkerThread worker;

  /** Messages that were taken and are neither settled nor given back. */
  private int unsettled;

  private boolean closed;
  private boolean ending;

  private ServerSessionDispatcher(
      SessionCore session, ConsumerCore consumer, ServerSessionPool pool, int maxMessages) {
    this.session = session;
    this.link = session.link();
    this.consumer = consumer;
    this.pool = pool;
    this.maxMessages = maxMessages;
    this.worker = new WorkerThread("rewindmq-connection-consumer-" + session.channel());
  }

  /**
   * Opens a connection consumer and begins to dispatch.
   *
   * @param maxMessages how many messages a server session gets at once, at least 1
   */
  static ServerSessionDispatcher open(
      ConnectionCore connection, ConsumerSpec spec, ServerSessionPool pool, int maxMessages)
      throws JMSException {
    SessionCore session = connection.openSession(Session.AUTO_ACKNOWLEDGE);
    try {
      ServerSessionDispatcher dispatcher =
          new ServerSessionDispatcher(session, session.openConsumer(spec), pool, maxMessages);
      dispatcher.worker.execute(dispatcher::dispatch);
      return dispatcher;
    } catch (JMSException refused) {
      session.close();
      throw refused;
    }
  }

  @Override
  public ServerSessionPool getServerSessionPool() throws JMSException {
    session.checkOpen();
    return pool;
  }

  /** Takes no more messages; those that server sessions have stay theirs. */
  @Override
  public void close() throws JMSException {
    link.lock().lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      session.arrived();
    } finally {
      link.lock().unlock();
    }
    if (!session.isClosed()) {
      session.closeConsumer(consumer);
    }
    link.lock().lock();
    try {
      ended(0);
    } finally {
      link.lock().unlock();
    }
  }

  /** So many messages are settled or were given back. Under the lock. */
  void ended(int messages) {
    unsettled -= messages;
    if (closed && unsettled == 0 && !ending) {
      ending = true;
      worker.execute(this::closeSession);
      worker.close();
    }
  }

  private void closeSession() {
    link.flush(); // acknowledgements first: what is unsettled goes back when the session ends
    try {
      session.close();
    } catch (JMSException e) {
      session.failed(e);
    }
  }

  // ---- dispatching, on the worker ----

  private void dispatch() {
    List<Loaded> batch = awaitBatch();
    while (!batch.isEmpty()) {
      link.flush();
      hand(batch);
      batch = awaitBatch();
    }
  }

  /** Waits for messages; empty when the consumer is closed. */
  private List<Loaded> awaitBatch() {
    link.lock().lock();
    try {
      while (!closed && !session.isClosed()) {
        List<Loaded> batch = session.isStarted() ? take() : List.of();
        if (!batch.isEmpty()) {
          return batch;
        }
        session.flushAcks(); // of messages that expired on the way
        session.flushUnlocked();
        if (!isReady()) {
          session.awaitArrival(Long.MAX_VALUE);
        }
      }
      return List.of();
    } finally {
      link.lock().unlock();
    }
  }

  private boolean isReady() {
    return closed || session.isClosed() || (session.isStarted() && consumer.hasMessages());
  }

  private List<Loaded> take() {
    List<Loaded> batch = new ArrayList<>();
    try {
      Delivery delivery = consumer.next();
      while (delivery != null) {
        batch.add(new Loaded(this, consumer, delivery, consumer.generation()));
        delivery = batch.size() < maxMessages ? consumer.next() : null;
      }
    } catch (JMSException damaged) {
      session.failed(damaged);
    }
    unsettled += batch.size();
    return batch;
  }

  private void hand(List<Loaded> batch) {
    SessionCore target = null;
    try {
      ServerSession server = pool.getServerSession();
      target = target(server);
      load(target, batch);
      server.start();
    } catch (JMSException failure) {
      handBack(target, batch, failure);
    } catch (RuntimeException failure) {
      handBack(target, batch, JmsErrors.caused("the pool of server sessions failed", failure));
    }
  }

  private SessionCore target(ServerSession server) throws JMSException {
    Session given = server.getSession();
    if (given instanceof RewindSession own && own.core().link().equals(link)) {
      return own.core();
    }
    throw new JMSException(
        "expected a server session with a session of the connection consumer's connection, got "
            + given);
  }

  /** A server session without messages returns to its pool when it is started all the same. */
  private void load(SessionCore target, List<Loaded> batch) {
    link.lock().lock();
    try {
      if (closed || session.isClosed() || target.isClosed()) {
        LoadedMessages.release(link, session.channel(), batch, false);
      } else {
        target.loaded().load(batch);
      }
    } finally {
      link.lock().unlock();
    }
    link.flush();
  }

  /** Waits a little, so that a pool that always fails is not asked all the time. */
  private void handBack(@Nullable SessionCore target, List<Loaded> batch, JMSException failure) {
    link.lock().lock();
    try {
      if (target == null) {
        LoadedMessages.release(link, session.channel(), batch, false);
      } else {
        target.loaded().unload(batch);
      }
    } finally {
      link.lock().unlock();
    }
    link.flush();
    session.failed(failure);
    link.lock().lock();
    try {
      session.awaitArrival(PAUSE_NANOS);
    } finally {
      link.lock().unlock();
    }
  }
}
