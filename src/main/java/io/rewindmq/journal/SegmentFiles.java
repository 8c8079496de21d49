// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.journal;

import io.rewindmq.platform.disk.Disk;
import io.rewindmq.platform.disk.DiskFile;
import io.rewindmq.platform.fault.CorruptDataException;
import io.rewindmq.platform.fault.DiskFullException;
import io.rewindmq.platform.thread.AnyThread;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * The files of the journal's folder, by their names:
 *
 * <ul>
 *   <li>{@code <20-digit base>.jnl} a segment: its size and header were on the device before it got
 *       this name, so one without a valid header is damaged;
 *   <li>{@code ….jnl.new} one that is being prepared; deleted at the next start;
 *   <li>{@code ….jnl.free} a freed one that waits for its next use; deleted at the next start,
 *       because after a crash during the renaming both names may stand for the same file;
 *   <li>{@code cut} says where the journal is being cut off, while it is: a position and its
 *       CRC32C. It is on the device before the first byte is wiped, and gone before anything is
 *       appended.
 * </ul>
 *
 * <p>The stale bytes of a freed segment stay in it: their positions do not fit any more.
 */
@AnyThread // one caller at a time: start-up, then whoever has SegmentSupply's lock
final class SegmentFiles {
  private static final String SUFFIX = ".jnl";
  private static final String NEW_SUFFIX = ".new";
  private static final String FREE_SUFFIX = ".free";
  private static final String CUT_FILE = "cut";
  private static final int CUT_BYTES = Long.BYTES + Integer.BYTES;

  private final JournalOptions options;
  private final Disk disk;
  private final String directory;
  private final Deque<Segment> recycled = new ArrayDeque<>();
  private volatile boolean isFreedKept;

  SegmentFiles(JournalOptions options, Disk disk, String directory) {
    this.options = options;
    this.disk = disk;
    this.directory = directory;
  }

  /**
   * Opens the segments that are there; tidies up what a crash left.
   *
   * @throws CorruptDataException a segment's header is damaged, or one is missing
   */
  void load(SegmentTable into) {
    for (String file : disk.list(directory)) {
      String name = directory + "/" + file;
      if (file.endsWith(SUFFIX)) {
        into.add(load(name, file));
      } else if (file.endsWith(NEW_SUFFIX) || file.endsWith(FREE_SUFFIX)) {
        disk.delete(name);
      }
    }
    into.checkContiguous();
  }

  private Segment load(String name, String fileName) {
    DiskFile file = disk.open(name);
    ByteBuffer block = ByteBuffer.allocate(SegmentHeader.BYTES);
    file.read(block, 0);
    SegmentHeader header = SegmentHeader.parse(block.flip());
    if (header == null || !fileName.equals(fileName(header.base()))) {
      file.close();
      throw new CorruptDataException(
          disk.describe(name),
          0,
          header == null
              ? "this is no header of a journal segment"
              : "the header belongs to the segment " + fileName(header.base()));
    }
    return new Segment(name, header.base(), header.capacity(), file);
  }

  static String fileName(long base) {
    return String.format(Locale.ROOT, "%020d", base) + SUFFIX;
  }

  static boolean isSegment(String fileName) {
    return fileName.matches("0\\d{19}\\.jnl");
  }

  /** Whether the next start deletes it. */
  static boolean isLeftover(String fileName) {
    return fileName.endsWith(NEW_SUFFIX) || fileName.endsWith(FREE_SUFFIX);
  }

  /** The base that the name of a segment says. */
  static long baseOf(String fileName) {
    return Long.parseLong(fileName.substring(0, fileName.length() - SUFFIX.length()));
  }

  /** Whether the bytes of segments that are freed from now on must not be written over. */
  void keepFreed(boolean isKept) {
    isFreedKept = isKept;
  }

  boolean hasRecycled() {
    return !recycled.isEmpty();
  }

