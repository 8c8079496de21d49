// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.session;

import io.rewindmq.jms.destination.RewindDestination;
import io.rewindmq.jms.engine.SendQueue;
import jakarta.jms.CompletionListener;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import org.jspecify.annotations.Nullable;

/** A send that the broker has not answered yet. Under the link's lock. */
final class PendingSend implements SendQueue.Numbered {
  private static final byte[] NOTHING = new byte[0];

  private final RewindDestination destination;
  private final long sequence;
  private final long transaction;
  private final byte[] element;
  private final int bytes;
  private final @Nullable Message message;
  private final @Nullable CompletionListener listener;
  private final boolean isAwaited;
  private @Nullable JMSException failure;
  private volatile boolean answered; // looked at without the lock, too

  private PendingSend(
      RewindDestination destination,
      long sequence,
      long transaction,
      byte[] element,
      int bytes,
      @Nullable Message message,
      @Nullable CompletionListener listener,
      boolean isAwaited) {
    this.destination = destination;
    this.sequence = sequence;
    this.transaction = transaction;
    this.element = element;
    this.bytes = bytes;
    this.message = message;
    this.listener = listener;
    this.isAwaited = isAwaited;
  }

  /** A message in one piece. */
  static PendingSend whole(
      RewindDestination destination,
      long sequence,
      long transaction,
      byte[] element,
      @Nullable Message message,
      @Nullable CompletionListener listener,
      boolean isAwaited) {
    return new PendingSend(
        destination, sequence, transaction, element, element.length, message, listener, isAwaited);
  }

  /**
   * A part of a large message. It is never repeated, for its transaction is lost with the
   * connection: its bytes are not kept.
   *
   * @param listener of the message, if this part's answer is the message's; else null
   */
  static PendingSend part(
      RewindDestination destination,
      long sequence,
      long transaction,
      int bytes,
      @Nullable Message message,
      @Nullable CompletionListener listener) {
    return new PendingSend(
        destination, sequence, transaction, NOTHING, bytes, message, listener, false);
  }

  RewindDestination destination() {
    return destination;
  }

  @Override
  public long sequence() {
    return sequence;
  }

  /** 0 = none. */
  long transaction() {
    return transaction;
  }

  byte[] element() {
    return element;
  }

  @Override
  public int bytes() {
    return bytes;
  }

  void answer(@Nullable JMSException newFailure) {
    answered = true;
    failure = newFailure;
  }

  boolean isAnswered() {
    return answered;
  }

  /** Null = it was taken. */
  @Nullable JMSException failure() {
    return failure;
  }

  /** Whether the sending thread waits for the answer. */
  boolean isAwaited() {
    return isAwaited;
  }

  boolean isAsync() {
    return listener != null;
  }

  /** Tells the application, on the session's callback thread. */
  void callBack() {
    if (listener == null) {
      return;
    }
    JMSException why = failure;
    if (why == null) {
      listener.onCompletion(message);
    } else {
      listener.onException(message, why);
    }
  }
}
