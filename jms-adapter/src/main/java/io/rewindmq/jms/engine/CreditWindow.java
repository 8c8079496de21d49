// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.engine;

/**
 * How much a consumer has granted and how much of it was used up. Credit is granted again when half
 * of the window is free, so that one frame serves many messages.
 */
public final class CreditWindow {
  private final int messagesMax;
  private final int bytesMax;
  private int freedMessages;
  private long freedBytes;

  /** A window of at least one message. */
  public CreditWindow(int messagesMax, int bytesMax) {
    this.messagesMax = messagesMax;
    this.bytesMax = bytesMax;
  }

  public int messagesMax() {
    return messagesMax;
  }

  public int bytesMax() {
    return bytesMax;
  }

  /** A message left the buffer. */
  public void consumed(int bytes) {
    freedMessages++;
    freedBytes += bytes;
  }

  /** Whether it is time to grant {@link #takeMessages} and {@link #takeBytes}. */
  public boolean isDue() {
    return freedMessages > 0 && (freedMessages * 2 >= messagesMax || freedBytes * 2 >= bytesMax);
  }

  /** The messages to grant; they count as granted now. */
  public int takeMessages() {
    int granted = freedMessages;
    freedMessages = 0;
    return granted;
  }

  /** The bytes to grant; they count as granted now. */
  public int takeBytes() {
    int granted = (int) Math.min(Integer.MAX_VALUE, freedBytes);
    freedBytes = 0;
    return granted;
  }

  /** The whole window is granted anew. */
  public void restart() {
    freedMessages = 0;
    freedBytes = 0;
  }
}
