// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.selector.text;

import io.rewindmq.platform.thread.AnyThread;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Finds a piece of a LIKE pattern in a text by following all its possible beginnings at once: bit i
 * says that the last i + 1 characters fit the piece's first i + 1. So every character of the text
 * is looked at once, at the price of one word of bits for each 64 characters of the piece.
 */
@AnyThread // immutable
final class LikePiece {
  private static final int ASCII = 128;

  /** The piece's distinct characters, ascending. */
  private final int[] characters;

  /** For each of them, where in the piece it or _ stands; one more for all other characters. */
  private final long[][] places;

  /** For ASCII, the index into {@link #places}. */
  private final short[] asciiRows = new short[ASCII];

  private final int words;
  private final long lastBit;

  LikePiece(int[] piece) {
    words = (piece.length + Long.SIZE - 1) / Long.SIZE;
    lastBit = 1L << (piece.length - 1);
    characters =
        Arrays.stream(piece)
            .filter(c -> c != LikePattern.ANY_CHARACTER)
            .sorted()
            .distinct()
            .toArray();
    places = new long[characters.length + 1][words];
    for (int row = 0; row < places.length; row++) {
      for (int i = 0; i < piece.length; i++) {
        boolean fits =
            piece[i] == LikePattern.ANY_CHARACTER
                || (row < characters.length && piece[i] == characters[row]);
        if (fits) {
          places[row][i / Long.SIZE] |= 1L << i;
        }
      }
    }
    for (int c = 0; c < ASCII; c++) {
      asciiRows[c] = (short) rowOf(c);
    }
  }

  /**
   * Where the first occurrence in a range ends; -1 = there is none. The range's end is exclusive.
   */
  int find(ByteBuffer bytes, int from, int end) {
    return words == 1 ? findShort(bytes, from, end) : findLong(bytes, from, end);
  }

  private int findShort(ByteBuffer bytes, int from, int end) {
    long fitting = 0;
    for (int at = from; at < end; ) {
      int next = Utf8.next(bytes, at, end);
      fitting = (fitting << 1 | 1) & placesOf(bytes, at, next)[0];
      at = next;
      if ((fitting & lastBit) != 0) {
        return at;
      }
    }
    return -1;
  }

  private int findLong(ByteBuffer bytes, int from, int end) {
    long[] fitting = new long[words];
    for (int at = from; at < end; ) {
      int next = Utf8.next(bytes, at, end);
      long[] place = placesOf(bytes, at, next);
      long carried = 1;
      for (int i = 0; i < words; i++) {
        long top = fitting[i] >>> (Long.SIZE - 1);
        fitting[i] = (fitting[i] << 1 | carried) & place[i];
        carried = top;
      }
      at = next;
      if ((fitting[words - 1] & lastBit) != 0) {
        return at;
      }
    }
    return -1;
  }

  private long[] placesOf(ByteBuffer bytes, int at, int next) {
    int c = Utf8.codePoint(bytes, at, next);
    return places[c < ASCII ? asciiRows[c] : rowOf(c)];
  }

  private int rowOf(int c) {
    int row = Arrays.binarySearch(characters, c);
    return row < 0 ? characters.length : row;
  }
}
