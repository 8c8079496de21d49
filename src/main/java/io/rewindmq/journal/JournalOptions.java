// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.journal;

/**
 * Sizes of the journal, in bytes.
 *
 * @param segmentBytes size of a segment file, 64 KiB to 1 GiB; the largest entry is a little
 *     smaller
 * @param tailCacheBytes how much of the journal's end stays in memory, at least {@code chunkBytes}
 * @param chunkBytes unit of the tail cache and largest batch of small entries, 4 KiB to 16 MiB
 * @param reserveBytes room in the last segment that only essential entries may use when the disk is
 *     full, at most a quarter of a segment
 * @param spareSegments segments prepared ahead, 1 to 16
 */
public record JournalOptions(
    int segmentBytes, long tailCacheBytes, int chunkBytes, int reserveBytes, int spareSegments) {
  private static final int MIB = 1 << 20;

  /** Checks the ranges. */
  public JournalOptions {
    check("segmentBytes", segmentBytes, 64 << 10, 1 << 30);
    check("chunkBytes", chunkBytes, 4 << 10, 16 * MIB);
    check("tailCacheBytes", tailCacheBytes, chunkBytes, Long.MAX_VALUE);
    check("reserveBytes", reserveBytes, 0, segmentBytes / 4);
    check("spareSegments", spareSegments, 1, 16);
  }

  /** 64 MiB segments, 64 MiB of tail cache. */
  public static JournalOptions defaults() {
    return new JournalOptions(64 * MIB, 64L * MIB, MIB, 8 * MIB, 2);
  }

  /** The largest payload of one entry. */
  public int payloadBytesMax() {
    return segmentBytes
        - SegmentHeader.BYTES
        - BatchHeader.BYTES
        - BatchHeader.ALIGNMENT
        - Journal.ENTRY_HEADER_BYTES;
  }

  private static void check(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + ": expected " + min + " to " + max + ", got " + value);
    }
  }
}
