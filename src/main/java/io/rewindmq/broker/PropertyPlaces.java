// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Finds which of a few names some bytes are: those of the same length are compared from their ends,
 * where names differ most often.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class PropertyPlaces {
  /** A power of two. */
  private static final int BUCKETS = 32;

  /** UTF-8 of the names, by place. */
  private final byte[][] names;

  /** Places by the length of their names, modulo the number of buckets. */
  private final int[][] buckets = new int[BUCKETS][];

  private final int count;

  /** Knows those of the names whose places are wanted. */
  PropertyPlaces(List<String> names, IntPredicate wanted) {
    this.names =
        names.stream().map(name -> name.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    int[] places = IntStream.range(0, names.size()).filter(wanted).toArray();
    this.count = places.length;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      int length = bucket;
      buckets[bucket] =
          IntStream.of(places)
              .filter(place -> (this.names[place].length & (BUCKETS - 1)) == length)
              .toArray();
    }
  }

  int count() {
    return count;
  }

  /** The place of the name from an index to an end, exclusive; -1 = it is none of them. */
  int find(ByteBuffer bytes, int from, int end) {
    int length = end - from;
    for (int place : buckets[length & (BUCKETS - 1)]) {
      if (isSame(names[place], bytes, from, length)) {
        return place;
      }
    }
    return -1;
  }

  private static boolean isSame(byte[] name, ByteBuffer bytes, int from, int length) {
    int at = length - 1;
    while (name.length == length && at >= 0 && name[at] == bytes.get(from + at)) {
      at--;
    }
    return at < 0 && name.length == length;
  }
}
