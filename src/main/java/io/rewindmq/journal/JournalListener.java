// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.journal;

import io.rewindmq.platform.fault.DiskFailedException;

/** Hears, on {@code SHARD_LOOP} unless said otherwise, how far the journal got. */
public interface JournalListener {
  /**
   * Batches are complete.
   *
   * @param endPosition exclusive: everything below is written
   * @param forced everything below is also on the device
   */
  void completed(long endPosition, boolean forced);

  /**
   * A write or force failed, or the preparation of a segment. Final; comes once, and nothing comes
   * after it.
   */
  void failed(DiskFailedException failure);

  /** A monotonic clock, to measure {@link #wrote}. Any thread. */
  default long nanos() {
    return 0;
  }

  /**
   * Batches were written together. On {@code JOURNAL_WRITER}.
   *
   * @param nanos that it took, the force included
   * @param forced they are on the device, too
   */
  default void wrote(long bytes, long nanos, boolean forced) {}
}
