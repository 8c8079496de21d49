// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.context;

import io.rewindmq.jms.failure.JmsErrors;
import io.rewindmq.jms.message.MessageProperties;
import io.rewindmq.jms.session.RewindProducer;
import io.rewindmq.jms.session.RewindSession;
import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.TextMessage;
import java.io.Serializable;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A producer of the simplified API; its settings and properties go onto every message. */
final class ContextProducer implements JMSProducer {
  private final RewindSession session;
  private final RewindProducer producer;
  private final MessageProperties properties = new MessageProperties();
  private @Nullable CompletionListener async;
  private @Nullable Object correlation;
  private @Nullable String type;
  private @Nullable Destination replyTo;

  ContextProducer(RewindSession session) throws JMSException {
    this.session = session;
    this.producer = session.createProducer(null);
  }

  /** Nothing of a closed context can be used (specification section 6.2.15). */
  private void checkOpen() {
    JmsErrors.run(producer::checkOpen);
  }

  // ---- sending ----

  @Override
  public JMSProducer send(@Nullable Destination destination, @Nullable Message message) {
    JmsErrors.run(() -> deliver(destination, message));
    return this;
  }

  private void deliver(@Nullable Destination destination, @Nullable Message message)
      throws JMSException {
    if (message == null) {
      throw new MessageFormatRuntimeException("a message is needed, got null");
    }
    properties.copyTo(message);
    if (correlation instanceof byte[] bytes) {
      message.setJMSCorrelationIDAsBytes(bytes);
    } else if (correlation != null) {
      message.setJMSCorrelationID((String) correlation);
    }
    if (type != null) {
      message.setJMSType(type);
    }
    if (replyTo != null) {
      message.setJMSReplyTo(replyTo);
    }
    CompletionListener listener = async;
    if (listener == null) {
      producer.send(destination, message);
    } else {
      producer.send(destination, message, listener);
    }
  }

  @Override
  public JMSProducer send(@Nullable Destination destination, @Nullable String body) {
    TextMessage message = JmsErrors.unchecked(() -> session.createTextMessage(body));
    return send(destination, message);
  }

  @Override
  public JMSProducer send(@Nullable Destination destination, @Nullable Map<String, Object> body) {
    return send(destination, JmsErrors.unchecked(() -> mapMessage(body)));
  }

  private Message mapMessage(@Nullable Map<String, Object> body) throws JMSException {
    MapMessage message = session.createMapMessage();
    if (body != null) {
      for (Map.Entry<String, Object> entry : body.entrySet()) {
        message.setObject(entry.getKey(), entry.getValue());
      }
    }
    return message;
  }

  @Override
  public JMSProducer send(@Nullable Destination destination, byte @Nullable [] body) {
    return send(destination, JmsErrors.unchecked(() -> bytesMessage(body)));
  }

  private Message bytesMessage(byte @Nullable [] body) throws JMSException {
    BytesMessage message = session.createBytesMessage();
    if (body != null) {
      message.writeBytes(body);
    }
    return message;
  }

  @Override
  public JMSProducer send(@Nullable Destination destination, @Nullable Serializable body) {
    ObjectMessage message = JmsErrors.unchecked(() -> session.createObjectMessage(body));
    return send(destination, message);
  }

  // ---- how ----

  @Override
  public JMSProducer setDisableMessageID(boolean value) {
    JmsErrors.run(() -> producer.setDisableMessageID(value));
    return this;
  }

  @Override
  public boolean getDisableMessageID() {
    return JmsErrors.unchecked(producer::getDisableMessageID);
  }

  @Override
  public JMSProducer setDisableMessageTimestamp(boolean value) {
    JmsErrors.run(() -> producer.setDisableMessageTimestamp(value));
    return this;
  }

  @Override
  public boolean getDisableMessageTimestamp() {
    return JmsErrors.unchecked(producer::getDisableMessageTimestamp);
  }

  @Override
  public JMSProducer setDeliveryMode(int deliveryMode) {
    JmsErrors.run(() -> producer.setDeliveryMode(deliveryMode));
    return this;
  }

  @Override
  public int getDeliveryMode() {
    return JmsErrors.unchecked(producer::getDeliveryMode);
  }

  @Override
  public JMSProducer setPriority(int priority) {
    JmsErrors.run(() -> producer.setPriority(priority));
    return this;
  }

  @Override
  public int getPriority() {
    return JmsErrors.unchecked(producer::getPriority);
  }

  @Override
  public JMSProducer setTimeToLive(long millis) {
    JmsErrors.run(() -> producer.setTimeToLive(millis));
    return this;
  }

