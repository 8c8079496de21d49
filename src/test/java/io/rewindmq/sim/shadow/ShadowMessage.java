// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.sim.shadow;

import org.jspecify.annotations.Nullable;

/** What is known of one message that came to the broker. */
final class ShadowMessage {
  /** What the broker owes. */
  enum Fate {
    /** Nothing was said of it yet: it may come or not. */
    OPEN,
    /** The broker has confirmed it: it must come. */
    CONFIRMED,
    /** It was refused or rolled back: it must not come. */
    VOID,
    /** It may come, and be it only once: the broker owes nothing any more. */
    OPTIONAL
  }

  private final SimMessage message;
  private final int destination;
  private final @Nullable ShadowTransaction transaction;
  private Fate fate = Fate.OPEN;
  private boolean wasRejected;

  /** Everybody had settled it when history was given up for want of room. */
  private boolean mayBeGone;

  private long place = -1;

  /** The broker's life in which it was seen at its place. */
  private int placedIn;

  ShadowMessage(SimMessage message, int destination, @Nullable ShadowTransaction transaction) {
    this.message = message;
    this.destination = destination;
    this.transaction = transaction;
  }

  SimMessage message() {
    return message;
  }

  int destination() {
    return destination;
  }

  @Nullable ShadowTransaction transaction() {
    return transaction;
  }

  void mayBeGone() {
    mayBeGone = true;
  }

  boolean isPerhapsGone() {
    return mayBeGone;
  }

  Fate fate() {
    return fate;
  }

  /** The broker has said that it has it. */
  void confirmed() {
    if (transaction == null && fate != Fate.OPTIONAL) {
      fate = Fate.CONFIRMED;
    }
  }

  void committed() {
    if (fate == Fate.VOID) {
      throw new AssertionError(this + " was refused, and is committed");
    }
    if (fate != Fate.OPTIONAL) {
      fate = Fate.CONFIRMED;
    }
  }

  /** The broker has said that it has not taken it. */
  void rejected() {
    fate = Fate.VOID;
    wasRejected = true;
  }

  /** It may lie behind messages that were sent after it. */
  boolean wasRejected() {
    return wasRejected;
  }

  /** The client sends it again, because it has heard nothing. */
  void sentAgain() {
    if (fate == Fate.VOID) {
      fate = Fate.OPEN;
    }
  }

  void rolledBack() {
    fate = Fate.VOID;
  }

  /** The broker has crashed: what is not persistent may be gone. */
  void crashed() {
    if (!message.isPersistent() && fate != Fate.VOID) {
      fate = Fate.OPTIONAL;
    }
  }

  /** Where it lies, {@code -1} if nobody has seen it yet. */
  long place() {
    return place;
  }

  /**
   * It was seen at a place. Only what did not outlive a crash is ever stored at another one.
   *
   * @param life of the broker
   */
  void seenAt(long newPlace, int life) {
    boolean mayMove = !message.isPersistent() && placedIn != life;
    if (place != -1 && place != newPlace && !mayMove) {
      throw new AssertionError(
          this + " is stored twice, at " + Places.text(place) + " and " + Places.text(newPlace));
    }
    place = newPlace;
    placedIn = life;
  }

  @Override
  public String toString() {
    return message.origin() + " (" + fate + ", transaction " + transaction + ")";
  }
}
