// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.move;

import io.rewindmq.shard.state.PartitionState;
import org.jspecify.annotations.Nullable;

/** In which order a walk looks at messages. */
interface Route {
  /**
   * The message at a place or else the next one.
   *
   * @return null = there is no more
   */
  @Nullable Place next(Place from, long now);

  PartitionState partition(int index);

  /** Whether what is walked over is still there. */
  boolean isValid();

  /** What is told of a message beside its bytes. */
  @Nullable PendingKind kind(Place place, long now);

  /** How often the message at a place was or may have been delivered. */
  int deliveries(Place place);
}
