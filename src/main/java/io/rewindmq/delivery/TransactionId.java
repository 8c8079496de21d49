// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery;

/**
 * A local transaction.
 *
 * @param number from 1, rising within the producer; 0 is no transaction and not allowed here
 */
public record TransactionId(ProducerId producer, long number) {
  /** A connection id that no client may have. */
  private static final long NO_CONNECTION = 0;

  public TransactionId {
    if (number == 0) {
      throw new IllegalArgumentException("0 is no transaction");
    }
  }

  /**
   * A transaction of the broker's own: of a producer that no client is.
   *
   * @param number above 0; no two that are open may have the same
   */
  public static TransactionId own(long number) {
    return new TransactionId(new ProducerId(NO_CONNECTION, number), number);
  }

  /** Whether it is a transaction of the broker's own. */
  public boolean isOwn() {
    return producer.connectionId() == NO_CONNECTION;
  }
}
