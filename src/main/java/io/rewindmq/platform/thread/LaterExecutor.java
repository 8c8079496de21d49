// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.platform.thread;

/** Runs tasks of one role now or after a time. */
@AnyThread // execute; executeLater belongs to the role's thread
public interface LaterExecutor extends RoleExecutor {
  /** Runs a task no earlier than after the delay. */
  void executeLater(long delayMillis, Runnable task);
}
