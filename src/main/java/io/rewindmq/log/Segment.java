// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.log;

import io.rewindmq.platform.disk.Disk;
import io.rewindmq.platform.disk.DiskFile;
import io.rewindmq.platform.fault.CorruptDataException;
import io.rewindmq.platform.fault.DiskFailedException;
import io.rewindmq.platform.fault.InvariantError;
import io.rewindmq.platform.thread.AnyThread;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One segment of a partition's log. Changed by the log's one writer only; readers use what lies
 * below the bytes that the log has published.
 */
@AnyThread // readers see immutable fields, the pool, and fields published by the log's view
final class Segment {
  static final String LOG = ".log";
  static final String INDEX = ".index";
  static final String CUT = ".cut";

  private final SegmentHeader header;
  private final Disk disk;
  private final FilePool pool;
  private final LogOptions options;
  private final FilePool.Slot slot;
  private final IndexFile indexFile;
  private final String name;
  private volatile @Nullable SegmentIndex index;
  private volatile int indexRowsWritten;

  /** Pinned from the first write to the force, so that the force concerns that write. */
  private @Nullable DiskFile unforced;

  private long bytes;
  private long millisFirst = Long.MAX_VALUE;
  private long millisMax = Long.MIN_VALUE;
  private long messages;
  private boolean held;

  /**
   * @param name of its files, without their endings
   */
  Segment(SegmentHeader header, String name, Disk disk, FilePool pool, LogOptions options) {
    this.header = header;
    this.disk = disk;
    this.pool = pool;
    this.options = options;
    this.name = name;
    this.slot = new FilePool.Slot(name + LOG);
    this.indexFile = new IndexFile(disk, name + INDEX, header.baseOffset());
  }

  /** Of the files of an ordinary segment. */
  static String name(String directory, long base) {
    return directory + "/" + String.format(Locale.ROOT, "%020d", base);
  }

  long base() {
    return header.baseOffset();
  }

  String fileName() {
    return slot.name();
  }

  String indexFileName() {
    return name + INDEX;
  }

  SegmentHeader header() {
    return header;
  }

  /** Size of the file; of the last segment this includes what readers must not see yet. */
  long bytes() {
    return bytes;
  }

  boolean isEmpty() {
    return bytes <= SegmentHeader.BYTES;
  }

  /** Append time of the first run; {@link Long#MAX_VALUE} if there is none. */
  long millisFirst() {
    return millisFirst;
  }

  /** Latest append time; {@link Long#MIN_VALUE} if there is no run. */
  long millisMax() {
    return millisMax;
  }

  /** How many messages it holds; below 0 = not known. */
  long messages() {
    return messages;
  }

  // The writer.

  /** Begins the file of a new segment. */
  void begin() {
    bytes = 0;
    index = new SegmentIndex(options.indexIntervalBytes());
    write(new ByteBuffer[] {header.encode()}, SegmentHeader.BYTES);
  }

  /** Adds a record; in the file, but neither durable nor published. */
  void append(RunRecord record, ByteBuffer elements) {
    long position = bytes;
    write(new ByteBuffer[] {record.encodeHead(), elements.duplicate()}, record.recordBytes());
    if (!record.isEndMark()) {
      index().note(record.baseOffset(), millisMax, position);
      noteTime(record.appendTimeMillis());
      messages = messages < 0 ? messages : messages + record.count();
    }
  }

  private void write(ByteBuffer[] buffers, int count) {
    DiskFile file = unforced;
    if (file == null) {
      file = pool.acquire(slot);
      unforced = file;
    }
    file.write(buffers, bytes);
    bytes += count;
  }

  void noteTime(long millis) {
    millisFirst = millisFirst == Long.MAX_VALUE ? millis : millisFirst;
    millisMax = Math.max(millisMax, millis);
  }

  /** Forces what was written since the last force. */
  void force() {
    DiskFile file = unforced;
    if (file != null) {
      file.force();
      unforced = null;
      pool.release(slot);
      writeIndex();
    }
  }

  /** Writes the rows of the index that its file does not have, if the index is in memory. */
  void writeIndex() {
    SegmentIndex loaded = index;
    if (loaded != null) {
      indexRowsWritten = indexFile.write(loaded, indexRowsWritten);
    }
  }

  /**
   * Takes back what was not published, some of which may have been forced. The cut is forced: once
   * the segment is closed, its size is checked.
   */
  void undo(long bytesKept, long millisMaxKept) {
    DiskFile file = pool.acquire(slot);
    try {
      if (file.size() > bytesKept) { // a write that failed has perhaps left a part
        file.truncate(bytesKept);
        file.force();
      }
    } finally {
      pool.release(slot);
    }
    unpin();
    bytes = bytesKept;
    messages = -1;
    millisMax = millisMaxKept;
    millisFirst = isEmpty() ? Long.MAX_VALUE : millisFirst;
    SegmentIndex kept = index();
    kept.truncate(bytesKept);
    if (indexRowsWritten > kept.size()) {
      indexRowsWritten = kept.size();
      indexFile.truncate(indexRowsWritten);
    }
  }