  /**
   * A segment of full size, on the device with its name.
   *
   * @throws DiskFullException nothing is left of the attempt
   */
  Segment create(long base) {
    int capacity = options.segmentBytes() - SegmentHeader.BYTES;
    ByteBuffer header = new SegmentHeader(base, capacity).encode();
    String name = directory + "/" + fileName(base);
    Segment old = recycled.poll();
    String from = old == null ? name + NEW_SUFFIX : old.name();
    DiskFile file = old == null ? disk.open(from) : old.file();
    boolean isDone = false;
    try {
      if (old == null) {
        file.preallocate(options.segmentBytes());
      }
      file.write(header, 0);
      file.force();
      file.close();
      disk.rename(from, name);
      disk.syncDirectory(directory);
      // Opened by the name it has from now on: the way past the cache is opened by name, too.
      file = disk.open(name);
      isDone = true;
    } finally {
      if (!isDone) {
        file.close();
        discard(from);
      }
    }
    return new Segment(name, base, capacity, file);
  }

  private void discard(String name) {
    if (disk.exists(name)) {
      disk.delete(name);
    }
  }

  /** Keeps a freed segment for later, or deletes it. Durable, so that no gap can come to be. */
  void recycle(Segment segment) {
    boolean isKept =
        !isFreedKept
            && recycled.size() < options.spareSegments()
            && segment.capacity() == options.segmentBytes() - SegmentHeader.BYTES;
    if (isKept) {
      String name = segment.name() + FREE_SUFFIX;
      if (disk.exists(segment.name())) { // not when only the sync of the last attempt failed
        disk.rename(segment.name(), name);
      }
      disk.syncDirectory(directory);
      recycled.add(new Segment(name, segment.base(), segment.capacity(), segment.file()));
    } else {
      segment.file().close();
      disk.delete(segment.name());
      disk.syncDirectory(directory);
    }
  }

  /** From now on, whatever happens, what lies at or above a position does not count. */
  void noteCut(long position) {
    ByteBuffer note = ByteBuffer.allocate(CUT_BYTES).putLong(position).putInt(checksum(position));
    try (DiskFile file = disk.open(cutName())) {
      file.write(note.flip(), 0);
      file.force();
    }
    disk.syncDirectory(directory);
  }

  /** Where an earlier start was cutting the journal off; {@link Long#MAX_VALUE} = nowhere. */
  long notedCut() {
    if (!disk.exists(cutName())) {
      return Long.MAX_VALUE;
    }
    ByteBuffer note = ByteBuffer.allocate(CUT_BYTES);
    try (DiskFile file = disk.open(cutName())) {
      int _ = file.read(note, 0);
    }
    boolean isWhole = !note.hasRemaining() && note.getInt(Long.BYTES) == checksum(note.getLong(0));
    return isWhole ? note.getLong(0) : Long.MAX_VALUE; // nothing was wiped before it was whole
  }

  /** Everything is cut off, durably. */
  void forgetCut() {
    if (disk.exists(cutName())) {
      disk.delete(cutName());
      disk.syncDirectory(directory);
    }
  }

  private String cutName() {
    return directory + "/" + CUT_FILE;
  }

  private static int checksum(long position) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, position));
    return (int) crc.getValue();
  }

  /** An entry must fit into every prepared segment, whatever size the last start had set. */
  void dropOtherSizes(SegmentTable segments, long end) {
    for (Segment segment : segments.all().reversed()) {
      boolean isPrepared = segment.base() > end || (segment.base() == end && end > 0);
      if (!isPrepared || segment.base() == segments.first().base()) {
        return;
      }
      if (segment.capacity() != options.segmentBytes() - SegmentHeader.BYTES) {
        segments.remove(segment);
        delete(segment);
      } else {
        return;
      }
    }
  }

  /** Deletes a prepared segment that holds nothing and has another size than those to come. */
  private void delete(Segment segment) {
    segment.file().close();
    disk.delete(segment.name());
    disk.syncDirectory(directory);
  }

  /**
   * Makes the names of all files durable, and that of the folder; a start may find them unsynced.
   */
  void syncNames() {
    disk.syncDirectory(directory);
    int slash = directory.lastIndexOf('/');
    disk.syncDirectory(slash < 0 ? "" : directory.substring(0, slash));
  }

  void close() {
    recycled.forEach(segment -> segment.file().close());
    recycled.clear();
  }
}
