// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.record;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Walks and checks encoded messages, the same bytes on the wire and on the disk:
 *
 * <pre>
 * 0 u32 length of what follows, at least 68 | 4 u32 CRC32C of the message | 8 message
 * </pre>
 */
public final class Elements {
  /** The smallest element, its length field included. */
  public static final int BYTES_MIN = 72;

  private static final int LENGTH_BYTES = 4;
  private static final int MESSAGE = 8;

  private Elements() {}

  /** Bytes of the element at an index of the buffer, its length field included; unchecked. */
  public static int bytesAt(ByteBuffer elements, int index) {
    return LENGTH_BYTES + elements.getInt(index);
  }

  /**
   * Checks lengths and checksums of all that remains in the buffer, which is not moved.
   *
   * @param count how many elements there must be
   * @return what is wrong, or null
   */
  public static @Nullable Damage verify(ByteBuffer elements, int count) {
    CRC32C crc = new CRC32C();
    ByteBuffer message = elements.duplicate();
    int at = elements.position();
    int end = elements.limit();
    for (int i = 0; i < count; i++) {
      int left = end - at;
      int length = left < BYTES_MIN ? -1 : elements.getInt(at);
      if (length < BYTES_MIN - LENGTH_BYTES || length > left - LENGTH_BYTES) {
        return new Damage(i, at - elements.position(), "length " + length + ", " + left + " left");
      }
      crc.reset();
      crc.update(message.limit(at + LENGTH_BYTES + length).position(at + MESSAGE));
      if ((int) crc.getValue() != elements.getInt(at + LENGTH_BYTES)) {
        return new Damage(i, at - elements.position(), "checksum is wrong");
      }
      at += LENGTH_BYTES + length;
    }
    return at == end ? null : new Damage(count, at - elements.position(), "unexpected bytes");
  }

  /**
   * What is wrong.
   *
   * @param index of the element, from 0
   * @param byteOffset of the element from the first one
   */
  public record Damage(int index, int byteOffset, String text) {}
}
