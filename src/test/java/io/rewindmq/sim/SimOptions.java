// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.sim;

import io.rewindmq.app.ShardEngine;
import io.rewindmq.broker.BrokerOptions;
import io.rewindmq.delivery.DestinationSettings;
import io.rewindmq.journal.JournalOptions;
import io.rewindmq.log.LogOptions;
import io.rewindmq.shard.ShardOptions;
import io.rewindmq.shard.dispatch.DispatchEngine;

/** Small sizes, so that a short run passes every bound. */
final class SimOptions {
  static final JournalOptions JOURNAL = new JournalOptions(64 << 10, 16 << 10, 4 << 10, 8 << 10, 1);
  static final int TASKS_PER_TURN_MAX = 8;
  private static final long PRODUCER_IDLE_MILLIS = 1L << 40;

  private SimOptions() {}

  static ShardEngine.Options engine() {
    return new ShardEngine.Options(
        new ShardOptions(
            TASKS_PER_TURN_MAX,
            new DispatchEngine.Limits(10, 64, 16 << 10, 1000),
            8 << 10,
            PRODUCER_IDLE_MILLIS,
            1000,
            128 << 10,
            DestinationSettings.DEFAULT.forEver(),
            1 << 20),
        JOURNAL,
        new LogOptions(16 << 10, 60_000, 1 << 10, 4));
  }

  static BrokerOptions broker() {
    return new BrokerOptions(
        "sim",
        "sim",
        10_000,
        1 << 17,
        1 << 14,
        new BrokerOptions.ConnectionLimits(4, 16, 16),
        1000,
        BrokerOptions.OperationLimits.DEFAULT);
  }
}
