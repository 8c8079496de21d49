// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.engine;

import io.rewindmq.jms.large.Assembler;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.ProtocolException;
import io.rewindmq.protocol.message.MalformedMessageException;
import io.rewindmq.protocol.message.MessageTooLargeException;
import io.rewindmq.protocol.message.MessageView;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Messages of one consumer that arrived and were not taken yet. Not safe for use by several
 * threads.
 *
 * <p>Parts of a large message are put together as they come, if no other message waits before them.
 * They leave the credit's window then, all but the last: so the message can be larger than the
 * window, and what waits beside it can't.
 */
public final class DeliveryBuffer {
  private final ArrivedElements elements = new ArrivedElements();
  private final Assembler assembler = new Assembler();

  /** First and last part so far of the message in the assembler. */
  private @Nullable Delivery head;

  private @Nullable Delivery last;

  /** A message that waits before all elements: a large one, or one without its beginning. */
  private @Nullable Delivery ready;

  /** Likewise, of one that can't be read. */
  private @Nullable UnreadableMessageException failure;

  /**
   * Something was damaged. Continuations that follow may be its own: they are dropped, but not as
   * orphans that nobody needs.
   */
  private boolean isAfterDamage;

  private int freedMessages;
  private long freedBytes;

  /**
   * Adds what a frame brought.
   *
   * @param brokerEpoch epoch of the broker that sent it
   * @throws ProtocolException its runs are not what they say; nothing was added
   */
  public void add(Frame.Deliver frame, long brokerEpoch) {
    try {
      elements.add(frame, brokerEpoch);
    } catch (MalformedMessageException e) {
      throw refused(e);
    }
    takeParts();
  }

  /** Counts messages that are not wanted, as during a rollback: they did arrive. */
  public void skip(Frame.Deliver frame) {
    try {
      elements.skip(frame);
    } catch (MalformedMessageException e) {
      throw refused(e);
    }
  }

  private static ProtocolException refused(MalformedMessageException cause) {
    return new ProtocolException(ErrorCode.PROTOCOL_ERROR, String.valueOf(cause.getMessage()));
  }

  /** Whether no message can be taken. */
  public boolean isEmpty() {
    return ready == null && failure == null && elements.size() == 0;
  }

  /** Whether nothing can be taken but the rest of a large message is on its way. */
  public boolean isInside() {
    return assembler.isInside();
  }

  /** Every element that came since the consumer was opened, the skipped ones too. */
  public long arrived() {
    return elements.arrived();
  }

  /** How many elements have left the credit's window since this was asked, but for polled ones. */
  public int takeFreedMessages() {
    int freed = freedMessages;
    freedMessages = 0;
    return freed;
  }

  /** The same in bytes. */
  public long takeFreedBytes() {
    long freed = freedBytes;
    freedBytes = 0;
    return freed;
  }

  /**
   * Takes the next message, or null.
   *
   * @throws UnreadableMessageException it can't be read; it is taken all the same, with the rest of
   *     its run if its length is wrong, and the next call gives the one behind it
   */
  public @Nullable Delivery poll() {
    Delivery next = ready;
    UnreadableMessageException unreadable = failure;
    ready = null;
    failure = null;
    try {
      if (unreadable != null) {
        throw unreadable;
      }
      return next == null && elements.look() ? takeWhole() : next;
    } finally {
      takeParts();
    }
  }

  private Delivery takeWhole() {
    Delivery taken = elements.take();
    try {
      elements.verify();
    } catch (MalformedMessageException e) {
      free(taken);
      throw damaged(e);
    }
    return taken;
  }

  private UnreadableMessageException damaged(MalformedMessageException cause) {
    isAfterDamage = true;
    return new UnreadableMessageException(ErrorCode.MESSAGE_CORRUPT, cause);
  }

  private void free(Delivery taken) {
    freedMessages++;
    freedBytes += taken.elementBytes();
  }

  // INVARIANT: after it, the first element that waits is a whole message, or one is ready or
  // failed.
  private void takeParts() {
    while (ready == null && failure == null && look()) {
      MessageView next = elements.view();
      if (isAfterDamage) {
        passDamage(next);
      } else if (assembler.isInside() || next.isPart()) {
        takePart(next);
      } else {
        return;
      }
    }
  }

  private boolean look() {
    try {
      return elements.look();
    } catch (MalformedMessageException e) {
      freedMessages += elements.leftOfRun();
      freedBytes += elements.bytesLeftOfRun();
      elements.takeRun();
      assembler.drop();
      failure = damaged(e);
      return false;
    }
  }

  private void passDamage(MessageView next) {
    isAfterDamage = next.isContinuation() && next.continues();
    if (next.isContinuation()) {
      free(elements.take());
    }
  }

  private void takePart(MessageView next) {
    if (assembler.isInside() && !next.isContinuation()) {
      assembler.drop(); // the broker has taken it back, or has lost it: it comes again or never
      return;
    }
    boolean isOrphan = next.isContinuation() && !assembler.isInside();
    Delivery part = elements.take();
    try {
      elements.verify();
      if (isOrphan) {
        ready = part;
      } else {
        assemble(part);
      }
    } catch (MalformedMessageException e) {
      assembler.drop();
      free(part);
      failure = damaged(e);
    } catch (MessageTooLargeException e) {
      free(part);
      isAfterDamage = true;
      failure = new UnreadableMessageException(ErrorCode.MESSAGE_TOO_LARGE, e);
    }
  }

  private void assemble(Delivery part) {
    Delivery first = head;
    Delivery before = last;
    if (!assembler.isInside() || first == null || before == null) {
      first = part;
      head = part;
    } else if (part.partition() != before.partition() || part.offset() != before.offset() + 1) {
      throw new MalformedMessageException(
          "expected the part at offset "
              + (before.offset() + 1)
              + ", got offset "
              + part.offset()
              + " of partition "
              + part.partition());
    }
    last = part;
    ByteBuffer whole = assembler.add(part.message());
    if (whole == null) {
      free(part);
    } else {
      ready = first.assembled(part, whole);
    }
  }

  /** Forgets what is waiting, and a message that is not complete; arrivals stay counted. */
  public void clear() {
    elements.clear();
    assembler.drop();
    head = null;
    last = null;
    ready = null;
    failure = null;
    isAfterDamage = false;
    freedMessages = 0;
    freedBytes = 0;
  }

  /** Begins anew, as for a consumer opened again. */
  public void restart() {
    clear();
    elements.restart();
  }
}
