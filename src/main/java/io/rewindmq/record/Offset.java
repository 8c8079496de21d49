// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.record;

/** Number of a message in its partition, 0 or above. */
public record Offset(long value) implements Comparable<Offset> {
  /** Checks the range. */
  public Offset {
    if (value < 0) {
      throw new IllegalArgumentException("expected at least 0, got " + value);
    }
  }

  @Override
  public int compareTo(Offset other) {
    return Long.compare(value, other.value);
  }
}
