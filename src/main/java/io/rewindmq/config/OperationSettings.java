// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.config;

import io.smallrye.config.WithDefault;

/** Long work of administrators, such as moves of many messages; part of {@link RewindConfig}. */
public interface OperationSettings {
  @WithDefault("8")
  @Setting(
      value = "Moves, copies, deletions and re-drives of messages that are under way at once.",
      unit = "operations",
      min = 1,
      max = 1_000)
  int runningMax();

  @WithDefault("3600000")
  @Setting(
      value = "How long those that have ended can be looked at, the newest 1000 of them.",
      unit = "ms",
      min = 1_000,
      max = 604_800_000)
  int keptMillis();
}
