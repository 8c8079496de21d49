// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.platform.disk;

import io.rewindmq.platform.thread.AnyThread;
import java.nio.ByteBuffer;

/**
 * One open file. Reads and writes name their position, so several threads may use it.
 *
 * <p>Failures as in {@link Disk}.
 */
@AnyThread // positional reads and writes
public interface DiskFile extends AutoCloseable {
  String name();

  /** Writes what remains in all buffers, one after the other, beginning at a byte of the file. */
  void write(ByteBuffer[] buffers, long position);

  default void write(ByteBuffer buffer, long position) {
    write(new ByteBuffer[] {buffer}, position);
  }

  /**
   * Bytes of a block that {@link #writeBlocks} takes: a power of two; 0 = this file takes none. The
   * writing thread.
   */
  default int blockBytes() {
    return 0;
  }

  /**
   * Writes whole blocks past the operating system's cache: forced in half the time, but read from
   * the device later. The writing thread.
   *
   * @param blocks whole blocks, whose memory is aligned as blocks are
   * @param position a block's beginning, within the file's size
   */
  default void writeBlocks(ByteBuffer blocks, long position) {
    write(blocks, position);
  }

  /**
   * Reads into what remains of the buffer.
   *
   * @return bytes read; fewer than remained only at the file's end
   */
  int read(ByteBuffer into, long position);

  /** Forces everything written to the device. */
  void force();

  long size();

  /**
   * Fills the file with zeros up to a size, so that later writes allocate nothing, and forces it.
   */
  void preallocate(long bytes);

  void truncate(long bytes);

  @Override
  void close();
}
