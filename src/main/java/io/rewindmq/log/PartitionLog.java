// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.log;

import io.rewindmq.platform.disk.Disk;
import io.rewindmq.platform.fault.CorruptDataException;
import io.rewindmq.platform.fault.DiskFailedException;
import io.rewindmq.platform.fault.DiskFullException;
import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.record.PartitionKey;
import io.rewindmq.record.RunBytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The retained messages of one partition: segment files {@code <base offset>.log}, each with a
 * sparse index {@code <base offset>.index}, in a folder of their own.
 *
 * <p><b>Order.</b> Runs are appended in offset order; gaps are allowed. <b>Durability.</b> What was
 * appended is durable, counted and readable after {@link #force}. There is no file before the first
 * run. <b>Threads.</b> One writer at a time ({@code HOUSEKEEPER}, or the starting thread); reads
 * and accessors from any thread, also while the writer is at work, except {@link #open} and {@link
 * #truncateTo}. <b>Failure.</b> {@link DiskFullException}: call {@link #undo}, then go on. {@link
 * DiskFailedException}: final. {@link CorruptDataException}: names file and byte; nothing is
 * skipped.
 */
@AnyThread // one writer; readers see the volatile view
public final class PartitionLog {
  /** Retention works by whole segments; it is as exact as this part of what it keeps. */
  private static final int RETAINED_SEGMENTS = 4;

  /** A segment smaller than this part of a full one is not closed unless it can go at once. */
  private static final int SMALL_PART = 64;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final PartitionKey key;
  private final String directory;
  private final LogOptions options;
  private final Disk disk;
  private final FilePool pool;
  private final List<Segment> segments = new ArrayList<>();
  private long end;
  private boolean directoryChanged;
  private volatile LogView view = LogView.EMPTY;

  /** A log without files, or that is about to be {@linkplain #open opened}; touches no file. */
  public PartitionLog(
      PartitionKey key, String directory, Disk disk, FilePool pool, LogOptions options) {
    this.key = key;
    this.directory = directory;
    this.disk = disk;
    this.pool = pool;
    this.options = options;
  }

  // Any thread.

  /** The lowest offset that may be in the log; {@link #endOffset} if it holds nothing. */
  public long startOffset() {
    return view.startOffset();
  }

  /** Exclusive: all that was forced is below. */
  public long endOffset() {
    return view.endOffset();
  }

  /** Size of the segment files. */
  public long bytes() {
    return view.bytes();
  }

  /** How many segment files there are. */
  public int segments() {
    return view.segments().size();
  }

  /**
   * Reads whole runs, beginning with the one that holds {@code fromOffset}, or else the next above.
   *
   * @param bytesMax at most so many bytes of elements, but always one run
   * @return checksums verified; empty = nothing at or above that offset
   */
  public List<RunBytes> read(long fromOffset, int bytesMax) {
    LogView seen = view;
    while (true) {
      try {
        return seen.read(fromOffset, bytesMax);
      } catch (SegmentDeletedException e) {
        seen = newerThan(seen, e);
      }
    }
  }

  /** The base offset of the first run that was appended at that time or later, else the end. */
  public long offsetAtOrAfter(long millis) {
    LogView seen = view;
    while (true) {
      try {
        return seen.offsetAtOrAfter(millis);
      } catch (SegmentDeletedException e) {
        seen = newerThan(seen, e);
      }
    }
  }

  /** A lower bound of {@link #offsetAtOrAfter}, found without reading a file. */
  public long lowestOffsetAt(long millis) {
    return view.lowestOffsetAt(millis);
  }

  /** The view is always replaced before a segment is deleted. */
  private LogView newerThan(LogView seen, SegmentDeletedException e) {
    LogView now = view;
    if (now == seen) {
      throw e;
    }
    return now;
  }

  // The writer.

  /**
   * Opens the files that are there. What lies at or above the end is cut off.
   *
   * @param endOffset exclusive, as the journal knows it; 0 deletes everything. Without files the
   *     log is empty and ends there
   * @throws CorruptDataException the log does not reach that end, or is damaged where it had to be
   *     looked at; nothing was changed
   */
  public void open(long endOffset) {
    segments.clear();
    segments.addAll(new LogRecovery(key, directory, disk, pool, options).open(endOffset));
    end = endOffset;
    view = LogView.of(segments, end);
  }

  /**
   * Appends a run.
   *
   * @throws IllegalArgumentException the run begins below the end of the last one
   */
  public void append(RunBytes run) {
    if (run.baseOffset() < end) {
      throw new IllegalArgumentException(
          key + ": a run from offset " + run.baseOffset() + ", but the log ends at " + end);
    }
    RunRecord record = RunRecord.of(run);
    if (segments.isEmpty() || isFullFor(record)) {
      begin(run.baseOffset());
    }
    segments.getLast().append(record, run.elements());
    end = run.endOffset();
  }

  private boolean isFullFor(RunRecord record) {
    Segment last = segments.getLast();
    return !last.isEmpty()
        && (last.bytes() + record.recordBytes() > options.segmentBytesMax()
            || record.appendTimeMillis() - options.segmentMillisMax() >= last.millisFirst());
  }

  /** Raises the end: offsets below it that have no run are not kept. Makes no file. */
  public void skipTo(long endOffset) {
    if (endOffset > end) {
      if (!segments.isEmpty()) {
        Segment last = segments.getLast();
        last.append(RunRecord.endMark(endOffset, 0), NOTHING);
      }
      end = endOffset;
    }
  }

  private void begin(long baseOffset) {
    SegmentHeader header = new SegmentHeader(key, baseOffset, SegmentHeader.NONE, 0, 0);
    if (!segments.isEmpty()) {
      Segment last = segments.getLast();
      header = new SegmentHeader(key, baseOffset, last.base(), last.bytes(), last.millisMax());
    }
    Segment segment = new Segment(header, directory, disk, pool, options);
    directoryChanged = true;
    segments.add(segment);
    segment.begin();
  }

  /** Makes durable and readable what was appended. */
  public void force() {
    for (Segment segment : segments) {
      segment.force();
    }
    if (directoryChanged) {
      syncDirectories();
      directoryChanged = false;
    }
    view = LogView.of(segments, end);
  }

  private void syncDirectories() {
    disk.syncDirectory(directory);
    if (view.segments().isEmpty()) {
      for (int at = directory.lastIndexOf('/'); at > 0; at = directory.lastIndexOf('/', at - 1)) {
        disk.syncDirectory(directory.substring(0, at));
      }
      disk.syncDirectory("");
    }
  }

  /** Takes back everything appended since the last {@link #force}. */
  public void undo() {
    LogView kept = view;
    while (segments.size() > kept.segments().size()) {
      segments.removeLast().delete();
    }
    if (!segments.isEmpty()) {
      segments.getLast().undo(kept.lastBytes(), kept.lastMillisMax());
    }
    directoryChanged = false;
    end = kept.endOffset();
  }

  /**
   * Cuts the log, durably. Nobody reads meanwhile.
   *
   * @param endOffset exclusive; nothing happens if the log ends there or below. May be within a run
   */
  public void truncateTo(long endOffset) {
    force();
    if (endOffset >= end) {
      return;
    }
    while (!segments.isEmpty() && segments.getLast().base() >= endOffset) {
      segments.removeLast().delete();
      disk.syncDirectory(directory);
    }
    if (!segments.isEmpty()) {
      Segment last = segments.getLast();
      SegmentContent content = SegmentContent.scan(last, last.bytes(), endOffset);
      if (content.damagedAt() >= 0) {
        throw last.damage(content.damagedAt(), "expected the head of a run");
      }
      LogRecovery.cut(last, content, endOffset);
      end = content.straddlingAt() >= 0 ? endOffset : content.endOffset();
      skipTo(endOffset);
    }
    end = endOffset;
    force();
  }

  /**
   * Deletes whole segments, the oldest first, while the log is too big or they are too old.
   * Everything appended has been forced.
   *
   * @param keepFromOffset nothing at or above it is deleted
   * @param nowMillis since 1970
   */
  public void applyRetention(RetentionOptions retention, long keepFromOffset, long nowMillis) {
    if (isToBeClosed(retention, keepFromOffset, nowMillis)) {
      begin(end);
      force();
    }
    long tooOld = nowMillis - retention.ageMillisMax();
    while (segments.size() > 1
        && segments.get(1).base() <= keepFromOffset
        && (view.bytes() > retention.bytesMax() || segments.getFirst().millisMax() < tooOld)) {
      Segment oldest = segments.removeFirst();
      view = LogView.of(segments, end);
      oldest.delete();
      disk.syncDirectory(directory);
    }
    segments.forEach(Segment::writeIndex);
  }

  /** A segment is deleted as a whole, so the last one must end before it is too much of it. */
  private boolean isToBeClosed(RetentionOptions retention, long keepFromOffset, long nowMillis) {
    if (segments.isEmpty() || segments.getLast().isEmpty()) {
      return false;
    }
    Segment last = segments.getLast();
    boolean isWorthIt =
        keepFromOffset >= end || last.bytes() >= options.segmentBytesMax() / SMALL_PART;
    return isWorthIt
        && (last.bytes() > retention.bytesMax() / RETAINED_SEGMENTS
            || last.millisMax() < nowMillis - retention.ageMillisMax());
  }

  /** Deletes all files. The log may be used again and begins at 0. */
  public void delete() {
    view = LogView.EMPTY;
    segments.forEach(Segment::delete);
    segments.clear();
    end = 0;
    directoryChanged = false;
    disk.deleteDirectory(directory);
    String parent = directory.substring(0, Math.max(0, directory.lastIndexOf('/')));
    if (!parent.isEmpty() && disk.list(parent).isEmpty()) {
      disk.deleteDirectory(parent);
    }
  }
}
