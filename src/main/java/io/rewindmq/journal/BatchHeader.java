// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Head of a batch, version 1, big-endian; a batch begins at a multiple of 64 bytes:
 *
 * <pre>
 *  0  u32  magic "RWJB"
 *  4  u16  version, 1
 *  6  u16  0
 *  8  u64  epoch of the reign that wrote it
 * 16  u64  position of this batch
 * 24  u64  end of the batch before (its position + bytes, aligned)
 * 32  u64  forced position: what was known to be on the device when this was written
 * 40  u32  bytes of entries
 * 44  u32  count of entries
 * 48  u32  0
 * 52  u32  CRC32C of the header up to here, then of the entries
 * 56  8 bytes 0
 * 64  entries: u32 length of what follows, u8 kind, u8 version, payload
 * </pre>
 *
 * <p>The forced position tells a torn tail from damage: a valid batch whose forced position lies
 * beyond a bad place was written after that place had reached the device.
 *
 * @param entryBytes bytes of entries
 */
record BatchHeader(
    long epoch, long position, long previousEnd, long forced, int entryBytes, int count) {
  static final int BYTES = 64;
  static final int ALIGNMENT = 64;

  private static final int MAGIC = 0x52574A42; // RWJB
  private static final int VERSION = 1;
  private static final int CRC_AT = 52;

  /** The end of the batch, exclusive and aligned: where the next one begins. */
  long end() {
    return position + BYTES + align((long) entryBytes);
  }

  static int align(int bytes) {
    return (bytes + ALIGNMENT - 1) & -ALIGNMENT;
  }

  private static long align(long bytes) {
    return (bytes + ALIGNMENT - 1) & -ALIGNMENT;
  }

  /**
   * Writes the header at the buffer's start with a checksum over the entries behind it.
   *
   * @param batch header room and entries, from position 0
   */
  void seal(ByteBuffer batch, CRC32C crc) {
    batch.putInt(0, MAGIC).putShort(4, (short) VERSION).putShort(6, (short) 0);
    batch.putLong(8, epoch).putLong(16, position).putLong(24, previousEnd).putLong(32, forced);
    batch.putInt(40, entryBytes).putInt(44, count).putInt(48, 0);
    batch.putInt(CRC_AT, checksum(batch, entryBytes, crc)).putLong(56, 0);
  }

  /** The header at the buffer's start, its checksum not looked at; null when it can be none. */
  static @Nullable BatchHeader parse(ByteBuffer in) {
    if (in.limit() < BYTES || in.getInt(0) != MAGIC || in.getShort(4) != VERSION) {
      return null;
    }
    BatchHeader header =
        new BatchHeader(
            in.getLong(8),
            in.getLong(16),
            in.getLong(24),
            in.getLong(32),
            in.getInt(40),
            in.getInt(44));
    return header.entryBytes < 0 || header.count < 1 ? null : header;
  }

  /** Whether the checksum fits the header and the entries behind it. */
  boolean isIntact(ByteBuffer batch, CRC32C crc) {
    return batch.limit() >= BYTES + entryBytes
        && batch.getInt(CRC_AT) == checksum(batch, entryBytes, crc);
  }

  /** What is different between the checksum that is there and the right one; 0 = nothing. */
  int checksumDifference(ByteBuffer batch, CRC32C crc) {
    return batch.getInt(CRC_AT) ^ checksum(batch, entryBytes, crc);
  }

  private static int checksum(ByteBuffer batch, int entryBytes, CRC32C crc) {
    crc.reset();
    crc.update(batch.slice(0, CRC_AT));
    crc.update(batch.slice(BYTES, entryBytes));
    return (int) crc.getValue();
  }
}
