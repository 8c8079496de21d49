// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.platform.clock;

import io.rewindmq.platform.thread.AnyThread;

/** The machine's clocks. */
@AnyThread // no state
public final class SystemClock implements Clock {
  @Override
  public long millis() {
    return System.currentTimeMillis();
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }
}
