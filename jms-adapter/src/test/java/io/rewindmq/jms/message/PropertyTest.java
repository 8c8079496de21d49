// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rewindmq.jms.message.ValueTable.Cell;
import io.rewindmq.protocol.message.RunHeader;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.TextMessage;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 3.5: properties. */
class PropertyTest {
  static List<Cell> cells() {
    return ValueTable.properties();
  }

  private static @Nullable Object read(Message message, String name, String type)
      throws JMSException {
    return switch (type) {
      case "boolean" -> message.getBooleanProperty(name);
      case "byte" -> message.getByteProperty(name);
      case "short" -> message.getShortProperty(name);
      case "int" -> message.getIntProperty(name);
      case "long" -> message.getLongProperty(name);
      case "float" -> message.getFloatProperty(name);
      case "double" -> message.getDoubleProperty(name);
      case "String" -> message.getStringProperty(name);
      default -> throw new IllegalArgumentException(type);
    };
  }

  private static void write(Message message, @Nullable Object value) throws JMSException {
    if (value instanceof Boolean flag) {
      message.setBooleanProperty("p", flag);
    } else if (value instanceof Byte number) {
      message.setByteProperty("p", number);
    } else if (value instanceof Short number) {
      message.setShortProperty("p", number);
    } else if (value instanceof Integer number) {
      message.setIntProperty("p", number);
    } else if (value instanceof Long number) {
      message.setLongProperty("p", number);
    } else if (value instanceof Float number) {
      message.setFloatProperty("p", number);
    } else if (value instanceof Double number) {
      message.setDoubleProperty("p", number);
    } else {
      message.setStringProperty("p", (String) value);
    }
  }

  @ParameterizedTest
  @MethodSource("cells")
  @DisplayName("3.5.4 Property value conversion, table 3-2")
  void convertsAsInTheTable(Cell cell) throws JMSException {
    Message message = new RewindMessage();
    write(message, cell.written());

    cell.check(type -> read(message, "p", type));
    cell.check(type -> read(Wire.received(message), "p", type));
  }

  @ParameterizedTest
  @MethodSource("cells")
  @DisplayName("3.5.5 Property values as objects convert alike")
  void convertsObjectsAsInTheTable(Cell cell) throws JMSException {
    Message message = new RewindMessage();
    message.setObjectProperty("p", cell.written());

    assertThat(message.getObjectProperty("p")).isEqualTo(cell.written());
    assertThat(Wire.received(message).getObjectProperty("p")).isEqualTo(cell.written());
    cell.check(type -> read(message, "p", type));
    cell.check(type -> read(Wire.received(message), "p", type));
  }

  @ParameterizedTest
  @MethodSource("cells")
  @DisplayName("7.5 A producer's properties convert alike")
  void convertsProducerPropertiesAsInTheTable(Cell cell) throws JMSException {
    MessageProperties properties = new MessageProperties();
    properties.set("p", cell.written());
    Message message = new RewindMessage();
    properties.copyTo(message);

    cell.check(
        type ->
            switch (type) {
              case "boolean" -> properties.getBoolean("p");
              case "byte" -> properties.getByte("p");
              case "short" -> properties.getShort("p");
              case "int" -> properties.getInt("p");
              case "long" -> properties.getLong("p");
              case "float" -> properties.getFloat("p");
              case "double" -> properties.getDouble("p");
              default -> properties.getString("p");
            });
    cell.check(type -> read(message, "p", type));
  }

  @ParameterizedTest
  @MethodSource("cells")
  @DisplayName("3.5.8 A property that was not set reads like null")
  void missingReadsLikeNull(Cell cell) throws JMSException {
    if (cell.written() == null) {
      cell.check(type -> read(new RewindMessage(), "missing", type));
      cell.check(type -> read(Wire.received(new RewindMessage()), "missing", type));
    }
    assertThat(new RewindMessage().getObjectProperty("missing")).isNull();
    assertThat(new RewindMessage().propertyExists("missing")).isFalse();
  }

  static List<Object> otherClasses() {
    return List.of(
        'c', new byte[1], Locale.GERMANY, List.of(), Map.of(), new Object(), BigInteger.TEN);
  }

