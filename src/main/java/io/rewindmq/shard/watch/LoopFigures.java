// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.watch;

import io.rewindmq.platform.figure.Distribution;
import io.rewindmq.platform.thread.AnyThread;

/**
 * How long turns of the shard's loop take, and what the journal's writer writes.
 *
 * @param turns nanoseconds of turns in which something happened; written by {@code SHARD_LOOP}
 * @param forces nanoseconds from the begin of writing a batch that somebody waits for until it is
 *     on the device; written by {@code JOURNAL_WRITER}, as the last
 * @param batches bytes that were written together
 */
@AnyThread // its parts
public record LoopFigures(Distribution turns, Distribution forces, Distribution batches) {
  /** Of nothing yet. */
  public static LoopFigures empty() {
    return new LoopFigures(Distribution.ofNanos(), Distribution.ofNanos(), Distribution.ofBytes());
  }
}
