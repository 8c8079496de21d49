// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of a frame's payload. Every length and count is checked against the bytes that
 * are left before memory is taken.
 */
final class WireReader {
  private static final int NULL_STRING = 0xFFFF;
  private static final int ACK_ENTRY_BYTES = 12;
  private static final int ACK_RANGE_BYTES = 16;
  private static final int RELEASE_RANGE_BYTES = 17;
  private static final int HAND_OVER_BYTES = 12;

  /** Two empty strings. */
  private static final int OPTION_BYTES = 4;

  private final ByteBuffer in;
  private final FrameType frame;

  WireReader(ByteBuffer in, FrameType frame) {
    this.in = in;
    this.frame = frame;
  }

  private void need(int bytes, String what) {
    if (in.remaining() < bytes) {
      throw unexpected(bytes + " bytes for " + what, String.valueOf(in.remaining()));
    }
  }

  /** For the caller to throw. */
  ProtocolException unexpected(String expected, String found) {
    return new ProtocolException(
        ErrorCode.PROTOCOL_ERROR, frame + ": expected " + expected + ", got " + found);
  }

  int u8(String what) {
    need(1, what);
    return in.get() & 0xFF;
  }

  boolean bool(String what) {
    int value = u8(what);
    if (value > 1) {
      throw unexpected("0 or 1 for " + what, String.valueOf(value));
    }
    return value == 1;
  }

  int u16(String what) {
    need(2, what);
    return in.getShort() & 0xFFFF;
  }

  int i32(String what) {
    need(4, what);
    return in.getInt();
  }

  /** A u32 of at most 2^31 - 1. */
  int count(String what) {
    int value = i32(what);
    if (value < 0) {
      throw unexpected(what + " of at most " + Integer.MAX_VALUE, Integer.toUnsignedString(value));
    }
    return value;
  }

  long i64(String what) {
    need(8, what);
    return in.getLong();
  }

  /** A u64 of at most 2^63 - 1. */
  long natural(String what) {
    long value = i64(what);
    if (value < 0) {
      throw unexpected(what + " of at most " + Long.MAX_VALUE, Long.toUnsignedString(value));
    }
    return value;
  }

  ErrorCode errorCode() {
    return ErrorCode.of(u16("error code"));
  }

  @Nullable String optionalString(String what) {
    int length = u16(what);
    if (length == NULL_STRING) {
      return null;
    }
    need(length, what);
    ByteBuffer text = in.slice(in.position(), length);
    in.position(in.position() + length);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(text).toString();
    } catch (CharacterCodingException e) {
      throw unexpected("UTF-8 for " + what, "other bytes");
    }
  }

  String string(String what) {
    String value = optionalString(what);
    if (value == null) {
      throw unexpected("a text for " + what, "null");
    }
    return value;
  }

  Map<String, String> options() {
    int count = u16("options");
    if (count > ProtocolLimits.HELLO_OPTIONS_MAX) {
      throw unexpected(
          "at most " + ProtocolLimits.HELLO_OPTIONS_MAX + " options", String.valueOf(count));
    }
    need(count * OPTION_BYTES, "options");
    Map<String, String> options = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String name = string("option name");
      if (options.put(name, string("option value")) != null) {
        throw unexpected("each option once", name + " twice");
      }
    }
    return options;
  }

  ByteBuffer rest() {
    ByteBuffer rest = in.slice();
    in.position(in.limit());
    return rest;
  }

  List<AckEntry> acks() {
    int count = u16("entries");
    need(count * ACK_ENTRY_BYTES, "entries");
    List<AckEntry> entries = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int consumer = i32("consumer");
      int groupEpoch = i32("group epoch");
      int partition = u16("partition");
      int ranges = u16("ranges");
      need(ranges * ACK_RANGE_BYTES, "ranges");
      long[] pairs = new long[2 * ranges];
      for (int r = 0; r < ranges; r++) {
        range(pairs, r);
      }
      entries.add(new AckEntry(consumer, groupEpoch, partition, pairs));
    }
    return entries;
  }

  List<ReleaseEntry> releases() {
    int count = u16("entries");
    need(count * ACK_ENTRY_BYTES, "entries");
    List<ReleaseEntry> entries = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int consumer = i32("consumer");
      int groupEpoch = i32("group epoch");
      int partition = u16("partition");
      int ranges = u16("ranges");
      need(ranges * RELEASE_RANGE_BYTES, "ranges");
      long[] pairs = new long[2 * ranges];
      boolean[] counted = new boolean[ranges];
      for (int r = 0; r < ranges; r++) {
        range(pairs, r);
        counted[r] = bool("counted");
      }
      entries.add(new ReleaseEntry(consumer, groupEpoch, partition, pairs, counted));
    }
    return entries;
  }

  private void range(long[] pairs, int index) {
    long first = i64("first offset");
    long last = i64("last offset");
    if (first < 0 || last < first || last - first >= Integer.MAX_VALUE) {
      throw unexpected("a range of at most 2^31 - 1 offsets", first + " to " + last);
    }
    pairs[2 * index] = first;
    pairs[2 * index + 1] = last;
  }

  List<Frame.HandOver> handOvers() {
    int count = u16("consumers");
    need(count * HAND_OVER_BYTES, "consumers");
    List<Frame.HandOver> consumers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      consumers.add(new Frame.HandOver(i32("consumer"), natural("handed over")));
    }
    return consumers;
  }

  /** Nothing may be left. */
  void end() {
    if (in.hasRemaining()) {
      throw unexpected("the end of the frame", in.remaining() + " bytes more");
    }
  }
}
