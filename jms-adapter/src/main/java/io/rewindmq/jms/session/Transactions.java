// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.session;

import io.rewindmq.jms.engine.LocalTransaction;
import io.rewindmq.jms.engine.PendingAcks;
import io.rewindmq.jms.link.BrokerLink;
import io.rewindmq.jms.link.Request;
import io.rewindmq.protocol.AckEntry;
import io.rewindmq.protocol.Frame;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.TransactionRolledBackException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Commit, rollback and recover of one session. Called by the session's own thread. */
final class Transactions {
  private final SessionCore session;
  private final BrokerLink link;
  private final Sender sender;
  private final LocalTransaction transaction;

  Transactions(SessionCore session, BrokerLink link, Sender sender, LocalTransaction transaction) {
    this.session = session;
    this.link = link;
    this.sender = sender;
    this.transaction = transaction;
  }

  private void checkAllowed(String what, boolean transacted) throws JMSException {
    session.checkOpen();
    if (session.isTransacted() != transacted) {
      throw new IllegalStateException(
          transacted
              ? "the session is not transacted: there is nothing to " + what
              : what + " is not allowed in a transacted session; use rollback");
    }
    if (sender.isCallback()) {
      throw new IllegalStateException(
          "a CompletionListener may not call " + what + " of its own session");
    }
  }

  /**
   * Commits.
   *
   * @throws TransactionRolledBackException it could not be done and was rolled back
   */
  void commit() throws JMSException {
    checkAllowed("commit", true);
    sender.awaitCallbacks();
    Request commit;
    long number;
    link.lock().lock();
    try {
      if (!transaction.isActive()) {
        return;
      }
      number = transaction.number();
      commit = transaction.isLost() ? null : startCommit(number);
    } finally {
      link.lock().unlock();
    }
    if (commit == null) {
      abandon(number);
    } else {
      complete(commit, number);
    }
  }

  /** Appends COMMIT on the very connection on which the transaction was done. Under the lock. */
  private Request startCommit(long number) {
    List<PendingAcks.Batch> batches = session.acks().takeAll();
    long epoch = batches.isEmpty() ? link.epoch() : batches.get(0).brokerEpoch();
    List<AckEntry> entries = batches.isEmpty() ? List.of() : batches.get(0).entries();
    return link.start(
        request -> new Frame.Commit(session.channel(), request, number, epoch, entries), null);
  }

  private void complete(Request commit, long number) throws JMSException {
    link.flush();
    Frame reply;
    try {
      reply = link.await(commit);
    } catch (JMSException refused) {
      giveBack();
      finish(number);
      throw refused;
    }
    boolean committed = reply != null || isCommitted(number);
    if (committed) {
      settled();
    }
    JMSException failure = finish(number);
    if (!committed) {
      throw lost();
    }
    if (failure != null) {
      throw failure;
    }
  }

  /**
   * What came since the connection is back belongs to the same lost transaction: it returns too.
   */
  private void abandon(long number) throws JMSException {
    giveBack();
    var unused = finish(number);
    throw lost();
  }

  static TransactionRolledBackException lost() {
    return new TransactionRolledBackException(
        "the connection was lost while the transaction was open; it was rolled back, do it again");
  }

  /** The answer to a commit was lost: what became of it? */
  boolean isCommitted(long number) throws JMSException {
    long producer = sender.producer().number();
    Frame reply =
        link.call(request -> new Frame.QueryOutcome(session.channel(), request, producer, number));
    return reply instanceof Frame.Outcome outcome && outcome.committed();
  }

  private void settled() {
    link.lock().lock();
    try {
      session.consumersInOrder().forEach(ConsumerCore::settled);
      session.loaded().settled();
    } finally {
      link.lock().unlock();
    }
  }

  private @Nullable JMSException finish(long number) {
    link.lock().lock();
    try {
      JMSException failure = sender.takeTransactionFailure();
      sender.transactionEnded(number);
      startNext();
      return failure;
    } finally {
      link.lock().unlock();
    }
  }

  private void startNext() {
    transaction.next();
    session.acks().clear();
    session.forgetClosedConsumers();
  }

  /** Acknowledges everything that was handed over. */
  void acknowledge() throws JMSException {
    List<PendingAcks.Batch> batches;
    link.lock().lock();
    try {
      batches = session.acks().takeAll();
    } finally {
      link.lock().unlock();
    }
    for (PendingAcks.Batch batch : batches) {
      link.call(
          request ->
              new Frame.Ack(session.channel(), request, batch.brokerEpoch(), batch.entries()));
    }
    settled();
    link.lock().lock();
    try {
      session.forgetClosedConsumers();
    } finally {
      link.lock().unlock();
    }
  }

  void rollback() throws JMSException {
    checkAllowed("rollback", true);
    sender.awaitCallbacks();
    giveBack();
    var unused = finish(transaction.number());
  }

  /** Everything that was not acknowledged comes again (specification section 6.2.11). */
  void recover() throws JMSException {
    checkAllowed("recover", false);
    link.lock().lock();
    try {
      session.flushAcks();
      session.acks().clear();
      session.pump().recovered();
    } finally {
      link.lock().unlock();
    }
    giveBack();
  }

  /** Has the broker take everything back that the session holds. */
  void giveBack() throws JMSException {
    Request rollback;
    link.lock().lock();
    try {
      session.loaded().giveBack();
      if (!link.isConnected()) {
        return; // the broker has taken it back already
      }
      rollback = startRollback();
    } finally {
      link.lock().unlock();
    }
    link.flush();
    if (rollback != null) {
      var unused = link.await(rollback); // lost = the broker has taken it back
      link.flush();
    }
  }

  /** On the very connection on which the messages came. Under the lock. */
  private @Nullable Request startRollback() {
    List<Frame.HandOver> handOvers = new ArrayList<>();
    long number = session.transactionNumber();
    for (ConsumerCore consumer : session.consumersInOrder()) {
      if (!consumer.spec().isBrowser()) {
        handOvers.add(new Frame.HandOver(consumer.id(), consumer.handedOver()));
        consumer.discard();
      }
    }
    if (handOvers.isEmpty() && number == 0) {
      return null;
    }
    return link.start(
        request -> new Frame.Rollback(session.channel(), request, number, handOvers),
        reply -> rolledBack());
  }

  /** Under the lock, before any later frame. */
  private void rolledBack() {
    for (ConsumerCore consumer : session.consumersInOrder()) {
      if (!consumer.isClosed() && !consumer.spec().isBrowser()) {
        consumer.rolledBack();
      }
    }
  }
}
