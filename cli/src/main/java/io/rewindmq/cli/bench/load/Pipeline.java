// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench.load;

import jakarta.jms.CompletionListener;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/** Asynchronous sends, so many unconfirmed at most. */
final class Pipeline implements CompletionListener {
  private static final int UNCONFIRMED_MAX = 1_000;

  private final Semaphore room = new Semaphore(UNCONFIRMED_MAX);
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  void send(MessageProducer producer, Message message) throws JMSException, InterruptedException {
    room.acquire();
    producer.send(message, this);
  }

  /** Waits until all are confirmed. */
  void drain() throws InterruptedException {
    room.acquire(UNCONFIRMED_MAX);
    room.release(UNCONFIRMED_MAX);
    Exception failed = failure.get();
    if (failed != null) {
      throw new IllegalStateException("a send failed: " + failed, failed);
    }
  }

  @Override
  public void onCompletion(Message message) {
    room.release();
  }

  @Override
  public void onException(Message message, Exception exception) {
    failure.compareAndSet(null, exception);
    room.release();
  }
}
