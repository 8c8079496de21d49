// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.replication.agreement;

import org.jspecify.annotations.Nullable;

/**
 * The pair's row in the database.
 *
 * <p>Each call is answered exactly once by {@link PairAgreement#answered}, in a later call on the
 * same thread, and after a bounded time; the next call comes after that.
 */
public interface PairRows {
  /** Reads; the answer is {@code Found} or {@code NotDone}. */
  void read();

  /**
   * Changes the row if it equals the expected one in every column.
   *
   * @param expected null = there must be none
   */
  void compareAndSet(@Nullable PairRow expected, PairRow wished);
}
