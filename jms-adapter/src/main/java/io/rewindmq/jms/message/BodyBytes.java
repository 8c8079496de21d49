// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.message;

import jakarta.jms.MessageFormatException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Small steps that bodies share. */
final class BodyBytes {
  private BodyBytes() {}

  /** What remains in the buffer, as UTF-8. */
  static String text(ByteBuffer bytes) {
    if (bytes.hasArray()) {
      return new String(
          bytes.array(),
          bytes.arrayOffset() + bytes.position(),
          bytes.remaining(),
          StandardCharsets.UTF_8);
    }
    return new String(copy(bytes), StandardCharsets.UTF_8);
  }

  /** A copy of what remains in the buffer. */
  static byte[] copy(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(bytes.position(), copy);
    return copy;
  }

  /** A copy of a part, or null for null. */
  static byte @Nullable [] part(byte @Nullable [] bytes, int offset, int length) {
    if (bytes == null) {
      return null;
    }
    Objects.checkFromIndexSize(offset, length, bytes.length);
    return Arrays.copyOfRange(bytes, offset, offset + length);
  }

  /**
   * Ends {@code getBody}.
   *
   * @throws MessageFormatException the body does not fit the type
   */
  @SuppressWarnings("unchecked") // the caller has compared the types
  static <T> @Nullable T as(Class<T> type, boolean isAssignable, @Nullable Object body)
      throws MessageFormatException {
    if (!isAssignable) {
      throw new MessageFormatException("the body can't be read as " + type.getName());
    }
    return (T) body;
  }
}
