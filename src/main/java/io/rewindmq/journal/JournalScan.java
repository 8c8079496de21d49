// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.journal;

import io.rewindmq.platform.fault.CorruptDataException;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.EpochStart;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the journal from its oldest segment to its end.
 *
 * <p>A batch is valid where it lies if magic, position and checksum fit, it follows the batch
 * before (its {@code previousEnd}), and its epoch is not lower than that of any batch before it.
 * The first place without a valid batch is the end, unless a valid batch somewhere behind it was
 * written when that place was already forced: then the place is damaged, and recovery refuses.
 *
 * <p><b>Why stale bytes are never taken for new ones.</b> A batch is valid at one position only,
 * the one in its header, and positions are never used again but for one reason: recovery cut them
 * off. So stale bytes are of two kinds. Those of a recycled segment have lower positions than the
 * segment. Those behind a cut may stand at their own position, in this segment or in prepared ones
 * (one write may have filled several); epochs alone do not tell them apart, because an epoch whose
 * first batch was itself cut off is begun again. Therefore {@link #wipe} zeroes every header behind
 * the end that stands at its own position, and forces that, before anything is appended. Power
 * failing in between does no harm: the end stays where it is, and the rest is wiped next time. What
 * was wiped had been forced by nobody, or recovery would have refused.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class JournalScan {
  private static final byte[] NOTHING = new byte[BatchHeader.BYTES];

  private final SegmentTable table;
  private final List<Segment> segments;
  private final long cut;
  private final List<Long> stale = new ArrayList<>();
  private final List<EpochStart> epochs = new ArrayList<>();
  private ByteBuffer buffer = SegmentWindow.newBuffer();
  private long epoch;
  private long entries;
  private long end;
  private long previousEnd = -1;
  private long staleEnd;

  /**
   * @param cut what lies here or above does not count, be it valid or not
   */
  JournalScan(SegmentTable table, long cut) {
    this.table = table;
    this.cut = cut;
    this.segments = table.all();
  }

  /**
   * Gives every entry to the visitor. Changes nothing.
   *
   * @throws CorruptDataException damage before the end
   */
  void run(EntryVisitor visitor) {
    end = segments.getFirst().base();
    for (Segment segment : segments) {
      long stop = scan(segment, visitor);
      if (stop == segment.base()) {
        break; // nothing in it: only prepared
      }
    }
    lookBehindEnd();
  }

  /** Reads a segment's batches; returns where they stop. */
  private long scan(Segment segment, EntryVisitor visitor) {
    BatchReader reader = new BatchReader(segment, buffer);
    long position = segment.base();
    while (true) {
      BatchHeader header = position < cut ? reader.validAt(position) : null;
      if (header == null || header.epoch() < epoch || !follows(header)) {
        buffer = reader.buffer();
        return position;
      }
      if (header.epoch() > epoch) {
        epochs.add(new EpochStart(header.epoch(), position));
      }
      epoch = header.epoch();
      entries += reader.visit(header, table.describe(segment), visitor);
      position = header.end();
      end = position;
      previousEnd = position;
    }
  }

  private boolean follows(BatchHeader header) {
    return previousEnd < 0 || header.previousEnd() == previousEnd;
  }

  /** Looks for batches behind the end: they tell torn from damaged, and are stale from now on. */
  private void lookBehindEnd() {
    staleEnd = end;
    for (Segment segment : segments) {
      BatchReader reader = new BatchReader(segment, buffer);
      for (long at = Math.max(end, segment.base());
          at < segment.end();
          at += BatchHeader.ALIGNMENT) {
        BatchHeader later = reader.headerAt(at);
        if (later != null) {
          boolean tellsOfDamage = end < cut && later.epoch() >= epoch && later.forced() > end;
          if (tellsOfDamage && reader.isIntact(later)) {
            throw damaged();
          }
          stale.add(at);
          staleEnd = Math.min(Math.max(at + BatchHeader.BYTES, later.end()), segment.end());
        }
      }
      buffer = reader.buffer();
    }
  }

  private CorruptDataException damaged() {
    Segment segment = table.at(end);
    if (segment == null) {
      segment = segments.getLast();
    }
    return new CorruptDataException(
        table.describe(segment),
        segment.fileOffset(end),
        "a batch that was on the device is not valid any more, though later ones are; restore the"
            + " file from the backup");
  }

  /** Makes sure that nothing behind the end can ever be taken for a batch; on the device after. */
  void wipe() {
    Set<Segment> changed = new LinkedHashSet<>();
    for (long position : stale) {
      Segment segment = table.at(position);
      if (segment != null) {
        segment.write(new ByteBuffer[] {ByteBuffer.wrap(NOTHING)}, position);
        changed.add(segment);
      }
    }
    changed.forEach(segment -> segment.file().force());
  }

  /** Whether something was given up that was perhaps whole. */
  boolean isCut() {
    return cut < Long.MAX_VALUE && !stale.isEmpty();
  }

  /** The epochs of what counts. */
  List<EpochStart> epochs() {
    return epochs;
  }

  RecoveryReport report() {
    Segment torn = staleEnd > end ? table.at(end) : null;
    return new RecoveryReport(
        segments.getFirst().base(),
        end,
        entries,
        torn == null ? "" : table.describe(torn),
        staleEnd - end,
        epoch);
  }
}
