// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import io.rewindmq.record.OperationId;
import java.util.List;

/**
 * What a rewind did.
 *
 * @param epoch the group's epoch from now on
 * @param moves one for each partition, in order
 */
public record RewindReport(int groupId, OperationId operation, int epoch, List<Move> moves) {
  public RewindReport {
    moves = List.copyOf(moves);
  }

  /** Unsettled messages before. */
  public long backlogBefore() {
    return moves.stream().mapToLong(Move::backlogBefore).sum();
  }

  /** Unsettled messages after. */
  public long backlogAfter() {
    return moves.stream().mapToLong(Move::backlogAfter).sum();
  }

  /**
   * One partition.
   *
   * @param from committed offset before
   * @param to committed offset after: the next to be delivered
   */
  public record Move(int partition, long from, long to, long backlogBefore, long backlogAfter) {}
}
