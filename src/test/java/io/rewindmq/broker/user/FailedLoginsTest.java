// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.broker.user.FailedLogins.Pair;
import io.rewindmq.testkit.SimClock;
import org.junit.jupiter.api.Test;

class FailedLoginsTest {
  private static final Pair PAIR = new Pair("billing", "10.0.0.7");

  private final SimClock clock = new SimClock(0);
  private final FailedLogins failed = new FailedLogins(clock);

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      failed.begun(PAIR);
    }
  }

  @Test
  void waitsTwiceAsLongAfterEachFurtherFailureUpToTheLimit() {
    fail(FailedLogins.FREE - 1);
    assertThat(failed.waitMillis(PAIR)).isZero();

    for (long expected : new long[] {1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000}) {
      fail(1);
      assertThat(failed.waitMillis(PAIR)).isEqualTo(expected);
    }
    fail(10_000);
    assertThat(failed.waitMillis(PAIR)).isEqualTo(FailedLogins.HOLD_MILLIS_MAX);
  }

  @Test
  void countsWhoHasFailedAndWhoHasToWait() {
    fail(FailedLogins.FREE);
    failed.begun(new FailedLogins.Pair("billing", "elsewhere"));
    assertThat(failed.throttle()).isEqualTo(new LoginThrottle(2, FailedLogins.PAIRS_MAX, 1));

    clock.advance(1_000);
    assertThat(failed.throttle().waiting()).isZero();
    failed.succeeded(PAIR);
    assertThat(failed.throttle().pairs()).isEqualTo(1);
  }

  @Test
  void waitEndsWithTime() {
    fail(FailedLogins.FREE);
    clock.advance(999);
    assertThat(failed.waitMillis(PAIR)).isEqualTo(1);
    clock.advance(1);
    assertThat(failed.waitMillis(PAIR)).isZero();

    fail(1);
    assertThat(failed.waitMillis(PAIR)).as("the past still counts").isEqualTo(2_000);
  }

  @Test
  void successAndTimeMakeItForgotten() {
    fail(FailedLogins.FREE);
    failed.succeeded(PAIR);
    assertThat(failed.waitMillis(PAIR)).isZero();

    fail(FailedLogins.FREE + 3);
    clock.advance(FailedLogins.FORGET_MILLIS + 1);
    fail(1);
    assertThat(failed.waitMillis(PAIR)).isZero();
  }

  @Test
  void attemptThatWasNotJudgedDoesNotCount() {
    fail(FailedLogins.FREE - 1);
    fail(1);
    failed.withdrawn(PAIR);
    assertThat(failed.waitMillis(PAIR)).isZero();
  }

  @Test
  void keepsThePairsThatFailedLast() {
    fail(FailedLogins.FREE);
    for (int i = 1; i < FailedLogins.PAIRS_MAX; i++) {
      failed.begun(new Pair("user" + i, "10.0.0.7"));
    }
    assertThat(failed.waitMillis(PAIR)).isPositive();

    failed.begun(new Pair("one too many", "10.0.0.7"));
    assertThat(failed.waitMillis(PAIR)).isZero();
  }
}
