// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.log;

import io.rewindmq.platform.disk.Disk;
import io.rewindmq.platform.disk.DiskFile;
import io.rewindmq.platform.fault.DiskFullException;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.PartitionKey;
import io.rewindmq.record.RunBytes;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Copies what is still needed of segments that are given up otherwise into one segment file, so
 * that a few messages which nobody settles do not pin all that came with them.
 *
 * <p>The file is named {@code held-<end>.log}: the log needs no other segment below that offset. It
 * ends with an end mark at that offset, so that a shortened one is noticed. It becomes valid by
 * being renamed, when it is durable.
 */
@OwnedBy(ThreadRole.HOUSEKEEPER)
final class Stragglers {
  private static final String PREFIX = "held-";
  private static final String UNFINISHED = ".unfinished";
  private static final int READ_BYTES = 1 << 20;

  /** So many full segments may be held; what is more is a backlog, and stays where it is. */
  private static final int SEGMENTS_MAX = 4;

  private final PartitionKey key;
  private final String directory;
  private final Disk disk;
  private final FilePool pool;
  private final LogOptions options;
  private long triedEnd;
  private long triedNeeded;

  Stragglers(PartitionKey key, String directory, Disk disk, FilePool pool, LogOptions options) {
    this.key = key;
    this.directory = directory;
    this.disk = disk;
    this.pool = pool;
    this.options = options;
  }

  static boolean isHeld(String fileName) {
    return fileName.matches(PREFIX + "\\d{20}\\.log");
  }

  /** The end that the name of such a file says. */
  static long endOf(String fileName) {
    return Long.parseLong(
        fileName.substring(PREFIX.length(), fileName.length() - Segment.LOG.length()));
  }

  private static String name(long end) {
    return PREFIX + String.format(Locale.ROOT, "%020d", end);
  }

  /**
   * Whether it is likely to be worth the copying: at least half of the bytes become free, and not
   * less than a full segment.
   *
   * @param count of the first segments
   */
  boolean isWorthHolding(Eviction eviction, int count) {
    long end = eviction.end(count - 1);
    long needed = eviction.needed().count(0, end);
    long bytes = eviction.neededBytes(count);
    long free = eviction.bytes(count) - bytes;
    boolean wasInVain = end == triedEnd && needed > triedNeeded / 2;
    boolean isHeldOnly = count == 1 && eviction.segments().getFirst().isHeld();
    return !wasInVain
        && !isHeldOnly
        && free >= Math.max(bytes, options.segmentBytesMax())
        && bytes <= (long) SEGMENTS_MAX * options.segmentBytesMax();
  }

  /**
   * What became of it.
   *
   * @param isDone whether the segments may go now
   * @param segment what is held of them; null = nothing of them is
   */
  record Outcome(boolean isDone, @Nullable Segment segment) {}

  /** Copies what is needed below an offset. */
  Outcome hold(LogView view, Eviction eviction, int count) {
    long end = eviction.end(count - 1);
    long bytesMax = Math.max(eviction.bytes(count) * 3 / 4, SegmentHeader.BYTES);
    triedEnd = end;
    triedNeeded = eviction.needed().count(0, end);
    String unfinished = directory + "/" + name(end) + UNFINISHED;
    disk.delete(unfinished);
    Copy copy = new Copy(eviction.needed().next(0));
    boolean fits;
    try (DiskFile file = disk.open(unfinished)) {
      fits = copy.write(file, view, eviction.needed(), end, bytesMax);
    } catch (DiskFullException e) {
      fits = false;
    }
    if (!fits || copy.messages == 0) {
      disk.delete(unfinished);
      return new Outcome(fits, null);
    }
    disk.rename(unfinished, directory + "/" + name(end) + Segment.LOG);
    disk.syncDirectory(directory);
    Segment held = newSegment(copy.header(), end);
    held.found(copy.at, copy.millisMax);
    held.holds(copy.messages);
    return new Outcome(true, held);
  }

  private Segment newSegment(SegmentHeader header, long end) {
    return new Segment(header, directory + "/" + name(end), disk, pool, options);
  }

  /** One file while it is written. */
  private final class Copy {
    private final long base;
    private long at;
    private long messages;
    private long millisMax = Long.MIN_VALUE;

    Copy(long base) {
      this.base = base;
    }

    SegmentHeader header() {
      return new SegmentHeader(key, base, SegmentHeader.NONE, 0, 0);
    }

    /** False = it would become too big. */
    boolean write(DiskFile file, LogView view, NeededOffsets needed, long end, long bytesMax) {
      put(file, header().encode());
      long offset = needed.next(0);
      while (offset < end) {
        List<RunBytes> runs = view.read(offset, READ_BYTES);
        if (runs.isEmpty()) {
          break;
        }
        for (RunBytes run : runs) {
          offset = writeParts(file, run, needed, end);
        }
        if (at > bytesMax) {
          return false;
        }
      }
      put(file, RunRecord.endMark(end, 0).encodeHead());
      file.force();
      return true;
    }

    /** Returns the next offset to be read. */
    private long writeParts(DiskFile file, RunBytes run, NeededOffsets needed, long end) {
      long runEnd = Math.min(run.endOffset(), end);
      long offset = needed.next(run.baseOffset());
      while (offset < runEnd) {
        RunBytes part = run.slice(offset, needed.length(offset, runEnd), Integer.MAX_VALUE);
        put(file, RunRecord.of(part).encodeHead(), part.elements().duplicate());
        messages += part.count();
        millisMax = Math.max(millisMax, part.appendTimeMillis());
        offset = needed.next(part.endOffset());
      }
      return Math.max(offset, run.endOffset());
    }

    private void put(DiskFile file, ByteBuffer... buffers) {
      int bytes = 0;
      for (ByteBuffer buffer : buffers) {
        bytes += buffer.remaining();
      }
      file.write(buffers, at);
      at += bytes;
    }
  }

  /**
   * A file that was found.
   *
   * @param end exclusive: the log needs no other segment below
   */
  record Held(Segment segment, long end) {}

  /** Finds the file that stands for the most, checked; null = there is none. */
  @Nullable Held find(List<String> names) {
    String newest = null;
    for (String name : names) {
      newest = isHeld(name) ? name : newest; // sorted
    }
    return newest == null ? null : load(newest);
  }

  private Held load(String fileName) {
    long end = endOf(fileName);
    ByteBuffer head = ByteBuffer.allocate(SegmentHeader.BYTES);
    long size;
    try (DiskFile file = disk.open(directory + "/" + fileName)) {
      size = file.size();
      file.read(head, 0);
    }
    SegmentHeader header = SegmentHeader.parse(head.flip());
    if (header == null || !header.partition().equals(key) || header.baseOffset() >= end) {
      throw SegmentHeader.missing(disk, directory + "/" + fileName, key);
    }
    Segment segment = newSegment(header, end);
    segment.found(size, Long.MIN_VALUE);
    SegmentScan scan = new SegmentScan(segment, SegmentHeader.BYTES, size);
    long messages = 0;
    long millisMax = Long.MIN_VALUE;
    boolean isWhole = false;
    while (scan.next() && !isWhole) {
      isWhole = scan.record().isEndMark() && scan.record().baseOffset() == end;
      messages += scan.record().count();
      millisMax = isWhole ? millisMax : Math.max(millisMax, scan.record().appendTimeMillis());
    }
    if (!isWhole || scan.isDamaged() || scan.position() < size) {
      throw segment.damage(scan.position(), "expected messages held up to offset " + end);
    }
    segment.found(size, millisMax);
    segment.holds(messages);
    return new Held(segment, end);
  }
}
