// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.StreamMessage;
import java.util.Locale;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Section 3.11 and the javadoc of StreamMessage. */
class StreamMessageTest {
  private static StreamMessage received(@Nullable Object... values) throws JMSException {
    StreamMessage message = new RewindStreamMessage();
    for (Object value : values) {
      message.writeObject(value);
    }
    return Wire.received(message);
  }

  private static void format(ThrowingCallable call) {
    assertThatExceptionOfType(MessageFormatException.class).isThrownBy(call);
  }

  @Test
  @DisplayName("StreamMessage.readBytes: first call returns the length")
  void readsBytesIntoALargerBuffer() throws JMSException {
    StreamMessage message = received(new byte[] {1, 2, 3}, "next");
    byte[] buffer = new byte[5];

    assertThat(message.readBytes(buffer)).isEqualTo(3);
    assertThat(buffer).startsWith(1, 2, 3);
    assertThat(message.readString()).isEqualTo("next");
  }

  @Test
  @DisplayName("StreamMessage.readBytes: an exact fit needs a second call")
  void readsBytesIntoAnExactBuffer() throws JMSException {
    StreamMessage message = received(new byte[] {1, 2, 3}, "next");
    byte[] buffer = new byte[3];

    assertThat(message.readBytes(buffer)).isEqualTo(3);
    format(message::readString);
    assertThat(message.readBytes(buffer)).isEqualTo(-1);
    assertThat(message.readString()).isEqualTo("next");
  }

  @Test
  @DisplayName("StreamMessage.readBytes: pieces")
  void readsBytesInPieces() throws JMSException {
    StreamMessage message = received(new byte[] {1, 2, 3, 4, 5}, "next");
    byte[] buffer = new byte[2];

    assertThat(message.readBytes(buffer)).isEqualTo(2);
    assertThat(message.readBytes(buffer)).isEqualTo(2);
    assertThat(buffer).containsExactly(3, 4);
    assertThat(message.readBytes(buffer)).isEqualTo(1);
    assertThat(buffer).startsWith(5);
    assertThat(message.readString()).isEqualTo("next");
  }

  @Test
  @DisplayName("StreamMessage.readBytes: null gives -1, empty gives 0")
  void readsNullAndEmptyBytes() throws JMSException {
    StreamMessage message = received(null, new byte[0], new byte[0], "next");

    assertThat(message.readBytes(new byte[2])).isEqualTo(-1);
    assertThat(message.readBytes(new byte[2])).isEqualTo(0);
    assertThat(message.readBytes(new byte[0])).isEqualTo(0);
    assertThat(message.readBytes(new byte[0])).isEqualTo(-1);
    assertThat(message.readString()).isEqualTo("next");
  }

  @Test
  @DisplayName("StreamMessage.readBytes: no other read amid a byte[]")
  void allowsNoOtherReadAmidBytes() throws JMSException {
    StreamMessage message = received(new byte[] {1, 2, 3});
    byte[] buffer = new byte[2];
    assertThat(message.readBytes(buffer)).isEqualTo(2);

    format(message::readObject);
    format(message::readBoolean);
    format(message::readByte);
    format(message::readShort);
    format(message::readChar);
    format(message::readInt);
    format(message::readLong);
    format(message::readFloat);
    format(message::readDouble);
    format(message::readString);
    assertThat(message.readBytes(buffer)).isEqualTo(1);
    assertThatExceptionOfType(MessageEOFException.class).isThrownBy(message::readObject);
  }

  @Test
  @DisplayName("3.11.3 End of stream: MessageEOFException")
  void endsWithEof() throws JMSException {
    StreamMessage message = received(1);
    assertThat(message.readInt()).isEqualTo(1);

    assertThatExceptionOfType(MessageEOFException.class).isThrownBy(message::readInt);
    assertThatExceptionOfType(MessageEOFException.class)
        .isThrownBy(() -> message.readBytes(new byte[1]));
    message.reset();
    assertThat(message.readInt()).isEqualTo(1);
  }

