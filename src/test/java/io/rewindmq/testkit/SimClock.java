// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.testkit;

import io.rewindmq.platform.clock.Clock;

/** A clock that moves only when told. One thread. */
public final class SimClock implements Clock {
  private static final long NANOS_A_MILLI = 1_000_000;

  private long millis;
  private long nanos;

  /**
   * A clock that stands.
   *
   * @param millis wall clock, milliseconds since 1970
   */
  public SimClock(long millis) {
    this.millis = millis;
  }

  @Override
  public long millis() {
    return millis;
  }

  @Override
  public long nanos() {
    return nanos;
  }

  /** Time passes on both clocks. */
  public void advance(long byMillis) {
    millis += byMillis;
    nanos += byMillis * NANOS_A_MILLI;
  }

  /** Somebody sets the wall clock, to either side; the monotonic one does not notice. */
  public void jump(long byMillis) {
    millis += byMillis;
  }
}
