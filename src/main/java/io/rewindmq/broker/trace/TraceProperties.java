// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.trace;

import io.rewindmq.broker.MessageTracing;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.protocol.message.MalformedMessageException;
import io.rewindmq.protocol.message.PropertyCursor;
import io.rewindmq.protocol.message.ValueCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the trace that an encoded message carries in the string properties {@code traceparent} and
 * {@code tracestate}. Of a message that carries none, or one that is not sampled, nothing is
 * decoded and nothing allocated.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class TraceProperties {
  /** Version, trace id, span id, flags: {@code 00-32 digits-16 digits-2 digits}. */
  private static final int PARENT_BYTES = 55;

  /** Longer ones are left away, as the recommendation allows. */
  private static final int STATE_BYTES_MAX = 512;

  /** Names are compared by their first and their last eight bytes, which overlap. */
  private static final long PARENT_START = bytesOf("tracepar");

  private static final long PARENT_END = bytesOf("ceparent");
  private static final int PARENT_NAME_BYTES = "traceparent".length();
  private static final long STATE_START = bytesOf("tracesta");
  private static final long STATE_END = bytesOf("acestate");
  private static final int STATE_NAME_BYTES = "tracestate".length();

  private final PropertyCursor properties = new PropertyCursor();

  /** Null if the message carries no sampled trace. */
  MessageTracing.@Nullable Parent find(ByteBuffer messages, int messageAt) {
    try {
      return read(messages, messageAt);
    } catch (MalformedMessageException e) {
      return null; // whoever looks at the message itself says so
    }
  }

  private MessageTracing.@Nullable Parent read(ByteBuffer messages, int messageAt) {
    int parentAt = -1;
    int stateAt = -1;
    int stateEnd = -1;
    properties.over(messages, messageAt);
    while (properties.next() && (parentAt < 0 || stateAt < 0)) {
      int nameAt = properties.nameAt();
      int nameBytes = properties.nameEnd() - nameAt;
      if (nameBytes == PARENT_NAME_BYTES
          && isName(messages, nameAt, nameBytes, PARENT_START, PARENT_END)) {
        int end = properties.valueEnd();
        if (properties.type() != ValueCodec.STRING
            || end - properties.valueAt() != PARENT_BYTES
            || !isSampled(messages.get(end - 1))) {
          return null;
        }
        parentAt = properties.valueAt();
      } else if (nameBytes == STATE_NAME_BYTES
          && isName(messages, nameAt, nameBytes, STATE_START, STATE_END)
          && properties.type() == ValueCodec.STRING
          && properties.valueEnd() - properties.valueAt() <= STATE_BYTES_MAX) {
        stateAt = properties.valueAt();
        stateEnd = properties.valueEnd();
      }
    }
    return parentAt < 0
        ? null
        : new MessageTracing.Parent(
            text(messages, parentAt, parentAt + PARENT_BYTES),
            stateAt < 0 ? null : text(messages, stateAt, stateEnd));
  }

  private static boolean isName(ByteBuffer bytes, int at, int length, long start, long end) {
    return bytes.getLong(at) == start && bytes.getLong(at + length - Long.BYTES) == end;
  }

  private static long bytesOf(String eightLetters) {
    return ByteBuffer.wrap(eightLetters.getBytes(StandardCharsets.US_ASCII)).getLong();
  }

  /** The lowest bit of the flags, written as a hexadecimal digit. */
  private static boolean isSampled(byte lastDigit) {
    int flags = Character.digit(lastDigit, 16);
    return flags >= 0 && (flags & 1) == 1;
  }

  private static String text(ByteBuffer messages, int at, int end) {
    byte[] bytes = new byte[end - at];
    messages.get(at, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
