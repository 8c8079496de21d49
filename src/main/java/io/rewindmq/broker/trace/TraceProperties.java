// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.trace;

import io.rewindmq.broker.MessageTracing;
import io.rewindmq.broker.PropertyPlaces;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.protocol.message.MalformedMessageException;
import io.rewindmq.protocol.message.PropertyCursor;
import io.rewindmq.protocol.message.ValueCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
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

  private static final int PARENT = 0;

  private final PropertyPlaces places =
      new PropertyPlaces(List.of("traceparent", "tracestate"), place -> true);
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
    int missing = places.count();
    properties.over(messages, messageAt);
    while (missing > 0 && properties.next()) {
      int place = places.find(messages, properties.nameAt(), properties.nameEnd());
      if (place < 0 || properties.type() != ValueCodec.STRING) {
        continue;
      }
      missing--;
      int at = properties.valueAt();
      int end = properties.valueEnd();
      if (place == PARENT) {
        if (end - at != PARENT_BYTES || !isSampled(messages.get(end - 1))) {
          return null;
        }
        parentAt = at;
      } else if (end - at <= STATE_BYTES_MAX) {
        stateAt = at;
        stateEnd = end;
      }
    }
    return parentAt < 0
        ? null
        : new MessageTracing.Parent(
            text(messages, parentAt, parentAt + PARENT_BYTES),
            stateAt < 0 ? null : text(messages, stateAt, stateEnd));
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
