// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.move;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.shard.entry.LongList;
import java.nio.ByteBuffer;

/** Messages of one partition that go to one target in one entry. */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class BulkStep {
  private static final int CAPACITY_MIN = 4096;

  private final LongList ranges = new LongList();
  private ByteBuffer copies = ByteBuffer.allocate(0);
  private int messages;
  private int elements;

  /** Adds a message that takes so many offsets. */
  void add(long first, long last) {
    ranges.addRange(first, last);
    messages++;
  }

  /** Adds what is put into the target. */
  void addCopy(ByteBuffer copy) {
    if (copies.remaining() < copy.remaining()) {
      int needed = copies.position() + copy.remaining();
      copies = ByteBuffer.allocate(Math.max(CAPACITY_MIN, needed * 2)).put(copies.flip());
    }
    copies.put(copy.duplicate());
    elements++;
  }

  LongList ranges() {
    return ranges;
  }

  int messages() {
    return messages;
  }

  int elements() {
    return elements;
  }

  /** All copies, from the first on. */
  ByteBuffer copies() {
    return copies.duplicate().flip();
  }
}
