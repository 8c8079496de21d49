// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.journal;

import io.rewindmq.platform.disk.Disk;
import io.rewindmq.platform.fault.DiskFailedException;
import io.rewindmq.platform.thread.AnyThread;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a journal that may be damaged, as far as it can be read; changes nothing. Where {@link
 * Journal#recover} stops at the first damage, this notes it with what would mend it, and goes on
 * behind it.
 *
 * <p>A damaged place is a gap from the last valid batch to the next one. It is told from a torn
 * tail as recovery does: only damage has a valid batch behind it that was written when the place
 * was already on the device.
 */
@AnyThread // confined to the caller
public final class JournalCheck implements AutoCloseable {
  private final SegmentLoad load;
  private final List<Segment> segments;
  private final List<Fault> faults;
  private final List<JournalMend> mends;
  private final Map<Long, Byte> corrected = new HashMap<>();
  private ByteBuffer buffer = SegmentWindow.newBuffer();
  private boolean isMendable;
  private long epoch;
  private long end;
  private long previousEnd = -1;
  private long entries;

  private JournalCheck(SegmentLoad load) {
    this.load = load;
    this.segments = load.segments();
    this.faults = new ArrayList<>(load.faults());
    this.mends = new ArrayList<>(load.mends());
    this.isMendable = load.isMendable();
    this.end = startPosition();
  }

  /** Opens the segments in a folder, whatever state they are in. */
  public static JournalCheck open(Disk disk, String directory) {
    return new JournalCheck(SegmentLoad.of(disk, directory));
  }

  /** Whether there is no segment at all. */
  public boolean isEmpty() {
    return segments.isEmpty();
  }

  /** The oldest position there is. */
  public long startPosition() {
    return segments.isEmpty() ? 0 : segments.getFirst().base();
  }

  /** Exclusive end of the last valid batch. */
  public long endPosition() {
    return end;
  }

  /** Size of the newest segment's file. */
  public int newestSegmentBytes() {
    return segments.isEmpty() ? 0 : segments.getLast().capacity() + SegmentHeader.BYTES;
  }

  /** How many entries were given to the visitor. */
  public long entries() {
    return entries;
  }

  public List<Fault> faults() {
    return List.copyOf(faults);
  }

  /** What makes the journal sound, in this order; what the damaged batches held stays lost. */
  public List<JournalMend> mends() {
    return List.copyOf(mends);
  }

  /** Whether {@link #mends} are all that is needed. */
  public boolean isMendable() {
    return isMendable;
  }

  /**
   * Gives every entry of every valid batch to the visitor, in order. Once.
   *
   * @throws io.rewindmq.platform.fault.CorruptDataException a valid batch has entries of impossible
   *     lengths
   */
  public void run(EntryVisitor visitor) {
    BatchHeader next;
    do {
      readOn(visitor);
      next = nextBehindEnd();
      if (next != null && !correct(next, visitor)) {
        damaged(next);
        epoch = Math.max(epoch, next.epoch());
        previousEnd = next.previousEnd();
        end = next.position();
      }
    } while (next != null);
  }

  /** Reads from the end on as long as one batch follows the other. */
  private void readOn(EntryVisitor visitor) {
    for (Segment segment : segments) {
      if (segment.end() > end && scan(segment, visitor) == segment.base()) {
        return; // nothing in it: only prepared
      }
    }
  }

  private long scan(Segment segment, EntryVisitor visitor) {
    BatchReader reader = new BatchReader(segment, buffer);
    long position = Math.max(end, segment.base());
    BatchHeader header = reader.validAt(position);
    while (header != null && goesOn(header)) {
      epoch = header.epoch();
      entries += reader.visit(header, segment.name(), visitor);
      position = header.end();
      end = position;
      previousEnd = position;
      header = reader.validAt(position);
    }
    buffer = reader.buffer();
    return position;
  }

  /** The next batch that can be read if what lies before it is damaged; null = the end is torn. */
  private @Nullable BatchHeader nextBehindEnd() {
    BatchHeader next = null;
    boolean isDamaged = false;
    long torn = -1;
    for (Segment segment : segments) {
      BatchReader reader = new BatchReader(segment, buffer);
      for (long at = Math.max(end, segment.base());
          at < segment.end() && !(isDamaged && next != null);
          at += BatchHeader.ALIGNMENT) {
        BatchHeader later = reader.headerAt(at);
        if (later != null) {
          torn = torn < 0 ? at : torn;
          if (later.epoch() >= epoch && reader.isIntact(later)) {
            next = next == null && follows(later) ? later : next;
            isDamaged |= later.forced() > end;
          }
        }
      }
      buffer = reader.buffer();
    }
    if (isDamaged) {
      if (next == null) {
        damaged(null);
      }
      return next;
    }
    if (torn >= 0) {
      note(Fault.Kind.TORN, end, "nothing, or a whole batch", "an incomplete batch");
    }
    return null;
  }

  /** Whether room for a batch lies between the end and what this one follows. */
  private boolean follows(BatchHeader later) {
    return later.previousEnd() <= later.position()
        && later.previousEnd() >= end + BatchHeader.BYTES + BatchHeader.ALIGNMENT;
  }

  /** Reads the damaged batch before another one if only a bit of it is wrong. */
  private boolean correct(BatchHeader next, EntryVisitor visitor) {
    List<JournalMend.Fill> fills = fills(next.previousEnd());
    if (fills.isEmpty()) {
      return false;
    }
    JournalMend.Fill first = fills.getFirst();
    Segment segment = at(first.position());
    if (segment == null || !first.file().equals(segment.name())) {
      return false;
    }
    ByteBuffer bytes =
        ByteBuffer.allocate((int) Math.min(first.bytes(), BatchCorrection.BYTES_MAX));
    segment.read(bytes, first.position());
    BatchCorrection found = BatchCorrection.of(bytes.flip(), first.position());
    if (found == null || !goesOn(found.header()) || found.header().end() > next.position()) {
      return false;
    }
    long at = segment.fileOffset(first.position());
    note(
        Fault.Kind.BIT,
        first.position(),
        "a batch that was on the device",
        "a wrong bit in byte " + (at + found.at()));
    mends.add(new JournalMend.Correct(first.file(), at + found.at(), found.value()));
    corrected.put(first.position() + found.at(), found.value());
    epoch = found.header().epoch();
    entries += BatchReader.visit(found.header(), found.batch(), at, first.file(), visitor);
    end = found.header().end();
    previousEnd = end;
    return true;
  }

  private boolean goesOn(BatchHeader header) {
    return header.epoch() >= epoch && (previousEnd < 0 || header.previousEnd() == previousEnd);
  }

  private void damaged(@Nullable BatchHeader next) {
    List<JournalMend.Fill> fills = next == null ? List.of() : fills(next.previousEnd());
    note(
        Fault.Kind.BATCH,
        fills.isEmpty() ? end : fills.getFirst().position(),
        "a batch that was on the device",
        next == null
            ? "other bytes, and no batch that could follow"
            : "other bytes up to position " + next.previousEnd());
    isMendable &= !fills.isEmpty();
    mends.addAll(fills);
  }

  /** Batches without effect from the end to where the next valid one wants to follow. */
  private List<JournalMend.Fill> fills(long to) {
    List<JournalMend.Fill> fills = new ArrayList<>();
    int batchBytesMin = BatchHeader.BYTES + BatchHeader.ALIGNMENT;
    long before = end;
    for (SegmentLoad.Place place : load.places()) {
      long from = Math.max(end, place.base());
      if (place.end() <= end || place.base() >= to) {
        continue;
      }
      boolean isLast = to <= place.end();
      if (!isLast && from > place.base()) {
        continue; // its rest is left empty
      }
      long bytes = isLast ? to - from : batchBytesMin;
      if (bytes < batchBytesMin || bytes % BatchHeader.ALIGNMENT != 0) {
        return List.of();
      }
      fills.add(new JournalMend.Fill(place.name(), place.base(), from, bytes, before, epoch));
      before = from + bytes;
    }
    return before == to ? fills : List.of();
  }

  private void note(Fault.Kind kind, long position, String expected, String found) {
    Segment segment = at(position);
    if (segment == null) {
      segment = segments.getLast();
    }
    faults.add(
        new Fault(kind, segment.name(), segment.fileOffset(position), position, expected, found));
  }

  private @Nullable Segment at(long position) {
    for (Segment segment : segments) {
      if (segment.holds(position)) {
        return segment;
      }
    }
    return null;
  }

  /** Whether {@link #mends} write over something from a position on. */
  public boolean isOverwritten(long position, int bytes) {
    return mends.stream()
        .anyMatch(
            mend ->
                mend instanceof JournalMend.Fill fill
                    && fill.position() < position + bytes
                    && position < fill.position() + fill.bytes());
  }

  /**
   * Fills an empty buffer with the bytes from a position on, corrected where that is known.
   *
   * @return false = they are not all there
   */
  public boolean read(long position, ByteBuffer into) {
    Segment segment = at(position);
    if (segment == null || position + into.remaining() > segment.end()) {
      return false;
    }
    try {
      segment.read(into, position);
    } catch (DiskFailedException e) {
      return false;
    }
    int end = into.position();
    corrected.forEach(
        (at, value) -> {
          if (at >= position && at < position + end) {
            into.put((int) (at - position), value);
          }
        });
    return !into.hasRemaining();
  }

  /** The file that holds a position; empty if there is none. */
  public String fileOf(long position) {
    Segment segment = at(position);
    return segment == null ? "" : segment.name();
  }

  /** The byte in {@link #fileOf} where a position lies. */
  public long fileOffset(long position) {
    Segment segment = at(position);
    return segment == null ? 0 : segment.fileOffset(position);
  }

  @Override
  public void close() {
    segments.forEach(segment -> segment.file().close());
  }

  /**
   * One thing that the check found wrong or worth knowing.
   *
   * @param file relative to the disk
   * @param fileOffset byte where the structure begins
   * @param position where that is in the journal
   */
  public record Fault(
      Kind kind, String file, long fileOffset, long position, String expected, String found) {
    /** What is wrong. */
    public enum Kind {
      /** A segment's header. */
      HEADER,
      /** A segment has another one's name, or is there twice. */
      NAME,
      /** A segment has not the size it was given when it was prepared. */
      SIZE,
      /** A segment between others is not there. */
      MISSING,
      /** Batches that had reached the device are not valid any more. */
      BATCH,
      /** The same, but one bit only, and it is known which. */
      BIT,
      /** An incomplete end, as a crash leaves it. */
      TORN,
      /** A file that the next start deletes. */
      LEFTOVER,
      /** Not a file of the journal. */
      UNKNOWN
    }

    /** Whether that is more than worth knowing. */
    public boolean isDamage() {
      return switch (kind) {
        case HEADER, NAME, SIZE, MISSING, BATCH, BIT -> true;
        case TORN, LEFTOVER, UNKNOWN -> false;
      };
    }
  }
}
