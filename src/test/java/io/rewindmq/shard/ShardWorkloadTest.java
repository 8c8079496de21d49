// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.platform.disk.RealDisk;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Repeat one failing run with {@code -Dsim.seed=…}; do more of them with {@code -Dsim.runs=…}. */
class ShardWorkloadTest {
  @TempDir Path folder;

  static LongStream seeds() {
    Long one = Long.getLong("sim.seed");
    return one == null
        ? LongStream.rangeClosed(1, Long.getLong("sim.runs", 12))
        : LongStream.of(one);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void confirmedIsKeptAcknowledgedIsGoneAndReplayRebuildsTheState(long seed) {
    ShardWorkload workload = new ShardWorkload(new RealDisk(folder), seed);
    for (int round = 0; round < 6; round++) {
      workload.run(150);
      workload.restart(round % 2 == 0);
    }
    workload.finish();
    assertThat(workload.trace()).isNotEmpty();
  }
}
