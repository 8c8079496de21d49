// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.message;

import io.rewindmq.jms.destination.RewindQueue;
import io.rewindmq.jms.large.SizeLimits;
import io.rewindmq.protocol.ProducerId;
import io.rewindmq.protocol.message.ElementCursor;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends messages through encoder and decoder, as a broker would. */
final class Wire {
  static final Destination DESTINATION = new RewindQueue("orders");
  static final ProducerId PRODUCER = new ProducerId(0x0123456789abcdefL, 7);
  static final SendOptions PERSISTENT = new SendOptions(DeliveryMode.PERSISTENT, 4, false, false);
  static final long NOW = 1_790_000_000_000L;

  private final AtomicInteger acknowledged = new AtomicInteger();
  private final MessageEncoder encoder = new MessageEncoder(new SizeLimits(1 << 20, 1 << 20));

  static SendAttributes attributes(SendOptions options) {
    return new SendAttributes(DESTINATION, options, PRODUCER, 42, "client", NOW, 0, 0);
  }

  ByteBuffer element(Message message, SendAttributes send) throws JMSException {
    ByteBuffer element = encoder.encode(message, send).element();
    return ByteBuffer.allocate(element.remaining()).put(element).flip();
  }

  /** The message as its receiver gets it, the first time. */
  static <T extends Message> T received(T message) throws JMSException {
    return new Wire().send(message, 1, 0);
  }

  @SuppressWarnings("unchecked") // same body, same interface
  <T extends Message> T send(T message, int deliveryCount, int flags) throws JMSException {
    return (T) decode(element(message, attributes(PERSISTENT)), deliveryCount, flags);
  }

  RewindMessage decode(ByteBuffer element, int deliveryCount, int flags) {
    DeliverySource source =
        new DeliverySource(
            DESTINATION, acknowledged::incrementAndGet, ObjectDeserializer.withDefaults());
    ElementCursor cursor = new ElementCursor().over(element);
    if (!cursor.next()) {
      throw new AssertionError("no element");
    }
    cursor.verify();
    return new MessageDecoder(source).decode(cursor.message(), 1234, deliveryCount, flags, "r-1");
  }

  int acknowledged() {
    return acknowledged.get();
  }
}
