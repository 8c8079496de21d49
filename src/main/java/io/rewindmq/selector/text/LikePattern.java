// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.selector.text;

import io.rewindmq.platform.thread.AnyThread;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A LIKE pattern: pieces of characters and _ with a % between each two. The first piece must be at
 * the start of a text and the last one at its end; those between are looked for from left to right,
 * each as early as possible, so nothing is ever tried twice.
 *
 * <p>A character is a Unicode code point. With ESCAPE, the character behind an escape character
 * stands for itself, whatever it is.
 */
@AnyThread // immutable
public final class LikePattern {
  public static final int NO_ESCAPE = -1;

  /** What _ is in a piece. */
  static final int ANY_CHARACTER = -1;

  private final int[] first;

  /** Between the first % and the last. */
  private final LikePiece[] middle;

  private final int[] last;

  /** There is no %: the first piece is all. */
  private final boolean isWhole;

  private LikePattern(List<int[]> pieces) {
    isWhole = pieces.size() == 1;
    first = pieces.getFirst();
    last = pieces.getLast();
    middle =
        pieces.stream()
            .skip(1)
            .limit(Math.max(0, pieces.size() - 2))
            .filter(piece -> piece.length > 0)
            .map(LikePiece::new)
            .toArray(LikePiece[]::new);
  }

  /**
   * Reads a pattern.
   *
   * @param escape a code point, or {@link #NO_ESCAPE}
   * @throws IllegalArgumentException it ends with the escape character
   */
  public static LikePattern of(String pattern, int escape) {
    int[] text = pattern.codePoints().toArray();
    List<int[]> pieces = new ArrayList<>();
    int[] piece = new int[text.length];
    int length = 0;
    for (int i = 0; i < text.length; i++) {
      int c = text[i];
      if (c == escape) {
        if (++i == text.length) {
          throw new IllegalArgumentException(
              "the pattern ends with its escape character; nothing is behind it");
        }
        piece[length++] = text[i];
      } else if (c == '%') {
        pieces.add(Arrays.copyOf(piece, length));
        length = 0;
      } else {
        piece[length++] = c == '_' ? ANY_CHARACTER : c;
      }
    }
    pieces.add(Arrays.copyOf(piece, length));
    return new LikePattern(pieces);
  }

  /** Whether the text in a range of UTF-8 fits; the end is exclusive. */
  public boolean matches(ByteBuffer bytes, int from, int end) {
    int at = matchedEnd(first, bytes, from, end);
    if (at < 0 || isWhole) {
      return at == end;
    }
    int lastAt = end;
    for (int i = 0; i < last.length; i++) {
      if (lastAt <= at) {
        return false;
      }
      lastAt = Utf8.previous(bytes, lastAt, at);
    }
    if (matchedEnd(last, bytes, lastAt, end) != end) {
      return false;
    }
    for (int i = 0; i < middle.length && at >= 0; i++) {
      at = middle[i].find(bytes, at, lastAt);
    }
    return at >= 0;
  }

  /** Where a piece ends that begins at the given index; -1 = it does not. */
  private static int matchedEnd(int[] piece, ByteBuffer bytes, int from, int end) {
    int at = from;
    for (int wanted : piece) {
      if (at >= end) {
        return -1;
      }
      int next = Utf8.next(bytes, at, end);
      if (wanted != ANY_CHARACTER && wanted != Utf8.codePoint(bytes, at, next)) {
        return -1;
      }
      at = next;
    }
    return at;
  }
}
