// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.log;

import io.rewindmq.platform.disk.Disk;
import io.rewindmq.platform.disk.DiskFile;
import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.record.PartitionKey;
import io.rewindmq.record.RunBytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a partition's log that may be damaged, every byte of it; changes nothing. Where {@link
 * PartitionLog} stops at damage, this notes it and goes on.
 */
@AnyThread // confined to the caller
public final class LogCheck {
  private final Disk disk;
  private final String directory;
  private final PartitionKey key;
  private final long endOffset;
  private final Consumer<RunBytes> sink;
  private final List<LogFault> faults = new ArrayList<>();
  private final List<Found> segments = new ArrayList<>();
  private long end;
  private boolean hasHeld;

  /** A segment file with a good name. */
  private record Found(String name, long base, long size, @Nullable SegmentHeader header) {}

  private LogCheck(
      Disk disk, String directory, PartitionKey key, long endOffset, Consumer<RunBytes> sink) {
    this.disk = disk;
    this.directory = directory;
    this.key = key;
    this.endOffset = endOffset;
    this.sink = sink;
  }

  /**
   * Checks a log.
   *
   * @param endOffset exclusive, as the journal knows it
   * @param sink gets every message below it whose checksums are right, in offset order
   */
  public static LogCheck run(
      Disk disk, String directory, PartitionKey key, long endOffset, Consumer<RunBytes> sink) {
    LogCheck check = new LogCheck(disk, directory, key, endOffset, sink);
    check.find();
    check.read();
    return check;
  }

  public List<LogFault> faults() {
    return List.copyOf(faults);
  }

  /** Whether there is no segment that counts. */
  public boolean isEmpty() {
    return segments.isEmpty() && !hasHeld;
  }

  /** Exclusive end of what was found, at most what the journal knows. */
  public long endOffset() {
    return end;
  }

  /**
   * The partition that a segment file's header names, or null. For files that may lie in the wrong
   * folder.
   */
  public static @Nullable PartitionKey ownerOf(Disk disk, String file) {
    SegmentHeader header = headerOf(disk, file);
    return header == null ? null : header.partition();
  }

  private static @Nullable SegmentHeader headerOf(Disk disk, String name) {
    try (DiskFile file = disk.open(name)) {
      ByteBuffer bytes = ByteBuffer.allocate(SegmentHeader.BYTES);
      file.read(bytes, 0);
      return SegmentHeader.parse(bytes.flip());
    }
  }

  /**
   * Reads every message of one segment file whose checksums are right, wherever the file lies.
   *
   * @param sink gets them in offset order
   */
  public static void salvage(Disk disk, String file, Consumer<RunBytes> sink) {
    try (DiskFile opened = disk.open(file)) {
      RecordWalk walk = new RecordWalk(opened, opened.size(), 0);
      long unused =
          walk.run(
              Long.MAX_VALUE,
              new RecordWalk.Sink() {
                @Override
                public void record(long position, RunRecord record) {
                  // its messages follow
                }

                @Override
                public void messages(RunBytes run) {
                  sink.accept(run);
                }

                @Override
                public void damaged(
                    LogFault.Kind kind, long position, String found, long lostFrom, long lostEnd) {
                  // known from the check
                }
              });
    }
  }

  /** Whether a file's name is that of a segment. */
  public static boolean isSegment(String fileName) {
    return LogRecovery.isSegment(fileName) || Stragglers.isHeld(fileName);
  }

  private void find() {
    List<String> files = disk.list(directory);
    String held = null;
    for (String file : files) {
      held = Stragglers.isHeld(file) && endOffset > 0 ? file : held; // the newest counts
    }
    long from = held == null ? 0 : Stragglers.endOf(held);
    for (String file : files) {
      String name = directory + "/" + file;
      boolean isIndex = file.endsWith(Segment.INDEX);
      String segment = isIndex ? file.replace(Segment.INDEX, Segment.LOG) : file;
      boolean isUsed = segment.equals(held) || isUsed(segment, from);
      if (!isUsed || (isIndex && !disk.exists(directory + "/" + segment))) {
        fault(LogFault.Kind.LEFTOVER, name, 0, "", "a file that is not in use", 0, 0);
      } else if (!isIndex && !segment.equals(held)) {
        find(name, LogRecovery.baseOf(segment));
      }
    }
    if (held != null) {
      readHeld(directory + "/" + held, from);
    }
  }

  private boolean isUsed(String segment, long from) {
    if (!LogRecovery.isSegment(segment) || endOffset == 0) {
      return false;
    }
    long base = LogRecovery.baseOf(segment);
    return base >= from && base <= endOffset;
  }

  /** Reads what is held below an offset; the other segments begin there. */
  private void readHeld(String name, long heldEnd) {
    SegmentHeader header = headerOf(disk, name);
    if (header == null || !header.partition().equals(key) || header.baseOffset() >= heldEnd) {
      String expected = "the header of a segment of partition " + key;
      fault(LogFault.Kind.HEADER, name, 0, expected, "other bytes", 0, 0);
    }
    long base = header == null ? 0 : header.baseOffset();
    IndexCheck index = IndexCheck.of(disk, name.replace(Segment.LOG, Segment.INDEX), base);
    try (DiskFile file = disk.open(name)) {
      RecordWalk walk = new RecordWalk(file, file.size(), 0);
      long stop = walk.run(heldEnd, new Reading(name, index, heldEnd));
      end = walk.endOffset();
      if (stop < file.size()) {
        fault(LogFault.Kind.SIZE, name, stop, "the end", "more bytes", end, end);
      } else if (end < heldEnd && !isExplained(heldEnd)) {
        String expected = "messages held up to offset " + heldEnd;
        fault(LogFault.Kind.END, name, stop, expected, "up to " + end, end, heldEnd);
      }
    }
    hasHeld = true;
    end = Math.min(heldEnd, endOffset);
    LogFault fault = index.fault(true);
    if (fault != null) {
      faults.add(fault);
    }
  }

