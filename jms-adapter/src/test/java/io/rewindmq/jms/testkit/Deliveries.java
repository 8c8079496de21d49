// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.testkit;

import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.message.BodyType;
import io.rewindmq.protocol.message.MessageWriter;
import io.rewindmq.protocol.message.RunHeader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** DELIVER frames with text messages in them. */
public final class Deliveries {
  private static final int ELEMENT_BYTES_MAX = 1 << 20;
  private static final long TIME = 1_790_000_000_000L;
  private static final int PERSISTENT = 1;

  private Deliveries() {}

  /** One frame with one run to an open consumer, under group epoch 1. */
  public static Frame.Deliver of(
      Frame.OpenConsumer consumer, long base, int deliveryCount, int flags, String... texts) {
    return new Frame.Deliver(
        consumer.channel(), consumer.consumerId(), 1, 0, 1, run(base, deliveryCount, flags, texts));
  }

  /** A run of texts at the offsets from {@code base}. */
  public static ByteBuffer run(long base, int deliveryCount, int flags, String... texts) {
    ByteBuffer elements = ByteBuffer.allocate(bytesOf(texts));
    for (int i = 0; i < texts.length; i++) {
      elements.put(element(texts[i], base + i + 1, 0));
    }
    return run(base, deliveryCount, flags, texts.length, elements.flip());
  }

  /** A run of one text that expires. */
  public static ByteBuffer expiring(long base, String text, long expiration) {
    return run(base, 1, 0, 1, element(text, base + 1, expiration));
  }

  private static int bytesOf(String... texts) {
    int bytes = 0;
    for (String text : texts) {
      bytes += element(text, 1, 0).remaining();
    }
    return bytes;
  }

  private static ByteBuffer run(
      long base, int deliveryCount, int flags, int count, ByteBuffer elements) {
    ByteBuffer out = ByteBuffer.allocate(RunHeader.BYTES + elements.remaining());
    RunHeader.write(out, base, TIME, count, elements.remaining(), deliveryCount, flags);
    return out.put(elements).flip();
  }

  /** The element of a text message. */
  public static ByteBuffer element(String text, long sequence, long expiration) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    return new MessageWriter(ELEMENT_BYTES_MAX)
        .begin(PERSISTENT, 4, BodyType.TEXT, 0, TIME, expiration, 0)
        .origin(1, 1, sequence)
        .beginProperties()
        .beginBody()
        .bytes(body, 0, body.length)
        .finish();
  }
}
