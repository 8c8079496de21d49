// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.log;

import io.rewindmq.platform.disk.Disk;
import io.rewindmq.platform.disk.DiskFile;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.PartitionKey;
import io.rewindmq.record.RunBytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Opens the segments of a log, cut to an end.
 *
 * <p>What lies at or above the end was never reported and goes, whatever it is: a crash may have
 * left anything there. What lies below was forced before it was reported: if it is not there, it is
 * damaged.
 */
@OwnedBy(ThreadRole.HOUSEKEEPER)
final class LogRecovery {
  private final PartitionKey key;
  private final String directory;
  private final Disk disk;
  private final FilePool pool;
  private final LogOptions options;
  private final Stragglers stragglers;

  LogRecovery(PartitionKey key, String directory, Disk disk, FilePool pool, LogOptions options) {
    this.key = key;
    this.directory = directory;
    this.disk = disk;
    this.pool = pool;
    this.options = options;
    this.stragglers = new Stragglers(key, directory, disk, pool, options);
  }

  /**
   * Opens a log.
   *
   * @param endOffset exclusive
   * @throws io.rewindmq.platform.fault.CorruptDataException nothing was changed
   */
  List<Segment> open(long endOffset) {
    List<String> names = disk.list(directory);
    Stragglers.Held held = endOffset > 0 ? stragglers.find(names) : null;
    long from = held == null ? 0 : held.end();
    List<Segment> kept = new ArrayList<>();
    for (String name : names) {
      if (isSegment(name) && baseOf(name) >= from && baseOf(name) <= endOffset && endOffset > 0) {
        Segment segment = load(name, endOffset);
        if (segment != null) {
          checkFollows(kept, segment);
          kept.add(segment);
        }
      }
    }
    SegmentContent last = kept.isEmpty() ? null : contentOfLast(kept.getLast(), endOffset);
    if (held != null) {
      if (kept.isEmpty() && from != endOffset) {
        throw held.segment().damage(0, "no segment follows that reaches offset " + endOffset);
      }
      kept.addFirst(held.segment());
    }
    deleteOthers(names, kept);
    if (last != null) {
      cut(kept.getLast(), last, endOffset);
    }
    return kept;
  }

  static boolean isSegment(String name) {
    return name.matches("\\d{20}\\.log");
  }

  static long baseOf(String name) {
    return Long.parseLong(name.substring(0, name.length() - Segment.LOG.length()));
  }

  /** Null = begun, never reported. */
  private @Nullable Segment load(String name, long endOffset) {
    long base = baseOf(name);
    ByteBuffer bytes = ByteBuffer.allocate(SegmentHeader.BYTES);
    long size;
    try (DiskFile file = disk.open(directory + "/" + name)) {
      size = file.size();
      file.read(bytes, 0);
    }
    SegmentHeader header = SegmentHeader.parse(bytes.flip());
    if (header == null && base == endOffset) {
      return null;
    }
    if (header == null || header.baseOffset() != base || !header.partition().equals(key)) {
      throw SegmentHeader.missing(disk, directory + "/" + name, key);
    }
    Segment segment = new Segment(header, Segment.name(directory, base), disk, pool, options);
    segment.found(size, Long.MIN_VALUE);
    return segment;
  }

  private static void checkFollows(List<Segment> before, Segment segment) {
    if (before.isEmpty()) {
      return; // what was before has been given up by retention
    }
    Segment previous = before.getLast();
    SegmentHeader header = segment.header();
    if (header.previousBase() != previous.base()) {
      throw segment.damage(
          24,
          "the segment with the base offset "
              + header.previousBase()
              + " is missing before it, "
              + previous.base()
              + " is there");
    }
    if (header.previousBytes() != previous.bytes()) {
      throw previous.damage(
          Math.min(previous.bytes(), header.previousBytes()),
          "expected " + header.previousBytes() + " bytes, there are " + previous.bytes());
    }
    previous.found(header.previousBytes(), header.previousMillisMax());
  }

  private static SegmentContent contentOfLast(Segment segment, long endOffset) {
    SegmentContent content = SegmentContent.scan(segment, segment.bytes(), endOffset);
    if (content.endOffset() != endOffset && content.straddlingAt() < 0) {
      throw segment.damage(
          content.damagedAt() >= 0 ? content.damagedAt() : content.bytes(),
          "expected messages up to offset " + endOffset + ", found up to " + content.endOffset());
    }
    return content;
  }

  private void deleteOthers(List<String> names, List<Segment> kept) {
    Set<String> keep = new HashSet<>();
    for (Segment segment : kept) {
      keep.add(segment.fileName());
      keep.add(segment.indexFileName());
    }
    boolean deleted = false;
    for (String name : names.reversed()) {
      if (!keep.contains(directory + "/" + name)) {
        disk.delete(directory + "/" + name);
        deleted = true;
      }
    }
    if (deleted) {
      disk.syncDirectory(directory);
    }
  }

  /**
   * Cuts a log's last segment.
   *
   * @param content of that segment below the end
   */
  static void cut(Segment segment, SegmentContent content, long endOffset) {
    segment.found(content.bytes(), content.millisMax());
    long bytes = content.bytes();
    if (content.straddlingAt() >= 0) {
      RunBytes head = headOfStraddling(segment, content.straddlingAt(), endOffset);
      RunRecord record = RunRecord.of(head);
      segment.rewrite(content.straddlingAt(), record, head.elements());
      bytes += record.recordBytes();
      segment.found(bytes, Math.max(content.millisMax(), head.appendTimeMillis()));
    }
    segment.cutTo(bytes, content.index(), content.rowsInFile());
    segment.readMillisFirst();
    segment.writeIndex();
  }

  private static RunBytes headOfStraddling(Segment segment, long position, long endOffset) {
    SegmentScan scan = new SegmentScan(segment, position, segment.fileBytes());
    if (!scan.next()) {
      throw segment.damage(position, "expected the head of a run");
    }
    RunRecord record = scan.record();
    ByteBuffer elements = ByteBuffer.allocate(record.bytes());
    segment.read(elements, position + RunRecord.HEAD_BYTES);
    if (!record.isIntact(elements)) {
      throw segment.damage(position, "the checksum of the messages is wrong");
    }
    RunBytes whole =
        new RunBytes(record.baseOffset(), record.count(), record.appendTimeMillis(), elements);
    int count = (int) (endOffset - record.baseOffset());
    return whole.slice(record.baseOffset(), count, Integer.MAX_VALUE);
  }
}