  private void unpin() {
    if (unforced != null) {
      unforced = null;
      pool.release(slot);
    }
  }

  void delete() {
    unpin();
    indexFile.delete();
    pool.delete(slot);
  }

  // What the file is found to hold at start, and cuts of it.

  /** Size and time that are known from elsewhere, for a segment that is complete. */
  void found(long fileBytes, long latestMillis) {
    bytes = fileBytes;
    millisMax = latestMillis;
    messages = -1;
  }

  /** It is one of {@link Stragglers}, with so many messages. */
  void holds(long count) {
    messages = count;
    held = true;
  }

  boolean isHeld() {
    return held;
  }

  /** Looks up the append time of the first run. */
  void readMillisFirst() {
    SegmentScan scan = new SegmentScan(this, SegmentHeader.BYTES, bytes);
    millisFirst = Long.MAX_VALUE;
    while (millisFirst == Long.MAX_VALUE && scan.next()) {
      if (!scan.record().isEndMark()) {
        millisFirst = scan.record().appendTimeMillis();
      }
    }
  }

  /** Takes over what a scan found, and cuts the files durably to that. */
  void cutTo(long bytesKept, SegmentIndex scanned, int rowsInFile) {
    DiskFile file = pool.acquire(slot);
    try {
      if (file.size() > bytesKept) {
        file.truncate(bytesKept);
        file.force();
      }
    } finally {
      pool.release(slot);
    }
    bytes = bytesKept;
    scanned.truncate(bytesKept);
    int rows = Math.min(rowsInFile, scanned.size());
    indexFile.truncate(rows);
    indexRowsWritten = rows;
    index = scanned;
  }

  /** Replaces the file by one that has the first bytes of it and one more record. */
  void rewrite(long bytesKept, RunRecord record, ByteBuffer elements) {
    String copy = name + CUT;
    disk.delete(copy);
    try (DiskFile to = disk.open(copy)) {
      ByteBuffer chunk = ByteBuffer.allocate(1 << 20);
      for (long at = 0; at < bytesKept; at += chunk.limit()) {
        chunk.clear().limit((int) Math.min(chunk.capacity(), bytesKept - at));
        read(chunk, at);
        to.write(chunk, at);
      }
      to.write(new ByteBuffer[] {record.encodeHead(), elements.duplicate()}, bytesKept);
      to.force();
    }
    pool.closeNow(slot);
    disk.rename(copy, name + LOG);
    disk.syncDirectory(name.substring(0, name.lastIndexOf('/')));
  }

  // Readers.

  /** The index; built when it is not yet in memory, which reads a part of the file or all of it. */
  SegmentIndex index() {
    SegmentIndex loaded = index;
    if (loaded == null) {
      SegmentContent content = SegmentContent.scan(this, bytes, Long.MAX_VALUE);
      if (content.damagedAt() >= 0) {
        throw damage(content.damagedAt(), "a record with a valid head was expected");
      }
      indexRowsWritten = content.rowsInFile();
      loaded = content.index();
      index = loaded;
    }
    return loaded;
  }

  /** What the index file holds; rows at or above either bound are left out. */
  SegmentIndex storedIndex(long segmentBytes, long endOffset) {
    SegmentIndex stored = new SegmentIndex(options.indexIntervalBytes());
    indexFile.load(stored, segmentBytes, endOffset);
    return stored;
  }

  SegmentIndex emptyIndex() {
    return new SegmentIndex(options.indexIntervalBytes());
  }

  long fileBytes() {
    DiskFile file = pool.acquire(slot);
    try {
      return file.size();
    } finally {
      pool.release(slot);
    }
  }

  /**
   * Fills what remains of a buffer and flips it. What the device can't read counts as damaged.
   *
   * @throws SegmentDeletedException the segment was deleted meanwhile
   */
  void read(ByteBuffer into, long position) {
    int start = into.position();
    int wanted = into.remaining();
    DiskFile file = pool.acquire(slot);
    try {
      int got = file.read(into, position);
      if (got < wanted) {
        throw damage(position, "expected " + wanted + " bytes, got " + got);
      }
    } catch (DiskFailedException e) {
      throw damage(position, "it can't be read: " + e.getMessage());
    } finally {
      pool.release(slot);
    }
    into.limit(into.position()).position(start);
  }

  CorruptDataException damage(long position, String text) {
    return new CorruptDataException(disk.describe(slot.name()), position, text);
  }

  InvariantError broken(String text) {
    return new InvariantError(slot.name() + ": " + text);
  }
}