  private void find(String name, long base) {
    SegmentHeader header = headerOf(disk, name);
    if (header == null && base == endOffset) {
      fault(LogFault.Kind.LEFTOVER, name, 0, "", "a segment that was only begun", 0, 0);
      return;
    }
    long size;
    try (DiskFile file = disk.open(name)) {
      size = file.size();
    }
    segments.add(new Found(name, base, size, header));
  }

  private void read() {
    end = segments.isEmpty() ? end : Math.max(end, segments.getFirst().base());
    for (int i = 0; i < segments.size(); i++) {
      Found segment = segments.get(i);
      Found next = i + 1 < segments.size() ? segments.get(i + 1) : null;
      if (checkHeader(segment)) {
        if (i > 0) {
          checkFollows(segments.get(i - 1), segment);
        }
        end = Math.max(end, segment.base());
        read(segment, next);
      }
    }
    boolean isEmpty = segments.isEmpty() && !hasHeld;
    if (!isEmpty && end < endOffset && !isExplained(endOffset)) {
      Found last = segments.isEmpty() ? null : segments.getLast();
      fault(
          LogFault.Kind.END,
          last == null ? directory : last.name(),
          last == null ? 0 : last.size(),
          "messages up to offset " + endOffset,
          "messages up to offset " + end,
          end,
          endOffset);
    }
  }

  /** Whether something was found that says why nothing comes up to an offset. */
  private boolean isExplained(long until) {
    return faults.stream()
        .anyMatch(
            fault -> fault.lostEnd() == until && fault.lostFrom() <= end && fault.lostEnd() > end);
  }

  /** Whether the segment's records belong here. */
  private boolean checkHeader(Found segment) {
    SegmentHeader header = segment.header();
    String expected = "the header of partition " + key + ", base offset " + segment.base();
    if (header == null) {
      fault(LogFault.Kind.HEADER, segment.name(), 0, expected, "other bytes", 0, 0);
      return true;
    }
    boolean isHere = header.partition().equals(key);
    if (!isHere || header.baseOffset() != segment.base()) {
      String found =
          "the header of partition " + header.partition() + ", base offset " + header.baseOffset();
      fault(LogFault.Kind.NAME, segment.name(), 0, expected, found, 0, 0);
      return false;
    }
    return true;
  }

  private void checkFollows(Found previous, Found segment) {
    SegmentHeader header = segment.header();
    if (header == null) {
      return;
    }
    if (header.previousBase() != previous.base()) {
      fault(
          LogFault.Kind.MISSING,
          segment.name(),
          24,
          "the segment with the base offset " + header.previousBase() + " before it",
          "the one with the base offset " + previous.base(),
          end,
          Math.max(end, segment.base()));
    } else if (header.previousBytes() != previous.size()) {
      fault(
          LogFault.Kind.SIZE,
          previous.name(),
          Math.min(previous.size(), header.previousBytes()),
          header.previousBytes() + " bytes",
          previous.size() + " bytes",
          end,
          previous.size() < header.previousBytes() ? Math.max(end, segment.base()) : end);
    }
  }

  private void read(Found segment, @Nullable Found next) {
    long limit = segment.size();
    if (next != null && next.header() != null) {
      SegmentHeader header = Objects.requireNonNull(next.header());
      boolean isNamed = header.previousBase() == segment.base();
      limit = isNamed ? Math.min(limit, header.previousBytes()) : limit;
    }
    long until = next == null ? endOffset : Math.min(endOffset, next.base());
    String indexName = segment.name().replace(Segment.LOG, Segment.INDEX);
    IndexCheck index = IndexCheck.of(disk, indexName, segment.base());
    long start = Math.max(end, segment.base());
    Reading reading = new Reading(segment.name(), index, until);
    try (DiskFile file = disk.open(segment.name())) {
      RecordWalk walk = new RecordWalk(file, limit, start);
      long stop = walk.run(until, reading);
      end = Math.min(walk.endOffset(), endOffset);
      if (next == null && stop < limit) {
        fault(LogFault.Kind.ABOVE_END, segment.name(), stop, "", "bytes above the end", end, end);
      }
    }
    LogFault fault = index.fault(next != null);
    if (fault != null) {
      faults.add(fault);
    }
  }

  /** Takes what is found in one segment. */
  private final class Reading implements RecordWalk.Sink {
    private final String name;
    private final IndexCheck index;
    private final long until;

    Reading(String name, IndexCheck index, long until) {
      this.name = name;
      this.index = index;
      this.until = until;
    }

    @Override
    public void record(long position, RunRecord record) {
      index.record(position, record);
    }

    @Override
    public void messages(RunBytes run) {
      if (run.baseOffset() < until) {
        int count = (int) Math.min(run.count(), until - run.baseOffset());
        sink.accept(
            count == run.count() ? run : run.slice(run.baseOffset(), count, Integer.MAX_VALUE));
      }
    }

    @Override
    public void damaged(
        LogFault.Kind kind, long position, String found, long lostFrom, long lostEnd) {
      if (lostFrom < until) {
        index.damaged();
        String expected = kind == LogFault.Kind.RECORD ? "the head of a run" : "whole messages";
        fault(kind, name, position, expected, found, lostFrom, Math.min(lostEnd, until));
      }
    }
  }

  private void fault(
      LogFault.Kind kind,
      String name,
      long position,
      String expected,
      String found,
      long lostFrom,
      long lostEnd) {
    faults.add(new LogFault(kind, name, position, expected, found, lostFrom, lostEnd));
  }
}
