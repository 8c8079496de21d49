// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.replication.agreement;

import org.jspecify.annotations.Nullable;

/** What came of asking the database. */
public sealed interface RowAnswer {
  /**
   * The row as it is, after a read.
   *
   * @param row null = there is none
   */
  record Found(@Nullable PairRow row) implements RowAnswer {}

  /** It was changed as wished, and that is durable. */
  record Changed() implements RowAnswer {}

  /** It was not what was expected, and nothing was changed. */
  record Refused() implements RowAnswer {}

  /** Certainly nothing was changed, nor will be: the wish never left, or was rolled back. */
  record NotDone() implements RowAnswer {}

  /** Nobody knows whether a change was made, or will yet be made: the answer was lost. */
  record Unknown() implements RowAnswer {}
}
