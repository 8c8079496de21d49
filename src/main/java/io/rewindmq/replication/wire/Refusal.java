// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.replication.wire;

/** Why a primary does not feed a broker. The numbers are never used again. */
public enum Refusal {
  /** It is no primary itself; both may look at the row. */
  NOT_PRIMARY(1),
  /** No version of the protocol that both know. */
  VERSION(2),
  /** Another pair, or another broker than the one of this pair. */
  STRANGER(3),
  /** Lease, acknowledgement or segment size are set differently. */
  OPTIONS(4),
  /** The primary's journal does not reach back so far: a copy is needed. */
  TOO_FAR_BEHIND(5),
  /** The journal there began by itself: it holds what never belonged to this pair. */
  OTHER_ORIGIN(6);

  private final int number;

  Refusal(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  static Refusal of(int number) {
    for (Refusal refusal : values()) {
      if (refusal.number == number) {
        return refusal;
      }
    }
    throw new PeerProtocolException("expected a reason of refusal from 1 to 6, got " + number);
  }
}
