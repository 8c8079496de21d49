// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a byte stream into batches of whole frames: {@code u32 length | length bytes}, repeated.
 *
 * <p>All whole frames of one read become one batch without a copy. Only a frame that is spread over
 * several reads is copied together; memory for it grows as its bytes come, never by what its length
 * field promises.
 */
@OwnedBy(ThreadRole.NET_LOOP)
final class FrameCutter {
  static final int LENGTH_BYTES = 4;

  /** Type, flags and channel. */
  static final int FRAME_BYTES_MIN = 4;

  private static final int FIRST_CAPACITY_MAX = 64 * 1024;

  private final ByteBufAllocator allocator;
  private final BatchSink sink;

  /** Start of a frame whose end has not come yet. */
  private @Nullable ByteBuf partial;

  FrameCutter(ByteBufAllocator allocator, BatchSink sink) {
    this.allocator = allocator;
    this.sink = sink;
  }

  /** Takes over batches. */
  interface BatchSink {
    /**
     * Takes whole frames, each with its length field, and the duty to release them.
     *
     * @param batch never empty
     */
    void frames(ByteBuf batch);
  }

  /**
   * Cuts what was read.
   *
   * @param read taken over, released here or by the sink
   * @param frameBytesMax largest value allowed in a length field
   * @throws FrameSizeException frames before the bad one were handed over, nothing after it
   */
  void cut(ByteBuf read, int frameBytesMax) throws FrameSizeException {
    try {
      completePartial(read, frameBytesMax);
      if (partial == null && read.isReadable()) {
        cutWholeFrames(read, frameBytesMax);
      }
    } finally {
      read.release();
    }
  }

  /** Gives back what waits for its end. */
  void release() {
    if (partial != null) {
      partial.release();
      partial = null;
    }
  }

  private void completePartial(ByteBuf read, int frameBytesMax) throws FrameSizeException {
    ByteBuf frame = partial;
    if (frame == null) {
      return;
    }
    if (frame.readableBytes() < LENGTH_BYTES) {
      int missing = LENGTH_BYTES - frame.readableBytes();
      frame.writeBytes(read, Math.min(missing, read.readableBytes()));
      if (frame.readableBytes() < LENGTH_BYTES) {
        return;
      }
    }
    int missing = frameBytes(frame, 0, frameBytesMax) - frame.readableBytes();
    frame.writeBytes(read, Math.min(missing, read.readableBytes()));
    if (frame.readableBytes() == frameBytes(frame, 0, frameBytesMax)) {
      partial = null;
      sink.frames(frame);
    }
  }

  private void cutWholeFrames(ByteBuf read, int frameBytesMax) throws FrameSizeException {
    int whole = 0;
    int next = 0;
    try {
      while (read.readableBytes() - whole >= LENGTH_BYTES) {
        next = frameBytes(read, whole, frameBytesMax);
        if (read.readableBytes() - whole < next) {
          break;
        }
        whole += next;
        next = 0;
      }
    } finally {
      if (whole > 0) {
        sink.frames(read.readRetainedSlice(whole));
      }
    }
    if (read.isReadable()) {
      int capacity = Math.max(read.readableBytes(), Math.min(next, FIRST_CAPACITY_MAX));
      partial = allocator.directBuffer(Math.max(capacity, LENGTH_BYTES)).writeBytes(read);
    }
  }

  /** The frame's bytes with its length field, checked. */
  private static int frameBytes(ByteBuf bytes, int at, int frameBytesMax)
      throws FrameSizeException {
    long length = bytes.getUnsignedInt(bytes.readerIndex() + at);
    if (length > frameBytesMax) {
      throw new FrameSizeException(
          ErrorCode.FRAME_TOO_LARGE,
          "a frame of " + length + " bytes came, at most " + frameBytesMax + " are allowed");
    }
    if (length < FRAME_BYTES_MIN) {
      throw new FrameSizeException(
          ErrorCode.PROTOCOL_ERROR,
          "a frame of " + length + " bytes came, at least " + FRAME_BYTES_MIN + " are needed");
    }
    return LENGTH_BYTES + (int) length;
  }
}
