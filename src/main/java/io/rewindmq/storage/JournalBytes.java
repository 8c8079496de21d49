// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.storage;

import io.rewindmq.platform.thread.AnyThread;
import java.nio.ByteBuffer;

/** Written bytes of the journal, from its files. */
@AnyThread // implementations read by position
@FunctionalInterface
public interface JournalBytes {
  /**
   * Fills what remains of a buffer; it is not flipped.
   *
   * @throws io.rewindmq.platform.fault.CorruptDataException these bytes are not all there
   * @throws io.rewindmq.platform.fault.DiskFailedException they can't be read
   */
  void read(long position, ByteBuffer into);
}
