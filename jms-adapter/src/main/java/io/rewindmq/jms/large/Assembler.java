// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.large;

import io.rewindmq.protocol.message.MalformedMessageException;
import io.rewindmq.protocol.message.MessageLayout;
import io.rewindmq.protocol.message.MessageTooLargeException;
import io.rewindmq.protocol.message.MessageView;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Puts the parts of one large message together as they come. The memory for all of it is taken
 * once, when the first part says how much that is. Pure; one thread.
 *
 * <p>After an exception it is as before the message began: the parts that follow have no beginning.
 */
public final class Assembler {
  /** No part may bring more of the body: what a first part announces can be checked by it. */
  static final int PART_BODY_BYTES_MAX = 1 << 20;

  /** Larger arrays are not to be had everywhere. */
  private static final int ARRAY_BYTES_MAX = Integer.MAX_VALUE - 8;

  private static final int PARTS_FIELD_BYTES = 12;

  private final MessageView view = new MessageView();

  /** The message so far; null = none has begun. */
  private @Nullable ByteBuffer message;

  private long connectionId;
  private long producerNumber;
  private long nextSequence;
  private int partsLeft;

  /** Whether the last part is still to come of a message whose first one is there. */
  public boolean isInside() {
    return message != null;
  }

  /** Forgets the parts of a message that is not complete. */
  public void drop() {
    message = null;
  }

  /**
   * Adds the next part.
   *
   * @param part one message, verified; copied
   * @return the whole message as if it had come in one piece, when this was the last part; else
   *     null
   * @throws MalformedMessageException it does not fit to the parts before it
   * @throws MessageTooLargeException there is not so much memory
   */
  public @Nullable ByteBuffer add(ByteBuffer part) {
    view.at(part);
    ByteBuffer whole = message;
    message = null;
    if (whole == null) {
      whole = begin(part);
    } else {
      continueWith(whole);
    }
    if (partsLeft > 0) {
      message = whole;
      return null;
    }
    return whole.flip();
  }

  private ByteBuffer begin(ByteBuffer part) {
    check(!view.isContinuation() && view.continues(), "expected its first part");
    int fieldAt = view.headerFieldAt(MessageLayout.TAG_PARTS);
    check(
        fieldAt >= 0 && view.headerFieldEnd(fieldAt) - fieldAt == PARTS_FIELD_BYTES,
        "the first part does not say how many there are");
    int parts = part.getInt(fieldAt);
    long bodyBytes = part.getLong(fieldAt + Integer.BYTES);
    int headShare = view.body().remaining();
    check(parts > 1 && bodyBytes >= headShare, parts + " parts of " + bodyBytes + " bytes");
    long othersMax = (parts - 1L) * PART_BODY_BYTES_MAX;
    check(
        bodyBytes - headShare <= othersMax,
        bodyBytes + " bytes do not fit into " + parts + " parts");
    connectionId = view.connectionId();
    producerNumber = view.producerNumber();
    nextSequence = view.sequence() + 1;
    partsLeft = parts - 1;
    ByteBuffer whole = allocate(part.remaining() - headShare + bodyBytes).put(part.duplicate());
    int flags = view.flags() & ~MessageLayout.FLAG_CONTINUES;
    return whole.put(MessageLayout.FLAGS_AT, (byte) flags);
  }

  private static ByteBuffer allocate(long bytes) {
    String failure = "a message of " + bytes + " bytes does not fit into this program's memory";
    if (bytes > ARRAY_BYTES_MAX) {
      throw new MessageTooLargeException(failure);
    }
    try {
      return ByteBuffer.allocate((int) bytes);
    } catch (OutOfMemoryError e) {
      MessageTooLargeException exception = new MessageTooLargeException(failure);
      exception.initCause(e);
      throw exception;
    }
  }

  private void continueWith(ByteBuffer whole) {
    ByteBuffer bytes = view.body();
    partsLeft--;
    check(
        view.isContinuation()
            && view.connectionId() == connectionId
            && view.producerNumber() == producerNumber
            && view.sequence() == nextSequence,
        "expected the part with sequence " + nextSequence + ", got another message");
    check(view.continues() == partsLeft > 0, "it has another number of parts than it says");
    boolean fits =
        partsLeft > 0
            ? bytes.remaining() <= whole.remaining()
            : bytes.remaining() == whole.remaining();
    check(fits, "its parts have another length than it says");
    nextSequence++;
    whole.put(bytes);
  }

  private static void check(boolean isSo, String otherwise) {
    if (!isSo) {
      throw new MalformedMessageException("a large message: " + otherwise);
    }
  }
}
