// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.dispatch;

import io.rewindmq.shard.state.EventLog;
import io.rewindmq.shard.state.PendingOutcomes;
import io.rewindmq.shard.state.ShardState;

/** What all cursors and consumers of a shard share. */
public record DispatchEngine(
    ShardState state,
    EventLog log,
    PendingOutcomes outcomes,
    Dispatcher dispatcher,
    RunReader.Sources sources,
    DispatchTimers timers,
    Transfers transfers,
    Limits limits) {
  /**
   * Bounds.
   *
   * @param markStep how many offsets ahead of delivery a dispatch mark is journalled
   * @param messagesPerTurn messages a cursor delivers before the others' turn
   * @param bytesPerTurn bytes a cursor delivers before the others' turn
   */
  public record Limits(int markStep, int messagesPerTurn, int bytesPerTurn) {}
}
