// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery;

/** Why a message ended, or came back, for one group. Numbers are journalled and never reused. */
public enum SettleReason {
  ACKNOWLEDGED(1),
  EXPIRED(2),
  DEAD_LETTERED(3),
  PURGED(4),
  FILTERED(5),
  REWOUND(6),
  /** Non-persistent and not settled when the broker started. */
  DROPPED(7),
  /** No longer stored when the group got to it. */
  NOT_KEPT(8),
  /** Acknowledged by the commit of a transaction. */
  COMMITTED(9),
  /** Given back by recover, rollback or the end of the consumer. */
  RELEASED(10),
  /** Ended with its destination, group or subscription. */
  DELETED(11),
  /** The destination's backlog was at its limit. */
  OVERFLOWED(12),
  /** Moved to another queue by an administrator. */
  MOVED(13),
  /** Not ended: an administrator put a copy elsewhere. */
  COPIED(14),
  /** A dead letter that was sent back to where it had failed. */
  REDRIVEN(15);

  private static final SettleReason[] BY_CODE = new SettleReason[16];

  static {
    for (SettleReason reason : values()) {
      BY_CODE[reason.code] = reason;
    }
  }

  private final byte code;

  SettleReason(int code) {
    this.code = (byte) code;
  }

  public byte code() {
    return code;
  }

  /**
   * The reason with that number.
   *
   * @throws IllegalArgumentException unknown number
   */
  public static SettleReason ofCode(int code) {
    if (code < 1 || code >= BY_CODE.length) {
      throw new IllegalArgumentException("unknown settle reason " + code);
    }
    return BY_CODE[code];
  }
}
