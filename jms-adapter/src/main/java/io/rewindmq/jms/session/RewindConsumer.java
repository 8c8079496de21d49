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
      core.grant();
    } finally {
      session.link().lock().unlock();
    }
    session.link().flush();
  }

  @Override
  public @Nullable Message receive() throws JMSException {
    return receive(0);
  }

  @Override
  public @Nullable Message receive(long timeoutMillis) throws JMSException {
    return receiveWithin(nanos(timeoutMillis), null);
  }

  /**
   * Receives if the next message is wanted.
   *
   * @param timeoutMillis 0 = without end
   * @throws jakarta.jms.MessageFormatException it is not wanted. It stays the next one if the
   *     session acknowledges by itself, else it counts as delivered (specification section 8.6)
   */
  public @Nullable Message receiveIf(long timeoutMillis, Predicate<Message> wanted)
      throws JMSException {
    return receiveWithin(nanos(timeoutMillis), wanted);
  }

  /** Nanoseconds of a receive timeout; 0 waits without end (specification section 8.6). */
  private static long nanos(long millis) throws JMSException {
    if (millis < 0) {
      throw new JMSException("timeout: expected 0 or more milliseconds, got " + millis);
    }
    return millis == 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(millis);
  }

  /** The same without waiting. */
  public @Nullable Message receiveNoWaitIf(Predicate<Message> wanted) throws JMSException {
    return receiveWithin(0, wanted);
  }

  private @Nullable Message receiveWithin(long nanos, @Nullable Predicate<Message> wanted)
      throws JMSException {
    core.checkOpen();
    if (core.listener() != null) {
      throw new IllegalStateException("the consumer has a MessageListener; it can't receive too");
    }
    return session.receiving().receive(core, nanos, wanted);
  }

  @Override
  public @Nullable Message receiveNoWait() throws JMSException {
    return receiveWithin(0, null);
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
