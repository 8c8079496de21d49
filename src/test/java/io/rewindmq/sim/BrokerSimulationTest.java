// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.sim.shadow.Trace;
import org.junit.jupiter.api.Test;

/**
 * Hundreds of lives of a broker. A failure prints the command that repeats it; {@code -Dsim.runs=…}
 * makes more of them, {@code -Dsim.seed=…} one.
 */
class BrokerSimulationTest {
  private static final long RUNS = Long.getLong("sim.runs", 300);

  @Test
  void keepsItsPromisesWhateverHappens() {
    Long one = Long.getLong("sim.seed");
    if (one != null) {
      run(one);
      return;
    }
    for (long seed = 1; seed <= RUNS; seed++) {
      run(seed);
    }
  }

  private static Trace run(long seed) {
    Simulation simulation = new Simulation(seed);
    try {
      simulation.run();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "-Dsim.seed=" + seed + "\n  " + simulation.trace().end() + "\n" + e, e);
    }
    return simulation.trace();
  }

  @Test
  void doesTheSameForTheSameSeed() {
    for (long seed = 1; seed <= 5; seed++) {
      assertThat(run(seed).digest()).isEqualTo(run(seed).digest());
    }
  }
}
