// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.compliance.domain;

import jakarta.jms.JMSException;
import jakarta.jms.ServerSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What an application server has: sessions, each with a thread while it is out of the pool. */
final class ServerPool implements ServerSessionPool, AutoCloseable {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final BlockingQueue<ServerSession> free = new LinkedBlockingQueue<>();
  private final AtomicInteger runs = new AtomicInteger();
  private final List<String> failures = new CopyOnWriteArrayList<>();

  /** Adds a session whose listener is set; its messages are committed if it is transacted. */
  ServerPool with(Session session) {
    free.add(new Pooled(session));
    return this;
  }

  /** How often a session was run. */
  int runs() {
    return runs.get();
  }

  List<String> failures() {
    return failures;
  }

  @Override
  public ServerSession getServerSession() throws JMSException {
    try {
      ServerSession session = free.poll(DomainSuite.LONG, TimeUnit.MILLISECONDS);
      if (session == null) {
        throw new JMSException("no server session is free");
      }
      return session;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JMSException("interrupted");
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  /** One of them. */
  private final class Pooled implements ServerSession {
    private final Session session;

    Pooled(Session session) {
      this.session = session;
    }

    @Override
    public Session getSession() {
      return session;
    }

    @Override
    public void start() {
      threads.execute(this::run);
    }

    private void run() {
      runs.incrementAndGet();
      session.run();
      try {
        if (session.getTransacted()) {
          session.commit();
        }
      } catch (JMSException e) {
        failures.add(e.toString());
      }
      free.add(this);
    }
  }
}
