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
