// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.entry;

import io.rewindmq.record.OperationId;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link EntryWriter} wrote. Throws {@link BufferUnderflowException} at the end and
 * {@link IllegalArgumentException} for what can't be.
 */
final class EntryReader {
  private static final int STRING_NULL = 0xFFFF;

  private final ByteBuffer buffer;

  EntryReader(ByteBuffer buffer) {
    this.buffer = buffer;
  }

  int u8() {
    return Byte.toUnsignedInt(buffer.get());
  }

  int u16() {
    return Short.toUnsignedInt(buffer.getShort());
  }

  int i32() {
    return buffer.getInt();
  }

  long i64() {
    return buffer.getLong();
  }

  boolean bool() {
    return u8() != 0;
  }

  long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = buffer.get();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a varint of more than 10 bytes");
  }

  /** A count of things that take at least one byte each. */
  int count() {
    long count = varint();
    if (count < 0 || count > buffer.remaining()) {
      throw new IllegalArgumentException(
          "a count of " + count + " with " + buffer.remaining() + " bytes left");
    }
    return (int) count;
  }

  int remaining() {
    return buffer.remaining();
  }

  @Nullable String optionalString() {
    int length = u16();
    if (length == STRING_NULL) {
      return null;
    }
    if (length > buffer.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    buffer.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  String string() {
    String value = optionalString();
    if (value == null) {
      throw new IllegalArgumentException("a string is missing");
    }
    return value;
  }

  OperationId operation() {
    long msb = i64();
    return new OperationId(msb, i64());
  }

  LongList ascending() {
    LongList values = new LongList();
    int count = count();
    long value = 0;
    for (int i = 0; i < count; i++) {
      value += varint();
      values.add(value);
    }
    return values;
  }
}
