// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.sim.pair;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Lives of a pair with real journals on disks that fail. A failure prints the seed: {@code
 * -Dpair.seed=…} repeats it, {@code -Dpair.sims=…} makes more.
 */
class PairSimulationTest {
  private static final long DEFECT_SEEDS_MAX = 300;
  private static final long RUNS = Long.getLong("pair.sims", 1_500);

  @Test
  void losesNothingWhateverHappens() {
    Long one = Long.getLong("pair.seed");
    if (one != null) {
      String _ = life(one);
      return;
    }
    long confirmed = 0;
    for (long seed = 1; seed <= RUNS; seed++) {
      PairWorld world = new PairWorld(seed);
      run(seed, world);
      confirmed += world.confirmedCount();
    }
    assertThat(confirmed / RUNS).as("entries confirmed in a life").isGreaterThan(50);
  }

  private static void run(long seed, PairWorld world) {
    try {
      world.run();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("-Dpair.seed=" + seed + "\n  " + world.trace().end() + "\n" + e, e);
    }
  }

  private static String life(long seed) {
    PairWorld world = new PairWorld(seed);
    run(seed, world);
    return world.trace().digest();
  }

  @Test
  void doesTheSameForTheSameSeed() {
    for (long seed = 1; seed <= 5; seed++) {
      assertThat(life(seed)).isEqualTo(life(seed));
    }
  }

  @ParameterizedTest
  @EnumSource(value = PairDefect.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void noticesBrokersThatBreakARule(PairDefect defect) {
    for (long seed = 1; seed <= DEFECT_SEEDS_MAX; seed++) {
      try {
        new PairWorld(seed, defect).run();
      } catch (AssertionError | RuntimeException noticed) {
        return;
      }
    }
    throw new AssertionError(defect + " was not noticed");
  }
}
