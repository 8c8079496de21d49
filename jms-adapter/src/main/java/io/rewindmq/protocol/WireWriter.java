// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the values of a frame's payload; with a null buffer it only counts their bytes. */
final class WireWriter {
  private static final int NULL_STRING = 0xFFFF;
  private static final int MAX_U16 = 0xFFFF;

  private final @Nullable ByteBuffer out;
  private int count;

  WireWriter(@Nullable ByteBuffer out) {
    this.out = out;
  }

  /** Bytes written or counted so far. */
  int count() {
    return count;
  }

  void u8(int value) {
    if (out != null) {
      out.put((byte) value);
    }
    count++;
  }

  void u16(int value) {
    if (value < 0 || value > MAX_U16) {
      throw new ProtocolException(
          ErrorCode.PROTOCOL_ERROR, "a field of 16 bits takes 0 to 65535, not " + value);
    }
    if (out != null) {
      out.putShort((short) value);
    }
    count += 2;
  }

  void i32(int value) {
    if (out != null) {
      out.putInt(value);
    }
    count += 4;
  }

  void i64(long value) {
    if (out != null) {
      out.putLong(value);
    }
    count += 8;
  }

  /** At most 65534 bytes of UTF-8; null is a length of 65535. */
  void string(@Nullable String value) {
    if (value == null) {
      u16(NULL_STRING);
      return;
    }
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > ProtocolLimits.STRING_BYTES_MAX) {
      throw new ProtocolException(
          ErrorCode.PROTOCOL_ERROR,
          "a text of " + bytes.length + " bytes does not fit a frame; at most 65534 are allowed");
    }
    u16(bytes.length);
    if (out != null) {
      out.put(bytes);
    }
    count += bytes.length;
  }

  /** As {@link #string}; a long text is cut, since its beginning is better than no error at all. */
  void errorText(String text) {
    int end = Math.min(text.length(), ProtocolLimits.ERROR_TEXT_LENGTH_MAX);
    if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    string(text.substring(0, end));
  }

  void options(Map<String, String> options) {
    if (options.size() > ProtocolLimits.HELLO_OPTIONS_MAX) {
      throw new ProtocolException(
          ErrorCode.PROTOCOL_ERROR,
          options.size()
              + " options do not fit a HELLO; at most "
              + ProtocolLimits.HELLO_OPTIONS_MAX
              + " are allowed");
    }
    u16(options.size());
    options.forEach(
        (key, value) -> {
          string(key);
          string(value);
        });
  }

  void bytes(ByteBuffer bytes) {
    if (out != null) {
      out.put(bytes.duplicate());
    }
    count += bytes.remaining();
  }

  void acks(List<AckEntry> entries) {
    u16(checkedCount(entries.size()));
    for (AckEntry entry : entries) {
      i32(entry.consumerId());
      i32(entry.groupEpoch());
      u16(entry.partition());
      u16(checkedCount(entry.rangeCount()));
      for (int i = 0; i < entry.rangeCount(); i++) {
        i64(entry.first(i));
        i64(entry.last(i));
      }
    }
  }

  void releases(List<ReleaseEntry> entries) {
    u16(checkedCount(entries.size()));
    for (ReleaseEntry entry : entries) {
      i32(entry.consumerId());
      i32(entry.groupEpoch());
      u16(entry.partition());
      u16(checkedCount(entry.rangeCount()));
      for (int i = 0; i < entry.rangeCount(); i++) {
        i64(entry.first(i));
        i64(entry.last(i));
        u8(entry.counted()[i] ? 1 : 0);
      }
    }
  }

  void handOvers(List<Frame.HandOver> consumers) {
    u16(checkedCount(consumers.size()));
    for (Frame.HandOver consumer : consumers) {
      i32(consumer.consumerId());
      i64(consumer.handedOver());
    }
  }

  private static int checkedCount(int count) {
    if (count > ProtocolLimits.ENTRIES_MAX) {
      throw new ProtocolException(
          ErrorCode.PROTOCOL_ERROR, count + " items do not fit a frame; at most 65535 are allowed");
    }
    return count;
  }
}
