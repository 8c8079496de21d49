// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.storage;

import io.rewindmq.log.PartitionLog;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.RunBytes;
import java.nio.ByteBuffer;

/**
 * Appends runs to a partition's log in a size that is good to read: small ones that follow each
 * other and have the same append time become one, big ones are cut.
 */
@OwnedBy(ThreadRole.HOUSEKEEPER)
final class RunCopier {
  static final int RUN_BYTES_MAX = 256 << 10;

  private final PartitionLog log;

  /** The small runs that become one; its position is their end. */
  private final ByteBuffer joined;

  private long end;
  private long joinedBase;
  private long joinedMillis;
  private int joinedCount;

  /**
   * @param room for this copier alone until it has flushed
   */
  RunCopier(PartitionLog log, Scratch room) {
    this.log = log;
    this.end = log.endOffset();
    this.joined = room.take(RUN_BYTES_MAX);
  }

  /**
   * Takes the next run; offsets below the log's end are there already. Its bytes are not kept after
   * this returns.
   */
  void add(RunBytes run) {
    if (run.endOffset() <= end) {
      return;
    }
    RunBytes rest =
        run.baseOffset() >= end ? run : run.slice(end, Integer.MAX_VALUE, Integer.MAX_VALUE);
    if (!continuesJoined(rest)) {
      flush();
    }
    end = rest.endOffset();
    if (rest.bytes() > RUN_BYTES_MAX) {
      appendInParts(rest);
    } else {
      join(rest);
    }
  }

  private boolean continuesJoined(RunBytes run) {
    return joinedCount > 0
        && end == run.baseOffset()
        && joinedMillis == run.appendTimeMillis()
        && run.bytes() <= joined.remaining();
  }

  private void join(RunBytes run) {
    if (joinedCount == 0) {
      joinedBase = run.baseOffset();
      joinedMillis = run.appendTimeMillis();
    }
    joined.put(run.elements().duplicate());
    joinedCount += run.count();
  }

  private void appendInParts(RunBytes run) {
    for (long offset = run.baseOffset(); offset < run.endOffset(); ) {
      RunBytes part = run.slice(offset, run.count(), RUN_BYTES_MAX);
      log.append(part);
      offset = part.endOffset();
    }
  }

  /** The offsets below an end are used up, with or without messages. */
  void skipTo(long endOffset) {
    if (endOffset > end) {
      flush();
      end = endOffset;
      log.skipTo(endOffset);
    }
  }

  /** Hands over what is still held. */
  void flush() {
    if (joinedCount > 0) {
      log.append(new RunBytes(joinedBase, joinedCount, joinedMillis, joined.flip()));
    }
    joinedCount = 0;
    joined.clear().limit(RUN_BYTES_MAX);
  }
}
