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
import org.jspecify.annotations.Nullable;

/**
 * The retained messages of one partition: segment files {@code <base offset>.log}, each with a
 * sparse index {@code <base offset>.index}, in a folder of their own.
 *
 * <p><b>Order.</b> Runs are appended in offset order; gaps are allowed. <b>Durability.</b> What was
 * appended is durable, counted and readable after {@link #force}. There is no file before the first
 * run. <b>Threads.</b> One writer at a time ({@code HOUSEKEEPER}, or the starting thread); reads
 * and accessors from any thread, also while the writer is at work, except {@link #open}.
 * <b>Failure.</b> {@link DiskFullException}: call {@link #undo}, then go on. {@link
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
  private final Stragglers stragglers;
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
    this.stragglers = new Stragglers(key, directory, disk, pool, options);
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

  /** How the bytes are spread. */
  public LogSizes sizes() {
    return view.sizes();
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
    if (!segments.isEmpty() && segments.getLast().isHeld()) {
      begin(end); // nothing is ever appended to what is held
    }
    force();
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
    Segment segment = new Segment(header, Segment.name(directory, baseOffset), disk, pool, options);
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
   * Gives up whole segments, the oldest first, while there is too much history or they are too old.
   * What is needed is not history: where that is little, it is copied into a segment of its own
   * first. A log that keeps nothing has no file. Everything appended has been forced.
   *
   * @param needed nothing of it is given up
   * @param nowMillis since 1970
   */
  public void applyRetention(RetentionOptions retention, NeededOffsets needed, long nowMillis) {
    if (isToBeClosed(retention, needed, nowMillis)) {
      close();
    }
    Eviction all = new Eviction(view.segments(), needed);
    int count = all.givenUp(retention, nowMillis);
    int unneeded = all.unneeded(count);
    replaceFirst(unneeded, null);
    Eviction rest = new Eviction(view.segments(), needed);
    int straggling = rest.withoutBacklog(count - unneeded);
    if (straggling > 0 && stragglers.isWorthHolding(rest, straggling)) {
      Stragglers.Outcome outcome = stragglers.hold(view, rest, straggling);
      if (outcome.isDone()) {
        replaceFirst(straggling, outcome.segment());
      }
    }
    if (segments.size() == 1 && segments.getFirst().isEmpty()) {
      deleteFiles();
    }
    segments.forEach(Segment::writeIndex);
  }

  /** Begins another segment, if there is room. */
  private void close() {
    try {
      begin(end);
      force();
    } catch (DiskFullException e) {
      undo(); // the others may go all the same
    }
  }

  /**
   * The disk is full: gives up about half of the history, the oldest first.
   *
   * @param needed nothing of it is given up
   */
  public void halveHistory(NeededOffsets needed) {
    long history = new Eviction(view.segments(), needed).historyBytes();
    applyRetention(new RetentionOptions(history / 2, Long.MAX_VALUE / 2), needed, 0);
  }

  /** Readers see the change before the files go. */
  private void replaceFirst(int count, @Nullable Segment held) {
    List<Segment> gone = List.copyOf(segments.subList(0, count));
    segments.subList(0, count).clear();
    if (held != null) {
      segments.addFirst(held);
    }
    view = LogView.of(segments, end);
    for (Segment oldest : gone) {
      oldest.delete();
      disk.syncDirectory(directory);
    }
  }

  /** A segment is deleted as a whole, so the last one must end before it is too much of it. */
  private boolean isToBeClosed(RetentionOptions retention, NeededOffsets needed, long nowMillis) {
    if (segments.isEmpty() || segments.getLast().isEmpty()) {
      return false;
    }
    Segment last = segments.getLast();
    boolean isWorthIt =
        needed.next(0) >= end || last.bytes() >= options.segmentBytesMax() / SMALL_PART;
    return isWorthIt
        && (last.bytes() > retention.bytesMax() / RETAINED_SEGMENTS
            || last.millisMax() < nowMillis - retention.ageMillisMax());
  }

  /** Deletes all files. The log may be used again and begins at 0. */
  public void delete() {
    end = 0;
    deleteFiles();
  }

  private void deleteFiles() {
    List<Segment> gone = List.copyOf(segments);
    segments.clear();
    view = LogView.of(segments, end);
    gone.forEach(Segment::delete);
    directoryChanged = false;
    disk.deleteDirectory(directory);
    String parent = directory.substring(0, Math.max(0, directory.lastIndexOf('/')));
    if (!parent.isEmpty() && disk.list(parent).isEmpty()) {
      disk.deleteDirectory(parent);
    }
  }
}
