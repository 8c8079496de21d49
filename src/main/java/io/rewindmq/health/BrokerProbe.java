// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.health;

import io.rewindmq.platform.thread.AnyThread;
import org.jspecify.annotations.Nullable;

/** What health and metrics read of the broker. Never waits. */
@AnyThread
public interface BrokerProbe {
  State state();

  /** For people: why it is not ready; may be empty. */
  String reason();

  /** Of the shard, 0 before it has recovered. */
  long epoch();

  /** Where clients connect; empty before they can. */
  String address();

  /** Room on the disk of the data folder. */
  long usableBytes();

  /** How long the shard's loop has not had a turn; 0 before it runs. */
  long silentMillis();

  /** How logins go. */
  LoginFigures logins();

  /** What it counts; null before it runs. */
  @Nullable BrokerFigures figures();

  /** The life of a broker. */
  enum State {
    STARTING,
    READY,
    FAILED,
    STOPPED
  }
}
