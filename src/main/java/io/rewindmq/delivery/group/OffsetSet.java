// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery.group;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import org.roaringbitmap.RoaringBitmap;

/**
 * A set of offsets, compressed. The lowest and the highest member may be up to 2^32 - 2^16 apart;
 * any number of holes is fine.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class OffsetSet {
  /** What {@link #nextPresent} returns when there is none. */
  public static final long NONE = Long.MAX_VALUE;

  private static final long SPAN = 1L << 32;

  /** Offset of bit 0; a multiple of 2^16, so that moving it moves whole containers. */
  private long base;

  private RoaringBitmap bits = new RoaringBitmap();

  /** Adds a range, both bounds inclusive. */
  public void add(long first, long last) {
    if (bits.isEmpty()) {
      base = aligned(first);
    } else if (first < base || last - base >= SPAN) {
      moveBase(Math.min(first, lowest()), Math.max(last, highest()));
    }
    if (first == last) {
      bits.add((int) (first - base));
    } else {
      bits.add(first - base, last - base + 1);
    }
  }

  /** Removes a range, both bounds inclusive. */
  public void remove(long first, long last) {
    long from = Math.max(first - base, 0);
    long to = Math.min(last - base + 1, SPAN);
    if (from < to && !bits.isEmpty()) {
      bits.remove(from, to);
    }
  }

  /** Removes everything below an offset. */
  public void removeBelow(long offset) {
    if (!bits.isEmpty() && offset > base) {
      bits.remove(0, Math.min(offset - base, SPAN));
    }
  }

  public void clear() {
    bits = new RoaringBitmap();
  }

  public boolean isEmpty() {
    return bits.isEmpty();
  }

  public boolean contains(long offset) {
    long bit = offset - base;
    return bit >= 0 && bit < SPAN && bits.contains((int) bit);
  }

  /** The lowest member at or above an offset, {@link #NONE} if there is none. */
  public long nextPresent(long offset) {
    if (bits.isEmpty() || offset - base >= SPAN) {
      return NONE;
    }
    long bit = bits.nextValue((int) Math.max(offset - base, 0));
    return bit < 0 ? NONE : base + bit;
  }

  /** The lowest offset at or above the given one that is not a member. */
  public long nextAbsent(long offset) {
    if (bits.isEmpty() || offset < base || offset - base >= SPAN) {
      return offset;
    }
    return base + bits.nextAbsentValue((int) (offset - base));
  }

  /** How many members there are. */
  public long count() {
    return bits.getLongCardinality();
  }

  /** How many members lie in a range, both bounds inclusive. */
  public long count(long first, long last) {
    long from = Math.max(first - base, 0);
    long to = Math.min(last - base + 1, SPAN);
    return bits.isEmpty() || from >= to ? 0 : bits.rangeCardinality(from, to);
  }

  /** All members at or above an offset as the fewest ranges. */
  public void forEachRange(long fromOffset, RangeVisitor visitor) {
    long first = nextPresent(fromOffset);
    while (first != NONE) {
      long end = nextAbsent(first);
      visitor.range(first, end - 1);
      first = nextPresent(end);
    }
  }

  private long lowest() {
    return base + Integer.toUnsignedLong(bits.first());
  }

  private long highest() {
    return base + Integer.toUnsignedLong(bits.last());
  }

  private void moveBase(long lowest, long highest) {
    long moved = aligned(lowest);
    if (highest - moved >= SPAN) {
      throw new IllegalStateException(
          "offsets " + lowest + " and " + highest + " are too far apart for one set");
    }
    bits = RoaringBitmap.addOffset(bits, base - moved);
    base = moved;
  }

  private static long aligned(long offset) {
    return offset & -(1L << 16);
  }
}
