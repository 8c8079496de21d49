// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.move;

import io.rewindmq.delivery.group.CursorState;
import io.rewindmq.delivery.group.FlightTable;
import io.rewindmq.shard.state.PartitionState;

/** What holds a message that a group has not settled. */
public enum PendingKind {
  /** Nothing: the next consumer that wants it gets it. */
  AVAILABLE,
  /** A consumer has it. */
  IN_FLIGHT,
  /** Its delivery time has not come, or it rests before it is delivered again. */
  DELAYED,
  /** It is on its way to a dead-letter or expiry queue. */
  LEAVING;

  /** Of an unsettled message. */
  static PendingKind of(PartitionState partition, CursorState cursor, long offset, long now) {
    FlightTable flights = cursor.flights();
    int row = flights.rowAt(offset);
    if (row < flights.size() && flights.first(row) <= offset) {
      return switch (flights.holder(row)) {
        case CursorState.RESTING -> DELAYED;
        case CursorState.MOVING -> LEAVING;
        default -> IN_FLIGHT;
      };
    }
    return partition.schedule().isDelayed(offset, now) ? DELAYED : AVAILABLE;
  }

  /** Whether administrators may move or end it. */
  public boolean isFree() {
    return this == AVAILABLE || this == DELAYED;
  }
}
