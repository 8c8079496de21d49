// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.record;

/** Number of a primary's reign, from 1; a higher one fences all lower ones. */
public record Epoch(long value) implements Comparable<Epoch> {
  /** Checks the range. */
  public Epoch {
    if (value < 1) {
      throw new IllegalArgumentException("expected at least 1, got " + value);
    }
  }

  @Override
  public int compareTo(Epoch other) {
    return Long.compare(value, other.value);
  }
}
