// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.record;

/**
 * Messages of contiguous offsets that lie together in the journal.
 *
 * @param baseOffset the first offset, 0 or above
 * @param count at least 1
 * @param appendTimeMillis when they were appended, since 1970
 * @param position journal position of the first element
 * @param bytes of all elements; 0 = the offsets are used up, but their messages are not kept
 */
public record Run(long baseOffset, int count, long appendTimeMillis, long position, int bytes) {
  /** Checks the ranges. */
  public Run {
    if (baseOffset < 0
        || count < 1
        || position < 0
        || (bytes != 0 && bytes / Elements.BYTES_MIN < count)) {
      throw new IllegalArgumentException(
          "not a run: "
              + count
              + " messages from offset "
              + baseOffset
              + " in "
              + bytes
              + " bytes at position "
              + position);
    }
  }

  /** Exclusive. */
  public long endOffset() {
    return baseOffset + count;
  }

  /** Exclusive. */
  public long endPosition() {
    return position + bytes;
  }

  /** The same offsets without their messages: nobody needs them any more. */
  public Run dropped() {
    return new Run(baseOffset, count, appendTimeMillis, position, 0);
  }

  public boolean isDropped() {
    return bytes == 0;
  }
}
