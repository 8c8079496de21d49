// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.message;

import io.rewindmq.protocol.message.BodyType;
import io.rewindmq.protocol.message.MalformedMessageException;
import io.rewindmq.protocol.message.ValueCodec;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message's body as far as it was read.
 *
 * @param type {@code none}, {@code text}, {@code bytes}, {@code map}, {@code stream}, {@code
 *     object}, or {@code unreadable}
 * @param value null = the body is null; else a {@link String} of a text, a {@link Map} of a map, a
 *     {@link List} of a stream, else bytes; of an object these are its serialized form
 * @param bytes size of the whole body as it is encoded
 * @param isTruncated the value is not all of it
 */
public record MessageBody(String type, @Nullable Object value, long bytes, boolean isTruncated) {
  private static final String UNREADABLE = "unreadable";

  static MessageBody unreadable(byte[] body, long bytes) {
    return new MessageBody(UNREADABLE, body, bytes, body.length < bytes);
  }

  /**
   * Decodes it.
   *
   * @param body its first bytes
   * @param bytes of all of it
   */
  static MessageBody read(BodyType type, boolean isNull, byte[] body, long bytes) {
    String name = type.name().toLowerCase(Locale.ROOT);
    boolean isTruncated = body.length < bytes;
    if (isNull || type == BodyType.NONE) {
      return new MessageBody(name, null, bytes, false);
    }
    return switch (type) {
      case NONE, BYTES, OBJECT -> new MessageBody(name, body, bytes, isTruncated);
      case TEXT -> new MessageBody(name, text(body, isTruncated), bytes, isTruncated);
      case MAP, STREAM -> values(type, name, body, bytes);
    };
  }

  /** Without a character that was cut in two. */
  private static String text(byte[] body, boolean isTruncated) {
    int end = body.length;
    if (isTruncated) {
      int start = end;
      while (start > 0 && end - start < 4 && (body[start - 1] & 0xC0) == 0x80) {
        start--;
      }
      if (start > 0 && start - 1 + characterBytes(body[start - 1]) > end) {
        end = start - 1;
      }
    }
    return new String(body, 0, end, StandardCharsets.UTF_8);
  }

  private static int characterBytes(byte first) {
    return (first & 0x80) == 0 ? 1 : Math.max(1, Integer.numberOfLeadingZeros(~(first << 24)));
  }

  /** As many values as there are whole ones. */
  private static MessageBody values(BodyType type, String name, byte[] body, long bytes) {
    ByteBuffer in = ByteBuffer.wrap(body);
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    List<@Nullable Object> stream = new ArrayList<>();
    boolean isTruncated = body.length < bytes;
    try {
      if (type == BodyType.MAP) {
        for (int left = in.getInt(); left > 0; left--) {
          byte[] key = new byte[in.getShort() & 0xFFFF];
          in.get(key);
          map.put(new String(key, StandardCharsets.UTF_8), ValueCodec.read(in));
        }
      } else {
        while (in.hasRemaining()) {
          stream.add(ValueCodec.read(in));
        }
      }
    } catch (BufferUnderflowException | MalformedMessageException e) {
      if (!isTruncated) {
        return unreadable(body, bytes);
      }
    }
    return new MessageBody(name, type == BodyType.MAP ? map : stream, bytes, isTruncated);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MessageBody that
        && type.equals(that.type)
        && bytes == that.bytes
        && isTruncated == that.isTruncated
        && Arrays.deepEquals(new Object[] {value}, new Object[] {that.value});
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(new Object[] {type, bytes, value});
  }
}
