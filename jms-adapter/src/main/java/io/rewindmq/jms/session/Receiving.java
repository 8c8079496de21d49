// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.session;

import io.rewindmq.jms.link.BrokerLink;
import io.rewindmq.jms.message.RewindMessage;
import io.rewindmq.jms.options.ClientOption;
import io.rewindmq.jms.transport.ClientTime;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Threads of one session that wait for messages. Fields are under the link's lock, which is never
 * held while the application's classes run: what a caller wants is asked outside.
 */
final class Receiving {
  private final SessionCore session;
  private final BrokerLink link;
  private final Condition arrival;

  /** Consumers in a receive, once for each thread. */
  private final List<ConsumerCore> receivers = new ArrayList<>();

  Receiving(SessionCore session, BrokerLink link, Condition arrival) {
    this.session = session;
    this.link = link;
    this.arrival = arrival;
  }

  /**
   * Waits for the consumer's next message.
   *
   * @param nanos 0 = do not wait, {@link Long#MAX_VALUE} = without end
   * @param wanted what the caller can use; null = anything
   * @return null when the time is over or the consumer was closed
   * @throws MessageFormatException the next message is not wanted. Where the session acknowledges
   *     by itself it stays the next one, as if nothing had happened; else it counts as delivered
   *     (specification section 8.6)
   */
  @Nullable Message receive(ConsumerCore consumer, long nanos, @Nullable Predicate<Message> wanted)
      throws JMSException {
    link.lock().lock();
    try {
      consumer.checkOpen();
      begin(consumer);
      try {
        return await(consumer, nanos, wanted);
      } finally {
        end(consumer);
      }
    } finally {
      link.lock().unlock();
      link.flush();
    }
  }

  private void begin(ConsumerCore consumer) {
    receivers.add(consumer);
    consumer.awaited(1);
  }

  private void end(ConsumerCore consumer) {
    receivers.remove(consumer);
    consumer.awaited(-1);
    arrival.signalAll();
  }

  private @Nullable Message await(
      ConsumerCore consumer, long nanos, @Nullable Predicate<Message> wanted) throws JMSException {
    long left = nanos;
    boolean drained = false;
    int generation = 0;
    while (!isOver(consumer)) {
      if (consumer.isStarted()) {
        RewindMessage message = wanted == null ? consumer.take() : take(consumer, wanted);
        if (message != null) {
          return message;
        }
        session.flushAcks();
        consumer.grant();
      }
      if (left > 0) {
        flush();
        if (!isOver(consumer) && !canGoOn(consumer)) {
          left = ClientTime.await(arrival, left);
        }
      } else if (!consumer.isStarted()) {
        return null;
      } else if (!drained || generation != consumer.generation()) {
        drained = true; // what came before it was taken back says nothing
        generation = consumer.generation();
        drain(consumer);
      } else if (!consumer.isInside() || !awaitRest(consumer)) {
        return null;
      }
    }
    return null;
  }

  /** Whether there is a message to take or to ask for; in a stopped connection there is none. */
  private boolean canGoOn(ConsumerCore consumer) {
    return consumer.isStarted() && (consumer.hasMessages() || consumer.mustAsk());
  }

  /**
   * What the broker had ends within a large message, for its rest needs more credit: it is on its
   * way.
   *
   * @return false if the thread was interrupted, or nothing came for as long as an answer may take
   */
  private boolean awaitRest(ConsumerCore consumer) {
    flush();
    long patience = TimeUnit.MILLISECONDS.toNanos(link.url().number(ClientOption.REQUEST_TIMEOUT));
    long arrivedBefore;
    do {
      arrivedBefore = consumer.arrived();
      long left = patience;
      while (left > 0 && isRestMissing(consumer)) {
        left = ClientTime.await(arrival, left);
      }
    } while (isRestMissing(consumer) && consumer.arrived() != arrivedBefore);
    return !isRestMissing(consumer);
  }

  private boolean isRestMissing(ConsumerCore consumer) {
    return consumer.isInside() && consumer.isStarted() && !isOver(consumer);
  }

  private boolean isOver(ConsumerCore consumer) {
    return consumer.isClosed() || session.isClosed();
  }

  private @Nullable RewindMessage take(ConsumerCore consumer, Predicate<Message> wanted)
      throws JMSException {
    RewindMessage next = consumer.peek();
    if (next == null) {
      return null;
    }
    boolean isWanted = isWanted(next, wanted);
    if (!consumer.isNext(next) || !consumer.isStarted()) {
      return null; // a rewind, a lost connection or stop came meanwhile
    }
    if (isWanted) {
      return consumer.take();
    }
    if (session.acknowledgesItself()) {
      throw new MessageFormatException(
          "the next message's body is of another class; it stays the next message");
    }
    var unused = consumer.take();
    throw new MessageFormatException(
        "the message's body is of another class; it counts as delivered, recover or roll back to"
            + " get it again");
  }

  /** An ObjectMessage is deserialised for this: without the lock. */
  private boolean isWanted(RewindMessage next, Predicate<Message> wanted) {
    link.lock().unlock();
    try {
      return wanted.test(next);
    } finally {
      link.lock().lock();
    }
  }

  /** Sends what was appended. Called under the lock, which is free meanwhile. */
  void flush() {
    link.lock().unlock();
    try {
      link.flush();
    } finally {
      link.lock().lock();
    }
  }

  private void drain(ConsumerCore consumer) throws JMSException {
    link.lock().unlock();
    try {
      consumer.drain();
    } finally {
      link.lock().lock();
    }
  }

  /** Waits for {@link SessionCore#arrived}. Under the lock. */
  void awaitArrival(long nanos) {
    var unused = ClientTime.await(arrival, nanos);
  }

  /** Waits until no thread receives from a consumer that was closed. Under the lock. */
  void awaitNobodyAt(ConsumerCore consumer) {
    arrival.signalAll();
    while (receivers.contains(consumer)) {
      arrival.awaitUninterruptibly();
    }
  }

  /** Waits until no thread receives any more, as of a session that was closed. Under the lock. */
  void awaitNobody() {
    arrival.signalAll();
    while (!receivers.isEmpty()) {
      arrival.awaitUninterruptibly();
    }
  }
}
