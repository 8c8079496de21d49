// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.move;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import org.jspecify.annotations.Nullable;

/** Counts what an order has done. */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class BulkFigures {
  private final long total;
  private long looked;
  private long done;
  private long inFlight;
  private long skipped;
  private @Nullable String skippedWhy;

  BulkFigures(long total) {
    this.total = total;
  }

  void looked(long offsets) {
    looked += offsets;
  }

  void done(long messages) {
    done += messages;
  }

  void inFlight() {
    inFlight++;
  }

  void skipped(String why) {
    skipped++;
    skippedWhy = why;
  }

  BulkProgress progress(BulkStatus status, @Nullable String cause) {
    return new BulkProgress(
        status, cause, total, Math.min(total, looked), done, inFlight, skipped, skippedWhy);
  }
}
