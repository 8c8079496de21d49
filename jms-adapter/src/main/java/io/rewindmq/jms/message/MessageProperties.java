// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.message;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Properties of a message, or those a producer gives to each of its messages. Values are null,
 * Boolean, Byte, Short, Integer, Long, Float, Double or String; getters convert by table 3-2 of the
 * specification and treat a missing property like one that is null. One thread at a time.
 */
public final class MessageProperties {
  private static final Map<String, @Nullable Object> EMPTY = Collections.emptyMap();

  /** {@link #EMPTY} until the first one is set: most messages have none. */
  private Map<String, @Nullable Object> values = EMPTY;

  /**
   * Sets a property.
   *
   * @throws IllegalArgumentException the name is null, empty, or not allowed for properties
   * @throws MessageFormatException the value's class is not allowed for properties
   */
  public void set(@Nullable String name, @Nullable Object value) throws MessageFormatException {
    putUnchecked(PropertyNames.checked(name), ValueConversion.checkedProperty(value));
  }

  void putUnchecked(String name, @Nullable Object value) {
    if (values == EMPTY) {
      values = new LinkedHashMap<>();
    }
    values.put(name, value);
  }

  public void clear() {
    values = EMPTY;
  }

  /** True also when the value is null. */
  public boolean exists(@Nullable String name) {
    return name != null && values.containsKey(name);
  }

  public @Nullable Object get(@Nullable String name) {
    return name == null ? null : values.get(name);
  }

  public boolean getBoolean(@Nullable String name) throws MessageFormatException {
    return ValueConversion.toBoolean(get(name));
  }

  public byte getByte(@Nullable String name) throws MessageFormatException {
    return ValueConversion.toByte(get(name));
  }

  public short getShort(@Nullable String name) throws MessageFormatException {
    return ValueConversion.toShort(get(name));
  }

  public int getInt(@Nullable String name) throws MessageFormatException {
    return ValueConversion.toInt(get(name));
  }

  public long getLong(@Nullable String name) throws MessageFormatException {
    return ValueConversion.toLong(get(name));
  }

  public float getFloat(@Nullable String name) throws MessageFormatException {
    return ValueConversion.toFloat(get(name));
  }

  public double getDouble(@Nullable String name) throws MessageFormatException {
    return ValueConversion.toDouble(get(name));
  }

  public @Nullable String getString(@Nullable String name) throws MessageFormatException {
    return ValueConversion.toText(get(name));
  }

  /** A view of the names, in the order they were first set. */
  public Set<String> names() {
    return Collections.unmodifiableSet(values.keySet());
  }

  public boolean isEmpty() {
    return values.isEmpty();
  }

  /**
   * Sets all of them on a message, which keeps its others.
   *
   * @throws jakarta.jms.MessageNotWriteableException the message's properties are read-only
   */
  public void copyTo(Message message) throws JMSException {
    for (Map.Entry<String, @Nullable Object> entry : values.entrySet()) {
      message.setObjectProperty(entry.getKey(), entry.getValue());
    }
  }

  Set<Map.Entry<String, @Nullable Object>> entries() {
    return values.entrySet();
  }
}