  @ParameterizedTest
  @MethodSource("otherClasses")
  @DisplayName("3.5.5 Any other class: MessageFormatException")
  void refusesOtherClasses(Object value) {
    assertThatExceptionOfType(MessageFormatException.class)
        .isThrownBy(() -> new RewindMessage().setObjectProperty("p", value))
        .withMessageContaining(value.getClass().getName());
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "1a",
        "a b",
        "a.b",
        "a-b",
        "NULL",
        "TRUE",
        "FALSE",
        "NOT",
        "AND",
        "OR",
        "BETWEEN",
        "LIKE",
        "IN",
        "IS",
        "ESCAPE",
        "JMSPriority",
        "JMSMessageID"
      })
  @DisplayName("3.5.1 Names must be identifiers of selectors")
  void refusesNames(String name) {
    Message message = new RewindMessage();

    assertThatIllegalArgumentException().isThrownBy(() -> message.setIntProperty(name, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> message.setObjectProperty(name, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new MessageProperties().set(name, "x"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "_a", "$a", "größe", "a1", "JMSXGroupID", "JMS_x", "INN", "true", "Between"})
  @DisplayName("3.5.1 Names are case-sensitive identifiers")
  void takesNames(String name) throws JMSException {
    Message message = new RewindMessage();
    message.setStringProperty(name, "x");

    Message received = Wire.received(message);
    assertThat(received.getStringProperty(name)).isEqualTo("x");
    assertThat(received.propertyExists(name)).isTrue();
    assertThat(received.propertyExists(name.toUpperCase(Locale.ROOT) + "Q")).isFalse();
  }

  @Test
  @DisplayName("3.5.3 Received properties are read-only until clearProperties")
  void receivedAreReadOnly() throws JMSException {
    TextMessage sent = new RewindTextMessage("body");
    sent.setIntProperty("p", 1);
    TextMessage received = Wire.received(sent);

    assertThatExceptionOfType(MessageNotWriteableException.class)
        .isThrownBy(() -> received.setIntProperty("p", 2));
    assertThatExceptionOfType(MessageNotWriteableException.class)
        .isThrownBy(() -> received.setObjectProperty("q", 2));
    received.clearBody();
    assertThatExceptionOfType(MessageNotWriteableException.class)
        .isThrownBy(() -> received.setIntProperty("p", 2));
    received.clearProperties();
    assertThat(received.getPropertyNames().hasMoreElements()).isFalse();
    received.setIntProperty("p", 2);
    assertThat(received.getIntProperty("p")).isEqualTo(2);
  }

  @Test
  @DisplayName("3.5.7 clearProperties leaves body and header fields")
  void clearingLeavesTheRest() throws JMSException {
    TextMessage sent = new RewindTextMessage("body");
    sent.setJMSType("t");
    sent.setIntProperty("p", 1);
    TextMessage received = Wire.received(sent);

    received.clearProperties();

    assertThat(received.getText()).isEqualTo("body");
    assertThat(received.getJMSType()).isEqualTo("t");
    assertThat(received.propertyExists("p")).isFalse();
    assertThatExceptionOfType(MessageNotWriteableException.class)
        .isThrownBy(() -> received.setText("x"));
  }

  @Test
  @DisplayName("3.5.6 getPropertyNames has the properties, not the header fields")
  void listsNames() throws JMSException {
    RewindMessage sent = new RewindMessage();
    sent.setStringProperty("JMSXGroupID", "g");
    sent.setIntProperty("JMSXGroupSeq", 3);
    sent.setObjectProperty("none", null);
    sent.setJMSCorrelationID("c");

    assertThat(Collections.list(sent.getPropertyNames()))
        .containsExactlyInAnyOrderElementsOf(List.of("JMSXGroupID", "JMSXGroupSeq", "none"));
    RewindMessage received = Wire.received(sent);
    assertThat(Collections.list(received.getPropertyNames()))
        .containsExactlyInAnyOrderElementsOf(
            List.of("JMSXGroupID", "JMSXGroupSeq", "none", "JMSXDeliveryCount"));
    assertThat(received.getStringProperty("JMSXGroupID")).isEqualTo("g");
    assertThat(received.getIntProperty("JMSXGroupSeq")).isEqualTo(3);
    assertThat(received.propertyExists("none")).isTrue();
  }

  @Test
  @DisplayName("3.5.11 JMSXDeliveryCount is the receiver's, whatever a sender sets")
  void countsDeliveries() throws JMSException {
    Message sent = new RewindMessage();
    sent.setIntProperty("JMSXDeliveryCount", 99);
    sent.setStringProperty("JMS_RewindMQ_ReplayId", "mine");
    Wire wire = new Wire();

    Message first = wire.send(sent, 1, 0);
    assertThat(first.getIntProperty("JMSXDeliveryCount")).isEqualTo(1);
    assertThat(first.getJMSRedelivered()).isFalse();
    assertThat(first.propertyExists("JMS_RewindMQ_ReplayId")).isFalse();

    Message third = wire.send(sent, 3, 0);
    assertThat(third.getIntProperty("JMSXDeliveryCount")).isEqualTo(3);
    assertThat(third.getJMSRedelivered()).isTrue();
  }

  @Test
  @DisplayName("3.5.11 JMSRedelivered implies a delivery count of 2 or more")
  void redeliveredImpliesTwo() throws JMSException {
    Message received = new Wire().send(new RewindMessage(), 1, RunHeader.FLAG_REDELIVERED);

    assertThat(received.getJMSRedelivered()).isTrue();
    assertThat(received.getIntProperty("JMSXDeliveryCount")).isEqualTo(2);
  }

  @Test
  void replayedMessagesTellTheReplay() throws JMSException {
    Message received =
        new Wire()
            .send(new RewindMessage(), 2, RunHeader.FLAG_REDELIVERED | RunHeader.FLAG_REPLAYED);

    assertThat(received.getStringProperty("JMS_RewindMQ_ReplayId")).isEqualTo("r-1");
  }

  @Test
  @DisplayName("3.9 A received message is forwarded as it is, without the receiver's properties")
  void forwardsReceived() throws JMSException {
    TextMessage sent = new RewindTextMessage("body");
    sent.setIntProperty("p", 1);
    Wire wire = new Wire();
    TextMessage received = wire.send(sent, 5, RunHeader.FLAG_REPLAYED);

    TextMessage forwarded = wire.send(received, 1, 0);

    assertThat(forwarded.getText()).isEqualTo("body");
    assertThat(forwarded.getIntProperty("p")).isEqualTo(1);
    assertThat(forwarded.getIntProperty("JMSXDeliveryCount")).isEqualTo(1);
    assertThat(forwarded.getJMSRedelivered()).isFalse();
    assertThat(forwarded.propertyExists("JMS_RewindMQ_ReplayId")).isFalse();
  }
}
