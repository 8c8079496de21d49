// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.message;

import io.rewindmq.protocol.message.BodyType;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.MessageNotWriteableException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Plain bytes, written and read big-endian as by {@code DataOutputStream}. Write-only when new and
 * after {@link #clearBody}, read-only after {@link #reset}, sending, or receipt. A read that throws
 * leaves the pointer where it was. Without any byte the message counts as having no body.
 */
public final class RewindBytesMessage extends RewindMessage implements BytesMessage {
  private static final ByteBuffer NO_BYTES = ByteBuffer.allocate(0);

  /** What was written can be had without a copy. */
  private static final class WrittenBytes extends ByteArrayOutputStream {
    ByteBuffer bytes() {
      return ByteBuffer.wrap(buf, 0, count).slice();
    }
  }

  /** What can be read; its position is the pointer. Only its bytes count, in write mode none. */
  private ByteBuffer in = NO_BYTES;

  /** Set in write mode once something was written. */
  private @Nullable WrittenBytes written;

  public RewindBytesMessage() {}

  RewindBytesMessage(Received received) {
    super(received);
  }

  private ByteBuffer readable() throws MessageNotReadableException {
    if (!isBodyReadOnly()) {
      throw new MessageNotReadableException("the body is write-only; reset() ends that");
    }
    ByteBuffer encoded = encodedBody();
    if (encoded != null) {
      in = encoded;
      bodyDecoded();
    }
    return in;
  }

  /** The readable bytes when at least that many are left. */
  private ByteBuffer left(int bytes) throws JMSException {
    ByteBuffer readable = readable();
    if (readable.remaining() < bytes) {
      throw new MessageEOFException(
          "expected " + bytes + " more bytes, the body has " + readable.remaining());
    }
    return readable;
  }

  private WrittenBytes bytes() throws MessageNotWriteableException {
    checkBodyWriteable();
    WrittenBytes out = written;
    if (out == null) {
      out = new WrittenBytes();
      written = out;
    }
    return out;
  }

  private void writeNumber(long value, int bytes) throws MessageNotWriteableException {
    WrittenBytes out = bytes();
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
      out.write((int) (value >>> shift));
    }
  }

  @Override
  public long getBodyLength() throws JMSException {
    return readable().limit();
  }

  @Override
  public boolean readBoolean() throws JMSException {
    return left(1).get() != 0;
  }

  @Override
  public byte readByte() throws JMSException {
    return left(1).get();
  }

  @Override
  public int readUnsignedByte() throws JMSException {
    return left(1).get() & 0xFF;
  }

  @Override
  public short readShort() throws JMSException {
    return left(2).getShort();
  }

  @Override
  public int readUnsignedShort() throws JMSException {
    return left(2).getShort() & 0xFFFF;
  }

  @Override
  public char readChar() throws JMSException {
    return left(2).getChar();
  }

  @Override
  public int readInt() throws JMSException {
    return left(4).getInt();
  }

  @Override
  public long readLong() throws JMSException {
    return left(8).getLong();
  }

  @Override
  public float readFloat() throws JMSException {
    return left(4).getFloat();
  }

  @Override
  public double readDouble() throws JMSException {
    return left(8).getDouble();
  }

  @Override
  public String readUTF() throws JMSException {
    ByteBuffer start = left(2);
    int length = start.getShort(start.position()) & 0xFFFF;
    ByteBuffer readable = left(2 + length);
    byte[] encoded = new byte[2 + length];
    readable.get(readable.position(), encoded);
    try {
      String text = new DataInputStream(new ByteArrayInputStream(encoded)).readUTF();
      readable.position(readable.position() + encoded.length);
      return text;
    } catch (IOException e) {
      throw formatException("the bytes are no modified UTF-8", e);
    }
  }

  @Override
  public int readBytes(byte[] buffer) throws JMSException {
    return readBytes(buffer, buffer.length);
  }

  /** Reads up to that many bytes; -1 when none are left. */
  @Override
  public int readBytes(byte[] buffer, int length) throws JMSException {
    ByteBuffer readable = readable();
    Objects.checkFromIndexSize(0, length, buffer.length);
    if (!readable.hasRemaining()) {
      return -1;
    }
    int count = Math.min(length, readable.remaining());
    readable.get(buffer, 0, count);
    return count;
  }

  @Override
  public void writeBoolean(boolean value) throws JMSException {
    writeNumber(value ? 1 : 0, 1);
  }

  @Override
  public void writeByte(byte value) throws JMSException {
    writeNumber(value, 1);
  }

  @Override
  public void writeShort(short value) throws JMSException {
    writeNumber(value, 2);
  }

  @Override
  public void writeChar(char value) throws JMSException {
    writeNumber(value, 2);
  }

  @Override
  public void writeInt(int value) throws JMSException {
    writeNumber(value, 4);
  }

  @Override
  public void writeLong(long value) throws JMSException {
    writeNumber(value, 8);
  }

  @Override
  public void writeFloat(float value) throws JMSException {
    writeNumber(Float.floatToIntBits(value), 4);
  }

  @Override
  public void writeDouble(double value) throws JMSException {
    writeNumber(Double.doubleToLongBits(value), 8);
  }

  /**
   * Writes modified UTF-8 behind its length.
   *
   * @throws MessageFormatException it needs more than 65535 bytes; nothing was written
   */
  @Override
  public void writeUTF(String value) throws JMSException {
    try {
      new DataOutputStream(bytes()).writeUTF(value);
    } catch (IOException e) {
      throw formatException("a text of more than 65535 bytes needs writeBytes", e);
    }
  }

  @Override
  public void writeBytes(byte[] value) throws JMSException {
    bytes().write(value, 0, value.length);
  }

  @Override
  public void writeBytes(byte[] value, int offset, int length) throws JMSException {
    bytes().write(value, offset, length);
  }

  /**
   * Writes a boxed primitive, String or byte[].
   *
   * @throws NullPointerException the value is null
   * @throws MessageFormatException it is of another class
   */
  @Override
  public void writeObject(Object value) throws JMSException {
    checkBodyWriteable();
    Objects.requireNonNull(value, "a bytes message can't hold null");
    if (value instanceof Boolean flag) {
      writeBoolean(flag);
    } else if (value instanceof Byte number) {
      writeByte(number);
    } else if (value instanceof Short number) {
      writeShort(number);
    } else if (value instanceof Character character) {
      writeChar(character);
    } else if (value instanceof Integer number) {
      writeInt(number);
    } else if (value instanceof Long number) {
      writeLong(number);
    } else if (value instanceof Float number) {
      writeFloat(number);
    } else if (value instanceof Double number) {
      writeDouble(number);
    } else if (value instanceof String text) {
      writeUTF(text);
    } else if (value instanceof byte[] array) {
      writeBytes(array);
    } else {
      throw new MessageFormatException(
          "a value of class " + value.getClass().getName() + " can't be written as bytes");
    }
  }

  @Override
  public void reset() throws JMSException {
    if (isBodyReadOnly()) {
      readable().rewind();
      return;
    }
    in = written == null ? NO_BYTES : written.bytes();
    written = null;
    setBodyReadOnly();
  }

  /** A copy; null when the body is empty. Resets the message. */
  @Override
  public <T> @Nullable T getBody(Class<T> type) throws JMSException {
    if (!isBodyAssignableTo(type)) {
      return BodyBytes.as(type, false, null);
    }
    reset();
    return BodyBytes.as(type, true, in.hasRemaining() ? BodyBytes.copy(readable()) : null);
  }

  @Override
  @SuppressWarnings("rawtypes") // as in the interface
  public boolean isBodyAssignableTo(Class type) throws JMSException {
    boolean isEmpty =
        isBodyReadOnly() ? readable().limit() == 0 : written == null || written.size() == 0;
    return isEmpty || type == byte[].class || type == Object.class;
  }

  @Override
  BodyType bodyType() {
    return BodyType.BYTES;
  }

  @Override
  void emptyBody() {
    in = NO_BYTES;
    written = null;
  }

  @Override
  void prepareToSend() throws JMSException {
    reset();
  }

  @Override
  ByteBuffer decodedBytes() {
    return in.slice(0, in.limit());
  }

  private static MessageFormatException formatException(String text, IOException cause) {
    MessageFormatException exception = new MessageFormatException(text);
    exception.initCause(cause);
    return exception;
  }
}
