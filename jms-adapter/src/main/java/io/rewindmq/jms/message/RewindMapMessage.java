// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.message;

import io.rewindmq.protocol.message.BodyType;
import io.rewindmq.protocol.message.MalformedMessageException;
import io.rewindmq.protocol.message.MessageWriter;
import io.rewindmq.protocol.message.ValueCodec;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Named values, kept in the order they were first set. A name that is not there reads like one
 * whose value is null. Without any value the message counts as having no body.
 */
public final class RewindMapMessage extends RewindMessage implements MapMessage {
  private Map<String, @Nullable Object> values;

  public RewindMapMessage() {
    this.values = new LinkedHashMap<>();
  }

  RewindMapMessage(Received received) {
    super(received);
    this.values = Collections.emptyMap(); // until decoded
  }

  private Map<String, @Nullable Object> values() throws JMSException {
    ByteBuffer in = encodedBody();
    if (in != null) {
      values = decoded(in);
      bodyDecoded();
    }
    return values;
  }

  private static Map<String, @Nullable Object> decoded(ByteBuffer in) throws JMSException {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    try {
      for (int left = in.getInt(); left > 0; left--) {
        byte[] name = new byte[in.getShort() & 0xFFFF];
        in.get(name);
        values.put(new String(name, StandardCharsets.UTF_8), ValueCodec.read(in));
      }
    } catch (BufferUnderflowException | MalformedMessageException e) {
      throw Received.damaged(e);
    }
    return values;
  }

  private @Nullable Object value(@Nullable String name) throws JMSException {
    return name == null ? null : values().get(name);
  }

  private void put(@Nullable String name, @Nullable Object value) throws JMSException {
    checkBodyWriteable();
    if (name == null || name.isEmpty()) {
      throw new IllegalArgumentException("a map value needs a name, got " + name);
    }
    values().put(name, value);
  }

  @Override
  public boolean getBoolean(@Nullable String name) throws JMSException {
    return ValueConversion.toBoolean(value(name));
  }

  @Override
  public byte getByte(@Nullable String name) throws JMSException {
    return ValueConversion.toByte(value(name));
  }

  @Override
  public short getShort(@Nullable String name) throws JMSException {
    return ValueConversion.toShort(value(name));
  }

  @Override
  public char getChar(@Nullable String name) throws JMSException {
    return ValueConversion.toChar(value(name));
  }

  @Override
  public int getInt(@Nullable String name) throws JMSException {
    return ValueConversion.toInt(value(name));
  }

  @Override
  public long getLong(@Nullable String name) throws JMSException {
    return ValueConversion.toLong(value(name));
  }

  @Override
  public float getFloat(@Nullable String name) throws JMSException {
    return ValueConversion.toFloat(value(name));
  }

  @Override
  public double getDouble(@Nullable String name) throws JMSException {
    return ValueConversion.toDouble(value(name));
  }

  @Override
  public @Nullable String getString(@Nullable String name) throws JMSException {
    return ValueConversion.toText(value(name));
  }

  @Override
  public byte @Nullable [] getBytes(@Nullable String name) throws JMSException {
    return ValueConversion.toBytes(value(name));
  }

  @Override
  public @Nullable Object getObject(@Nullable String name) throws JMSException {
    return ValueConversion.toObject(value(name));
  }

  @Override
  public Enumeration<String> getMapNames() throws JMSException {
    return Collections.enumeration(List.copyOf(values().keySet()));
  }

  @Override
  public boolean itemExists(@Nullable String name) throws JMSException {
    return name != null && values().containsKey(name);
  }

  @Override
  public void setBoolean(@Nullable String name, boolean value) throws JMSException {
    put(name, value);
  }

  @Override
  public void setByte(@Nullable String name, byte value) throws JMSException {
    put(name, value);
  }

  @Override
  public void setShort(@Nullable String name, short value) throws JMSException {
    put(name, value);
  }

  @Override
  public void setChar(@Nullable String name, char value) throws JMSException {
    put(name, value);
  }

  @Override
  public void setInt(@Nullable String name, int value) throws JMSException {
    put(name, value);
  }

  @Override
  public void setLong(@Nullable String name, long value) throws JMSException {
    put(name, value);
  }

  @Override
  public void setFloat(@Nullable String name, float value) throws JMSException {
    put(name, value);
  }

  @Override
  public void setDouble(@Nullable String name, double value) throws JMSException {
    put(name, value);
  }

  @Override
  public void setString(@Nullable String name, @Nullable String value) throws JMSException {
    put(name, value);
  }

  @Override
  public void setBytes(@Nullable String name, byte @Nullable [] value) throws JMSException {
    put(name, value == null ? null : value.clone());
  }

  @Override
  public void setBytes(@Nullable String name, byte @Nullable [] value, int offset, int length)
      throws JMSException {
    put(name, BodyBytes.part(value, offset, length));
  }

  @Override
  public void setObject(@Nullable String name, @Nullable Object value) throws JMSException {
    put(name, ValueConversion.checkedBodyValue(value));
  }

  /** A copy; null when there is no value at all. */
  @Override
  public <T> @Nullable T getBody(Class<T> type) throws JMSException {
    Map<String, @Nullable Object> copy = null;
    if (!values().isEmpty()) {
      copy = new LinkedHashMap<>(values());
      copy.replaceAll((name, value) -> ValueConversion.toObject(value));
    }
    return BodyBytes.as(type, isBodyAssignableTo(type), copy);
  }

  @Override
  @SuppressWarnings({"rawtypes", "unchecked"}) // as in the interface
  public boolean isBodyAssignableTo(Class type) throws JMSException {
    return values().isEmpty() || type.isAssignableFrom(Map.class);
  }

  @Override
  BodyType bodyType() {
    return BodyType.MAP;
  }

  @Override
  void emptyBody() {
    values = new LinkedHashMap<>();
  }

  @Override
  void writeValues(MessageWriter out) {
    out.i32(values.size());
    values.forEach(
        (name, value) -> {
          out.text16(name);
          ValueCodec.write(value, out);
        });
  }
}
