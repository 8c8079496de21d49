// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.journal;

import java.nio.ByteBuffer;

/**
 * A batch that will not grow any more.
 *
 * @param buffer header room, entries and padding, from 0 to capacity; the writer's until it reports
 */
record SealedBatch(
    Segment segment,
    ByteBuffer buffer,
    long epoch,
    long position,
    long previousEnd,
    int entryBytes,
    int count) {
  long end() {
    return position + buffer.capacity();
  }
}
