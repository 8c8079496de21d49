// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.entry;

import io.rewindmq.record.OperationId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A growing buffer entries are written into before their length is known. Big-endian; a varint is 7
 * bits a byte, the lowest first, the top bit says that more follow. Reused.
 */
final class EntryWriter {
  private static final int CAPACITY_FIRST = 4096;

  /** What a snapshot of a million holes made it grow to is not kept. */
  private static final int CAPACITY_KEPT = 1 << 20;

  private static final int STRING_BYTES_MAX = 0xFFFE;
  private static final int STRING_NULL = 0xFFFF;

  private ByteBuffer buffer = ByteBuffer.allocate(CAPACITY_FIRST);

  void begin() {
    if (buffer.capacity() > CAPACITY_KEPT) {
      buffer = ByteBuffer.allocate(CAPACITY_FIRST);
    }
    buffer.clear();
  }

  /** What was written since {@link #begin}; good until the next one. */
  ByteBuffer end() {
    return buffer.flip();
  }

  EntryWriter u8(int value) {
    room(1).put((byte) value);
    return this;
  }

  EntryWriter u16(int value) {
    room(2).putShort((short) value);
    return this;
  }

  EntryWriter i32(int value) {
    room(4).putInt(value);
    return this;
  }

  EntryWriter i64(long value) {
    room(8).putLong(value);
    return this;
  }

  EntryWriter bool(boolean value) {
    return u8(value ? 1 : 0);
  }

  EntryWriter varint(long value) {
    ByteBuffer to = room(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      to.put((byte) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    to.put((byte) rest);
    return this;
  }

  EntryWriter string(@Nullable String value) {
    if (value == null) {
      return u16(STRING_NULL);
    }
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > STRING_BYTES_MAX) {
      throw new IllegalArgumentException("string of " + bytes.length + " bytes is too long");
    }
    u16(bytes.length);
    room(bytes.length).put(bytes);
    return this;
  }

  EntryWriter operation(OperationId id) {
    return i64(id.msb()).i64(id.lsb());
  }

  /**
   * A count of values, then each value's distance from the one before it; ascending values only.
   */
  EntryWriter ascending(LongList values) {
    varint(values.size());
    long before = 0;
    for (int i = 0; i < values.size(); i++) {
      varint(values.get(i) - before);
      before = values.get(i);
    }
    return this;
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      int capacity = Math.max(buffer.capacity() * 2, buffer.position() + bytes);
      buffer = ByteBuffer.allocate(capacity).put(buffer.flip());
    }
    return buffer;
  }
}
