// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.replication.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Thousands of lives of a pair that agrees over a model of everything else. A failure prints the
 * seed; {@code -Dpair.seed=…} repeats it, {@code -Dpair.runs=…} makes more.
 */
class PairAgreementModelTest {
  private static final long RUNS = Long.getLong("pair.runs", 2_000);

  @Test
  void neverServesTwiceAndNeverLosesWhatWasConfirmed() {
    run(ModelWorld.Hazard.NONE);
  }

  @Test
  void neverServesTwiceThoughSomebodyUsesForce() {
    run(ModelWorld.Hazard.FORCE);
  }

  @Test
  void comesToItselfThoughTheDatabaseForgets() {
    run(ModelWorld.Hazard.FORGETFUL);
  }

  private static void run(ModelWorld.Hazard hazard) {
    Long one = Long.getLong("pair.seed");
    if (one != null) {
      life(one, hazard);
      return;
    }
    for (long seed = 1; seed <= RUNS; seed++) {
      life(seed, hazard);
    }
  }

  private static String life(long seed, ModelWorld.Hazard hazard) {
    ModelWorld world = new ModelWorld(seed, hazard);
    try {
      world.run();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("-Dpair.seed=" + seed + "\n  " + world.trace().end() + "\n" + e, e);
    }
    return world.trace().digest();
  }

  @Test
  void doesTheSameForTheSameSeed() {
    for (long seed = 1; seed <= 20; seed++) {
      assertThat(life(seed, ModelWorld.Hazard.NONE)).isEqualTo(life(seed, ModelWorld.Hazard.NONE));
    }
  }
}
