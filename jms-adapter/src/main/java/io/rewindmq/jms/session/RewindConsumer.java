// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.session;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.Queue;
import jakarta.jms.QueueReceiver;
import jakarta.jms.Topic;
import jakarta.jms.TopicSubscriber;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A consumer; see {@code jakarta.jms.MessageConsumer}. */
public final class RewindConsumer implements QueueReceiver, TopicSubscriber {
  private final SessionCore session;
  private final ConsumerCore core;

  RewindConsumer(SessionCore session, ConsumerCore core) {
    this.session = session;
    this.core = core;
  }

  @Override
  public @Nullable String getMessageSelector() throws JMSException {
    core.checkOpen();
    return core.spec().selector();
  }

  @Override
  public @Nullable MessageListener getMessageListener() throws JMSException {
    core.checkOpen();
    return core.listener();
  }

  @Override
  public void setMessageListener(@Nullable MessageListener listener) throws JMSException {
    core.checkOpen();
    session.link().lock().lock();
    try {
      core.listener(listener);
    } finally {
      session.link().lock().unlock();
    }
  }

  @Override
  public @Nullable Message receive() throws JMSException {
    return receive(0);
  }

  @Override
  public @Nullable Message receive(long timeoutMillis) throws JMSException {
    return receiveIf(timeoutMillis, any -> true);
  }

  /**
   * Receives if the next message is wanted; if not, it stays the next one.
   *
   * @param timeoutMillis 0 = without end
   * @throws jakarta.jms.MessageFormatException it is not wanted
   */
  public @Nullable Message receiveIf(long timeoutMillis, Predicate<Message> wanted)
      throws JMSException {
    if (timeoutMillis < 0) {
      throw new JMSException("timeout: expected 0 or more milliseconds, got " + timeoutMillis);
    }
    return receiveWithin(waitNanos(timeoutMillis), wanted);
  }

  /** Nanoseconds of a receive timeout; 0 waits without end (specification section 8.6). */
  private static long waitNanos(long millis) {
    return millis == 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(millis);
  }

  /** The same without waiting. */
  public @Nullable Message receiveNoWaitIf(Predicate<Message> wanted) throws JMSException {
    return receiveWithin(0, wanted);
  }

  private @Nullable Message receiveWithin(long nanos, Predicate<Message> wanted)
      throws JMSException {
    core.checkOpen();
    if (core.listener() != null) {
      throw new IllegalStateException("the consumer has a MessageListener; it can't receive too");
    }
    return session.receive(core, nanos, wanted);
  }

  @Override
  public @Nullable Message receiveNoWait() throws JMSException {
    return receiveNoWaitIf(any -> true);
  }

  @Override
  public Queue getQueue() throws JMSException {
    core.checkOpen();
    if (core.spec().destination() instanceof Queue queue) {
      return queue;
    }
    throw new IllegalStateException("this consumer reads the topic " + core.spec().destination());
  }

  @Override
  public Topic getTopic() throws JMSException {
    core.checkOpen();
    if (core.spec().destination() instanceof Topic topic) {
      return topic;
    }
    throw new IllegalStateException("this consumer reads the queue " + core.spec().destination());
  }

  @Override
  public boolean getNoLocal() throws JMSException {
    core.checkOpen();
    return core.spec().noLocal();
  }

  @Override
  public void close() throws JMSException {
    session.closeConsumer(core);
  }
}
