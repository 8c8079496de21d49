// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rewindmq.jms.destination.RewindDestination;
import io.rewindmq.jms.large.SizeLimits;
import io.rewindmq.protocol.DestinationKind;
import io.rewindmq.protocol.message.MessageLayout;
import io.rewindmq.protocol.message.MessageView;
import jakarta.jms.DeliveryMode;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.TextMessage;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Section 3.4: header fields; also text bodies and acknowledge(). */
class HeaderTest {
  private static final String ID = "ID:rw-0123456789abcdef-7-42";

  @Test
  @DisplayName("3.4 A send sets the sender's header fields, over what the client had set")
  void sendSetsHeaders() throws JMSException {
    Message message = new RewindTextMessage("x");
    assertThat(message.getJMSMessageID()).isNull();
    message.setJMSMessageID("ID:mine");
    message.setJMSExpiration(5);
    message.setJMSPriority(1);
    message.setJMSDeliveryMode(DeliveryMode.PERSISTENT);
    message.setJMSTimestamp(6);
    message.setJMSDeliveryTime(7);
    message.setJMSDestination(RewindDestination.topic("mine"));
    SendAttributes send =
        new SendAttributes(
            Wire.DESTINATION,
            new SendOptions(DeliveryMode.NON_PERSISTENT, 8, false, false),
            Wire.PRODUCER,
            42,
            null,
            Wire.NOW,
            Wire.NOW + 60_000,
            Wire.NOW + 5_000);

    Message received = new Wire().decode(new Wire().element(message, send), 1, 0);

    for (Message side : new Message[] {message, received}) {
      assertThat(side.getJMSMessageID()).isEqualTo(ID);
      assertThat(side.getJMSExpiration()).isEqualTo(Wire.NOW + 60_000);
      assertThat(side.getJMSPriority()).isEqualTo(8);
      assertThat(side.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
      assertThat(side.getJMSTimestamp()).isEqualTo(Wire.NOW);
      assertThat(side.getJMSDeliveryTime()).isEqualTo(Wire.NOW + 5_000);
      assertThat(side.getJMSDestination()).isSameAs(Wire.DESTINATION);
      assertThat(side.getJMSRedelivered()).isFalse();
    }
  }

  @Test
  @DisplayName("3.4.3 The same object sent twice gets two ids")
  void sentTwice() throws JMSException {
    Message message = new RewindMessage();
    Wire wire = new Wire();
    wire.element(message, Wire.attributes(Wire.PERSISTENT));
    String first = message.getJMSMessageID();
    SendAttributes next =
        new SendAttributes(
            Wire.DESTINATION, Wire.PERSISTENT, Wire.PRODUCER, 43, null, Wire.NOW, 0, 0);
    wire.element(message, next);

    assertThat(first).startsWith("ID:");
    assertThat(message.getJMSMessageID()).startsWith("ID:").isNotEqualTo(first);
  }

  @Test
  @DisplayName("3.4.3 Messages are equal when they have the same id")
  void equalById() throws JMSException {
    Message sent = new RewindTextMessage("x");
    assertThat(sent).isNotEqualTo(new RewindTextMessage("x"));
    Message received = Wire.received(sent);

    assertThat(received).isNotSameAs(sent).isEqualTo(sent).hasSameHashCodeAs(sent);
    sent.setJMSMessageID("ID:another");
    assertThat(received).isNotEqualTo(sent);
  }

  @Test
  @DisplayName("3.4.13 Without a delay, delivery time is the timestamp")
  void deliveryTimeWithoutDelay() throws JMSException {
    Message message = new RewindMessage();
    Message received = Wire.received(message);

    assertThat(message.getJMSDeliveryTime()).isEqualTo(Wire.NOW);
    assertThat(received.getJMSDeliveryTime()).isEqualTo(Wire.NOW);
    assertThat(received.getJMSExpiration()).isZero();
  }

  @Test
  @DisplayName("3.4.3, 3.4.4 Disabled id and timestamp are null and 0 on both sides")
  void hints() throws JMSException {
    Message message = new RewindMessage();
    message.setJMSMessageID("ID:old");
    SendOptions options = new SendOptions(DeliveryMode.PERSISTENT, 4, true, true);
    Message received =
        new Wire().decode(new Wire().element(message, Wire.attributes(options)), 1, 0);

    for (Message side : new Message[] {message, received}) {
      assertThat(side.getJMSMessageID()).isNull();
      assertThat(side.getJMSTimestamp()).isZero();
    }
  }

  @Test
  @DisplayName("3.4.5 JMSCorrelationID as text and as bytes; JMSType")
  void correlation() throws JMSException {
    Message text = new RewindMessage();
    text.setJMSCorrelationID("größe");
    text.setJMSType("");
    Message bytes = new RewindMessage();
    byte[] id = {1, (byte) 0xFF, 0};
    bytes.setJMSCorrelationIDAsBytes(id);
    id[0] = 9;
    bytes.setJMSType("type");

    for (Message side : new Message[] {text, Wire.received(text)}) {
      assertThat(side.getJMSCorrelationID()).isEqualTo("größe");
      assertThat(side.getJMSCorrelationIDAsBytes())
          .isEqualTo("größe".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      assertThat(side.getJMSType()).isEmpty();
    }
    for (Message side : new Message[] {bytes, Wire.received(bytes)}) {
      side.getJMSCorrelationIDAsBytes()[1] = 0;
      assertThat(side.getJMSCorrelationIDAsBytes()).containsExactly(1, 0xFF, 0);
      assertThat(side.getJMSCorrelationID()).hasSize(3);
      assertThat(side.getJMSType()).isEqualTo("type");
    }
    bytes.setJMSCorrelationIDAsBytes(null);
    assertThat(Wire.received(bytes).getJMSCorrelationID()).isNull();
    assertThat(Wire.received(bytes).getJMSCorrelationIDAsBytes()).isNull();
    assertThat(Wire.received(new RewindMessage()).getJMSType()).isNull();
  }

  @ParameterizedTest
  @EnumSource(DestinationKind.class)
  @DisplayName("3.4.6 JMSReplyTo comes back as the right class, equal")
  void replyTo(DestinationKind kind) throws JMSException {
    Message message = new RewindMessage();
    RewindDestination reply = RewindDestination.of(kind, "größe?x=1");
    message.setJMSReplyTo(reply);

    assertThat(message.getJMSReplyTo()).isSameAs(reply);
    assertThat(Wire.received(message).getJMSReplyTo())
        .isEqualTo(reply)
        .isInstanceOf(reply.getClass());
  }

  @Test
  @DisplayName("3.10 Header fields of a received message can be changed")
  void receivedHeadersAreWriteable() throws JMSException {
    Message sent = new RewindMessage();
    sent.setJMSType("a");
    sent.setJMSCorrelationID("c");
    sent.setJMSReplyTo(RewindDestination.queue("r"));
    Message received = new Wire().send(sent, 2, 0);

    received.setJMSType("b");

    assertThat(received.getJMSType()).isEqualTo("b");
    assertThat(received.getJMSCorrelationID()).isEqualTo("c");
    assertThat(received.getJMSReplyTo()).isEqualTo(RewindDestination.queue("r"));
    assertThat(received.getJMSMessageID()).isEqualTo(ID);
    assertThat(received.getJMSTimestamp()).isEqualTo(Wire.NOW);
    assertThat(received.getJMSDeliveryTime()).isEqualTo(Wire.NOW);
    assertThat(received.getJMSPriority()).isEqualTo(4);
    assertThat(received.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
    assertThat(received.getJMSRedelivered()).isTrue();
    assertThat(received.getJMSDestination()).isEqualTo(Wire.DESTINATION);
    received.setJMSReplyTo(null);
    received.setJMSRedelivered(false);
    assertThat(received.getJMSReplyTo()).isNull();
    assertThat(received.getJMSRedelivered()).isFalse();
  }

  @Test
  void groupsAreRoutedByTheirHash() throws JMSException {
    Message message = new RewindMessage();
    assertThat(hash(message)).isZero();
    message.setIntProperty("other", 1);
    assertThat(hash(message)).isZero();
    message.setStringProperty("JMSXGroupID", "g");
    assertThat(hash(message)).isEqualTo("g".hashCode());
    message.setStringProperty("JMSXGroupID", "");
    assertThat(hash(message)).isEqualTo(1);
  }

  private static int hash(Message message) throws JMSException {
    ByteBuffer element = new Wire().element(message, Wire.attributes(Wire.PERSISTENT));
    return new MessageView().at(element, MessageLayout.ELEMENT_HEADER_BYTES).groupHash();
  }

  @Test
  void carriesTheClientId() throws JMSException {
    ByteBuffer element = new Wire().element(new RewindMessage(), Wire.attributes(Wire.PERSISTENT));

    assertThat(
            new MessageView()
                .at(element, MessageLayout.ELEMENT_HEADER_BYTES)
                .headerText(MessageLayout.TAG_CLIENT_ID))
        .isEqualTo("client");
  }

  @Test
  @DisplayName("3.6 acknowledge() goes to the session; nowhere when not received")
  void acknowledges() throws JMSException {
    Wire wire = new Wire();
    Message sent = new RewindMessage();
    Message received = wire.send(sent, 1, 0);

    sent.acknowledge();
    assertThat(wire.acknowledged()).isZero();
    received.clearBody();
    received.clearProperties();
    received.acknowledge();
    assertThat(wire.acknowledged()).isEqualTo(1);
  }

  @Test
  @DisplayName("7 A null message: MessageFormatException")
  void refusesNull() {
    assertThatExceptionOfType(MessageFormatException.class)
        .isThrownBy(
            () ->
                new MessageEncoder(new SizeLimits(1000, 1000))
                    .encode(null, Wire.attributes(Wire.PERSISTENT)));
  }

  @Test
  void refusesWhatIsTooLargeAndGoesOn() throws JMSException {
    MessageEncoder encoder = new MessageEncoder(new SizeLimits(1000, 1000));
    Message large = new RewindTextMessage("x".repeat(1000));
    Message longType = new RewindMessage();
    longType.setJMSType("x".repeat(70_000));

    for (Message message : new Message[] {large, longType}) {
      assertThatExceptionOfType(JMSException.class)
          .isThrownBy(() -> encoder.encode(message, Wire.attributes(Wire.PERSISTENT)))
          .satisfies(e -> assertThat(e.getErrorCode()).isEqualTo("MESSAGE_TOO_LARGE"));
      assertThat(message.getJMSMessageID()).isNull();
    }
    assertThatCode(
            () -> encoder.encode(new RewindTextMessage("x"), Wire.attributes(Wire.PERSISTENT)))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesToReplyToNothing() throws JMSException {
    Message message = new RewindMessage();
    message.setJMSReplyTo(new jakarta.jms.Destination() {});

    assertThatExceptionOfType(InvalidDestinationException.class)
        .isThrownBy(() -> Wire.received(message));
  }

  @Test
  @DisplayName("Message.getBody: always null without a body")
  void hasNoBody() throws JMSException {
    Message received = Wire.received(new RewindMessage());

    assertThat(received.getBody(String.class)).isNull();
    assertThat(received.isBodyAssignableTo(Integer.class)).isTrue();
    assertThat(received).isExactlyInstanceOf(RewindMessage.class);
    assertThat(received).hasToString("RewindMessage[" + ID + ", offset 1234]");
  }

  @Test
  @DisplayName("3.11 A null text is not the empty text")
  void nullTextIsNotEmpty() throws JMSException {
    assertThat(Wire.received(new RewindTextMessage()).getText()).isNull();
    assertThat(Wire.received(new RewindTextMessage("")).getText()).isEmpty();
    assertThat(Wire.received(new RewindTextMessage("a\0ß€\ud83d\ude00")).getText())
        .isEqualTo("a\0ß€\ud83d\ude00");
    TextMessage forwarded = Wire.received(Wire.received(new RewindTextMessage()));
    assertThat(forwarded.getText()).isNull();
  }

  @Test
  @DisplayName("3.11.2 Received text is read-only until clearBody")
  void receivedTextIsReadOnly() throws JMSException {
    TextMessage received = Wire.received(new RewindTextMessage("a"));

    assertThatExceptionOfType(MessageNotWriteableException.class)
        .isThrownBy(() -> received.setText("b"));
    received.clearBody();
    assertThat(received.getText()).isNull();
    received.setText("b");
    assertThat(Wire.received(received).getText()).isEqualTo("b");
  }

  @Test
  @DisplayName("Message.getBody: String and what it is")
  void givesItsText() throws JMSException {
    TextMessage received = Wire.received(new RewindTextMessage("a"));

    assertThat(received.getBody(String.class)).isEqualTo("a");
    assertThat(received.getBody(CharSequence.class)).isEqualTo("a");
    assertThat(received.getBody(Object.class)).isEqualTo("a");
    assertThat(received.isBodyAssignableTo(Comparable.class)).isTrue();
    assertThat(received.isBodyAssignableTo(Integer.class)).isFalse();
    assertThatExceptionOfType(MessageFormatException.class)
        .isThrownBy(() -> received.getBody(Integer.class));
    assertThat(new RewindTextMessage().getBody(Integer.class)).isNull();
    assertThat(new RewindTextMessage().isBodyAssignableTo(Integer.class)).isTrue();
  }
}
