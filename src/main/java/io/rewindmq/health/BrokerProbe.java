// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.health;

import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.shard.state.ShardFigures;
import org.jspecify.annotations.Nullable;

/** What health and metrics read of the broker. Never waits. */
@AnyThread
public interface BrokerProbe {
  State state();

  /** For people: why it is not ready; may be empty. */
  String reason();

  /** Of the shard, 0 before it has recovered. */
  long epoch();

  /** Open client sockets. */
  int connections();

  /** Room on the disk of the data folder. */
  long usableBytes();

  /** What the shard has done; null before it has recovered. */
  @Nullable ShardFigures figures();

  /** The life of a broker. */
  enum State {
    STARTING,
    READY,
    FAILED,
    STOPPED
  }
}
