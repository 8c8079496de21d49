// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery.dedup;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import java.util.Arrays;

/**
 * Sequences of one producer that were not taken although higher ones were: they had been rejected.
 * Usually there are none.
 *
 * <p>At most {@value #RANGES_MAX} ranges are kept. When there would be more, the lowest is
 * forgotten; of the sequences below {@link #floor()} nobody knows then whether they were taken.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class SequenceGaps {
  public static final int RANGES_MAX = 64;

  /** Pairs of first and last sequence, inclusive, ascending, apart from each other. */
  private long[] pairs = new long[0];

  private int size;
  private long floor;

  public boolean isEmpty() {
    return size == 0;
  }

  /** Exclusive: below it nobody knows what was taken; 0 = everything is known. */
  public long floor() {
    return floor;
  }

  /** The lowest missing sequence at or above one; {@link Long#MAX_VALUE} if there is none. */
  public long next(long sequence) {
    for (int i = 0; i < size; i += 2) {
      if (pairs[i + 1] >= sequence) {
        return Math.max(sequence, pairs[i]);
      }
    }
    return Long.MAX_VALUE;
  }

  /** Where the missing sequences end that one belongs to; inclusive. */
  public long lastOf(long missing) {
    for (int i = 0; i < size; i += 2) {
      if (pairs[i] <= missing && missing <= pairs[i + 1]) {
        return pairs[i + 1];
      }
    }
    throw new IllegalArgumentException(missing + " is not missing");
  }

  /** Sequences above all known ones were passed over. Both bounds inclusive. */
  public void add(long first, long last) {
    if (size == 2 * RANGES_MAX) {
      floor = pairs[1] + 1;
      System.arraycopy(pairs, 2, pairs, 0, size - 2);
      size -= 2;
    }
    if (size == pairs.length) {
      pairs = Arrays.copyOf(pairs, Math.max(2, size * 2));
    }
    pairs[size++] = first;
    pairs[size++] = last;
  }

  /** They were taken after all. Both bounds inclusive. */
  void remove(long first, long last) {
    long[] rest = new long[size + 2];
    int count = 0;
    for (int i = 0; i < size; i += 2) {
      long from = pairs[i];
      long to = pairs[i + 1];
      if (from < first) {
        rest[count++] = from;
        rest[count++] = Math.min(to, first - 1);
      }
      if (to > last) {
        rest[count++] = Math.max(from, last + 1);
        rest[count++] = to;
      }
    }
    pairs = rest;
    size = count;
  }

  /** Takes over what is known. */
  public void load(long newFloor, long... ranges) {
    floor = newFloor;
    pairs = ranges.clone();
    size = ranges.length;
  }

  /** Pairs of first and last missing sequence, inclusive, ascending. */
  public long[] ranges() {
    return Arrays.copyOf(pairs, size);
  }
}
