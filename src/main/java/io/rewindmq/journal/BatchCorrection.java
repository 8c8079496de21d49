// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Finds the one bit of a damaged batch that was flipped, if it was one.
 *
 * <p>A cyclic checksum tells where a single wrong bit is: each place changes it in a way of its
 * own. Damage of another kind looks like a single bit by chance once in 4096 times at most, because
 * batches above {@link #BYTES_MAX} are not tried; messages have checksums of their own then.
 *
 * @param batch header and entries, corrected
 * @param at byte of the batch that is corrected
 */
record BatchCorrection(BatchHeader header, ByteBuffer batch, int at) {
  static final int BYTES_MAX = 128 << 10;

  private static final int HEADER_BITS = 56 * 8;
  private static final int POLYNOMIAL = 0x82F63B78; // CRC32C, lowest bit first

  /** The corrected byte. */
  byte value() {
    return batch.get(at);
  }

  /**
   * Corrects a batch.
   *
   * @param bytes from the batch's beginning on, as many as there may be of it; is changed
   * @param position where it must stand
   * @return null = more than one bit is wrong
   */
  static @Nullable BatchCorrection of(ByteBuffer bytes, long position) {
    CRC32C crc = new CRC32C();
    for (int bit = 0; bit < HEADER_BITS; bit++) {
      flip(bytes, bit);
      BatchHeader header = headerOf(bytes, position);
      if (header != null && header.isIntact(bytes, crc)) {
        return new BatchCorrection(header, bytes, bit / 8);
      }
      flip(bytes, bit);
    }
    BatchHeader header = headerOf(bytes, position);
    int bit = header == null ? -1 : wrongBit(bytes, header, crc);
    if (header == null || bit < 0) {
      return null;
    }
    flip(bytes, bit);
    return header.isIntact(bytes, crc) ? new BatchCorrection(header, bytes, bit / 8) : null;
  }

  private static @Nullable BatchHeader headerOf(ByteBuffer bytes, long position) {
    BatchHeader header = BatchHeader.parse(bytes);
    return header != null
            && header.position() == position
            && BatchHeader.BYTES + (long) header.entryBytes() <= bytes.limit()
        ? header
        : null;
  }

  private static void flip(ByteBuffer bytes, int bit) {
    bytes.put(bit / 8, (byte) (bytes.get(bit / 8) ^ 1 << bit % 8));
  }

  /** The bit of the entries that explains the checksum, from the batch's beginning; -1 = none. */
  private static int wrongBit(ByteBuffer bytes, BatchHeader header, CRC32C crc) {
    int difference = header.checksumDifference(bytes, crc);
    int effect = POLYNOMIAL; // of the last bit
    int bits = header.entryBytes() * 8;
    for (int fromEnd = 0; fromEnd < bits; fromEnd++) {
      if (effect == difference) {
        return BatchHeader.BYTES * 8 + bits - 1 - fromEnd;
      }
      effect = (effect & 1) == 0 ? effect >>> 1 : effect >>> 1 ^ POLYNOMIAL;
    }
    return -1;
  }
}
