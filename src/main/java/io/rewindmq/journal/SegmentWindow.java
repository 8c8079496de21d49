// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.journal;

import io.rewindmq.platform.thread.AnyThread;
import java.nio.ByteBuffer;

/**
 * Reads a segment from front to back through a buffer that grows to the largest batch met.
 *
 * <p>Bytes behind the file's end are not there: {@link #at} gives fewer than were wanted.
 */
@AnyThread // confined to the scan that made it
final class SegmentWindow {
  private static final int BYTES_MIN = 1 << 20;

  private final Segment segment;
  private ByteBuffer buffer;
  private long start;

  /**
   * Begins to read.
   *
   * @param reused the buffer of a window not used any more
   */
  SegmentWindow(Segment segment, ByteBuffer reused) {
    this.segment = segment;
    this.buffer = reused.clear().limit(0);
    this.start = segment.base();
  }

  static ByteBuffer newBuffer() {
    return ByteBuffer.allocateDirect(BYTES_MIN);
  }

  ByteBuffer buffer() {
    return buffer;
  }

  /** Bytes from a position on, at most {@code bytes}; valid until the next call. */
  ByteBuffer at(long position, int bytes) {
    int wanted = (int) Math.min(bytes, segment.end() - position);
    if (position < start || position + wanted > start + buffer.limit()) {
      load(position, wanted);
    }
    int from = (int) (position - start);
    int there = Math.clamp(buffer.limit() - (long) from, 0, wanted);
    return buffer.slice(from, there);
  }

  private void load(long position, int wanted) {
    if (buffer.capacity() < wanted) {
      buffer = ByteBuffer.allocateDirect(wanted);
    }
    start = position;
    buffer.clear().limit((int) Math.min(buffer.capacity(), segment.end() - position));
    segment.read(buffer, position);
    buffer.flip();
  }
}
