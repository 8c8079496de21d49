// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.testkit.SimDisk;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Repeat one failing run with {@code -Dsim.seed=…}; do more of them with {@code -Dsim.runs=…}: a
 * thousand take some ten seconds.
 */
class ShardWorkloadTest {
  private static final ShardWorkload.End[] ENDS = ShardWorkload.End.values();
  private static final int RUNS = 300;

  private int deletions;

  @Test
  void confirmedIsKeptAcknowledgedIsGoneAndReplayRebuildsTheState() {
    Long one = Long.getLong("sim.seed");
    if (one != null) {
      assertThat(run(one)).isNotEmpty();
      return;
    }
    int runs = Integer.getInteger("sim.runs", RUNS);
    for (long seed = 1; seed <= runs; seed++) {
      try {
        assertThat(run(seed)).isNotEmpty();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("repeat it with -Dsim.seed=" + seed + ": " + e.getMessage(), e);
      }
    }
    assertThat(deletions).isGreaterThanOrEqualTo(runs / 2);
  }

  @Test
  void theSameSeedMakesTheSameRun() {
    assertThat(run(42)).isEqualTo(run(42));
  }

  private List<String> run(long seed) {
    ShardWorkload workload = new ShardWorkload(new SimDisk(seed), seed);
    FleetingDestination beside = new FleetingDestination(seed);
    int rounds = 1 + (int) (seed % 4);
    for (int round = 0; round < rounds; round++) {
      workload.run(40 + 20 * (int) (seed % 7), beside);
      workload.restart(ENDS[(int) ((seed + round) % ENDS.length)], beside);
    }
    workload.finish(beside);
    deletions += beside.deletions();
    return workload.trace();
  }
}
