// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.compliance.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rewindmq.compliance.Clause;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies from the sender to the receiver: sections 3.9 to 3.12. */
class BodyTest extends MessageSuite {
  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "plain", "Grüße, 世界 🌍", "\u0000\uFFFF\n"})
  @Clause(section = "3.11", rule = "A text arrives as it was sent, null and empty ones, too")
  void text(@Nullable String text) throws JMSException {
    TextMessage received = (TextMessage) trip(Kind.QUEUE, session.createTextMessage(text));

    assertThat(received.getText()).isEqualTo(text);
    assertThat(received.getBody(String.class)).isEqualTo(text);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  @Clause(section = "3.11", rule = "A text of a mebibyte arrives as it was sent, everywhere")
  void longText(Kind kind) throws JMSException {
    String text = "äöü0123456789".repeat(80_000);

    assertThat(((TextMessage) trip(kind, session.createTextMessage(text))).getText())
        .isEqualTo(text);
  }

  @Test
  @Clause(section = "3.11.3", rule = "A stream arrives value by value with its types")
  void stream() throws JMSException {
    StreamMessage sent = session.createStreamMessage();
    List<Object> values =
        List.of(true, (byte) 1, (short) 2, 'c', 4, 5L, 6.5f, 7.5, "eight", new byte[] {9, 10});
    for (Object value : values) {
      sent.writeObject(value);
    }
    sent.writeString(null);

    StreamMessage received = (StreamMessage) trip(Kind.QUEUE, sent);

    for (Object value : values) {
      assertThat(received.readObject()).isEqualTo(value);
    }
    assertThat(received.readString()).isNull();
    assertThatExceptionOfType(MessageEOFException.class).isThrownBy(received::readObject);
    received.reset();
    assertThat(received.readString()).as("a boolean can be read as a string").isEqualTo("true");
    assertThatExceptionOfType(MessageFormatException.class).isThrownBy(received::readBoolean);
    assertThat(received.readByte()).as("the failed read left it").isEqualTo((byte) 1);
  }

  @Test
  @Clause(section = "3.11.3", rule = "A map arrives with the types of its values")
  void map() throws JMSException {
    MapMessage sent = session.createMapMessage();
    Map<String, Object> values = new HashMap<>();
    values.put("boolean", true);
    values.put("byte", (byte) 1);
    values.put("short", (short) 2);
    values.put("char", 'c');
    values.put("int", 4);
    values.put("long", 5L);
    values.put("float", 6.5f);
    values.put("double", 7.5);
    values.put("string", "eight");
    values.put("null", null);
    for (Map.Entry<String, Object> value : values.entrySet()) {
      sent.setObject(value.getKey(), value.getValue());
    }
    sent.setBytes("bytes", new byte[] {1, 2, 3}, 1, 2);

    MapMessage received = (MapMessage) trip(Kind.TOPIC, sent);

    for (Map.Entry<String, Object> value : values.entrySet()) {
      assertThat(received.getObject(value.getKey())).isEqualTo(value.getValue());
      assertThat(received.itemExists(value.getKey())).isTrue();
    }
    assertThat(received.getBytes("bytes")).containsExactly(2, 3);
    int names = 0;
    for (Enumeration<?> each = received.getMapNames(); each.hasMoreElements(); names++) {
      assertThat(received.itemExists((String) each.nextElement())).isTrue();
    }
    assertThat(names).isEqualTo(values.size() + 1);
    assertThatExceptionOfType(MessageFormatException.class)
        .isThrownBy(() -> received.getInt("long"));
    assertThat(received.getLong("int")).isEqualTo(4);
  }

  @Test
  @Clause(section = "3.11", rule = "Bytes arrive as they were sent, with every way to write them")
  void bytes() throws JMSException {
    BytesMessage sent = session.createBytesMessage();
    sent.writeBoolean(true);
    sent.writeByte((byte) 200);
    sent.writeShort((short) -2);
    sent.writeChar('é');
    sent.writeInt(Integer.MIN_VALUE);
    sent.writeLong(Long.MAX_VALUE);
    sent.writeFloat(Float.NaN);
    sent.writeDouble(Double.NEGATIVE_INFINITY);
    sent.writeUTF("ümlaut");
    sent.writeBytes(new byte[] {1, 2, 3, 4}, 1, 2);

    BytesMessage received = (BytesMessage) trip(Kind.QUEUE, sent);

    assertThat(received.getBodyLength()).isEqualTo(1 + 1 + 2 + 2 + 4 + 8 + 4 + 8 + 2 + 7 + 2);
    assertThat(received.readBoolean()).isTrue();
    assertThat(received.readUnsignedByte()).isEqualTo(200);
    assertThat(received.readUnsignedShort()).isEqualTo(65_534);
    assertThat(received.readChar()).isEqualTo('é');
    assertThat(received.readInt()).isEqualTo(Integer.MIN_VALUE);
    assertThat(received.readLong()).isEqualTo(Long.MAX_VALUE);
    assertThat(received.readFloat()).isNaN();
    assertThat(received.readDouble()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(received.readUTF()).isEqualTo("ümlaut");
    byte[] rest = new byte[5];
    assertThat(received.readBytes(rest)).isEqualTo(2);
    assertThat(received.readBytes(rest)).isEqualTo(-1);
    assertThatExceptionOfType(MessageEOFException.class).isThrownBy(received::readByte);
  }

  @Test
  @Clause(section = "3.11", rule = "An object arrives equal to the one that was sent")
  void object() throws JMSException {
    List<Serializable> objects = new ArrayList<>();
    objects.add("text");
    objects.add(new BigDecimal("1265793.04"));
    objects.add(Instant.EPOCH);
    objects.add(new ArrayList<>(List.of(1, 2, 3)));
    objects.add(new HashMap<>(Map.of("a", 1L)));
    for (Serializable object : objects) {
      ObjectMessage received =
          (ObjectMessage) trip(Kind.QUEUE, session.createObjectMessage(object));

      assertThat(received.getObject()).isEqualTo(object);
      assertThat(received.getBody(Serializable.class)).isEqualTo(object);
      assertThat(received.isBodyAssignableTo(object.getClass())).isTrue();
      assertThat(received.isBodyAssignableTo(Thread.class)).isFalse();
    }
    assertThat(((ObjectMessage) trip(Kind.TOPIC, session.createObjectMessage())).getObject())
        .isNull();
  }

  @Test
  @Clause(section = "3.11", rule = "A message without a body has none on the other side")
  void noBody() throws JMSException {
    Message received = trip(Kind.QUEUE, session.createMessage());

    assertThat(received)
        .isNotInstanceOfAny(
            TextMessage.class,
            BytesMessage.class,
            MapMessage.class,
            StreamMessage.class,
            ObjectMessage.class);
    assertThat(received.getBody(String.class)).isNull();
    assertThat(received.isBodyAssignableTo(Map.class)).isTrue();
  }

  @Test
  @Clause(section = "3.11.2", rule = "A received body is read-only until it is cleared")
  void receivedBodiesAreReadOnly() throws JMSException {
    BytesMessage sent = session.createBytesMessage();
    sent.writeInt(1);
    BytesMessage received = (BytesMessage) trip(Kind.QUEUE, sent);
    assertThatExceptionOfType(MessageNotWriteableException.class)
        .isThrownBy(() -> received.writeInt(2));
    received.clearBody();
    received.writeInt(3);
    assertThatExceptionOfType(MessageNotReadableException.class).isThrownBy(received::readInt);
    received.reset();
    assertThat(received.readInt()).isEqualTo(3);

    TextMessage text = (TextMessage) trip(Kind.QUEUE, session.createTextMessage("a"));
    assertThatExceptionOfType(MessageNotWriteableException.class)
        .isThrownBy(() -> text.setText("b"));
    text.clearBody();
    text.setText("b");
    assertThat(text.getText()).isEqualTo("b");
  }

  @Test
  @Clause(section = "3.9", rule = "What a sender does to a message after the send stays with him")
  void senderChangesTheBodyAfterTheSend() throws JMSException {
    BytesMessage sent = session.createBytesMessage();
    byte[] content = {1, 2, 3};
    sent.writeBytes(content);

    BytesMessage received =
        (BytesMessage)
            trip(
                Kind.TOPIC,
                sent,
                (producer, message) -> {
                  producer.send(message);
                  message.clearBody();
                  ((BytesMessage) message).writeBytes(new byte[100]);
                });

    byte[] arrived = new byte[10];
    assertThat(received.readBytes(arrived)).isEqualTo(3);
    assertThat(arrived).startsWith(content);
  }

  @Test
  @Clause(section = "3.10", rule = "What one subscriber does to a message does not reach another")
  void receiversHaveCopiesOfTheirOwn() throws JMSException {
    var topic = destination(Kind.TOPIC);
    try (var one = session.createConsumer(topic);
        var other = session.createConsumer(topic)) {
      session.createProducer(topic).send(session.createTextMessage("same"));
      TextMessage first = (TextMessage) present(one.receive(LONG));
      first.clearBody();
      first.setText("changed");
      first.setJMSCorrelationID("changed");

      TextMessage second = (TextMessage) present(other.receive(LONG));
      assertThat(second.getText()).isEqualTo("same");
      assertThat(second.getJMSCorrelationID()).isNull();
    }
  }

  @Test
  @Clause(
      section = "3.9",
      rule = "A received message can be forwarded with its body unread or half read")
  void forwarding() throws JMSException {
    BytesMessage sent = session.createBytesMessage();
    byte[] content = new byte[5_000];
    new Random(1).nextBytes(content);
    sent.writeBytes(content);
    sent.setStringProperty("trace", "a-b");

    BytesMessage hop = (BytesMessage) trip(Kind.QUEUE, sent);
    int _ = hop.readBytes(new byte[10]);
    BytesMessage received = (BytesMessage) trip(Kind.TOPIC, hop);

    byte[] arrived = new byte[5_000];
    assertThat(received.readBytes(arrived)).isEqualTo(5_000);
    assertThat(arrived).isEqualTo(content);
    assertThat(received.getStringProperty("trace")).isEqualTo("a-b");
    assertThat(received.getJMSMessageID()).isNotEqualTo(sent.getJMSMessageID());
  }

  @Test
  @Clause(section = "3.6", rule = "Acknowledging does nothing where the session does it")
  void acknowledgeInOtherModes() throws JMSException {
    Message received = trip(Kind.QUEUE, session.createMessage());
    received.acknowledge();
    try (Session transacted = connection.createSession(true, Session.SESSION_TRANSACTED)) {
      var queue = destination(Kind.QUEUE);
      session.createProducer(queue).send(session.createTextMessage("a"));
      try (var consumer = transacted.createConsumer(queue)) {
        present(consumer.receive(LONG)).acknowledge();
        transacted.rollback();
        assertThat(present(consumer.receive(LONG)).getJMSRedelivered()).isTrue();
        transacted.commit();
      }
    }
  }
}
