// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.dispatch;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.RunBytes;

/** Grows over neighbouring messages of a run until they are given on together. */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class RunSlice {
  private final RunBytes run;
  private long first;
  private int count;
  private int from;
  private int bytes;

  /** Empty. */
  RunSlice(RunBytes run) {
    this.run = run;
  }

  int count() {
    return count;
  }

  int bytes() {
    return bytes;
  }

  /**
   * Adds the next message: its offset, where its element begins in the run's buffer, its length.
   */
  void add(long offset, int elementAt, int elementBytes) {
    if (count == 0) {
      first = offset;
      from = elementAt;
    }
    count++;
    bytes += elementBytes;
  }

  /** What it has grown to; it is empty then. */
  RunBytes take() {
    RunBytes taken =
        new RunBytes(first, count, run.appendTimeMillis(), run.elements().slice(from, bytes));
    count = 0;
    bytes = 0;
    return taken;
  }
}
