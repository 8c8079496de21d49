// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.platform.disk;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Appends to preallocated files in whole blocks ({@link DiskFile#writeBlocks}): the block that an
 * append begins in is written again from memory, the one it ends in is filled up with zeros.
 *
 * <p>The bytes of a block that were there before are written as they are, so a torn write of the
 * block does them no harm.
 */
@OwnedBy(ThreadRole.JOURNAL_WRITER)
public final class BlockAppender {
  /** Memory of a block's size begins where the device can take it from. */
  private @Nullable ByteBuffer stage;

  private final int bytesMax;

  /** Whose last block lies at the stage's beginning; null = nobody's. */
  private @Nullable DiskFile staged;

  private long stagedEnd;

  /** Takes appends of so many bytes at most. */
  public BlockAppender(int bytesMax) {
    this.bytesMax = bytesMax;
  }

  /**
   * Whether {@link #append} can be used.
   *
   * @param position where the append begins
   * @param bytes how long it is
   * @param fileBytes size of the file, which does not grow
   */
  public boolean takes(DiskFile file, long position, long bytes, long fileBytes) {
    if (bytes > bytesMax) {
      return false;
    }
    int block = file.blockBytes();
    return block > 0 && roundUp(position + bytes, block) <= fileBytes;
  }

  private static long roundUp(long position, int block) {
    return (position + block - 1) / block * block;
  }

  /** Writes what remains in the buffers. Bytes behind them may become zeros to the block's end. */
  public void append(DiskFile file, Iterable<ByteBuffer> buffers, long position) {
    int block = file.blockBytes();
    int head = (int) (position % block);
    ByteBuffer to = stage(block);
    if (head > 0 && (staged != file || stagedEnd != position)) {
      to.clear().limit(head);
      file.read(to, position - head);
    }
    staged = null; // until it is written
    to.clear().position(head);
    buffers.forEach(to::put);
    int end = to.position();
    int whole = (int) roundUp(end, block);
    while (to.position() < whole) {
      to.put((byte) 0);
    }
    file.writeBlocks(to.flip(), position - head);
    keepLastBlock(file, to, end, block, position - head);
  }

  private ByteBuffer stage(int block) {
    ByteBuffer current = stage;
    if (current == null) {
      int bytes = (int) roundUp(bytesMax, block) + block;
      current = ByteBuffer.allocateDirect(bytes + block).alignedSlice(block).slice(0, bytes);
      stage = current;
    }
    return current;
  }

  private void keepLastBlock(DiskFile file, ByteBuffer written, int end, int block, long start) {
    int last = end / block * block;
    written.clear();
    written.put(0, written, last, end - last);
    staged = file;
    stagedEnd = start + end;
  }

  /** Something else has written to the files. */
  public void forget() {
    staged = null;
  }
}
