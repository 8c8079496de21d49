// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.rewindmq.jms.destination.RewindDestination;
import io.rewindmq.protocol.DestinationKind;
import io.rewindmq.protocol.ProducerId;
import io.rewindmq.protocol.message.MalformedMessageException;
import io.rewindmq.protocol.message.MessageLayout;
import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Seeded random messages keep everything on their way through encoder and decoder. */
class RoundTripTest {
  private static final int VALUE_TYPES = 11;

  private final List<@Nullable Object> values = new ArrayList<>();
  private Random random = new Random(0);

  @RepeatedTest(300)
  void keepsEverything(RepetitionInfo repetition) throws JMSException {
    random = new Random(repetition.getCurrentRepetition());
    RewindMessage sent = message();
    SendAttributes send = attributes();
    Wire wire = new Wire();
    ByteBuffer element = wire.element(sent, send);
    int deliveryCount = 1 + random.nextInt(3);
    String expected = picture(sent, deliveryCount);

    RewindMessage received = wire.decode(element, deliveryCount, 0);
    assertThat(picture(received, deliveryCount)).isEqualTo(expected);

    // forwarded as it is, and forwarded after it was looked at
    ByteBuffer again = wire.element(wire.decode(element, deliveryCount, 0), send);
    assertThat(picture(wire.decode(again, deliveryCount, 0), deliveryCount)).isEqualTo(expected);
    ByteBuffer thrice = wire.element(received, send);
    assertThat(thrice).isEqualTo(again);
  }

  /** Whatever the bytes say, a message answers or throws what JMS allows; it never hangs. */
  @RepeatedTest(300)
  void survivesDamage(RepetitionInfo repetition) throws JMSException {
    random = new Random(repetition.getCurrentRepetition());
    Wire wire = new Wire();
    ByteBuffer element = wire.element(message(), attributes());
    int at = MessageLayout.ELEMENT_HEADER_BYTES + MessageLayout.FIXED_BYTES;
    element.put(at + random.nextInt(element.limit() - at), (byte) random.nextInt());
    DeliverySource source =
        new DeliverySource(Wire.DESTINATION, null, ObjectDeserializer.withDefaults());
    ByteBuffer message =
        element.slice(
            MessageLayout.ELEMENT_HEADER_BYTES,
            element.limit() - MessageLayout.ELEMENT_HEADER_BYTES);

    assertThatCode(
            () -> {
              try {
                picture(new MessageDecoder(source).decode(message, 0, 1, 0, null), 1);
              } catch (JMSException | MalformedMessageException e) {
                assertThat(e.getMessage()).isNotEmpty();
              }
            })
        .doesNotThrowAnyException();
  }

  private SendAttributes attributes() {
    SendOptions options =
        new SendOptions(
            1 + random.nextInt(2), random.nextInt(10), random.nextBoolean(), random.nextBoolean());
    return new SendAttributes(
        Wire.DESTINATION,
        options,
        new ProducerId(random.nextLong(), random.nextInt(100)),
        1 + random.nextInt(1000),
        random.nextBoolean() ? null : text(),
        Wire.NOW + random.nextInt(1000),
        random.nextBoolean() ? 0 : Wire.NOW + random.nextInt(100_000),
        random.nextBoolean() ? 0 : Wire.NOW + random.nextInt(100_000));
  }

  private RewindMessage message() throws JMSException {
    RewindMessage message = withBody();
    if (random.nextBoolean()) {
      message.setJMSCorrelationID(text());
    } else if (random.nextBoolean()) {
      message.setJMSCorrelationIDAsBytes(bytes());
    }
    if (random.nextBoolean()) {
      message.setJMSType(text());
    }
    if (random.nextBoolean()) {
      DestinationKind kind = DestinationKind.of(1 + random.nextInt(4));
      message.setJMSReplyTo(RewindDestination.of(kind, "n" + text()));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      message.setObjectProperty("p" + random.nextInt(10), propertyValue());
    }
    return message;
  }

  private RewindMessage withBody() throws JMSException {
    values.clear();
    for (int i = random.nextInt(5); i > 0; i--) {
      values.add(value(random.nextInt(VALUE_TYPES)));
    }
    return switch (random.nextInt(6)) {
      case 0 -> new RewindMessage();
      case 1 -> new RewindTextMessage(random.nextInt(5) == 0 ? null : text());
      case 2 -> withBytes(new RewindBytesMessage());
      case 3 -> withMap(new RewindMapMessage());
      case 4 -> withStream(new RewindStreamMessage());
      default -> withObject(new RewindObjectMessage(ObjectDeserializer.withDefaults()));
    };
  }