  @Override
  public long getTimeToLive() {
    return JmsErrors.unchecked(producer::getTimeToLive);
  }

  @Override
  public JMSProducer setDeliveryDelay(long millis) {
    JmsErrors.run(() -> producer.setDeliveryDelay(millis));
    return this;
  }

  @Override
  public long getDeliveryDelay() {
    return JmsErrors.unchecked(producer::getDeliveryDelay);
  }

  @Override
  public JMSProducer setAsync(@Nullable CompletionListener listener) {
    checkOpen();
    async = listener;
    return this;
  }

  @Override
  public @Nullable CompletionListener getAsync() {
    checkOpen();
    return async;
  }

  // ---- properties ----

  /** The properties, for one use. */
  private MessageProperties properties() {
    checkOpen();
    return properties;
  }

  private JMSProducer set(@Nullable String name, @Nullable Object value) {
    JmsErrors.run(() -> properties().set(name, value));
    return this;
  }

  @Override
  public JMSProducer setProperty(@Nullable String name, boolean value) {
    return set(name, value);
  }

  @Override
  public JMSProducer setProperty(@Nullable String name, byte value) {
    return set(name, value);
  }

  @Override
  public JMSProducer setProperty(@Nullable String name, short value) {
    return set(name, value);
  }

  @Override
  public JMSProducer setProperty(@Nullable String name, int value) {
    return set(name, value);
  }

  @Override
  public JMSProducer setProperty(@Nullable String name, long value) {
    return set(name, value);
  }

  @Override
  public JMSProducer setProperty(@Nullable String name, float value) {
    return set(name, value);
  }

  @Override
  public JMSProducer setProperty(@Nullable String name, double value) {
    return set(name, value);
  }

  @Override
  public JMSProducer setProperty(@Nullable String name, @Nullable String value) {
    return set(name, value);
  }

  @Override
  public JMSProducer setProperty(@Nullable String name, @Nullable Object value) {
    return set(name, value);
  }

  @Override
  public JMSProducer clearProperties() {
    properties().clear();
    return this;
  }

  @Override
  public boolean propertyExists(@Nullable String name) {
    return properties().exists(name);
  }

  @Override
  public boolean getBooleanProperty(@Nullable String name) {
    return JmsErrors.unchecked(() -> properties().getBoolean(name));
  }

  @Override
  public byte getByteProperty(@Nullable String name) {
    return JmsErrors.unchecked(() -> properties().getByte(name));
  }

  @Override
  public short getShortProperty(@Nullable String name) {
    return JmsErrors.unchecked(() -> properties().getShort(name));
  }

  @Override
  public int getIntProperty(@Nullable String name) {
    return JmsErrors.unchecked(() -> properties().getInt(name));
  }

  @Override
  public long getLongProperty(@Nullable String name) {
    return JmsErrors.unchecked(() -> properties().getLong(name));
  }

  @Override
  public float getFloatProperty(@Nullable String name) {
    return JmsErrors.unchecked(() -> properties().getFloat(name));
  }

  @Override
  public double getDoubleProperty(@Nullable String name) {
    return JmsErrors.unchecked(() -> properties().getDouble(name));
  }

  @Override
  public @Nullable String getStringProperty(@Nullable String name) {
    return JmsErrors.uncheckedOrNull(() -> properties().getString(name));
  }

  @Override
  public @Nullable Object getObjectProperty(@Nullable String name) {
    return properties().get(name);
  }

  @Override
  public Set<String> getPropertyNames() {
    return properties().names();
  }

  // ---- header fields ----

  @Override
  public JMSProducer setJMSCorrelationIDAsBytes(byte @Nullable [] value) {
    checkOpen();
    correlation = value == null ? null : value.clone();
    return this;
  }

  @Override
  public byte @Nullable [] getJMSCorrelationIDAsBytes() {
    checkOpen();
    return correlation instanceof byte[] bytes ? bytes.clone() : null;
  }

  @Override
  public JMSProducer setJMSCorrelationID(@Nullable String value) {
    checkOpen();
    correlation = value;
    return this;
  }

  @Override
  public @Nullable String getJMSCorrelationID() {
    checkOpen();
    return correlation instanceof String text ? text : null;
  }

  @Override
  public JMSProducer setJMSType(@Nullable String value) {
    checkOpen();
    type = value;
    return this;
  }

  @Override
  public @Nullable String getJMSType() {
    checkOpen();
    return type;
  }

  @Override
  public JMSProducer setJMSReplyTo(@Nullable Destination value) {
    checkOpen();
    replyTo = value;
    return this;
  }

  @Override
  public @Nullable Destination getJMSReplyTo() {
    checkOpen();
    return replyTo;
  }
}
