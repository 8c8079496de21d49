// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.storage;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import java.nio.ByteBuffer;

/**
 * Memory outside the heap that is used again and again: what is read into it and written from it is
 * not copied on the way.
 */
@OwnedBy(ThreadRole.HOUSEKEEPER)
final class Scratch {
  private ByteBuffer buffer = ByteBuffer.allocateDirect(0);

  /** Room for exactly so many bytes; what the last call gave is overwritten. */
  ByteBuffer take(int bytes) {
    if (buffer.capacity() < bytes) {
      buffer = ByteBuffer.allocateDirect(bytes);
    }
    return buffer.clear().limit(bytes);
  }
}
