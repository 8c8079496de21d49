// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The first 4 KiB of a segment file, version 1, big-endian:
 *
 * <pre>
 *  0  u32  magic "RWJS"
 *  4  u32  version, 1
 *  8  u64  base: journal position of the byte behind this block
 * 16  u32  capacity: bytes behind this block
 * 20  u32  CRC32C of the bytes before
 * </pre>
 */
record SegmentHeader(long base, int capacity) {
  static final int BYTES = 4096;

  private static final int MAGIC = 0x52574A53; // RWJS
  private static final int VERSION = 1;
  private static final int CRC_AT = 20;

  ByteBuffer encode() {
    ByteBuffer out = ByteBuffer.allocate(BYTES);
    out.putInt(0, MAGIC).putInt(4, VERSION).putLong(8, base).putInt(16, capacity);
    return out.putInt(CRC_AT, checksum(out));
  }

  /** The header, or null when the bytes are none (a file whose preparation was cut short). */
  static @Nullable SegmentHeader parse(ByteBuffer in) {
    if (in.limit() < BYTES
        || in.getInt(0) != MAGIC
        || in.getInt(4) != VERSION
        || in.getInt(CRC_AT) != checksum(in)) {
      return null;
    }
    return new SegmentHeader(in.getLong(8), in.getInt(16));
  }

  private static int checksum(ByteBuffer block) {
    CRC32C crc = new CRC32C();
    crc.update(block.slice(0, CRC_AT));
    return (int) crc.getValue();
  }
}
