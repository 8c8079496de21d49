// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.MessageNotWriteableException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Section 3.11 and the javadoc of BytesMessage. */
class BytesMessageTest {
  private static final String TEXT = "a\0ß€\ud83d\ude00";

  private static BytesMessage received(int... bytes) throws JMSException {
    BytesMessage message = new RewindBytesMessage();
    for (int value : bytes) {
      message.writeByte((byte) value);
    }
    return Wire.received(message);
  }

  @Test
  @DisplayName("BytesMessage: values as DataOutputStream writes them")
  void writesLikeDataOutputStream() throws JMSException, IOException {
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(expected);
    out.writeBoolean(true);
    out.writeByte(-2);
    out.writeShort(-300);
    out.writeChar('€');
    out.writeInt(-70_000);
    out.writeLong(Long.MIN_VALUE + 1);
    out.writeFloat(-1.5f);
    out.writeDouble(Math.E);
    out.writeUTF(TEXT);
    out.write(new byte[] {1, 2, 3});
    out.write(new byte[] {2});

    BytesMessage typed = new RewindBytesMessage();
    typed.writeBoolean(true);
    typed.writeByte((byte) -2);
    typed.writeShort((short) -300);
    typed.writeChar('€');
    typed.writeInt(-70_000);
    typed.writeLong(Long.MIN_VALUE + 1);
    typed.writeFloat(-1.5f);
    typed.writeDouble(Math.E);
    typed.writeUTF(TEXT);
    typed.writeBytes(new byte[] {1, 2, 3});
    typed.writeBytes(new byte[] {1, 2, 3}, 1, 1);

    BytesMessage objects = new RewindBytesMessage();
    for (Object value :
        new Object[] {
          true,
          (byte) -2,
          (short) -300,
          '€',
          -70_000,
          Long.MIN_VALUE + 1,
          -1.5f,
          Math.E,
          TEXT,
          new byte[] {1, 2, 3},
          new byte[] {2}
        }) {
      objects.writeObject(value);
    }

    assertThat(typed.getBody(byte[].class)).isEqualTo(expected.toByteArray());
    assertThat(objects.getBody(byte[].class)).isEqualTo(expected.toByteArray());
    assertThat(Wire.received(typed).getBody(byte[].class)).isEqualTo(expected.toByteArray());
    assertThat(Wire.received(typed).getBodyLength()).isEqualTo(expected.size());
    readBack(Wire.received(objects));
    typed.reset();
    readBack(typed);
  }

  private static void readBack(BytesMessage message) throws JMSException {
    assertThat(message.readBoolean()).isTrue();
    assertThat(message.readByte()).isEqualTo((byte) -2);
    assertThat(message.readShort()).isEqualTo((short) -300);
    assertThat(message.readChar()).isEqualTo('€');
    assertThat(message.readInt()).isEqualTo(-70_000);
    assertThat(message.readLong()).isEqualTo(Long.MIN_VALUE + 1);
    assertThat(message.readFloat()).isEqualTo(-1.5f);
    assertThat(message.readDouble()).isEqualTo(Math.E);
    assertThat(message.readUTF()).isEqualTo(TEXT);
    byte[] bytes = new byte[9];
    assertThat(message.readBytes(bytes, 2)).isEqualTo(2);
    assertThat(message.readBytes(bytes)).isEqualTo(2);
    assertThat(bytes).startsWith(3, 2);
    assertThat(message.readBytes(bytes)).isEqualTo(-1);
    assertThat(message.readBytes(bytes, 0)).isEqualTo(-1);
  }

  @Test
  @DisplayName("BytesMessage: unsigned reads")
  void readsUnsigned() throws JMSException {
    BytesMessage message = received(0xFF, 0xFF, 0xFE);

    assertThat(message.readUnsignedByte()).isEqualTo(255);
    assertThat(message.readUnsignedShort()).isEqualTo(0xFFFE);
  }

  @Test
  @DisplayName("3.11.3 Reading past the end: MessageEOFException, the pointer stays")
  void endsWithEof() throws JMSException {
    BytesMessage message = received(7);
    for (ThrowingCallable call :
        new ThrowingCallable[] {
          message::readShort,
          message::readUnsignedShort,
          message::readChar,
          message::readInt,
          message::readLong,
          message::readFloat,
          message::readDouble,
          message::readUTF
        }) {
      assertThatExceptionOfType(MessageEOFException.class).isThrownBy(call);
    }
    assertThat(message.readByte()).isEqualTo((byte) 7);
    for (ThrowingCallable call :
        new ThrowingCallable[] {
          message::readBoolean, message::readByte, message::readUnsignedByte, message::readUTF
        }) {
      assertThatExceptionOfType(MessageEOFException.class).isThrownBy(call);
    }
  }

  @Test
  @DisplayName("3.11.3 A text that is not one leaves the pointer")
  void leavesPointerAtBadText() throws JMSException {
    BytesMessage bad = received(0, 1, 0xFF);
    BytesMessage cut = received(0, 9, 'a');

    assertThatExceptionOfType(MessageFormatException.class).isThrownBy(bad::readUTF);
    assertThat(bad.readUnsignedShort()).isEqualTo(1);
    assertThatExceptionOfType(MessageEOFException.class).isThrownBy(cut::readUTF);
    assertThat(cut.readUnsignedShort()).isEqualTo(9);
  }

