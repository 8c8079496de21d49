// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.compliance.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rewindmq.compliance.Clause;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Properties from the sender to the receiver: section 3.5. */
class PropertyTest extends MessageSuite {
  private static final Map<String, Object> VALUES =
      Map.of(
          "aBoolean",
          true,
          "aByte",
          (byte) -7,
          "aShort",
          (short) 1234,
          "anInt",
          Integer.MIN_VALUE,
          "aLong",
          Long.MAX_VALUE,
          "aFloat",
          1.5f,
          "aDouble",
          Double.MIN_VALUE,
          "aString",
          "grün");

  @ParameterizedTest
  @EnumSource(Kind.class)
  @Clause(section = "3.5.2", rule = "Properties of every type arrive with their type and value")
  void everyType(Kind kind) throws JMSException {
    Message sent = session.createTextMessage("body");
    for (Map.Entry<String, Object> value : VALUES.entrySet()) {
      sent.setObjectProperty(value.getKey(), value.getValue());
    }

    Message received = trip(kind, sent);

    for (Map.Entry<String, Object> value : VALUES.entrySet()) {
      assertThat(received.getObjectProperty(value.getKey())).isEqualTo(value.getValue());
      assertThat(received.propertyExists(value.getKey())).isTrue();
    }
    assertThat(names(received)).containsAll(VALUES.keySet()).noneMatch("JMSPriority"::equals);
  }

  @Test
  @Clause(
      section = "3.5.3",
      rule = "Properties that were changed after the send stay with the sender")
  void changesAfterTheSend() throws JMSException {
    Message sent = session.createMessage();
    sent.setIntProperty("n", 1);

    Message received =
        trip(
            Kind.QUEUE,
            sent,
            (producer, message) -> {
              producer.send(message);
              message.setIntProperty("n", 2);
            });

    assertThat(received.getIntProperty("n")).isEqualTo(1);
    assertThat(sent.getIntProperty("n")).isEqualTo(2);
  }

  @Test
  @Clause(
      section = "3.5.3",
      rule = "Properties of a received message are read-only until they are cleared")
  void receivedPropertiesAreReadOnly() throws JMSException {
    Message sent = session.createMessage();
    sent.setIntProperty("n", 1);
    Message received = trip(Kind.TOPIC, sent);

    assertThatExceptionOfType(MessageNotWriteableException.class)
        .isThrownBy(() -> received.setIntProperty("n", 2));
    assertThatExceptionOfType(MessageNotWriteableException.class)
        .isThrownBy(() -> received.setObjectProperty("other", "x"));
    assertThat(received.getIntProperty("n")).isEqualTo(1);

    received.clearProperties();
    received.setIntProperty("n", 3);
    assertThat(received.getIntProperty("n")).isEqualTo(3);
  }

  static Stream<Arguments> conversions() {
    return Stream.of(
        Arguments.of(true, "true"),
        Arguments.of((byte) 3, "3"),
        Arguments.of((short) 300, "300"),
        Arguments.of(70_000, "70000"),
        Arguments.of(5_000_000_000L, "5000000000"),
        Arguments.of(0.5f, "0.5"),
        Arguments.of(0.25, "0.25"),
        Arguments.of("text", "text"));
  }

  @ParameterizedTest
  @MethodSource("conversions")
  @Clause(section = "3.5.4", rule = "Every property of a received message can be read as a string")
  void asString(Object value, String text) throws JMSException {
    Message sent = session.createMessage();
    sent.setObjectProperty("p", value);

    assertThat(trip(Kind.QUEUE, sent).getStringProperty("p")).isEqualTo(text);
  }

  @Test
  @Clause(
      section = "3.5.4",
      rule = "A conversion that the table does not allow is refused after the journey, too")
  void refusedConversions() throws JMSException {
    Message sent = session.createMessage();
    sent.setLongProperty("long", 1);
    sent.setDoubleProperty("double", 1);
    sent.setBooleanProperty("boolean", true);
    sent.setStringProperty("string", "no number");
    Message received = trip(Kind.QUEUE, sent);

    assertThatExceptionOfType(MessageFormatException.class)
        .isThrownBy(() -> received.getIntProperty("long"));
    assertThatExceptionOfType(MessageFormatException.class)
        .isThrownBy(() -> received.getFloatProperty("double"));
    assertThatExceptionOfType(MessageFormatException.class)
        .isThrownBy(() -> received.getIntProperty("boolean"));
    assertThatExceptionOfType(NumberFormatException.class)
        .isThrownBy(() -> received.getIntProperty("string"));
    assertThat(received.getBooleanProperty("string")).isFalse();
  }

