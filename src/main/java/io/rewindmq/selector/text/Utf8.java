// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.selector.text;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Walks UTF-8 in place. Bytes that are no UTF-8 make some code point or other, but never an
 * exception and never a step past the end.
 */
public final class Utf8 {
  private Utf8() {}

  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Where the character ends that begins at an index below the end; at most the end. */
  static int next(ByteBuffer bytes, int at, int end) {
    int lead = bytes.get(at);
    if (lead >= 0) {
      return at + 1;
    }
    int length = lead >= (byte) 0xF0 ? 4 : lead >= (byte) 0xE0 ? 3 : lead >= (byte) 0xC0 ? 2 : 1;
    return Math.min(end, at + length);
  }

  /** Where the character begins that ends at an index above the start; at least the start. */
  static int previous(ByteBuffer bytes, int at, int start) {
    int index = at - 1;
    for (int i = 0; i < 3 && index > start && isContinuation(bytes.get(index)); i++) {
      index--;
    }
    return index;
  }

  /** The character from one index to the next one. */
  static int codePoint(ByteBuffer bytes, int at, int next) {
    int lead = bytes.get(at);
    int length = next - at;
    if (length == 1) {
      return lead & 0xFF;
    }
    int codePoint = lead & (0x7F >> length);
    for (int i = at + 1; i < next; i++) {
      codePoint = codePoint << 6 | (bytes.get(i) & 0x3F);
    }
    return codePoint;
  }

  private static boolean isContinuation(byte b) {
    return (b & 0xC0) == 0x80;
  }
}