  @Test
  @DisplayName("3.11.2 Received bodies are read-only until clearBody")
  void receivedIsReadOnly() throws JMSException {
    StreamMessage message = received(1);
    message.setJMSType("t");

    assertNotWriteable(() -> message.writeBoolean(true));
    assertNotWriteable(() -> message.writeByte((byte) 1));
    assertNotWriteable(() -> message.writeShort((short) 1));
    assertNotWriteable(() -> message.writeChar('c'));
    assertNotWriteable(() -> message.writeInt(1));
    assertNotWriteable(() -> message.writeLong(1));
    assertNotWriteable(() -> message.writeFloat(1));
    assertNotWriteable(() -> message.writeDouble(1));
    assertNotWriteable(() -> message.writeString("s"));
    assertNotWriteable(() -> message.writeBytes(new byte[1]));
    assertNotWriteable(() -> message.writeBytes(new byte[1], 0, 1));
    assertNotWriteable(() -> message.writeObject(1));
    message.clearBody();
    assertThatExceptionOfType(MessageNotReadableException.class).isThrownBy(message::readInt);
    message.writeInt(2);
    message.reset();
    assertThat(message.readInt()).isEqualTo(2);
    assertThatExceptionOfType(MessageEOFException.class).isThrownBy(message::readInt);
    assertNotWriteable(() -> message.writeInt(3));
  }

  private static void assertNotWriteable(ThrowingCallable call) {
    assertThatExceptionOfType(MessageNotWriteableException.class).isThrownBy(call);
  }

  @Test
  @DisplayName("StreamMessage: a new body is write-only until reset or send")
  void newIsWriteOnly() throws JMSException {
    StreamMessage message = new RewindStreamMessage();
    message.writeInt(1);

    for (ThrowingCallable call :
        new ThrowingCallable[] {
          message::readBoolean,
          message::readByte,
          message::readShort,
          message::readChar,
          message::readInt,
          message::readLong,
          message::readFloat,
          message::readDouble,
          message::readString,
          message::readObject,
          () -> message.readBytes(new byte[1])
        }) {
      assertThatExceptionOfType(MessageNotReadableException.class).isThrownBy(call);
    }
    assertThat(Wire.received(message).readInt()).isEqualTo(1);
    assertThat(message.readInt()).isEqualTo(1);
  }

  @Test
  @DisplayName("3.11.3 writeObject takes only the types of the table")
  void refusesOtherClasses() {
    StreamMessage message = new RewindStreamMessage();

    format(() -> message.writeObject(Locale.GERMANY));
    format(() -> message.writeObject(new int[1]));
  }

  @Test
  @DisplayName("3.12 Arrays are copied when written and when read")
  void copiesArrays() throws JMSException {
    StreamMessage message = new RewindStreamMessage();
    byte[] bytes = {1, 2, 3};
    message.writeBytes(bytes);
    message.writeBytes(bytes, 1, 2);
    message.writeObject(bytes);
    bytes[1] = 9;
    message.reset();

    ((byte[]) message.readObject())[0] = 9;
    message.reset();
    assertThat(message.readObject()).isEqualTo(new byte[] {1, 2, 3});
    assertThat(message.readObject()).isEqualTo(new byte[] {2, 3});
    assertThat(message.readObject()).isEqualTo(new byte[] {1, 2, 3});
  }

  @Test
  @DisplayName("Message.getBody: never for streams")
  void hasNoBodyObject() throws JMSException {
    StreamMessage message = received(1);

    format(() -> message.getBody(Object.class));
    assertThat(message.isBodyAssignableTo(Object.class)).isFalse();
  }

  @Test
  void sendsEmptyStreams() throws JMSException {
    assertThatExceptionOfType(MessageEOFException.class).isThrownBy(() -> received().readObject());
  }
}