  private RewindMessage withBytes(RewindBytesMessage message) throws JMSException {
    for (Object value : values) {
      if (value != null) {
        message.writeObject(value);
      }
    }
    return message;
  }

  private RewindMessage withMap(RewindMapMessage message) throws JMSException {
    for (Object value : values) {
      message.setObject("n" + text(), value);
    }
    return message;
  }

  private RewindMessage withStream(RewindStreamMessage message) throws JMSException {
    for (Object value : values) {
      message.writeObject(value);
    }
    return message;
  }

  private RewindMessage withObject(RewindObjectMessage message) throws JMSException {
    message.setObject(random.nextInt(5) == 0 ? null : new ArrayList<>(values));
    return message;
  }

  private @Nullable Object propertyValue() {
    Object value = value(random.nextInt(VALUE_TYPES));
    return value instanceof byte[] || value instanceof Character ? null : value;
  }

  private @Nullable Object value(int type) {
    return switch (type) {
      case 0 -> random.nextBoolean();
      case 1 -> (byte) random.nextInt();
      case 2 -> (short) random.nextInt();
      case 3 -> (char) random.nextInt();
      case 4 -> random.nextInt();
      case 5 -> random.nextLong();
      case 6 -> Float.intBitsToFloat(random.nextInt());
      case 7 -> Double.longBitsToDouble(random.nextLong());
      case 8 -> text();
      case 9 -> bytes();
      default -> null;
    };
  }

  private byte[] bytes() {
    byte[] bytes = new byte[random.nextInt(6)];
    random.nextBytes(bytes);
    return bytes;
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      int character = random.nextInt(0x11_0000);
      boolean isHalf = character >= 0xD800 && character < 0xE000;
      text.appendCodePoint(isHalf || random.nextBoolean() ? 'a' + random.nextInt(26) : character);
    }
    return text.toString();
  }

  /** All that an application can see. */
  private static String picture(RewindMessage message, int deliveryCount) throws JMSException {
    Map<String, @Nullable Object> picture = new LinkedHashMap<>();
    picture.put("class", message.getClass());
    picture.put("id", message.getJMSMessageID());
    picture.put("timestamp", message.getJMSTimestamp());
    picture.put("expiration", message.getJMSExpiration());
    picture.put("deliveryTime", message.getJMSDeliveryTime());
    picture.put("priority", message.getJMSPriority());
    picture.put("mode", message.getJMSDeliveryMode());
    picture.put("destination", message.getJMSDestination());
    picture.put("type", message.getJMSType());
    picture.put("correlation", message.getJMSCorrelationID());
    picture.put("correlationBytes", Arrays.toString(message.getJMSCorrelationIDAsBytes()));
    picture.put("replyTo", message.getJMSReplyTo());
    for (String name : Collections.list(message.getPropertyNames())) {
      if (name.equals(PropertyNames.DELIVERY_COUNT)) {
        assertThat(message.getIntProperty(name)).isEqualTo(deliveryCount);
      } else {
        picture.put("property " + name, typed(message.getObjectProperty(name)));
      }
    }
    picture.put("body", body(message));
    return picture.toString();
  }

  private static String body(RewindMessage message) throws JMSException {
    if (message instanceof RewindStreamMessage stream) {
      stream.reset();
      List<String> read = new ArrayList<>();
      try {
        while (true) {
          read.add(typed(stream.readObject()));
        }
      } catch (MessageEOFException e) {
        return read.toString();
      }
    }
    if (message instanceof RewindMapMessage map) {
      List<String> read = new ArrayList<>();
      for (String name : Collections.list(map.getMapNames())) {
        read.add(name + "=" + typed(map.getObject(name)));
      }
      return read.toString();
    }
    if (message instanceof RewindObjectMessage object
        && object.getObject() instanceof List<?> list) {
      return list.stream().map(RoundTripTest::typed).toList().toString();
    }
    return typed(message.getBody(Object.class));
  }

  private static String typed(@Nullable Object value) {
    if (value instanceof byte[] bytes) {
      return Arrays.toString(bytes);
    }
    return value == null ? "null" : value.getClass().getSimpleName() + ":" + value;
  }
}
