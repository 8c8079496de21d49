// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.journal;

import io.rewindmq.platform.disk.DiskFile;
import io.rewindmq.platform.thread.AnyThread;
import java.nio.ByteBuffer;

/**
 * One segment file and the positions it holds.
 *
 * @param base first position, inclusive
 * @param capacity bytes of positions
 */
@AnyThread // immutable; the file takes positional calls
record Segment(String name, long base, int capacity, DiskFile file) {
  /** Exclusive; the base of the next segment. */
  long end() {
    return base + capacity;
  }

  boolean holds(long position) {
    return position >= base && position < end();
  }

  void write(ByteBuffer[] buffers, long position) {
    file.write(buffers, fileOffset(position));
  }

  int read(ByteBuffer into, long position) {
    return file.read(into, fileOffset(position));
  }

  /** Byte of the file where a position lies. */
  long fileOffset(long position) {
    return SegmentHeader.BYTES + position - base;
  }
}
