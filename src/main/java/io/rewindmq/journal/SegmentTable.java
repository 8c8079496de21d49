// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.journal;

import io.rewindmq.platform.disk.Disk;
import io.rewindmq.platform.disk.DiskFile;
import io.rewindmq.platform.fault.DiskFailedException;
import io.rewindmq.platform.fault.DiskFullException;
import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.platform.thread.RoleExecutor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The journal's files by position, the prepared ones ahead included.
 *
 * <p>A prepared segment has its name, its header and zeros (or the stale bytes of a freed segment,
 * whose positions no longer fit) on the device before it is used. {@code HOUSEKEEPER} prepares and
 * frees; everybody may look up.
 */
@AnyThread // concurrent map; preparation is serialised by the housekeeper and a flag
final class SegmentTable {
  private static final String SUFFIX = ".jnl";
  private static final String FREED_SUFFIX = ".free";

  private final JournalOptions options;
  private final Disk disk;
  private final String directory;
  private final RoleExecutor housekeeper;
  private final ConcurrentSkipListMap<Long, Segment> byBase = new ConcurrentSkipListMap<>();
  private final List<Segment> freed = new ArrayList<>(); // HOUSEKEEPER only
  private final AtomicBoolean preparing = new AtomicBoolean();
  private volatile @Nullable DiskFailedException failure;

  SegmentTable(JournalOptions options, Disk disk, String directory, RoleExecutor housekeeper) {
    this.options = options;
    this.disk = disk;
    this.directory = directory;
    this.housekeeper = housekeeper;
  }

  /** Opens what is there. Files whose preparation was cut short are deleted. */
  void load() {
    for (String file : disk.list(directory)) {
      if (file.endsWith(SUFFIX)) {
        load(directory + "/" + file);
      } else if (file.endsWith(FREED_SUFFIX)) {
        disk.delete(directory + "/" + file);
      }
    }
  }

  private void load(String name) {
    DiskFile file = disk.open(name);
    ByteBuffer block = ByteBuffer.allocate(SegmentHeader.BYTES);
    file.read(block, 0);
    SegmentHeader header = SegmentHeader.parse(block.flip());
    if (header == null) {
      file.close();
      disk.delete(name);
      return;
    }
    byBase.put(header.base(), new Segment(name, header.base(), header.capacity(), file));
  }

  /** All segments by base, prepared ones included. */
  List<Segment> all() {
    return List.copyOf(byBase.values());
  }

  /** The segment that holds a position, or null. */
  @Nullable Segment at(long position) {
    Map.Entry<Long, Segment> entry = byBase.floorEntry(position);
    return entry != null && entry.getValue().holds(position) ? entry.getValue() : null;
  }

  /** Creates the first segment, filled with zeros, on the calling thread. */
  void createPrepared(long base) {
    byBase.put(base, create(base, null, true));
  }

  /** Creates a segment on the calling thread, unprepared: preparation fell behind. */
  Segment createNow(long base) {
    Segment existing = byBase.get(base);
    if (existing != null) {
      return existing;
    }
    Segment created = create(base, null, false);
    Segment raced = byBase.putIfAbsent(base, created);
    return raced == null ? created : raced;
  }

  private Segment create(long base, @Nullable Segment recycled, boolean zeroed) {
    String name = directory + "/" + String.format(Locale.ROOT, "%020d", base) + SUFFIX;
    if (recycled != null) {
      recycled.file().close();
      disk.rename(recycled.name(), name);
    }
    DiskFile file = disk.open(name);
    int capacity = options.segmentBytes() - SegmentHeader.BYTES;
    if (zeroed) {
      file.preallocate(options.segmentBytes());
    }
    file.write(new SegmentHeader(base, capacity).encode(), 0);
    file.force();
    disk.syncDirectory(directory);
    return new Segment(name, base, capacity, file);
  }

  /** Has segments prepared behind {@code current}, in the background. */
  void prepareAfter(Segment current) {
    if (failure == null && spares(current) < options.spareSegments() && !preparing.get()) {
      preparing.set(true);
      try {
        housekeeper.execute(() -> prepare(current));
      } catch (RejectedExecutionException busy) {
        preparing.set(false);
      }
    }
  }

  private int spares(Segment current) {
    return byBase.tailMap(current.base(), false).size();
  }

  private void prepare(Segment current) {
    try {
      while (spares(current) < options.spareSegments()) {
        Segment recycled = freed.isEmpty() ? null : freed.removeLast();
        boolean roomy = recycled != null || disk.usableBytes() > 2L * options.segmentBytes();
        if (!roomy) {
          return;
        }
        long base = byBase.lastEntry().getValue().end();
        byBase.putIfAbsent(base, create(base, recycled, true));
      }
    } catch (DiskFullException noRoom) {
      return; // asked again when room is wanted
    } catch (DiskFailedException e) {
      failure = e;
    } finally {
      preparing.set(false);
    }
  }

  /** The prepared segment behind {@code current}, or null. */
  @Nullable Segment next(Segment current) {
    DiskFailedException failed = failure;
    if (failed != null) {
      throw failed;
    }
    return byBase.get(current.end());
  }

  /** Whether there is so much room that an unprepared segment can't fill the disk. */
  boolean isRoomy() {
    return disk.usableBytes() > 4L * options.segmentBytes();
  }

  /** Frees whole segments that end at or below a position. */
  void free(long belowPosition) {
    List<Segment> gone = new ArrayList<>();
    for (Segment segment : byBase.values()) {
      if (segment.end() > belowPosition) {
        break;
      }
      gone.add(segment);
    }
    if (!gone.isEmpty()) {
      gone.forEach(segment -> byBase.remove(segment.base()));
      housekeeper.execute(() -> recycle(gone));
    }
  }

  private void recycle(List<Segment> gone) {
    for (Segment segment : gone) {
      if (freed.size() < options.spareSegments()
          && segment.capacity() == options.segmentBytes() - SegmentHeader.BYTES) {
        // Renamed at once and in order: a file with its old name would be read at the next start.
        String name = segment.name() + FREED_SUFFIX;
        disk.rename(segment.name(), name);
        freed.add(new Segment(name, segment.base(), segment.capacity(), segment.file()));
      } else {
        segment.file().close();
        disk.delete(segment.name());
      }
      disk.syncDirectory(directory);
    }
  }

  /** Removes segments that hold nothing, behind the journal's end. */
  void discard(Segment segment) {
    byBase.remove(segment.base());
    segment.file().close();
    disk.delete(segment.name());
  }

  String describe(Segment segment) {
    return disk.describe(segment.name());
  }

  void close() {
    byBase.values().forEach(segment -> segment.file().close());
  }
}
