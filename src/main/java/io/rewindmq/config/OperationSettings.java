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

  @WithDefault("1000")
  @Setting(
      value = "Of those that have ended, so many can still be looked at; the oldest go.",
      unit = "operations",
      min = 1,
      max = 100_000)
  int keptMax();

  @WithDefault("3600000")
  @Setting(value = "How long those can be looked at.", unit = "ms", min = 1_000, max = 604_800_000)
  int keptMillis();
}
