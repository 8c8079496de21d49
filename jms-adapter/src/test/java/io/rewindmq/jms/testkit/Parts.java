// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.testkit;

import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.message.BodyType;
import io.rewindmq.protocol.message.MessageLayout;
import io.rewindmq.protocol.message.MessageWriter;
import io.rewindmq.protocol.message.RunHeader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Text messages in parts as the protocol's page draws them, made here byte by byte so that they do
 * not depend on the code that cuts messages. Bodies are short: nothing says how long a part is.
 */
public final class Parts {
  private static final int ELEMENT_BYTES_MAX = 2 << 20;
  private static final long TIME = 1_790_000_000_000L;
  private static final long EXPIRES_NEVER = 0;

  private Parts() {}

  /** The elements of a text in so many parts, of sequences from {@code sequence}. */
  public static List<ByteBuffer> elements(String text, int parts, long sequence) {
    return elements(text, parts, sequence, EXPIRES_NEVER);
  }

  /** The same of a message that expires. */
  public static List<ByteBuffer> elements(String text, int parts, long sequence, long expiration) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    int share = body.length / parts;
    List<ByteBuffer> elements = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      boolean isLast = i == parts - 1;
      byte[] bytes = Arrays.copyOfRange(body, i * share, isLast ? body.length : (i + 1) * share);
      elements.add(
          i == 0
              ? head(parts, body.length, bytes, sequence, expiration)
              : continuation(isLast, bytes, sequence + i, expiration));
    }
    return elements;
  }

  /** A first part that says anything of the others. */
  public static ByteBuffer head(
      int parts, long bodyBytes, byte[] bytes, long sequence, long expiration) {
    byte[] field = ByteBuffer.allocate(12).putInt(parts).putLong(bodyBytes).array();
    return begin(MessageLayout.FLAG_CONTINUES, sequence, expiration)
        .headerField(MessageLayout.TAG_CORRELATION_ID, "correlation")
        .headerField(MessageLayout.TAG_PARTS, field)
        .beginProperties()
        .property("colour", "green")
        .beginBody()
        .bytes(bytes, 0, bytes.length)
        .finish();
  }

  /** A part that is not the first. */
  public static ByteBuffer continuation(
      boolean isLast, byte[] bytes, long sequence, long expiration) {
    int flags = MessageLayout.FLAG_CONTINUATION | (isLast ? 0 : MessageLayout.FLAG_CONTINUES);
    return begin(flags, sequence, expiration)
        .beginProperties()
        .beginBody()
        .bytes(bytes, 0, bytes.length)
        .finish();
  }

  private static MessageWriter begin(int flags, long sequence, long expiration) {
    return new MessageWriter(ELEMENT_BYTES_MAX)
        .begin(MessageLayout.FLAG_PERSISTENT | flags, 4, BodyType.TEXT, 0, TIME, expiration, 0)
        .origin(1, 1, sequence);
  }

  /** A run of elements at the offsets from {@code base}. */
  public static ByteBuffer run(long base, int deliveryCount, int flags, List<ByteBuffer> elements) {
    int bytes = elements.stream().mapToInt(ByteBuffer::remaining).sum();
    ByteBuffer out = ByteBuffer.allocate(RunHeader.BYTES + bytes);
    RunHeader.write(out, base, TIME, elements.size(), bytes, deliveryCount, flags);
    elements.forEach(element -> out.put(element.duplicate()));
    return out.flip();
  }

  /** One frame with one run of elements to an open consumer, under group epoch 1. */
  public static Frame.Deliver deliver(
      Frame.OpenConsumer consumer, long base, List<ByteBuffer> elements) {
    return new Frame.Deliver(
        consumer.channel(), consumer.consumerId(), 1, 0, 1, run(base, 1, 0, elements));
  }
}
