// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.engine;

/**
 * Number and fate of a session's transaction at hand: of a transacted one's, or else that of the
 * large message it sends.
 */
public final class LocalTransaction {
  private long number = 1;
  private boolean active;
  private boolean lost;

  /** The number that frames carry, from 1. */
  public long number() {
    return number;
  }

  /** Something was sent or received in it. */
  public void touch() {
    active = true;
  }

  public boolean isActive() {
    return active;
  }

  /** The connection was lost: if anything was done in it, the broker has rolled it back. */
  public void connectionLost() {
    lost |= active;
  }

  /** It can only be rolled back. */
  public boolean isLost() {
    return lost;
  }

  /** It ended; the next one begins. */
  public void next() {
    number++;
    active = false;
    lost = false;
  }
}
