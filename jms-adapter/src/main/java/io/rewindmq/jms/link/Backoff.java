// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.link;

import java.util.function.LongBinaryOperator;

/**
 * The waits between tries to reach a broker. Each is a random part of a bound, at least half of it,
 * so that clients that lost one broker together don't come back together; the bound doubles up to a
 * limit.
 */
final class Backoff {
  private final LongBinaryOperator between;
  private final long max;
  private long bound;

  /**
   * Begins with the first wait.
   *
   * @param first bound of the first wait, milliseconds
   * @param max bound of all waits; none is longer
   * @param between a random number between two, both inclusive
   */
  Backoff(long first, long max, LongBinaryOperator between) {
    this.bound = Math.min(first, max);
    this.max = max;
    this.between = between;
  }

  /** The next wait in milliseconds. */
  long nextMillis() {
    long wait = between.applyAsLong((bound + 1) / 2, bound);
    bound = Math.min(bound * 2, max);
    return wait;
  }
}
