// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

/** Where a group's cursors are moved. */
public sealed interface RewindTarget {
  /** To the lowest offset that is still kept, in every partition. */
  record Earliest() implements RewindTarget {}

  /** To the end: everything is settled. */
  record Latest() implements RewindTarget {}

  /**
   * To an offset, in every partition, moved into what is kept.
   *
   * @param offset the first to be delivered again, not negative
   */
  record ToOffset(long offset) implements RewindTarget {
    public ToOffset {
      if (offset < 0) {
        throw new IllegalArgumentException("an offset is not negative: " + offset);
      }
    }
  }

  /**
   * To the first message appended at that time or later, in each partition.
   *
   * @param millis since 1970
   */
  record ToInstant(long millis) implements RewindTarget {}
}
