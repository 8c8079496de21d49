// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.platform.clock;

import io.rewindmq.platform.thread.AnyThread;

/** Two readings of time. */
@AnyThread // implementations are immutable or confined by their owner
public interface Clock {
  /** Wall clock, milliseconds since 1970. May jump in both directions. */
  long millis();

  /** Monotonic clock, nanoseconds since an arbitrary moment. */
  long nanos();
}
