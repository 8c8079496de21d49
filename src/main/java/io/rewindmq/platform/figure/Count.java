// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.platform.figure;

import io.rewindmq.platform.thread.AnyThread;
import java.util.concurrent.atomic.AtomicLong;

/** A number that one thread changes and any thread reads, perhaps a moment late. */
@AnyThread // a single-writer atomic
public final class Count {
  private final AtomicLong value = new AtomicLong();

  public long get() {
    return value.get();
  }

  /** The writer only. */
  public void add(long more) {
    value.lazySet(value.getPlain() + more);
  }

  /** The writer only. */
  public void set(long now) {
    value.lazySet(now);
  }
}
