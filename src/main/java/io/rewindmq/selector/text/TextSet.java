// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.selector.text;

import io.rewindmq.platform.thread.AnyThread;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;

/** Strings in UTF-8, sorted by length and then by bytes: found by halving, whatever they are. */
@AnyThread // immutable
public final class TextSet {
  private final byte[][] items;

  public TextSet(Collection<String> texts) {
    items = texts.stream().distinct().map(Utf8::bytes).toArray(byte[][]::new);
    Arrays.sort(
        items,
        (a, b) ->
            a.length == b.length ? Arrays.compare(a, b) : Integer.compare(a.length, b.length));
  }

  /** Whether it has the text in a range; the end is exclusive. */
  public boolean contains(ByteBuffer bytes, int from, int end) {
    int low = 0;
    int high = items.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = compare(items[middle], bytes, from, end);
      if (order == 0) {
        return true;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return false;
  }

  private static int compare(byte[] item, ByteBuffer bytes, int from, int end) {
    int length = end - from;
    if (item.length != length) {
      return Integer.compare(item.length, length);
    }
    for (int i = 0; i < length; i++) {
      int order = Byte.compare(item[i], bytes.get(from + i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}
