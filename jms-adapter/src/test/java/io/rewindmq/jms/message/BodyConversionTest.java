// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.jms.message.ValueTable.Cell;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.StreamMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Section 3.11.3: conversions provided by StreamMessage and MapMessage, table 3-7. */
class BodyConversionTest {
  static List<Cell> cells() {
    return ValueTable.bodies();
  }

  private static @Nullable Object read(MapMessage message, String name, String type)
      throws JMSException {
    return switch (type) {
      case "boolean" -> message.getBoolean(name);
      case "byte" -> message.getByte(name);
      case "short" -> message.getShort(name);
      case "char" -> message.getChar(name);
      case "int" -> message.getInt(name);
      case "long" -> message.getLong(name);
      case "float" -> message.getFloat(name);
      case "double" -> message.getDouble(name);
      case "String" -> message.getString(name);
      case "byte[]" -> message.getBytes(name);
      default -> throw new IllegalArgumentException(type);
    };
  }

  private static @Nullable Object read(StreamMessage message, String type) throws JMSException {
    return switch (type) {
      case "boolean" -> message.readBoolean();
      case "byte" -> message.readByte();
      case "short" -> message.readShort();
      case "char" -> message.readChar();
      case "int" -> message.readInt();
      case "long" -> message.readLong();
      case "float" -> message.readFloat();
      case "double" -> message.readDouble();
      case "String" -> message.readString();
      case "byte[]" -> bytes(message);
      default -> throw new IllegalArgumentException(type);
    };
  }

  private static byte @Nullable [] bytes(StreamMessage message) throws JMSException {
    byte[] two = new byte[2];
    if (message.readBytes(two) < 0) {
      return null;
    }
    assertThat(message.readBytes(new byte[1])).isEqualTo(-1);
    return two;
  }

  private static void write(MapMessage message, @Nullable Object value) throws JMSException {
    if (value instanceof Boolean flag) {
      message.setBoolean("v", flag);
    } else if (value instanceof Byte number) {
      message.setByte("v", number);
    } else if (value instanceof Short number) {
      message.setShort("v", number);
    } else if (value instanceof Character character) {
      message.setChar("v", character);
    } else if (value instanceof Integer number) {
      message.setInt("v", number);
    } else if (value instanceof Long number) {
      message.setLong("v", number);
    } else if (value instanceof Float number) {
      message.setFloat("v", number);
    } else if (value instanceof Double number) {
      message.setDouble("v", number);
    } else if (value instanceof byte[] bytes) {
      message.setBytes("v", bytes);
    } else {
      message.setString("v", (String) value);
    }
  }

  private static void write(StreamMessage message, @Nullable Object value) throws JMSException {
    if (value instanceof Boolean flag) {
      message.writeBoolean(flag);
    } else if (value instanceof Byte number) {
      message.writeByte(number);
    } else if (value instanceof Short number) {
      message.writeShort(number);
    } else if (value instanceof Character character) {
      message.writeChar(character);
    } else if (value instanceof Integer number) {
      message.writeInt(number);
    } else if (value instanceof Long number) {
      message.writeLong(number);
    } else if (value instanceof Float number) {
      message.writeFloat(number);
    } else if (value instanceof Double number) {
      message.writeDouble(number);
    } else if (value instanceof byte[] bytes) {
      message.writeBytes(bytes);
    } else {
      message.writeString((String) value);
    }
  }

  @ParameterizedTest
  @MethodSource("cells")
  @DisplayName("3.11.3 Map values, table 3-7")
  void convertsMapValues(Cell cell) throws JMSException {
    MapMessage message = new RewindMapMessage();
    write(message, cell.written());

    cell.check(type -> read(message, "v", type));
    cell.check(type -> read(Wire.received(message), "v", type));
  }

  @ParameterizedTest
  @MethodSource("cells")
  @DisplayName("3.11.3 Map values set as objects, table 3-7")
  void convertsMapObjects(Cell cell) throws JMSException {
    MapMessage message = new RewindMapMessage();
    message.setObject("v", cell.written());

    assertThat(message.getObject("v")).isEqualTo(cell.written());
    assertThat(Wire.received(message).getObject("v")).isEqualTo(cell.written());
    cell.check(type -> read(Wire.received(message), "v", type));
  }

  @ParameterizedTest
  @MethodSource("cells")
  @DisplayName("3.11.3 A map field that was not set is read like null")
  void missingMapValueReadsLikeNull(Cell cell) {
    if (cell.written() == null) {
      cell.check(type -> read(new RewindMapMessage(), "missing", type));
      cell.check(type -> read(Wire.received(new RewindMapMessage()), "missing", type));
    }
  }

  @ParameterizedTest
  @MethodSource("cells")
  @DisplayName("3.11.3 Stream values, table 3-7; a failed read does not move the pointer")
  void convertsStreamValues(Cell cell) throws JMSException {
    StreamMessage sent = new RewindStreamMessage();
    write(sent, cell.written());
    sent.writeInt(4711);

    check(cell, Wire.received(sent));
    sent.reset();
    check(cell, sent);
  }

  @ParameterizedTest
  @MethodSource("cells")
  @DisplayName("3.11.3 Stream values written as objects, table 3-7")
  void convertsStreamObjects(Cell cell) throws JMSException {
    StreamMessage sent = new RewindStreamMessage();
    sent.writeObject(cell.written());
    sent.writeInt(4711);

    check(cell, Wire.received(sent));
  }

  private static void check(Cell cell, StreamMessage message) throws JMSException {
    cell.check(type -> read(message, type));
    if (cell.expected() instanceof Class<?>) {
      assertThat(message.readObject()).as("%s, then as object", cell).isEqualTo(cell.written());
    }
    assertThat(message.readInt()).isEqualTo(4711);
  }
}
