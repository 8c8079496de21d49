// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.sim.shadow;

import java.util.ArrayList;
import java.util.List;

/** What is known of one transaction: all of it becomes visible, or nothing. */
final class ShadowTransaction {
  private enum State {
    OPEN,
    /** The broker has got the commit and said nothing yet, or was never heard again. */
    IN_DOUBT,
    COMMITTED,
    ROLLED_BACK
  }

  private final long number;
  private final List<ShadowMessage> messages = new ArrayList<>();
  private State state = State.OPEN;
  private boolean wasSeen;
  private boolean hasSettled;

  ShadowTransaction(long number) {
    this.number = number;
  }

  void add(ShadowMessage message) {
    messages.add(message);
  }

  /** The client wants it committed. */
  void commitAsked(boolean settles) {
    if (state == State.OPEN) {
      state = State.IN_DOUBT;
      hasSettled = settles;
    }
  }

  /** The commit was refused, and the transaction stays open. */
  void stillOpen() {
    if (state == State.IN_DOUBT) {
      state = State.OPEN;
    }
  }

  /** The broker has said that it is committed. */
  void committed() {
    check(state != State.ROLLED_BACK, "was rolled back, and is committed");
    if (state != State.COMMITTED) {
      state = State.COMMITTED;
      messages.forEach(ShadowMessage::committed);
    }
  }

  /** It was rolled back, or the broker has said so. */
  void rolledBack() {
    boolean isEmpty = messages.isEmpty() && !hasSettled;
    check(state != State.COMMITTED || isEmpty, "was committed, and is rolled back");
    check(!wasSeen, "is rolled back, but a message of it was delivered");
    state = State.ROLLED_BACK;
    messages.forEach(ShadowMessage::rolledBack);
  }

  /** Its connection is lost: what is not asked to be committed is rolled back. */
  void lost() {
    if (state == State.OPEN) {
      rolledBack();
    }
  }

  /** A message of it is delivered. */
  void seen() {
    check(state != State.OPEN, "is open, and a message of it is delivered");
    check(state != State.ROLLED_BACK, "was rolled back, and a message of it is delivered");
    wasSeen = true;
  }

  private void check(boolean isSo, String otherwise) {
    if (!isSo) {
      throw new AssertionError("transaction " + number + " with " + messages + " " + otherwise);
    }
  }

  @Override
  public String toString() {
    return number + " " + state;
  }
}
