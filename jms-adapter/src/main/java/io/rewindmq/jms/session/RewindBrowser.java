// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.session;

import io.rewindmq.jms.engine.ConsumerSpec;
import io.rewindmq.jms.failure.JmsErrors;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import java.util.Enumeration;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** A browser; see {@code jakarta.jms.QueueBrowser}. Each enumeration looks at the queue anew. */
final class RewindBrowser implements QueueBrowser {
  private final SessionCore session;
  private final ConsumerSpec spec;
  private @Nullable ConsumerCore open;
  private boolean closed;

  RewindBrowser(SessionCore session, ConsumerSpec spec) throws JMSException {
    this.session = session;
    this.spec = spec;
    if (spec.selector() != null) {
      open = session.openConsumer(spec); // a bad selector is refused now, not at the first look
    }
  }

  private void checkOpen() throws JMSException {
    session.checkOpen();
    if (closed) {
      throw new IllegalStateException("the browser is closed");
    }
  }

  @Override
  public Queue getQueue() throws JMSException {
    checkOpen();
    return (Queue) spec.destination();
  }

  @Override
  public @Nullable String getMessageSelector() throws JMSException {
    checkOpen();
    return spec.selector();
  }

  @Override
  public Enumeration<?> getEnumeration() throws JMSException {
    checkOpen();
    closeOpen();
    ConsumerCore fresh = session.openConsumer(spec);
    open = fresh;
    return new Messages(fresh);
  }

  private void closeOpen() throws JMSException {
    ConsumerCore current = open;
    if (current != null) {
      open = null;
      session.closeConsumer(current);
    }
  }

  @Override
  public void close() throws JMSException {
    if (!closed) {
      closed = true;
      closeOpen();
    }
  }

  /** Messages as they come from the broker; the end is asked for. */
  @SuppressWarnings("JdkObsolete") // JMS wants an Enumeration
  private final class Messages implements Enumeration<Message> {
    private final ConsumerCore consumer;
    private @Nullable Message next;

    Messages(ConsumerCore consumer) {
      this.consumer = consumer;
    }

    @Override
    public boolean hasMoreElements() {
      if (next == null && !consumer.isClosed()) {
        next = JmsErrors.uncheckedOrNull(() -> session.receive(consumer, 0, any -> true));
      }
      return next != null;
    }

    @Override
    public Message nextElement() {
      Message message = hasMoreElements() ? next : null;
      if (message == null) {
        throw new NoSuchElementException("no more messages to browse");
      }
      next = null;
      return message;
    }
  }
}
