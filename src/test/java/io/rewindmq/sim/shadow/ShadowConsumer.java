// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.sim.shadow;

import java.util.HashMap;
import java.util.Map;

/** A consumer as the broker must see it. */
final class ShadowConsumer {
  /** JMS keeps the order of what has the same priority and delivery mode. */
  private record OrderKey(
      int partition,
      long connectionId,
      long producer,
      int priority,
      boolean isPersistent,
      int messageGroup) {}

  private final Map<OrderKey, Long> lastSequences = new HashMap<>();
  private final ShadowGroup group;
  private long credit;
  private long arrivals;
  private long handedOver;
  private boolean isClosed;

  ShadowConsumer(ShadowGroup group) {
    this.group = group;
  }

  ShadowGroup group() {
    return group;
  }

  boolean isClosed() {
    return isClosed;
  }

  void addCredit(long messages) {
    if (!isClosed) {
      credit += messages;
    }
  }

  /** Its group was rewound: everything begins anew. */
  void rewound() {
    credit = 0;
    lastSequences.clear();
  }

  /** One more message goes out; returns its arrival index. */
  long arrived() {
    if (isClosed) {
      throw new AssertionError(group + ": a closed consumer gets a message");
    }
    credit--;
    if (credit < 0) {
      throw new AssertionError(group + ": a consumer gets more than its credit");
    }
    arrivals++;
    return arrivals;
  }

  /**
   * A message comes that the group has never got before. Messages of different message groups may
   * overtake each other: one that was another consumer's comes late when that closes.
   */
  void checkOrder(int partition, ShadowMessage message) {
    SimMessage what = message.message();
    if (what.deliveryTime() != 0 || message.wasRejected()) {
      return;
    }
    OrderKey key =
        new OrderKey(
            partition,
            what.origin().connectionId(),
            what.origin().producer(),
            what.priority(),
            what.isPersistent(),
            what.groupHash());
    Long before = lastSequences.put(key, what.origin().sequence());
    if (before != null && before >= what.origin().sequence()) {
      throw new AssertionError(group + ": " + message + " comes after sequence " + before);
    }
  }

  void handedOver(long arrivalIndex) {
    handedOver = Math.max(handedOver, Math.min(arrivalIndex, arrivals));
  }

  /** Closed, or ended: what arrived later goes back, and the earlier too if it has ended. */
  void close(long arrivalIndex) {
    if (!isClosed) {
      isClosed = true;
      giveBack(arrivalIndex, false);
    }
  }

  void end() {
    close(handedOver);
    giveBack(handedOver, true);
  }

  /** Rolled back or recovered. */
  void releaseAll(long arrivalIndex) {
    giveBack(arrivalIndex, true);
  }

  private void giveBack(long arrivalIndex, boolean handedOverToo) {
    handedOver = Math.min(arrivalIndex, arrivals);
    credit = 0;
    for (ShadowReign.Entry entry : group.reign().entries()) {
      if (entry.holder() == this && !entry.isSettled()) {
        boolean isHandedOver = entry.arrival() <= handedOver;
        if (!isHandedOver || handedOverToo) {
          entry.goesBack(isHandedOver);
        }
      }
    }
  }
}
