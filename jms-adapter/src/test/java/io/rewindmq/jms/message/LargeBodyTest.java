// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rewindmq.jms.large.Assembler;
import io.rewindmq.jms.large.SizeLimits;
import io.rewindmq.jms.large.Splitter;
import io.rewindmq.protocol.message.ElementCursor;
import io.rewindmq.protocol.message.MessageView;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Large bodies of every type go in parts and come back whole. */
class LargeBodyTest {
  private static final int MEBIBYTE = 1 << 20;
  private static final SizeLimits LIMITS = new SizeLimits(4 * MEBIBYTE, 64 * MEBIBYTE);

  private final MessageEncoder encoder = new MessageEncoder(LIMITS);
  private final DeliverySource source =
      new DeliverySource(
          Wire.DESTINATION,
          () -> {},
          ObjectDeserializer.allowing("byte[]", getClass()::getClassLoader));

  private static byte[] random(int bytes) {
    byte[] random = new byte[bytes];
    new Random(bytes).nextBytes(random);
    return random;
  }

  private MessageEncoder.Encoded encode(Message message) throws JMSException {
    return encoder.encode(message, Wire.attributes(Wire.PERSISTENT));
  }

  /** Sends and receives it in parts. */
  @SuppressWarnings("unchecked") // same body, same type
  private <T extends RewindMessage> T received(T message) throws JMSException {
    Splitter parts = Objects.requireNonNull(encode(message).parts(), "it goes in one piece");
    Assembler assembler = new Assembler();
    ByteBuffer whole = null;
    for (int part = 0; part < parts.parts(); part++) {
      ElementCursor cursor = new ElementCursor().over(parts.element(part, 42));
      assertThat(cursor.next()).isTrue();
      cursor.verify();
      assertThat(cursor.messageBytes()).isLessThanOrEqualTo(LIMITS.messageBytesMax());
      whole = assembler.add(cursor.message());
    }
    RewindMessage received =
        new MessageDecoder(source).decode(Objects.requireNonNull(whole), 1, 1, 0, null);
    assertThat(received.getJMSMessageID()).isEqualTo(message.getJMSMessageID());
    assertThat(received.getStringProperty("colour")).isEqualTo(message.getStringProperty("colour"));
    return (T) received;
  }

  @Test
  void bytes() throws JMSException {
    byte[] body = random(5 * MEBIBYTE);
    RewindBytesMessage sent = new RewindBytesMessage();
    sent.setStringProperty("colour", "green");
    sent.writeBytes(body, 0, 1000);
    sent.writeBytes(body, 1000, body.length - 1000);
    assertThat(received(sent).getBody(byte[].class)).isEqualTo(body);
    assertThat(sent.getBody(byte[].class)).as("the sender may read it").isEqualTo(body);
  }

  @Test
  void text() throws JMSException {
    String body = "äöü€𝄞 and more ".repeat(100_000);
    RewindTextMessage sent = new RewindTextMessage(body);
    sent.setStringProperty("colour", "green");
    assertThat(received(sent).getText()).isEqualTo(body);
  }

  @Test
  void object() throws JMSException {
    byte[] body = random(3 * MEBIBYTE);
    RewindObjectMessage sent = new RewindObjectMessage(ObjectDeserializer.withDefaults());
    sent.setObject(body);
    assertThat(received(sent).getObject()).isEqualTo(body);
  }

  @Test
  void map() throws JMSException {
    byte[] bytes = random(2 * MEBIBYTE);
    RewindMapMessage sent = new RewindMapMessage();
    sent.setBytes("bytes", bytes);
    sent.setString("text", "€".repeat(MEBIBYTE));
    sent.setInt("number", 7);
    RewindMapMessage received = received(sent);
    assertThat(received.getBytes("bytes")).isEqualTo(bytes);
    assertThat(received.getString("text")).isEqualTo("€".repeat(MEBIBYTE));
    assertThat(received.getInt("number")).isEqualTo(7);
  }

  @Test
  void stream() throws JMSException {
    RewindStreamMessage sent = new RewindStreamMessage();
    for (int i = 0; i < 300_000; i++) {
      sent.writeInt(i);
    }
    RewindStreamMessage received = received(sent);
    for (int i = 0; i < 300_000; i++) {
      assertThat(received.readInt()).isEqualTo(i);
    }
  }

  @Test
  void oneThatWasReceivedAndNotLookedAt() throws JMSException {
    RewindTextMessage sent = new RewindTextMessage("x".repeat(2 * MEBIBYTE));
    assertThat(received(received(sent)).getText()).hasSize(2 * MEBIBYTE);
  }

  @Test
  void largePropertiesWithASmallBody() throws JMSException {
    RewindTextMessage sent = new RewindTextMessage("x".repeat(MEBIBYTE));
    sent.setStringProperty("colour", "y".repeat(3 * MEBIBYTE + 500_000));
    assertThat(received(sent).getText()).hasSize(MEBIBYTE);
  }

  @Test
  void aBodyOfAMebibyteGoesInOnePiece() throws JMSException {
    RewindBytesMessage bytes = new RewindBytesMessage();
    bytes.writeBytes(new byte[MEBIBYTE]);
    assertThat(encode(bytes).parts()).isNull();
    bytes.clearBody();
    bytes.writeBytes(new byte[MEBIBYTE + 1]);
    assertThat(encode(bytes).parts()).isNotNull();

    RewindStreamMessage values = new RewindStreamMessage();
    values.writeBytes(new byte[MEBIBYTE - 5]); // behind type and length
    assertThat(encode(values).parts()).isNull();
    values.clearBody();
    values.writeBytes(new byte[MEBIBYTE - 4]);
    assertThat(encode(values).parts()).isNotNull();
  }

  @Test
  void whereThePartsMayNotBeLargerTheyAreOfNoUse() throws JMSException {
    SizeLimits noParts = new SizeLimits(4 * MEBIBYTE, 4 * MEBIBYTE);
    MessageEncoder whole = new MessageEncoder(noParts);
    SendAttributes send = Wire.attributes(Wire.PERSISTENT);
    MessageEncoder.Encoded encoded =
        whole.encode(new RewindTextMessage("x".repeat(3 * MEBIBYTE)), send);
    assertThat(encoded.parts()).isNull();
    assertThat(new MessageView().at(encoded.element(), 8).body().remaining())
        .isEqualTo(3 * MEBIBYTE);
    Message tooLarge = new RewindTextMessage("x".repeat(4 * MEBIBYTE));
    assertThatThrownBy(() -> whole.encode(tooLarge, send))
        .isInstanceOf(JMSException.class)
        .hasMessageContaining("the broker takes at most");
  }
}
