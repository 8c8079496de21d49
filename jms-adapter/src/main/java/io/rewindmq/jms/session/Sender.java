// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.session;

import io.rewindmq.jms.destination.RewindDestination;
import io.rewindmq.jms.engine.SendQueue;
import io.rewindmq.jms.failure.JmsErrors;
import io.rewindmq.jms.large.SizeLimits;
import io.rewindmq.jms.link.BrokerLink;
import io.rewindmq.jms.link.Restoration;
import io.rewindmq.jms.message.MessageEncoder;
import io.rewindmq.jms.message.SendAttributes;
import io.rewindmq.jms.message.SendOptions;
import io.rewindmq.jms.options.ClientOption;
import io.rewindmq.jms.transport.ClientTime;
import io.rewindmq.jms.transport.Wire;
import io.rewindmq.jms.transport.WorkerThread;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.ProducerId;
import jakarta.jms.CompletionListener;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TransactionRolledBackException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/**
 * A session's sending side: numbers messages, keeps what is unanswered, and repeats it on a new
 * wire. The broker drops what it has already.
 */
final class Sender {
  /** Times and destination of one send. */
  record Target(RewindDestination destination, long timeToLive, long deliveryDelay) {}

  private final SessionCore session;
  private final BrokerLink link;
  private final DestinationHandles handles;
  private final ProducerId producer;
  private final WorkerThread callbacks;
  private final SendQueue<PendingSend> unanswered = new SendQueue<>();
  private final Condition progress;

  /** Asynchronous sends whose callback is still to be queued, in the order of sending. */
  private final Queue<PendingSend> uncalled = new ArrayDeque<>();

  private @Nullable MessageEncoder encoder;
  private @Nullable JMSException transactionFailure;
  private long sequence;
  private int callbacksPending;

  Sender(SessionCore session, BrokerLink link, DestinationHandles handles, ProducerId producer) {
    this.session = session;
    this.link = link;
    this.handles = handles;
    this.producer = producer;
    this.callbacks = new WorkerThread("rewindmq-callback-" + producer.number());
    this.progress = link.lock().newCondition();
  }

  ProducerId producer() {
    return producer;
  }

  /**
   * Sends one message. Returns when it is confirmed if it is persistent, outside a transaction and
   * without a listener, else when it is on its way.
   */
  void send(
      @Nullable Message message,
      Target target,
      SendOptions options,
      @Nullable CompletionListener listener)
      throws JMSException {
    long now = ClientTime.millis();
    SendAttributes attributes =
        new SendAttributes(
            target.destination(),
            options,
            producer,
            sequence + 1,
            link.reconnector().clientId(),
            now,
            target.timeToLive() == 0 ? 0 : later(now, target.timeToLive()),
            target.deliveryDelay() == 0 ? 0 : later(now, target.deliveryDelay()));
    MessageEncoder.Encoded encoded = encoder().encode(message, attributes);
    if (encoded.parts() == null) {
      sendWhole(message, target.destination(), encoded.element(), options, listener);
    } else {
      new LargeSend(session, this, message, listener, attributes, encoded.parts())
          .send(target.destination());
    }
  }

  private void sendWhole(
      @Nullable Message message,
      RewindDestination destination,
      ByteBuffer element,
      SendOptions options,
      @Nullable CompletionListener listener)
      throws JMSException {
    long transaction = session.transactionNumber();
    boolean waits =
        transaction == 0 && listener == null && options.deliveryMode() == DeliveryMode.PERSISTENT;
    PendingSend send =
        PendingSend.whole(
            destination, sequence + 1, transaction, copy(element), message, listener, waits);
    submit(send);
    if (waits) {
      link.flushAndRead(() -> !send.isAnswered());
      awaitAnswer(send);
    } else {
      link.flushSoon();
    }
  }

  private MessageEncoder encoder() {
    SizeLimits limits = link.sizeLimits();
    MessageEncoder current = encoder;
    if (current == null || !current.limits().equals(limits)) {
      current = new MessageEncoder(limits);
      encoder = current;
    }
    return current;
  }

  private static long later(long now, long millis) {
    long sum = now + millis;
    return sum < now ? Long.MAX_VALUE : sum;
  }

  private static byte[] copy(ByteBuffer element) {
    byte[] bytes = new byte[element.remaining()];
    element.get(bytes);
    return bytes;
  }

