// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.replication.agreement;

/** A broker's monotonic clock: it begins anywhere and runs a little too fast or too slow. */
public final class ModelClock {
  private final long offset;
  private final double rate;
  private long real;

  public ModelClock(long offset, double rate) {
    this.offset = offset;
    this.rate = rate;
  }

  public void real(long nanos) {
    real = nanos;
  }

  public long nanos() {
    return offset + (long) (real * rate);
  }
}
