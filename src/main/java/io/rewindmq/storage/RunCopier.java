// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.storage;

import io.rewindmq.log.PartitionLog;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.RunBytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Appends runs to a partition's log in a size that is good to read: small ones that follow each
 * other and have the same append time become one, big ones are cut.
 */
@OwnedBy(ThreadRole.HOUSEKEEPER)
final class RunCopier {
  static final int RUN_BYTES_MAX = 256 << 10;

  private final PartitionLog log;
  private final List<RunBytes> pending = new ArrayList<>();
  private long end;
  private int pendingBytes;

  RunCopier(PartitionLog log) {
    this.log = log;
    this.end = log.endOffset();
  }

  /** Takes the next run; offsets below the log's end are there already. */
  void add(RunBytes run) {
    if (run.endOffset() <= end) {
      return;
    }
    RunBytes rest =
        run.baseOffset() >= end ? run : run.slice(end, Integer.MAX_VALUE, Integer.MAX_VALUE);
    if (!continuesPending(rest)) {
      flush();
    }
    end = rest.endOffset();
    if (rest.bytes() > RUN_BYTES_MAX) {
      appendInParts(rest);
    } else {
      pending.add(rest);
      pendingBytes += rest.bytes();
    }
  }

  private boolean continuesPending(RunBytes run) {
    return !pending.isEmpty()
        && pending.getLast().endOffset() == run.baseOffset()
        && pending.getLast().appendTimeMillis() == run.appendTimeMillis()
        && pendingBytes + run.bytes() <= RUN_BYTES_MAX;
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
    if (pending.size() == 1) {
      log.append(pending.getFirst());
    } else if (!pending.isEmpty()) {
      ByteBuffer elements = ByteBuffer.allocate(pendingBytes);
      int count = 0;
      for (RunBytes run : pending) {
        elements.put(run.elements().duplicate());
        count += run.count();
      }
      RunBytes first = pending.getFirst();
      log.append(
          new RunBytes(first.baseOffset(), count, first.appendTimeMillis(), elements.flip()));
    }
    pending.clear();
    pendingBytes = 0;
  }
}