  private void submit(PendingSend send) throws JMSException {
    while (true) {
      handles.resolve(send.destination());
      link.lock().lock();
      try {
        session.checkOpen();
        awaitWindow(send);
        link.awaitConnected();
        Wire wire = link.wire();
        Integer handle = handles.get(send.destination());
        if (wire == null || handle == null) {
          continue; // the connection was lost since the destination was resolved
        }
        sequence = send.sequence();
        session.touchTransaction();
        unanswered.add(send);
        expectCallback(send);
        append(wire, handle, send);
        return;
      } finally {
        link.lock().unlock();
      }
    }
  }

  private void expectCallback(PendingSend send) {
    if (send.isAsync()) {
      callbacksPending++;
      uncalled.add(send);
    }
  }

  private void awaitWindow(PendingSend send) throws JMSException {
    int messages = link.url().number(ClientOption.SEND_WINDOW);
    int bytes = link.url().number(ClientOption.SEND_WINDOW_BYTES);
    while (unanswered.size() >= messages
        || (unanswered.size() > 0 && unanswered.bytes() + send.bytes() > bytes)) {
      progress.awaitUninterruptibly();
      session.checkOpen();
    }
  }

  private void append(Wire wire, int handle, PendingSend send) {
    wire.appendSend(session.channel(), handle, send.transaction(), send.sequence(), send.element());
  }

  // ---- parts of a large message ----

  /** The sequence that the next message gets. */
  long nextSequence() {
    return sequence + 1;
  }

  /**
   * Appends a part, when the window has room for it.
   *
   * @param on where the message was begun
   * @return false if it can't be sent: the connection was lost since the message was begun, or
   *     something of the transaction was refused
   */
  boolean submitPart(Wire on, int handle, PendingSend part, ByteBuffer element)
      throws JMSException {
    link.lock().lock();
    try {
      session.checkOpen();
      awaitWindow(part);
      if (transactionFailure != null || !on.equals(link.wire())) {
        return false;
      }
      sequence = part.sequence();
      session.touchTransaction();
      unanswered.add(part);
      expectCallback(part);
      on.appendPart(session.channel(), handle, part.transaction(), part.sequence(), element);
      return true;
    } finally {
      link.lock().unlock();
    }
  }

  /** A message was taken whose parts no listener hears of: tells its own, in order with others. */
  void complete(PendingSend send) {
    link.lock().lock();
    try {
      expectCallback(send);
      answer(send, null);
    } finally {
      link.lock().unlock();
    }
  }

  private void awaitAnswer(PendingSend send) throws JMSException {
    link.lock().lock();
    try {
      while (!send.isAnswered()) {
        progress.awaitUninterruptibly();
      }
    } finally {
      link.lock().unlock();
    }
    JMSException failure = send.failure();
    if (failure != null) {
      throw failure;
    }
  }

  // ---- answers, under the lock ----

  void confirmed(long first, long last) {
    unanswered.answered(first, last, send -> answer(send, null));
    progress.signalAll();
  }

  void rejected(long first, long last, ErrorCode code, String text) {
    unanswered.answered(
        first,
        last,
        send -> {
          if (code == ErrorCode.DESTINATION_NOT_FOUND) {
            handles.forget(send.destination());
          }
          refuse(send, JmsErrors.of(code, text));
        });
    progress.signalAll();
  }

  private void answer(PendingSend send, @Nullable JMSException failure) {
    send.answer(failure);
    if (failure != null && send.transaction() != 0) {
      transactionFailure = failure;
    }
    callBackInOrder();
  }

  /**
   * Queues the callbacks that are due. Answers may overtake each other, callbacks may not
   * (specification section 7.3.8).
   */
  private void callBackInOrder() {
    PendingSend first;
    while ((first = uncalled.peek()) != null && first.isAnswered()) {
      PendingSend due = uncalled.remove();
      callbacks.execute(() -> callBack(due));
    }
  }

  /** The same; where no caller, listener or commit hears of it, the exception listener does. */
  private void refuse(PendingSend send, JMSException cause) {
    answer(send, cause);
    if (send.transaction() == 0 && !send.isAsync() && !send.isAwaited()) {
      session.failed(cause);
    }
  }

  private void callBack(PendingSend send) {
    try {
      send.callBack();
    } finally {
      link.lock().lock();
      try {
        callbacksPending--;
        progress.signalAll();
      } finally {
        link.lock().unlock();
      }
    }
  }

  /** Whether the caller runs in a CompletionListener of this session. */
  boolean isCallback() {
    return callbacks.isCurrent();
  }

