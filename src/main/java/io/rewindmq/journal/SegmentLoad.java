// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.journal;

import io.rewindmq.platform.disk.Disk;
import io.rewindmq.platform.disk.DiskFile;
import io.rewindmq.platform.thread.AnyThread;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Opens a journal's segments for {@link JournalCheck}: a damaged header is guessed from the file's
 * name and size, a segment is taken for what its header says wherever it stands, and one that is
 * missing gets its place.
 */
@AnyThread // confined to the check
final class SegmentLoad {
  private static final long CAPACITY_MAX = 1L << 30;

  private final Disk disk;
  private final String directory;
  private final Map<Long, Segment> byBase = new TreeMap<>();
  private final List<Place> places = new ArrayList<>();
  private final List<JournalCheck.Fault> faults = new ArrayList<>();
  private final List<JournalMend> mends = new ArrayList<>();
  private boolean isMendable = true;

  private SegmentLoad(Disk disk, String directory) {
    this.disk = disk;
    this.directory = directory;
  }

  static SegmentLoad of(Disk disk, String directory) {
    SegmentLoad load = new SegmentLoad(disk, directory);
    List<String> names = new ArrayList<>();
    for (String file : disk.list(directory)) {
      String name = directory + "/" + file;
      if (SegmentFiles.isSegment(file)) {
        names.add(file);
      } else if (SegmentFiles.isLeftover(file)) {
        load.fault(JournalCheck.Fault.Kind.LEFTOVER, name, 0, "", "a file that is not in use");
      } else {
        load.fault(JournalCheck.Fault.Kind.UNKNOWN, name, 0, "", "not a file of the journal");
      }
    }
    names.forEach(file -> load.open(file, names));
    load.place();
    return load;
  }

  /** Those that are there, by base. */
  List<Segment> segments() {
    return List.copyOf(byBase.values());
  }

  /** Without a gap, those included that are missing. */
  List<Place> places() {
    return places;
  }

  List<JournalCheck.Fault> faults() {
    return faults;
  }

  List<JournalMend> mends() {
    return mends;
  }

  boolean isMendable() {
    return isMendable;
  }

  private void fault(
      JournalCheck.Fault.Kind kind, String name, long position, String expected, String found) {
    faults.add(new JournalCheck.Fault(kind, name, 0, position, expected, found));
  }

  private void open(String fileName, List<String> all) {
    String name = directory + "/" + fileName;
    DiskFile file = disk.open(name);
    ByteBuffer block = ByteBuffer.allocate(SegmentHeader.BYTES);
    file.read(block, 0);
    SegmentHeader header = SegmentHeader.parse(block.flip());
    if (header == null) {
      header = guess(fileName, all, file.size());
      fault(
          JournalCheck.Fault.Kind.HEADER,
          name,
          SegmentFiles.baseOf(fileName),
          "the header of a journal segment",
          "other bytes");
      mends.add(
          header == null
              ? new JournalMend.Remove(name)
              : new JournalMend.Header(name, header.base(), header.capacity()));
    } else if (header.base() != SegmentFiles.baseOf(fileName)) {
      misnamed(name, header);
    }
    if (header == null || byBase.containsKey(header.base())) {
      file.close();
      return;
    }
    byBase.put(header.base(), new Segment(name, header.base(), header.capacity(), file));
  }

  /** Null = the file is too short to have held anything, and nothing follows it. */
  private static @Nullable SegmentHeader guess(String fileName, List<String> all, long size) {
    int next = all.indexOf(fileName) + 1;
    long base = SegmentFiles.baseOf(fileName);
    long capacity =
        next < all.size()
            ? SegmentFiles.baseOf(all.get(next)) - base
            : size - SegmentHeader.BYTES & -BatchHeader.ALIGNMENT;
    return capacity < BatchHeader.BYTES + BatchHeader.ALIGNMENT || capacity > CAPACITY_MAX
        ? null
        : new SegmentHeader(base, (int) capacity);
  }

  private void misnamed(String name, SegmentHeader header) {
    String own = directory + "/" + SegmentFiles.fileName(header.base());
    fault(
        JournalCheck.Fault.Kind.NAME,
        name,
        header.base(),
        "the segment of that name",
        "the segment " + own);
    boolean isCopy = disk.exists(own) && byBase.containsKey(header.base());
    mends.add(isCopy ? new JournalMend.Remove(name) : new JournalMend.Rename(name, own));
  }

  private void place() {
    long end = -1;
    for (Segment segment : byBase.values()) {
      String name = directory + "/" + SegmentFiles.fileName(segment.base());
      if (end >= 0 && segment.base() != end) {
        missing(end, segment.base());
      }
      long size = segment.file().size();
      long expected = (long) SegmentHeader.BYTES + segment.capacity();
      if (size < expected) {
        fault(
            JournalCheck.Fault.Kind.SIZE,
            segment.name(),
            segment.base(),
            expected + " bytes",
            size + " bytes");
        mends.add(new JournalMend.Size(name, expected));
      }
      places.add(new Place(name, segment.base(), segment.capacity()));
      end = segment.end();
    }
  }

  private void missing(long from, long to) {
    String name = directory + "/" + SegmentFiles.fileName(from);
    fault(
        JournalCheck.Fault.Kind.MISSING,
        name,
        from,
        "a segment with the positions [" + from + ", " + to + ")",
        "no file");
    if (to - from >= BatchHeader.BYTES + BatchHeader.ALIGNMENT && to - from <= CAPACITY_MAX) {
      mends.add(new JournalMend.Create(name, from, (int) (to - from)));
      places.add(new Place(name, from, (int) (to - from)));
    } else {
      isMendable = false;
    }
  }

  /**
   * Where a segment belongs, be it there or not.
   *
   * @param name of the file
   * @param base first position, inclusive
   * @param capacity bytes of positions
   */
  record Place(String name, long base, int capacity) {
    /** Exclusive. */
    long end() {
      return base + capacity;
    }
  }
}
