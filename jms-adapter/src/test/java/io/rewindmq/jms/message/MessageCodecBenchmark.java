// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.message;

import io.rewindmq.jms.large.SizeLimits;
import io.rewindmq.jms.testkit.Microbenchmark;
import io.rewindmq.protocol.message.ElementCursor;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.nio.ByteBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** A message as its producer encodes it and its receiver decodes it, checksum included. */
public class MessageCodecBenchmark extends Microbenchmark {
  /** What the message is. */
  public enum Kind {
    TEXT_100,
    TEXT_1024,
    TEXT_100_WITH_PROPERTIES,
    BYTES_1024,
    MAP_OF_10;

    Message message() throws JMSException {
      return switch (this) {
        case TEXT_100 -> new RewindTextMessage("x".repeat(100));
        case TEXT_1024 -> new RewindTextMessage("x".repeat(1024));
        case TEXT_100_WITH_PROPERTIES -> withProperties(new RewindTextMessage("x".repeat(100)));
        case BYTES_1024 -> {
          RewindBytesMessage bytes = new RewindBytesMessage();
          bytes.writeBytes(new byte[1024]);
          yield bytes;
        }
        case MAP_OF_10 -> {
          RewindMapMessage map = new RewindMapMessage();
          for (int i = 0; i < 10; i++) {
            map.setString("key" + i, "value of the key " + i);
          }
          yield map;
        }
      };
    }

    private static Message withProperties(Message message) throws JMSException {
      message.setJMSType("order");
      message.setJMSCorrelationID("correlation-1");
      message.setStringProperty("region", "north");
      message.setIntProperty("amount", 12);
      message.setDoubleProperty("rate", 1.5);
      return message;
    }
  }

  @Param Kind kind;

  private final MessageEncoder encoder = new MessageEncoder(new SizeLimits(1 << 20, 1 << 20));
  private final SendAttributes send = Wire.attributes(Wire.PERSISTENT);
  private final ElementCursor cursor = new ElementCursor();
  private final MessageDecoder decoder =
      new MessageDecoder(
          new DeliverySource(Wire.DESTINATION, () -> {}, ObjectDeserializer.withDefaults()));
  private Message message;
  private ByteBuffer element;

  @Setup
  public void setUp() throws JMSException {
    message = kind.message();
    element = new Wire().element(message, send);
    require(encode().equals(element), "the same bytes");
    require(decode().getClass() == message.getClass(), "the same kind of message");
  }

  @Benchmark
  public ByteBuffer encode() throws JMSException {
    return encoder.encode(message, send).element();
  }

  /** Values of body and properties are read when the application asks for them. */
  @Benchmark
  public RewindMessage decode() {
    cursor.over(element);
    require(cursor.next(), "an element");
    cursor.verify();
    return decoder.decode(cursor.message(), 1234, 1, 0, "r-1");
  }
}
