// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.record;

import java.nio.ByteBuffer;

/**
 * Messages of contiguous offsets with their bytes.
 *
 * @param baseOffset the first offset, 0 or above
 * @param count at least 1
 * @param appendTimeMillis when they were appended, since 1970
 * @param elements what remains in it are exactly the elements; not moved by readers
 */
public record RunBytes(long baseOffset, int count, long appendTimeMillis, ByteBuffer elements) {
  /** Checks the ranges; the elements are trusted. */
  public RunBytes {
    if (baseOffset < 0 || count < 1) {
      throw new IllegalArgumentException(
          "not a run: " + count + " messages from offset " + baseOffset);
    }
  }

  /** Exclusive. */
  public long endOffset() {
    return baseOffset + count;
  }

  /** Of all elements. */
  public int bytes() {
    return elements.remaining();
  }

  /**
   * A part of the run, found by walking the elements' lengths.
   *
   * @param fromOffset the first offset wanted, within the run
   * @param countMax at most so many messages, at least 1
   * @param bytesMax at most so many bytes, but always one message
   */
  public RunBytes slice(long fromOffset, int countMax, int bytesMax) {
    if (fromOffset < baseOffset || fromOffset >= endOffset() || countMax < 1) {
      throw new IllegalArgumentException(
          countMax
              + " messages from "
              + fromOffset
              + " of ["
              + baseOffset
              + ", "
              + endOffset()
              + ")");
    }
    int start = elements.position();
    for (long offset = baseOffset; offset < fromOffset; offset++) {
      start += Elements.bytesAt(elements, start);
    }
    int end = start;
    int taken = 0;
    long available = endOffset() - fromOffset;
    while (taken < countMax && taken < available) {
      int next = Elements.bytesAt(elements, end);
      if (taken > 0 && end + next - start > bytesMax) {
        break;
      }
      end += next;
      taken++;
    }
    return new RunBytes(fromOffset, taken, appendTimeMillis, elements.slice(start, end - start));
  }
}
