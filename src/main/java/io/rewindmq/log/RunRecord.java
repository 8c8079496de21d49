// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.log;

import io.rewindmq.record.Elements;
import io.rewindmq.record.RunBytes;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One run as it lies in a segment file, big-endian:
 *
 * <pre>
 *  0  u32  magic "RUN1"
 *  4  u32  bytes from 16 to the record's end
 *  8  u32  CRC32C of the elements
 * 12  u32  CRC32C of bytes 0 to 11 and 16 to 43
 * 16  i64  base offset             \
 * 24  i64  append time, ms         |
 * 32  u32  count of elements       | the very bytes of a run on the wire
 * 36  u32  bytes of elements       |
 * 40  u16  delivery count, 1       |
 * 42  u16  flags, 0                |
 * 44  elements                     /
 * </pre>
 *
 * <p>A record with count 0 and no elements is an <em>end mark</em>: offsets below its base offset
 * are used up, those that have no run are not kept. The head has a checksum of its own, so that an
 * index can be rebuilt without reading the elements. Version 1 (magic): the first one.
 *
 * @param bytes of elements
 */
record RunRecord(long baseOffset, long appendTimeMillis, int count, int bytes, int elementsCrc) {
  /** Everything before the elements. */
  static final int HEAD_BYTES = 44;

  private static final int MAGIC = 0x52554E31;
  private static final int CRC_AT = 12;
  private static final int RUN_AT = 16;

  static RunRecord of(RunBytes run) {
    return new RunRecord(
        run.baseOffset(),
        run.appendTimeMillis(),
        run.count(),
        run.bytes(),
        crcOf(run.elements().slice()));
  }

  static RunRecord endMark(long endOffset, long millis) {
    return new RunRecord(endOffset, millis, 0, 0, 0);
  }

  /** Exclusive. */
  long endOffset() {
    return baseOffset + count;
  }

  /** Of the whole record. */
  int recordBytes() {
    return HEAD_BYTES + bytes;
  }

  boolean isEndMark() {
    return count == 0;
  }

  ByteBuffer encodeHead() {
    ByteBuffer out = ByteBuffer.allocate(HEAD_BYTES);
    out.putInt(MAGIC).putInt(HEAD_BYTES - RUN_AT + bytes).putInt(elementsCrc).putInt(0);
    out.putLong(baseOffset).putLong(appendTimeMillis).putInt(count).putInt(bytes);
    out.putShort((short) (isEndMark() ? 0 : 1)).putShort((short) 0);
    out.putInt(CRC_AT, headCrc(out, 0));
    return out.clear();
  }

  /** Reads the head at an index of the buffer; null = there is no valid one. */
  static @Nullable RunRecord parse(ByteBuffer in, int at) {
    if (in.limit() - at < HEAD_BYTES
        || in.getInt(at) != MAGIC
        || in.getInt(at + CRC_AT) != headCrc(in, at)) {
      return null;
    }
    RunRecord head =
        new RunRecord(
            in.getLong(at + 16),
            in.getLong(at + 24),
            in.getInt(at + 32),
            in.getInt(at + 36),
            in.getInt(at + 8));
    return in.getInt(at + 4) == HEAD_BYTES - RUN_AT + head.bytes && head.isSensible() ? head : null;
  }

  private boolean isSensible() {
    return baseOffset >= 0
        && bytes >= 0
        && count >= 0
        && (count == 0 ? bytes == 0 : count <= bytes / Elements.BYTES_MIN);
  }

  /** Whether these are the elements that were written. */
  boolean isIntact(ByteBuffer elements) {
    return crcOf(elements.slice()) == elementsCrc;
  }

  private static int crcOf(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  private static int headCrc(ByteBuffer in, int at) {
    CRC32C crc = new CRC32C();
    crc.update(in.slice(at, CRC_AT));
    crc.update(in.slice(at + RUN_AT, HEAD_BYTES - RUN_AT));
    return (int) crc.getValue();
  }
}
