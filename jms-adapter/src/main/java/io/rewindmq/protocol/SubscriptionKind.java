// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol;

/** What a consumer reads from. */
public enum SubscriptionKind {
  QUEUE(0),
  NON_DURABLE(1),
  DURABLE(2),
  SHARED(3),
  SHARED_DURABLE(4),
  BROWSER(5);

  private final int number;

  SubscriptionKind(int number) {
    this.number = number;
  }

  /** The number on the wire. */
  public int number() {
    return number;
  }

  public boolean isDurable() {
    return this == DURABLE || this == SHARED_DURABLE;
  }

  public boolean isShared() {
    return this == SHARED || this == SHARED_DURABLE;
  }

  /**
   * Finds the constant by its number.
   *
   * @throws ProtocolException no kind has this number
   */
  public static SubscriptionKind of(int number) {
    SubscriptionKind[] kinds = values();
    if (number < 0 || number >= kinds.length) {
      throw new ProtocolException(
          ErrorCode.PROTOCOL_ERROR, "subscription kind: expected 0 to 5, got " + number);
    }
    return kinds[number];
  }
}
