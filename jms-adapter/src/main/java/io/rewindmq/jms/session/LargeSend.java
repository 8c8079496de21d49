// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.session;

import io.rewindmq.jms.destination.RewindDestination;
import io.rewindmq.jms.failure.JmsErrors;
import io.rewindmq.jms.large.SizeLimits;
import io.rewindmq.jms.large.Splitter;
import io.rewindmq.jms.link.BrokerLink;
import io.rewindmq.jms.link.Request;
import io.rewindmq.jms.message.MessageEncoder;
import io.rewindmq.jms.message.SendAttributes;
import io.rewindmq.jms.transport.Wire;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.message.MessageTooLargeException;
import jakarta.jms.CompletionListener;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends one message in parts, by the thread that sends it, which waits between them as long as the
 * window is full. Other sessions go on meanwhile.
 *
 * <p>In a transacted session the parts belong to its transaction. Else they have one of their own,
 * committed here, whatever the delivery mode and whether or not there is a listener. If the
 * connection is lost, nothing of that transaction remains: all of the message is sent again, from
 * its first part and under new sequences, in a new transaction. It is not, if COMMIT was said and
 * the broker knows that it was done.
 */
final class LargeSend {
  /**
   * What lasts as long as the connection.
   *
   * @param brokerEpoch under which the transaction was begun
   * @param first sequence of the first part
   */
  private record Attempt(
      Wire wire, int handle, long transaction, long brokerEpoch, long first, Splitter parts) {}

  private final SessionCore session;
  private final BrokerLink link;
  private final Sender sender;
  private final @Nullable Message message;
  private final @Nullable CompletionListener listener;
  private final SendAttributes attributes;
  private final Splitter planned;

  LargeSend(
      SessionCore session,
      Sender sender,
      @Nullable Message message,
      @Nullable CompletionListener listener,
      SendAttributes attributes,
      Splitter planned) {
    this.session = session;
    this.link = session.link();
    this.sender = sender;
    this.message = message;
    this.listener = listener;
    this.attributes = attributes;
    this.planned = planned;
  }

  /**
   * Returns when the message is committed, or in a transacted session when its last part is on its
   * way. The listener is not called when this throws.
   */
  void send(RewindDestination destination) throws JMSException {
    if (session.isTransacted()) {
      sendInTransaction(destination);
      return;
    }
    Attempt attempt;
    do {
      attempt = begin(destination);
    } while (!sendAndCommit(destination, attempt));
    if (listener != null) {
      sender.complete(PendingSend.part(destination, attempt.first(), 0, 0, message, listener));
    }
  }

  /** Waits for a connection. */
  private Attempt begin(RewindDestination destination) throws JMSException {
    while (true) {
      var unused = session.handles().resolve(destination);
      link.lock().lock();
      try {
        session.checkOpen();
        link.awaitConnected();
        Wire wire = link.wire();
        Integer handle = session.handles().get(destination);
        if (wire != null && handle != null) {
          long transaction = session.transaction().number();
          long first = sender.nextSequence();
          Splitter parts = partsFor(link.sizeLimits());
          return new Attempt(wire, handle, transaction, link.epoch(), first, parts);
        }
      } finally {
        link.lock().unlock();
      }
    }
  }

  /** The broker at the other end may be another one than at first. */
  private Splitter partsFor(SizeLimits limits) throws JMSException {
    try {
      return planned.within(limits);
    } catch (MessageTooLargeException e) {
      throw JmsErrors.tooLarge(e);
    }
  }

  // ---- in the session's transaction ----

  private void sendInTransaction(RewindDestination destination) throws JMSException {
    if (!isLost() && sendParts(destination, begin(destination), listener)) {
      return;
    }
    link.lock().lock();
    try {
      JMSException refused = sender.transactionFailure();
      if (refused != null) {
        throw refused;
      }
      session.transaction().touch();
      session.transaction().connectionLost(); // also if the message was the first of it
      throw Transactions.lost();
    } finally {
      link.lock().unlock();
    }
  }

  /** What is sent in a lost transaction is sent in vain. */
  private boolean isLost() {
    link.lock().lock();
    try {
      return session.transaction().isLost();
    } finally {
      link.lock().unlock();
    }
  }

  // ---- in a transaction of its own ----

  /** Returns false if the connection was lost and the broker knows nothing of the message. */
  private boolean sendAndCommit(RewindDestination destination, Attempt attempt)
      throws JMSException {
    if (message != null && attempt.first() != attributes.sequence()) {
      MessageEncoder.show(message, attributes.withSequence(attempt.first()));
    }
    try {
      boolean isComplete = sendParts(destination, attempt, null);
      // Also of a transaction of which something was refused: COMMIT is refused then, and drops it.
      boolean isCommitted = commit(attempt);
      return checked(isComplete && isCommitted);
    } catch (JMSException e) {
      var unused = checked(false);
      throw e;
    } finally {
      end(attempt.transaction());
    }
  }

  /** Throws what the broker refused of the transaction, if it did. */
  private boolean checked(boolean outcome) throws JMSException {
    link.lock().lock();
    try {
      JMSException refused = sender.takeTransactionFailure();
      if (refused != null) {
        throw refused;
      }
      return outcome;
    } finally {
      link.lock().unlock();
    }
  }

  private boolean commit(Attempt attempt) throws JMSException {
    Request commit;
    link.lock().lock();
    try {
      if (!attempt.wire().equals(link.wire())) {
        return false; // never said: the broker has rolled it back
      }
      commit = link.start(request -> commitFrame(attempt, request), null);
    } finally {
      link.lock().unlock();
    }
    link.flush();
    return link.await(commit) != null || session.transactions().isCommitted(attempt.transaction());
  }

  private Frame commitFrame(Attempt attempt, int request) {
    return new Frame.Commit(
        session.channel(), request, attempt.transaction(), attempt.brokerEpoch(), List.of());
  }

  private void end(long transaction) {
    sender.transactionEnded(transaction);
    link.lock().lock();
    try {
      session.transaction().next();
    } finally {
      link.lock().unlock();
    }
  }

  // ---- parts ----

  /**
   * Appends all parts.
   *
   * @param lastListener hears of the last part
   * @return false if one of them could not be sent, see {@link Sender#submitPart}
   */
  private boolean sendParts(
      RewindDestination destination, Attempt attempt, @Nullable CompletionListener lastListener)
      throws JMSException {
    Splitter parts = attempt.parts();
    for (int part = 0; part < parts.parts(); part++) {
      ByteBuffer element = parts.element(part, attempt.first());
      boolean isLast = part == parts.parts() - 1;
      PendingSend pending =
          PendingSend.part(
              destination,
              attempt.first() + part,
              attempt.transaction(),
              element.remaining(),
              isLast ? message : null,
              isLast ? lastListener : null);
      if (!sender.submitPart(attempt.wire(), attempt.handle(), pending, element)) {
        return false;
      }
      link.flushSoon();
    }
    return true;
  }
}