  @Test
  @DisplayName("BytesMessage.writeObject: null and other classes")
  void refusesOtherClasses() throws JMSException {
    BytesMessage message = new RewindBytesMessage();

    assertThatNullPointerException().isThrownBy(() -> message.writeObject(null));
    assertThatExceptionOfType(MessageFormatException.class)
        .isThrownBy(() -> message.writeObject(Map.of()));
    assertThatExceptionOfType(MessageFormatException.class)
        .isThrownBy(() -> message.writeUTF("x".repeat(65_536)));
    message.reset();
    assertThat(message.getBodyLength()).isZero();
  }

  @Test
  @DisplayName("3.11.2 Received bodies are read-only until clearBody")
  void receivedIsReadOnly() throws JMSException {
    BytesMessage message = received(1);

    for (ThrowingCallable call :
        new ThrowingCallable[] {
          () -> message.writeBoolean(true),
          () -> message.writeByte((byte) 1),
          () -> message.writeShort((short) 1),
          () -> message.writeChar('c'),
          () -> message.writeInt(1),
          () -> message.writeLong(1),
          () -> message.writeFloat(1),
          () -> message.writeDouble(1),
          () -> message.writeUTF("s"),
          () -> message.writeBytes(new byte[1]),
          () -> message.writeBytes(new byte[1], 0, 1),
          () -> message.writeObject(1)
        }) {
      assertThatExceptionOfType(MessageNotWriteableException.class).isThrownBy(call);
    }
    assertThat(message.readByte()).isEqualTo((byte) 1);
    message.clearBody();
    message.writeByte((byte) 2);
    message.reset();
    assertThat(message.getBodyLength()).isEqualTo(1);
    assertThat(message.readByte()).isEqualTo((byte) 2);
  }

  @Test
  @DisplayName("BytesMessage: a new body is write-only until reset or send")
  void newIsWriteOnly() throws JMSException {
    BytesMessage message = new RewindBytesMessage();
    message.writeByte((byte) 1);

    for (ThrowingCallable call :
        new ThrowingCallable[] {
          message::getBodyLength,
          message::readBoolean,
          message::readByte,
          message::readUnsignedByte,
          message::readShort,
          message::readUnsignedShort,
          message::readChar,
          message::readInt,
          message::readLong,
          message::readFloat,
          message::readDouble,
          message::readUTF,
          () -> message.readBytes(new byte[1]),
          () -> message.readBytes(new byte[1], 1)
        }) {
      assertThatExceptionOfType(MessageNotReadableException.class).isThrownBy(call);
    }
    assertThat(Wire.received(message).readByte()).isEqualTo((byte) 1);
    assertThat(message.readByte()).isEqualTo((byte) 1);
  }

  @Test
  @DisplayName("BytesMessage.readBytes: bad lengths")
  void checksLengths() throws JMSException {
    BytesMessage message = received(1, 2, 3);

    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> message.readBytes(new byte[2], 3));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> message.readBytes(new byte[2], -1));
    assertThat(message.readBytes(new byte[2], 0)).isZero();
    assertThat(message.readByte()).isEqualTo((byte) 1);
  }

  @Test
  @DisplayName("An empty body stays empty")
  void sendsEmptyBodies() throws JMSException {
    BytesMessage message = received();

    assertThat(message.getBodyLength()).isZero();
    assertThat(message.getBody(String.class)).isNull();
    assertThat(message.isBodyAssignableTo(Map.class)).isTrue();
    assertThat(message.readBytes(new byte[1])).isEqualTo(-1);
  }

  @Test
  @DisplayName("Message.getBody: byte[] or Object, resets before and after")
  void givesItsBody() throws JMSException {
    BytesMessage message = received(1, 2);
    assertThat(message.readByte()).isEqualTo((byte) 1);

    assertThat(message.getBody(byte[].class)).containsExactly(1, 2);
    assertThat(message.getBody(Object.class)).isEqualTo(new byte[] {1, 2});
    assertThat(message.readShort()).isEqualTo((short) 0x102);
    assertThat(message.isBodyAssignableTo(byte[].class)).isTrue();
    assertThat(message.isBodyAssignableTo(Object.class)).isTrue();
    for (Class<?> other : new Class<?>[] {String.class, Serializable.class, int[].class}) {
      assertThat(message.isBodyAssignableTo(other)).isFalse();
      assertThatExceptionOfType(MessageFormatException.class)
          .isThrownBy(() -> message.getBody(other));
    }
  }

  @Test
  @DisplayName("3.9 A sent message may be changed and sent again")
  void isSentAgain() throws JMSException {
    BytesMessage message = new RewindBytesMessage();
    message.writeInt(1);
    BytesMessage first = Wire.received(message);
    message.clearBody();
    message.writeInt(2);
    BytesMessage second = Wire.received(message);
    BytesMessage third = Wire.received(message);

    assertThat(first.readInt()).isEqualTo(1);
    assertThat(second.readInt()).isEqualTo(2);
    assertThat(third.readInt()).isEqualTo(2);
  }
}
