// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.rewindmq.testkit.Microbenchmark;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Sixteen frames of one size, as one read of a socket brings them. */
public class FrameCutterBenchmark extends Microbenchmark {
  private static final int FRAMES = 16;
  private static final int FRAME_BYTES_MAX = 1 << 20;

  @Param({"20", "1200"})
  int frameBytes;

  private final PooledByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;
  private final FrameCutter cutter = new FrameCutter(allocator, this::take);
  private ByteBuf stream = allocator.directBuffer();
  private int taken;

  @Setup
  public void setUp() throws FrameSizeException {
    for (int i = 0; i < FRAMES; i++) {
      stream.writeInt(frameBytes).writeZero(frameBytes);
    }
    require(cutWhole() == stream.readableBytes(), "all frames");
    require(cutInTwo() == stream.readableBytes(), "all frames");
  }

  @TearDown
  public void tearDown() {
    cutter.release();
    stream.release();
  }

  private void take(ByteBuf batch) {
    taken += batch.readableBytes();
    batch.release();
  }

  /** The read ends with a frame. */
  @Benchmark
  public int cutWhole() throws FrameSizeException {
    taken = 0;
    cutter.cut(stream.retainedDuplicate(), FRAME_BYTES_MAX);
    return taken;
  }

  /** The last frame comes with two reads. */
  @Benchmark
  public int cutInTwo() throws FrameSizeException {
    taken = 0;
    int bytes = stream.readableBytes();
    cutter.cut(stream.retainedSlice(0, bytes - 10), FRAME_BYTES_MAX);
    cutter.cut(stream.retainedSlice(bytes - 10, 10), FRAME_BYTES_MAX);
    return taken;
  }
}
