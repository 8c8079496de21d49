// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandOverStepsTest {
  private final HandOverSteps steps = new HandOverSteps();

  @Test
  void announcesAheadInStepsThatDoubleUpToThirtyTwo() {
    List<Long> announced = new ArrayList<>();
    for (long arrival = 1; arrival <= 100; arrival++) {
      long announce = steps.handOver(arrival);
      if (announce != 0) {
        announced.add(announce);
      }
    }
    assertThat(announced).containsExactly(1L, 3L, 7L, 15L, 31L, 63L, 95L, 127L);
  }

  @Test
  void noMessageIsHandedOverBeforeItIsAnnounced() {
    long known = 0;
    for (long arrival = 1; arrival <= 1_000; arrival += 1 + arrival % 3) {
      known = Math.max(known, steps.handOver(arrival));
      assertThat(known).isGreaterThanOrEqualTo(arrival);
    }
  }

  @Test
  void knowsTheLastMessageHandedOver() {
    assertThat(steps.handedOver()).isZero();
    steps.handOver(5);
    assertThat(steps.handedOver()).isEqualTo(5);
  }

  @Test
  void restartBeginsWithSmallStepsAtTheArrivalGiven() {
    for (long arrival = 1; arrival <= 50; arrival++) {
      steps.handOver(arrival);
    }
    steps.restart(60);
    assertThat(steps.handedOver()).isEqualTo(60);
    assertThat(steps.handOver(61)).isEqualTo(61);
    assertThat(steps.handOver(62)).isEqualTo(63);
  }
}
