// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.engine;

import org.jspecify.annotations.Nullable;

/**
 * What a consumer has granted to the broker, and when it grants more.
 *
 * <p>A window of messages is granted as a whole and again when half of it is free, so that one
 * frame serves many messages. A window of none takes nothing ahead: one message is asked for when
 * somebody waits, and no other before it has come. Pure; one thread at a time.
 */
public final class CreditWindow {
  /** Messages and bytes for one CREDIT. */
  public record Grant(int messages, int bytes) {}

  private final int messagesMax;
  private final int bytesMax;
  private int freedMessages;
  private long freedBytes;

  /** The broker has the window's bytes, and its messages if there are any. */
  private boolean granted;

  /** One message was asked for and has not come. */
  private boolean asked;

  /**
   * A window.
   *
   * @param messagesMax 0 = nothing is taken ahead
   */
  public CreditWindow(int messagesMax, int bytesMax) {
    this.messagesMax = messagesMax;
    this.bytesMax = bytesMax;
  }

  /** Whether messages come only when somebody waits for one. */
  public boolean takesNothingAhead() {
    return messagesMax == 0;
  }

  /** Whether one message must be asked for before anybody waits for it. */
  public boolean mustAsk() {
    return takesNothingAhead() && !asked;
  }

  /** Messages came. */
  public void arrived() {
    asked = false;
  }

  /** Messages, or parts of one, left the buffer. */
  public void consumed(int messages, long bytes) {
    freedMessages += messages;
    freedBytes += bytes;
  }

  /**
   * What is to be granted now, or null; it counts as granted.
   *
   * @param awaited somebody waits for a message that is not there, or only parts of it are
   */
  public @Nullable Grant due(boolean awaited) {
    if (takesNothingAhead()) {
      return awaited && mustAsk() ? ask() : null;
    }
    if (!granted) {
      restart();
      granted = true;
      return new Grant(messagesMax, bytesMax);
    }
    return isHalfFree() ? new Grant(takeMessages(), takeBytes()) : null;
  }

  private Grant ask() {
    boolean isFirst = !granted;
    granted = true;
    asked = true;
    takeMessages();
    int freed = takeBytes();
    return new Grant(1, isFirst ? bytesMax : freed);
  }

  private boolean isHalfFree() {
    return freedMessages > 0 && (freedMessages * 2L >= messagesMax || freedBytes * 2 >= bytesMax);
  }

  private int takeMessages() {
    int taken = freedMessages;
    freedMessages = 0;
    return taken;
  }

  private int takeBytes() {
    int taken = (int) Math.min(Integer.MAX_VALUE, freedBytes);
    freedBytes -= taken;
    return taken;
  }

  /** The broker has no credit any more: a new wire, a rollback, a rewind. */
  public void restart() {
    freedMessages = 0;
    freedBytes = 0;
    granted = false;
    asked = false;
  }
}
