// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.record;

/** Logical byte position in the journal, 0 or above. */
public record JournalPosition(long value) implements Comparable<JournalPosition> {
  /** Checks the range. */
  public JournalPosition {
    if (value < 0) {
      throw new IllegalArgumentException("expected at least 0, got " + value);
    }
  }

  @Override
  public int compareTo(JournalPosition other) {
    return Long.compare(value, other.value);
  }
}
