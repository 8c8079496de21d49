// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.journal;

import io.rewindmq.platform.disk.Disk;
import io.rewindmq.platform.fault.CorruptDataException;
import io.rewindmq.platform.fault.DiskFailedException;
import io.rewindmq.platform.thread.AnyThread;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The journal's segments by position, the prepared ones ahead included.
 *
 * <p>Contiguous: each begins where the one before ends.
 */
@AnyThread // concurrent map; added at the end by SegmentSupply, removed by SHARD_LOOP
final class SegmentTable {
  private final ConcurrentSkipListMap<Long, Segment> byBase = new ConcurrentSkipListMap<>();
  private final Disk disk;

  SegmentTable(Disk disk) {
    this.disk = disk;
  }

  void add(Segment segment) {
    byBase.put(segment.base(), segment);
  }

  void remove(Segment segment) {
    byBase.remove(segment.base());
  }

  boolean isEmpty() {
    return byBase.isEmpty();
  }

  /** All segments by base, prepared ones included. */
  List<Segment> all() {
    return List.copyOf(byBase.values());
  }

  /** Oldest one; there is always one after recovery. */
  Segment first() {
    return byBase.firstEntry().getValue();
  }

  Segment last() {
    return byBase.lastEntry().getValue();
  }

  /** The segment that holds a position, or null. */
  @Nullable Segment at(long position) {
    Map.Entry<Long, Segment> entry = byBase.floorEntry(position);
    return entry != null && entry.getValue().holds(position) ? entry.getValue() : null;
  }

  /** The prepared segment behind {@code current}, or null. */
  @Nullable Segment next(Segment current) {
    return byBase.get(current.end());
  }

  /** How many segments are prepared behind {@code current}. */
  int spares(Segment current) {
    return byBase.tailMap(current.base(), false).size();
  }

  /** Bytes of positions in the segments prepared behind {@code current}. */
  long spareBytes(Segment current) {
    return last().end() - current.end();
  }

  /**
   * Checks that no file is missing in between.
   *
   * @throws CorruptDataException one is
   */
  void checkContiguous() {
    Segment before = null;
    for (Segment segment : byBase.values()) {
      if (before != null && before.end() != segment.base()) {
        throw new CorruptDataException(
            describe(before),
            before.fileOffset(before.end()),
            "the segment that begins at position " + before.end() + " is missing");
      }
      before = segment;
    }
  }

  /** How people find the file. */
  String describe(Segment segment) {
    return disk.describe(segment.name());
  }

  /** Reads written bytes; see {@link Journal#read}. */
  void read(long position, ByteBuffer into) {
    Segment segment = at(position);
    int wanted = into.remaining();
    if (segment == null || position + wanted > segment.end()) {
      throw unknown(position, wanted);
    }
    int read;
    try {
      read = segment.read(into, position);
    } catch (DiskFailedException e) {
      throw at(position) == null ? unknown(position, wanted) : e;
    }
    if (at(position) == null) {
      throw unknown(position, wanted); // the file may have got other contents in the meantime
    }
    if (read < wanted) {
      throw new CorruptDataException(
          describe(segment),
          segment.fileOffset(position),
          "expected " + wanted + " bytes, got " + read);
    }
  }

  private static CorruptDataException unknown(long position, int bytes) {
    return new CorruptDataException(
        "journal", position, "no segment holds " + bytes + " bytes from this position");
  }

  /** Those before {@code currentBase} that end at or below {@code writtenBase}, oldest first. */
  List<SegmentRange> closed(long currentBase, long writtenBase) {
    List<SegmentRange> closed = new ArrayList<>();
    for (Segment segment : byBase.values()) {
      if (segment.base() >= currentBase || segment.end() > writtenBase) {
        break;
      }
      closed.add(new SegmentRange(segment.base(), segment.end()));
    }
    return closed;
  }

  void close() {
    byBase.values().forEach(segment -> segment.file().close());
  }
}
