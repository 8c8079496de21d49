// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.connection;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import java.util.ArrayList;
import java.util.List;

/** The writers that have something to flush when the turn ends. */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class Flushes {
  private List<FrameWriter> dirty = new ArrayList<>();
  private List<FrameWriter> flushing = new ArrayList<>();

  /** Called once a turn by each writer that was written to. */
  void add(FrameWriter writer) {
    dirty.add(writer);
  }

  /** Flushes all. At the end of each turn. */
  void turnEnded() {
    List<FrameWriter> now = dirty;
    dirty = flushing;
    flushing = now;
    for (FrameWriter writer : now) {
      writer.flush();
    }
    now.clear();
  }
}
