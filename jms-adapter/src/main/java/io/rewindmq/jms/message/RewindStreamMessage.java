// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.message;

import io.rewindmq.protocol.message.BodyType;
import io.rewindmq.protocol.message.MalformedMessageException;
import io.rewindmq.protocol.message.MessageWriter;
import io.rewindmq.protocol.message.ValueCodec;
import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.StreamMessage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values in sequence. Write-only when new and after {@link #clearBody}, read-only after {@link
 * #reset}, sending, or receipt.
 *
 * <p>A read that throws leaves the pointer where it was, so that the value can be read as another
 * type. A byte[] value that {@link #readBytes} has begun must be read to its end first.
 */
public final class RewindStreamMessage extends RewindMessage implements StreamMessage {
  private static final int NOT_BEGUN = -1;

  private List<@Nullable Object> values;
  private int next;

  /** How much of the byte[] at {@link #next} was read. */
  private int bytesRead = NOT_BEGUN;

  public RewindStreamMessage() {
    this.values = new ArrayList<>();
  }

  RewindStreamMessage(Received received) {
    super(received);
    this.values = Collections.emptyList(); // until decoded
  }

  private List<@Nullable Object> values() throws JMSException {
    ByteBuffer in = encodedBody();
    if (in != null) {
      values = decoded(in);
      bodyDecoded();
    }
    return values;
  }

  private static List<@Nullable Object> decoded(ByteBuffer in) throws JMSException {
    List<@Nullable Object> values = new ArrayList<>();
    try {
      while (in.hasRemaining()) {
        values.add(ValueCodec.read(in));
      }
    } catch (MalformedMessageException e) {
      throw Received.damaged(e);
    }
    return values;
  }

  /** The value at the pointer, which does not move. */
  private @Nullable Object peek() throws JMSException {
    if (!isBodyReadOnly()) {
      throw new MessageNotReadableException("the body is write-only; reset() ends that");
    }
    if (bytesRead != NOT_BEGUN) {
      throw new MessageFormatException(
          "a byte[] is not read to its end; call readBytes until it returns less than it could");
    }
    return valueAtPointer();
  }

  private @Nullable Object valueAtPointer() throws JMSException {
    List<@Nullable Object> all = values();
    if (next >= all.size()) {
      throw new MessageEOFException("the stream has only " + all.size() + " values");
    }
    return all.get(next);
  }

  private void add(@Nullable Object value) throws JMSException {
    checkBodyWriteable();
    values().add(value);
  }

  @Override
  public boolean readBoolean() throws JMSException {
    boolean value = ValueConversion.toBoolean(peek());
    next++;
    return value;
  }

  @Override
  public byte readByte() throws JMSException {
    byte value = ValueConversion.toByte(peek());
    next++;
    return value;
  }

  @Override
  public short readShort() throws JMSException {
    short value = ValueConversion.toShort(peek());
    next++;
    return value;
  }

  @Override
  public char readChar() throws JMSException {
    char value = ValueConversion.toChar(peek());
    next++;
    return value;
  }

  @Override
  public int readInt() throws JMSException {
    int value = ValueConversion.toInt(peek());
    next++;
    return value;
  }

  @Override
  public long readLong() throws JMSException {
    long value = ValueConversion.toLong(peek());
    next++;
    return value;
  }

  @Override
  public float readFloat() throws JMSException {
    float value = ValueConversion.toFloat(peek());
    next++;
    return value;
  }

  @Override
  public double readDouble() throws JMSException {
    double value = ValueConversion.toDouble(peek());
    next++;
    return value;
  }

  @Override
  public @Nullable String readString() throws JMSException {
    String value = ValueConversion.toText(peek());
    next++;
    return value;
  }

  /**
   * Reads on in a byte[] value. The value ends with a call that returns less than the buffer takes:
   * fewer bytes, or -1 when the last call had filled the buffer exactly. A null value gives -1 at
   * once, an empty one 0.
   */
  @Override
  public int readBytes(byte[] buffer) throws JMSException {
    Object value = bytesRead == NOT_BEGUN ? peek() : valueAtPointer();
    if (value == null) {
      next++;
      return -1;
    }
    if (!(value instanceof byte[] bytes)) {
      throw new MessageFormatException(
          "a " + value.getClass().getSimpleName() + " can't be read as byte[]");
    }
    if (bytesRead == bytes.length) {
      endBytes();
      return -1;
    }
    int from = Math.max(bytesRead, 0);
    int count = Math.min(bytes.length - from, buffer.length);
    System.arraycopy(bytes, from, buffer, 0, count);
    if (count < buffer.length) {
      endBytes();
    } else {
      bytesRead = from + count;
    }
    return count;
  }

  private void endBytes() {
    bytesRead = NOT_BEGUN;
    next++;
  }

  @Override
  public @Nullable Object readObject() throws JMSException {
    Object value = ValueConversion.toObject(peek());
    next++;
    return value;
  }

  @Override
  public void writeBoolean(boolean value) throws JMSException {
    add(value);
  }

  @Override
  public void writeByte(byte value) throws JMSException {
    add(value);
  }

  @Override
  public void writeShort(short value) throws JMSException {
    add(value);
  }

  @Override
  public void writeChar(char value) throws JMSException {
    add(value);
  }

  @Override
  public void writeInt(int value) throws JMSException {
    add(value);
  }

  @Override
  public void writeLong(long value) throws JMSException {
    add(value);
  }

  @Override
  public void writeFloat(float value) throws JMSException {
    add(value);
  }

  @Override
  public void writeDouble(double value) throws JMSException {
    add(value);
  }

  @Override
  public void writeString(@Nullable String value) throws JMSException {
    add(value);
  }

  @Override
  public void writeBytes(byte @Nullable [] value) throws JMSException {
    add(value == null ? null : value.clone());
  }

  @Override
  public void writeBytes(byte @Nullable [] value, int offset, int length) throws JMSException {
    add(BodyBytes.part(value, offset, length));
  }

  @Override
  public void writeObject(@Nullable Object value) throws JMSException {
    add(ValueConversion.checkedBodyValue(value));
  }

  @Override
  public void reset() {
    setBodyReadOnly();
    next = 0;
    bytesRead = NOT_BEGUN;
  }

  /**
   * Not for streams.
   *
   * @throws MessageFormatException always
   */
  @Override
  public <T> @Nullable T getBody(Class<T> type) throws MessageFormatException {
    throw new MessageFormatException("a stream message can't give its body as one object");
  }

  /** Always false. */
  @Override
  @SuppressWarnings("rawtypes") // as in the interface
  public boolean isBodyAssignableTo(Class type) {
    return false;
  }

  @Override
  BodyType bodyType() {
    return BodyType.STREAM;
  }

  @Override
  void emptyBody() {
    values = new ArrayList<>();
    next = 0;
    bytesRead = NOT_BEGUN;
  }

  @Override
  void prepareToSend() {
    reset();
  }

  @Override
  void writeValues(MessageWriter out) {
    for (Object value : values) {
      ValueCodec.write(value, out);
    }
  }
}
