// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.dispatch;

import io.rewindmq.delivery.DestinationSettings;
import io.rewindmq.shard.state.EventLog;
import io.rewindmq.shard.state.PendingOutcomes;
import io.rewindmq.shard.state.PendingVisibility;
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
    LastResorts lastResorts,
    Limits limits) {
  /**
   * Bounds.
   *
   * @param markStep how many offsets ahead of delivery a dispatch mark is journalled
   * @param messagesPerTurn messages a cursor delivers before the others' turn
   * @param bytesPerTurn bytes a cursor delivers before the others' turn
   * @param destinationsMax with so many, no queue for dead letters is made
   */
  public record Limits(int markStep, int messagesPerTurn, int bytesPerTurn, int destinationsMax) {}

  /** Nobody delivers yet. */
  public static DispatchEngine of(
      ShardState state,
      EventLog log,
      PendingOutcomes outcomes,
      PendingVisibility visibility,
      RunReader.Sources sources,
      MessageCopier copier,
      DestinationSettings lastResortSettings,
      Limits limits) {
    Dispatcher dispatcher = new Dispatcher();
    DispatchTimers timers = new DispatchTimers();
    LastResorts lastResorts =
        new LastResorts(state, log, lastResortSettings, limits.destinationsMax());
    Mover mover = new Mover(state, log, visibility, copier, lastResorts);
    Transfers transfers = new Transfers(state, sources, dispatcher, timers, mover);
    return new DispatchEngine(
        state, log, outcomes, dispatcher, sources, timers, transfers, lastResorts, limits);
  }
}