  /** Waits until every CompletionListener has been called (specification section 7.3.5). */
  void awaitCallbacks() {
    link.lock().lock();
    try {
      while (callbacksPending > 0) {
        progress.awaitUninterruptibly();
      }
    } finally {
      link.lock().unlock();
    }
  }

  /**
   * The same for a session that closes: it does not wait for a lost connection longer than {@link
   * ClientOption#FAILOVER_TIMEOUT}. Then what is unanswered fails, and will not be repeated.
   */
  void finishCallbacks() {
    int millis = link.url().number(ClientOption.FAILOVER_TIMEOUT);
    long patience = TimeUnit.MILLISECONDS.toNanos(millis);
    long left = patience;
    link.lock().lock();
    try {
      while (callbacksPending > 0) {
        if (link.isConnected() || unanswered.size() == 0) {
          progress.awaitUninterruptibly();
          left = patience;
        } else if (left > 0) {
          left = ClientTime.awaitUninterruptibly(progress, left);
        } else {
          ended(
              new JMSException(
                  "the lost connection did not come back within "
                      + millis
                      + " ms; it is not known whether the broker has the message",
                  ErrorCode.UNAVAILABLE.name()));
        }
      }
    } finally {
      link.lock().unlock();
    }
  }

  /** Why the transaction at hand can't be committed, as far as is known. Under the lock. */
  @Nullable JMSException transactionFailure() {
    return transactionFailure;
  }

  /** The same; the caller takes it over. */
  @Nullable JMSException takeTransactionFailure() {
    JMSException failure = transactionFailure;
    transactionFailure = null;
    return failure;
  }

  /** The transaction ended: its sends need no answer any more. */
  void transactionEnded(long transaction) {
    link.lock().lock();
    try {
      answerTransaction(transaction, null);
    } finally {
      link.lock().unlock();
    }
  }

  private void answerTransaction(long transaction, @Nullable JMSException failure) {
    for (PendingSend send : copyOfAll()) {
      if (send.transaction() != 0 && (transaction == 0 || send.transaction() == transaction)) {
        unanswered.answered(send.sequence(), send.sequence(), taken -> answer(taken, failure));
      }
    }
    transactionFailure = null;
    progress.signalAll();
  }

  private List<PendingSend> copyOfAll() {
    List<PendingSend> all = new ArrayList<>();
    unanswered.all().forEach(all::add);
    return all;
  }

  // ---- a lost connection ----

  /** Sends of an open transaction are gone with it. Under the lock. */
  void connectionLost() {
    answerTransaction(
        0, new TransactionRolledBackException("the connection was lost in the transaction"));
  }

  /** Destinations of what will be repeated. Without the lock. */
  void restore(Restoration restoring) throws JMSException {
    Set<RewindDestination> needed = new LinkedHashSet<>();
    link.lock().lock();
    try {
      unanswered.all().forEach(send -> needed.add(send.destination()));
    } finally {
      link.lock().unlock();
    }
    for (RewindDestination destination : needed) {
      try {
        handles.restore(destination, restoring);
      } catch (JMSException e) {
        if (!Restoration.isGone(e)) {
          throw e;
        }
        giveUp(destination, e);
      }
    }
  }

  /** Nobody will take what was sent there. */
  private void giveUp(RewindDestination destination, JMSException cause) {
    link.lock().lock();
    try {
      for (PendingSend send : copyOfAll()) {
        if (send.destination().equals(destination)) {
          unanswered.answered(send.sequence(), send.sequence(), taken -> refuse(taken, cause));
        }
      }
      progress.signalAll();
    } finally {
      link.lock().unlock();
    }
  }

  /** Repeats what is unanswered, in order. Under the lock. */
  void resume() {
    Wire wire = link.wire();
    for (PendingSend send : unanswered.all()) {
      Integer handle = handles.get(send.destination());
      if (wire != null && handle != null) {
        append(wire, handle, send);
      }
    }
  }

  /** Nobody will answer any more. Under the lock. */
  void ended(JMSException cause) {
    for (PendingSend send : copyOfAll()) {
      unanswered.answered(send.sequence(), send.sequence(), taken -> answer(taken, cause));
    }
    progress.signalAll();
  }

  /** The session is marked as closed: who waits to send looks at it. Under the lock. */
  void closing() {
    progress.signalAll();
  }

  void close() {
    callbacks.close();
  }
}
