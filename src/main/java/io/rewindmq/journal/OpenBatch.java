// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.journal;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import java.nio.ByteBuffer;

/** Counts of the batch that is being filled; its bytes lie in the tail cache. */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class OpenBatch {
  private long epoch;
  private long position;
  private long previousEnd;
  private long lastEntry;
  private int bytes;
  private int count;

  /** Begins anew behind what is in the journal. */
  void restart(long end, long lastEpoch) {
    epoch = lastEpoch;
    position = end;
    previousEnd = end;
    clear();
  }

  long epoch() {
    return epoch;
  }

  /** Only while the batch is empty. */
  void setEpoch(long next) {
    epoch = next;
  }

  private void clear() {
    bytes = 0;
    count = 0;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** Where the batch begins, or would begin. */
  long position() {
    return position;
  }

  /** Header room and entries. */
  int bytes() {
    return bytes;
  }

  /** Exclusive and aligned. */
  long end() {
    return position + BatchHeader.align(bytes);
  }

  /** The end of the batch before. */
  long previousEnd() {
    return previousEnd;
  }

  /** Another broker's batch was taken as it is; the next one begins behind it. */
  Sealed follow(Segment segment, ByteBuffer whole, BatchHeader header) {
    epoch = header.epoch();
    position = header.end();
    previousEnd = header.end();
    return new Sealed(
        segment,
        whole,
        header.epoch(),
        header.position(),
        header.previousEnd(),
        header.entryBytes(),
        header.count());
  }

  long lastEntry() {
    return lastEntry;
  }

  void begin(long at, ByteBuffer headerRoom) {
    position = at;
    bytes = headerRoom.capacity();
  }

  void add(int entryBytes) {
    lastEntry = position + bytes;
    bytes += entryBytes;
    count++;
  }

  /**
   * A batch that will not grow any more.
   *
   * @param buffer header room, entries and padding, from 0 to capacity; the writer's until it
   *     reports
   */
  record Sealed(
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

  /** Ends the batch; the next one begins behind it. */
  Sealed seal(Segment segment, ByteBuffer whole) {
    Sealed batch =
        new Sealed(segment, whole, epoch, position, previousEnd, bytes - BatchHeader.BYTES, count);
    position = batch.end();
    previousEnd = batch.end();
    clear();
    return batch;
  }
}