  @Test
  @Clause(section = "3.5.5", rule = "A property may be null")
  void nullProperty() throws JMSException {
    Message sent = session.createMessage();
    sent.setStringProperty("nothing", null);
    sent.setObjectProperty("nothing2", null);
    Message received = trip(Kind.QUEUE, sent);

    assertThat(received.getStringProperty("nothing")).isNull();
    assertThat(received.getObjectProperty("nothing2")).isNull();
  }

  @Test
  @Clause(
      section = "3.5.7",
      rule = "Clearing the properties leaves the body, and the other way round")
  void clearing() throws JMSException {
    TextMessage sent = session.createTextMessage("body");
    sent.setIntProperty("n", 1);
    TextMessage received = (TextMessage) trip(Kind.QUEUE, sent);

    received.clearProperties();
    assertThat(received.propertyExists("n")).isFalse();
    assertThat(received.getText()).isEqualTo("body");

    TextMessage second = (TextMessage) trip(Kind.QUEUE, sent);
    second.clearBody();
    assertThat(second.getText()).isNull();
    assertThat(second.getIntProperty("n")).isEqualTo(1);
  }

  @Test
  @Clause(section = "3.5.8", rule = "A property that is not there reads as null does")
  void missingProperty() throws JMSException {
    Message received = trip(Kind.QUEUE, session.createMessage());

    assertThat(received.propertyExists("missing")).isFalse();
    assertThat(received.getObjectProperty("missing")).isNull();
    assertThat(received.getStringProperty("missing")).isNull();
    assertThat(received.getBooleanProperty("missing")).isFalse();
    assertThatExceptionOfType(NumberFormatException.class)
        .isThrownBy(() -> received.getLongProperty("missing"));
  }

  @Test
  @Clause(section = "3.5.9", rule = "The JMSX properties that the metadata names can be used")
  void jmsxProperties() throws JMSException {
    ConnectionMetaData metaData = connection.getMetaData();
    assertThat(list(metaData.getJMSXPropertyNames()))
        .contains("JMSXGroupID", "JMSXGroupSeq", "JMSXDeliveryCount");
    Message sent = session.createMessage();
    sent.setStringProperty("JMSXGroupID", "g");
    sent.setIntProperty("JMSXGroupSeq", 4);

    Message received = trip(Kind.QUEUE, sent);

    assertThat(received.getStringProperty("JMSXGroupID")).isEqualTo("g");
    assertThat(received.getIntProperty("JMSXGroupSeq")).isEqualTo(4);
    assertThat(received.getIntProperty("JMSXDeliveryCount")).isEqualTo(1);
    assertThat(names(received)).contains("JMSXGroupID", "JMSXGroupSeq", "JMSXDeliveryCount");
  }

  @Test
  @Clause(section = "3.5.10", rule = "No property is called like a header field")
  void namesOfHeaderFields() throws JMSException {
    Message received = trip(Kind.QUEUE, session.createMessage());

    assertThat(names(received))
        .noneMatch(
            name -> name.startsWith("JMS") && !name.startsWith("JMSX") && !name.startsWith("JMS_"));
  }

  @Test
  @Clause(section = "3.5.6", rule = "The names are those of a message's properties, in any order")
  void namesOfProperties() throws JMSException {
    Message sent = session.createMessage();
    for (int i = 0; i < 100; i++) {
      sent.setIntProperty("p" + i, i);
    }
    List<String> expected = names(sent);
    List<String> received = new ArrayList<>(names(trip(Kind.TOPIC, sent)));
    received.removeIf(name -> name.startsWith("JMSX"));

    assertThat(received).containsExactlyInAnyOrderElementsOf(expected).hasSize(100);
  }

  private static List<String> names(Message message) throws JMSException {
    return list(message.getPropertyNames());
  }

  private static List<String> list(Enumeration<?> names) {
    return Collections.list(names).stream().map(String.class::cast).toList();
  }
}
