// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery.transaction;

import io.rewindmq.delivery.schedule.MessageFacts;

/**
 * Messages of a transaction, sent and not visible yet.
 *
 * @param ordinal 0, 1, 2, … within the transaction
 * @param position of the first element in the journal
 * @param bytes of all elements
 * @param facts not changed any more
 */
public record StagedRun(
    int ordinal,
    int destination,
    int partition,
    int count,
    long position,
    int bytes,
    MessageFacts facts) {
  /** The same messages, copied to another place of the journal. */
  public StagedRun at(long newPosition) {
    return new StagedRun(ordinal, destination, partition, count, newPosition, bytes, facts);
  }
}
