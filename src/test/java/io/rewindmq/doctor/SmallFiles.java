// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.doctor;

import io.rewindmq.app.ShardEngine;
import io.rewindmq.delivery.DestinationSettings;
import io.rewindmq.journal.JournalOptions;
import io.rewindmq.log.LogOptions;
import io.rewindmq.shard.ShardOptions;
import io.rewindmq.shard.dispatch.DispatchEngine;

/** Sizes with which a few hundred messages fill several files of each kind. */
final class SmallFiles {
  private static final int SEGMENT_BYTES = 64 << 10;

  private SmallFiles() {}

  static ShardEngine.Options options() {
    return new ShardEngine.Options(
        new ShardOptions(
            16,
            new DispatchEngine.Limits(10, 64, 16 << 10, 1000),
            8 << 10,
            1L << 40,
            1000,
            128 << 10,
            DestinationSettings.DEFAULT.forEver(),
            1 << 20),
        new JournalOptions(SEGMENT_BYTES, 16 << 10, 4 << 10, 4 << 10, 1),
        new LogOptions(16 << 10, 60_000, 1 << 10, 4));
  }
}
