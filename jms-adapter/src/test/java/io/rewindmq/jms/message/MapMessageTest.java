// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 3.11 and the javadoc of MapMessage. */
class MapMessageTest {
  @Test
  @DisplayName("MapMessage: names and existence")
  void listsNames() throws JMSException {
    RewindMapMessage sent = new RewindMapMessage();
    sent.setInt("größe", 1);
    sent.setString("null", null);
    RewindMapMessage received = Wire.received(sent);

    assertThat(Collections.list(received.getMapNames())).isEqualTo(List.of("größe", "null"));
    assertThat(received.itemExists("null")).isTrue();
    assertThat(received.itemExists("other")).isFalse();
    assertThat(received.itemExists(null)).isFalse();
    assertThat(received.getObject("null")).isNull();
    assertThat(received.getObject("other")).isNull();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = "")
  @DisplayName("MapMessage: a name that is null or empty")
  void refusesNames(String name) {
    MapMessage message = new RewindMapMessage();

    for (ThrowingCallable call : writes(message, name)) {
      assertThatIllegalArgumentException().isThrownBy(call);
    }
  }

  private static List<ThrowingCallable> writes(MapMessage message, String name) {
    return List.of(
        () -> message.setBoolean(name, true),
        () -> message.setByte(name, (byte) 1),
        () -> message.setShort(name, (short) 1),
        () -> message.setChar(name, 'c'),
        () -> message.setInt(name, 1),
        () -> message.setLong(name, 1),
        () -> message.setFloat(name, 1),
        () -> message.setDouble(name, 1),
        () -> message.setString(name, "s"),
        () -> message.setBytes(name, new byte[1]),
        () -> message.setBytes(name, new byte[1], 0, 1),
        () -> message.setObject(name, 1));
  }

  @Test
  @DisplayName("3.11.2 Received bodies are read-only until clearBody")
  void receivedIsReadOnly() throws JMSException {
    MapMessage sent = new RewindMapMessage();
    sent.setInt("a", 1);
    sent.setIntProperty("p", 1);
    MapMessage received = Wire.received(sent);

    for (ThrowingCallable call : writes(received, "a")) {
      assertThatExceptionOfType(MessageNotWriteableException.class).isThrownBy(call);
    }
    received.clearProperties();
    assertThatExceptionOfType(MessageNotWriteableException.class)
        .isThrownBy(() -> received.setInt("a", 2));
    received.clearBody();
    assertThat(received.getMapNames().hasMoreElements()).isFalse();
    received.setInt("a", 2);
    assertThat(received.getInt("a")).isEqualTo(2);
  }

  @Test
  @DisplayName("MapMessage.setObject: only the types of the table")
  void refusesOtherClasses() {
    assertThatExceptionOfType(MessageFormatException.class)
        .isThrownBy(() -> new RewindMapMessage().setObject("a", List.of()))
        .withMessageContaining("List");
  }

  @Test
  @DisplayName("3.12 Arrays are copied when set and when read")
  void copiesArrays() throws JMSException {
    MapMessage message = new RewindMapMessage();
    byte[] bytes = {1, 2, 3};
    message.setBytes("a", bytes);
    message.setBytes("b", bytes, 1, 2);
    message.setObject("c", bytes);
    message.setBytes("d", null);
    bytes[1] = 9;
    message.getBytes("a")[0] = 9;
    ((byte[]) message.getObject("a"))[0] = 9;
    for (Object value : ((Map<?, ?>) message.getBody(Map.class)).values()) {
      if (value instanceof byte[] copy) {
        copy[0] = 9;
      }
    }

    assertThat(message.getBytes("a")).containsExactly(1, 2, 3);
    assertThat(message.getBytes("b")).containsExactly(2, 3);
    assertThat(message.getObject("c")).isEqualTo(new byte[] {1, 2, 3});
    assertThat(message.getBytes("d")).isNull();
  }

  @Test
  @DisplayName("Message.getBody: Map or Object; nothing when empty")
  void givesItsBody() throws JMSException {
    MapMessage sent = new RewindMapMessage();
    assertThat(Wire.received(sent).getBody(String.class)).isNull();
    assertThat(Wire.received(sent).isBodyAssignableTo(String.class)).isTrue();

    sent.setInt("a", 1);
    MapMessage received = Wire.received(sent);
    assertThat((Map<?, ?>) received.getBody(Map.class)).isEqualTo(Map.of("a", 1));
    assertThat(received.getBody(Object.class)).isEqualTo(Map.of("a", 1));
    assertThat(received.isBodyAssignableTo(Map.class)).isTrue();
    assertThat(received.isBodyAssignableTo(HashMap.class)).isFalse();
    assertThatExceptionOfType(MessageFormatException.class)
        .isThrownBy(() -> received.getBody(HashMap.class));
  }
}
