// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunIndexTest {
  private static final int RUN = 10;
  private static final int BYTES = 800;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 8, 31, 64})
  void keepsItsRowsWhileTheOldestAreForgotten(int kept) {
    RunIndex index = new RunIndex();
    for (int run = 0; run < 1_000; run++) {
      index.add((long) run * RUN, RUN, run, (long) run * BYTES, BYTES);
      int oldest = Math.max(0, run + 1 - kept);
      index.removeBelow((long) oldest * RUN);

      assertThat(index.size()).isEqualTo(run + 1 - oldest);
      assertThat(index.base(0)).isEqualTo((long) oldest * RUN);
      int last = index.rowAt((long) run * RUN + RUN - 1);
      assertThat(last).isEqualTo(run - oldest);
      assertThat(index.position(last)).isEqualTo((long) run * BYTES);
      assertThat(index.millis(last)).isEqualTo(run);
      assertThat(index.bytes(0)).isEqualTo(BYTES);
      assertThat(index.bytesFrom(0)).isEqualTo((long) BYTES * (run + 1 - oldest));
    }
  }
}
