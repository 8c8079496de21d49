// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.client;

import io.rewindmq.platform.clock.Clock;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;

/** The time, read at most once a turn of the shard's loop. */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class TurnTime {
  private final Clock clock;
  private long nanos;
  private boolean isRead;

  public TurnTime(Clock clock) {
    this.clock = clock;
  }

  /** As {@link Clock#nanos}, of some moment in this turn. */
  public long nanos() {
    if (!isRead) {
      nanos = clock.nanos();
      isRead = true;
    }
    return nanos;
  }

  public void turnEnded() {
    isRead = false;
  }
}
