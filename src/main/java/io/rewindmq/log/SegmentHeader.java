// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.log;

import io.rewindmq.platform.disk.Disk;
import io.rewindmq.platform.fault.CorruptDataException;
import io.rewindmq.record.PartitionKey;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * First 64 bytes of a segment file, big-endian:
 *
 * <pre>
 *  0  u32  magic "RWLG"
 *  4  u16  version, 1
 *  6  u16  0
 *  8  u32  destination id
 * 12  u32  partition
 * 16  i64  base offset: no message of the segment is below
 * 24  i64  base offset of the segment before, -1 = there was none
 * 32  i64  bytes of the segment before, its header included
 * 40  i64  latest append time in the segment before, ms since 1970
 * 48  12 bytes 0
 * 60  u32  CRC32C of bytes 0 to 59
 * 64  records, see {@link RunRecord}
 * </pre>
 *
 * <p>What it says about the segment before makes a lost or shortened file noticed, and lets
 * retention and searches by time do without opening it. Version 1: the first one.
 */
record SegmentHeader(
    PartitionKey partition,
    long baseOffset,
    long previousBase,
    long previousBytes,
    long previousMillisMax) {
  static final int BYTES = 64;

  /** Previous base of a segment that is the first. */
  static final long NONE = -1;

  private static final int MAGIC = 0x52574C47;
  private static final short VERSION = 1;
  private static final int CRC_AT = 60;

  ByteBuffer encode() {
    ByteBuffer out = ByteBuffer.allocate(BYTES);
    out.putInt(MAGIC).putShort(VERSION).putShort((short) 0);
    out.putInt(partition.destination()).putInt(partition.partition()).putLong(baseOffset);
    out.putLong(previousBase).putLong(previousBytes).putLong(previousMillisMax);
    out.putInt(CRC_AT, crc(out));
    return out.clear();
  }

  /** Reads from index 0; null = not a valid header. */
  static @Nullable SegmentHeader parse(ByteBuffer in) {
    if (in.limit() < BYTES
        || in.getInt(0) != MAGIC
        || in.getShort(4) != VERSION
        || in.getInt(CRC_AT) != crc(in)
        || in.getInt(8) < 0
        || in.getInt(12) < 0) {
      return null;
    }
    return new SegmentHeader(
        new PartitionKey(in.getInt(8), in.getInt(12)),
        in.getLong(16),
        in.getLong(24),
        in.getLong(32),
        in.getLong(40));
  }

  /** What is thrown when a file that must be a segment has no header of its partition. */
  static CorruptDataException missing(Disk disk, String file, PartitionKey partition) {
    return new CorruptDataException(
        disk.describe(file), 0, "expected the header of a segment of partition " + partition);
  }

  private static int crc(ByteBuffer header) {
    CRC32C crc = new CRC32C();
    crc.update(header.slice(0, CRC_AT));
    return (int) crc.getValue();
  }
}
