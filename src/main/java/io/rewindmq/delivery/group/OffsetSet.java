// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery.group;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import java.util.Arrays;
import org.roaringbitmap.RoaringBitmap;

/**
 * A set of offsets, compressed: a bitmap for each 2^32 offsets that have members. Any number of
 * holes is fine; an empty set has no bitmap.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class OffsetSet {
  /** What {@link #nextPresent} returns when there is none. */
  public static final long NONE = Long.MAX_VALUE;

  private static final int CHUNK_BITS = Integer.SIZE;
  private static final long CHUNK = 1L << CHUNK_BITS;
  private static final long LOW = CHUNK - 1;
  private static final long[] NO_CHUNKS = {};
  private static final RoaringBitmap[] NO_BITMAPS = {};

  /** Upper half of the offsets of each bitmap, ascending. */
  private long[] chunks = NO_CHUNKS;

  /** None is empty. */
  private RoaringBitmap[] bitmaps = NO_BITMAPS;

  /** Adds a range, both bounds inclusive. */
  public void add(long first, long last) {
    for (long chunk = first >>> CHUNK_BITS; chunk <= last >>> CHUNK_BITS; chunk++) {
      int at = at(chunk);
      if (at == chunks.length || chunks[at] != chunk) {
        insert(at, chunk);
      }
      long from = Math.max(first, chunk << CHUNK_BITS) & LOW;
      long to = Math.min(last, (chunk << CHUNK_BITS) + LOW) & LOW;
      if (from == to) {
        bitmaps[at].add((int) from);
      } else {
        bitmaps[at].add(from, to + 1);
      }
    }
  }

  /** Removes a range, both bounds inclusive. */
  public void remove(long first, long last) {
    for (int at = at(first >>> CHUNK_BITS);
        at < chunks.length && chunks[at] <= last >>> CHUNK_BITS; ) {
      long base = chunks[at] << CHUNK_BITS;
      bitmaps[at].remove(Math.max(first - base, 0), Math.min(last - base + 1, CHUNK));
      at = bitmaps[at].isEmpty() ? dropped(at) : at + 1;
    }
  }

  /** Removes everything below an offset. */
  public void removeBelow(long offset) {
    if (chunks.length > 0 && offset > chunks[0] << CHUNK_BITS) {
      remove(chunks[0] << CHUNK_BITS, offset - 1);
    }
  }

  public void clear() {
    chunks = NO_CHUNKS;
    bitmaps = NO_BITMAPS;
  }

  public boolean isEmpty() {
    return chunks.length == 0;
  }

  public boolean contains(long offset) {
    int at = at(offset >>> CHUNK_BITS);
    return at < chunks.length
        && chunks[at] == offset >>> CHUNK_BITS
        && bitmaps[at].contains((int) offset);
  }

  /** The lowest member at or above an offset, {@link #NONE} if there is none. */
  public long nextPresent(long offset) {
    long from = Math.max(offset, 0);
    for (int at = at(from >>> CHUNK_BITS); at < chunks.length; at++) {
      long base = chunks[at] << CHUNK_BITS;
      long found = bitmaps[at].nextValue((int) Math.max(from - base, 0));
      if (found >= 0) {
        return base + found;
      }
    }
    return NONE;
  }

  /** The lowest offset at or above the given one that is not a member. */
  public long nextAbsent(long offset) {
    long absent = offset;
    for (int at = at(absent >>> CHUNK_BITS);
        at < chunks.length && chunks[at] == absent >>> CHUNK_BITS;
        at++) {
      long found = bitmaps[at].nextAbsentValue((int) absent);
      if (found >= 0 && found < CHUNK) {
        return (chunks[at] << CHUNK_BITS) + found;
      }
      absent = (chunks[at] + 1) << CHUNK_BITS;
    }
    return absent;
  }

  /** How many members there are. */
  public long count() {
    long count = 0;
    for (RoaringBitmap bitmap : bitmaps) {
      count += bitmap.getLongCardinality();
    }
    return count;
  }

  /** How many members lie in a range, both bounds inclusive. */
  public long count(long first, long last) {
    long count = 0;
    for (int at = at(Math.max(first, 0) >>> CHUNK_BITS);
        at < chunks.length && chunks[at] <= last >>> CHUNK_BITS;
        at++) {
      long base = chunks[at] << CHUNK_BITS;
      long from = Math.max(first - base, 0);
      long to = Math.min(last - base + 1, CHUNK);
      count += from < to ? bitmaps[at].rangeCardinality(from, to) : 0;
    }
    return count;
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

  /** Where a chunk is, or would be. */
  private int at(long chunk) {
    int at = 0;
    while (at < chunks.length && chunks[at] < chunk) {
      at++;
    }
    return at;
  }

  private void insert(int at, long chunk) {
    int size = chunks.length;
    long[] moreChunks = Arrays.copyOf(chunks, size + 1);
    RoaringBitmap[] moreBitmaps = Arrays.copyOf(bitmaps, size + 1);
    System.arraycopy(chunks, at, moreChunks, at + 1, size - at);
    System.arraycopy(bitmaps, at, moreBitmaps, at + 1, size - at);
    moreChunks[at] = chunk;
    moreBitmaps[at] = new RoaringBitmap();
    chunks = moreChunks;
    bitmaps = moreBitmaps;
  }

  /** Gives up a chunk; returns where the next one is now. */
  private int dropped(int at) {
    int size = chunks.length - 1;
    if (size == 0) {
      clear();
      return 0;
    }
    long[] fewerChunks = Arrays.copyOf(chunks, size);
    RoaringBitmap[] fewerBitmaps = Arrays.copyOf(bitmaps, size);
    System.arraycopy(chunks, at + 1, fewerChunks, at, size - at);
    System.arraycopy(bitmaps, at + 1, fewerBitmaps, at, size - at);
    chunks = fewerChunks;
    bitmaps = fewerBitmaps;
    return at;
  }
}
