// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.log;

import io.rewindmq.platform.disk.Disk;
import io.rewindmq.platform.disk.DiskFile;
import io.rewindmq.platform.fault.DiskFullException;
import io.rewindmq.platform.thread.AnyThread;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A segment's index on the disk, {@code <base offset>.index}, big-endian:
 *
 * <pre>
 *  0  u32  magic "RWIX"
 *  4  u16  version, 1
 *  6  u16  0
 *  8  i64  base offset of the segment
 * 16  u32  0
 * 20  u32  CRC32C of bytes 0 to 19
 * 24  entries of 24 bytes:
 *       0  i64  base offset of a record
 *       8  i64  latest append time of the records before it in the segment, ms
 *      16  u32  position of the record in the segment file
 *      20  u32  CRC32C of bytes 0 to 19
 * </pre>
 *
 * <p>Written after the segment was forced and never forced itself: whatever is missing or damaged
 * is built again from the segment. Offset index and time index are one file because one search
 * follows the other and a partition then costs a file less. Version 1: the first one.
 */
@AnyThread // immutable
final class IndexFile {
  static final int ENTRY_BYTES = 24;
  private static final int CRC_AT = 20;
  private static final int MAGIC = 0x52574958;
  private static final short VERSION = 1;

  private final Disk disk;
  private final String name;
  private final long baseOffset;

  IndexFile(Disk disk, String name, long baseOffset) {
    this.disk = disk;
    this.name = name;
    this.baseOffset = baseOffset;
  }

  /**
   * Adds the file's valid entries to an empty index.
   *
   * @param segmentBytes entries at or above are left out
   * @param endOffset entries at or above are left out
   */
  void load(SegmentIndex index, long segmentBytes, long endOffset) {
    if (!disk.exists(name)) {
      return;
    }
    try (DiskFile file = disk.open(name)) {
      ByteBuffer in = ByteBuffer.allocate((int) Math.min(file.size(), Integer.MAX_VALUE - 8));
      file.read(in, 0);
      in.flip();
      if (!isHeader(in, baseOffset)) {
        return;
      }
      int at = ENTRY_BYTES;
      while (in.limit() - at >= ENTRY_BYTES
          && isIntact(in, at)
          && follows(index, in, at)
          && in.getLong(at) < endOffset
          && in.getInt(at + 16) < segmentBytes) {
        index.add(in.getLong(at), in.getLong(at + 8), in.getInt(at + 16));
        at += ENTRY_BYTES;
      }
    }
  }

  static boolean isHeader(ByteBuffer in, long baseOffset) {
    return in.limit() >= ENTRY_BYTES
        && in.getInt(0) == MAGIC
        && in.getShort(4) == VERSION
        && in.getLong(8) == baseOffset
        && isIntact(in, 0);
  }

  /** Whether the checksum of a row, or of the header, is right. */
  static boolean isIntact(ByteBuffer in, int at) {
    return in.getInt(at + CRC_AT) == crc(in, at);
  }

  private static boolean follows(SegmentIndex index, ByteBuffer in, int at) {
    int last = index.size() - 1;
    return in.getInt(at + 16) > (last < 0 ? SegmentHeader.BYTES - 1 : index.position(last))
        && (last < 0 || in.getLong(at) >= index.offset(last))
        && (last < 0 || in.getLong(at + 8) >= index.millisBefore(last));
  }

  /**
   * Writes the entries from one on. A full disk is no failure: the entries are then missing.
   *
   * @return how many entries the file has now
   */
  int write(SegmentIndex index, int from) {
    int size = index.size();
    if (from == size) {
      return size;
    }
    boolean isNew = from == 0;
    ByteBuffer out = ByteBuffer.allocate(ENTRY_BYTES * (size - from + (isNew ? 1 : 0)));
    if (isNew) {
      out.putInt(MAGIC).putShort(VERSION).putShort((short) 0).putLong(baseOffset).putInt(0);
      out.putInt(crc(out, 0));
    }
    for (int row = from; row < size; row++) {
      int at = out.position();
      out.putLong(index.offset(row)).putLong(index.millisBefore(row)).putInt(index.position(row));
      out.putInt(crc(out, at));
    }
    try (DiskFile file = disk.open(name)) {
      if (isNew) {
        file.truncate(0); // what was there has been found wrong
      }
      file.write(out.flip(), isNew ? 0 : (long) ENTRY_BYTES * (from + 1));
      return size;
    } catch (DiskFullException e) {
      return from;
    }
  }

  /** Cuts the file to so many entries, durably: what is cut must not come back. */
  void truncate(int entries) {
    if (disk.exists(name)) {
      try (DiskFile file = disk.open(name)) {
        long bytes = (long) ENTRY_BYTES * (entries + 1);
        if (file.size() > bytes) {
          file.truncate(bytes);
          file.force();
        }
      }
    }
  }

  void delete() {
    disk.delete(name);
  }

  private static int crc(ByteBuffer in, int at) {
    CRC32C crc = new CRC32C();
    crc.update(in.slice(at, CRC_AT));
    return (int) crc.getValue();
  }
}
