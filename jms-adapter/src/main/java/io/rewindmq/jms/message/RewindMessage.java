// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.message;

import io.rewindmq.protocol.message.BodyType;
import io.rewindmq.protocol.message.MessageWriter;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageNotWriteableException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message without a body, and what the five others share: header fields, properties, modes.
 *
 * <p>A received message keeps the received bytes and decodes header fields, properties and body
 * when they are first asked for; it holds on to the buffer it came in. Its properties are read-only
 * until {@link #clearProperties}, its body until {@link #clearBody}. It stays usable after its
 * connection is closed. One thread at a time.
 */
public sealed class RewindMessage implements Message
    permits RewindTextMessage,
        RewindBytesMessage,
        RewindMapMessage,
        RewindStreamMessage,
        RewindObjectMessage {
  private final @Nullable Received received;
  private HeaderFields headers;

  /** Null = none yet; or not yet decoded, then {@link #arePropertiesEncoded}. */
  private @Nullable MessageProperties properties;

  private boolean arePropertiesEncoded;
  private boolean arePropertiesReadOnly;
  private boolean isBodyEncoded;
  private boolean isBodyReadOnly;

  /** A new message, writeable in all parts. */
  public RewindMessage() {
    this.received = null;
    this.headers = MessageHeaders.NONE;
  }

  RewindMessage(Received received) {
    this.received = received;
    this.headers = received;
    this.arePropertiesEncoded = true;
    this.arePropertiesReadOnly = true;
    this.isBodyEncoded = true;
    this.isBodyReadOnly = true;
  }

  // --- header fields

  private MessageHeaders writeableHeaders() throws JMSException {
    if (headers instanceof MessageHeaders own && own != MessageHeaders.NONE) {
      return own;
    }
    MessageHeaders copy = MessageHeaders.copyOf(headers);
    headers = copy;
    return copy;
  }

  final HeaderFields headers() {
    return headers;
  }

  /** Shows on this object what was sent. */
  final void sent(SendAttributes send) throws JMSException {
    writeableHeaders().sent(send);
  }

  @Override
  public final @Nullable String getJMSMessageID() {
    return headers.messageId();
  }

  /** As for other providers' messages: the same message if it has the same id. */
  @Override
  public final boolean equals(@Nullable Object other) {
    if (this == other) {
      return true;
    }
    String id = getJMSMessageID();
    return id != null && other instanceof RewindMessage that && id.equals(that.getJMSMessageID());
  }

  /** Changes when the message is sent, for then it gets an id. */
  @Override
  public final int hashCode() {
    String id = getJMSMessageID();
    return id == null ? System.identityHashCode(this) : id.hashCode();
  }

  @Override
  public final void setJMSMessageID(@Nullable String value) throws JMSException {
    writeableHeaders().setMessageId(value);
  }

  @Override
  public final long getJMSTimestamp() {
    return headers.timestamp();
  }

  @Override
  public final void setJMSTimestamp(long value) throws JMSException {
    writeableHeaders().timestamp = value;
  }

  @Override
  public final byte @Nullable [] getJMSCorrelationIDAsBytes() throws JMSException {
    Object correlation = headers.correlation();
    if (correlation instanceof String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    return ValueConversion.toBytes(correlation);
  }

  @Override
  public final void setJMSCorrelationIDAsBytes(byte @Nullable [] value) throws JMSException {
    writeableHeaders().correlation = value == null ? null : value.clone();
  }

  @Override
  public final void setJMSCorrelationID(@Nullable String value) throws JMSException {
    writeableHeaders().correlation = value;
  }

  /** The id; one that was set as bytes is read as UTF-8. */
  @Override
  public final @Nullable String getJMSCorrelationID() throws JMSException {
    Object correlation = headers.correlation();
    if (correlation instanceof byte[] bytes) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
    return (String) correlation;
  }

  @Override
  public final @Nullable Destination getJMSReplyTo() throws JMSException {
    return headers.replyTo();
  }

  @Override
  public final void setJMSReplyTo(@Nullable Destination value) throws JMSException {
    writeableHeaders().replyTo = value;
  }

  @Override
  public final @Nullable Destination getJMSDestination() {
    return headers.destination();
  }

  @Override
  public final void setJMSDestination(@Nullable Destination value) throws JMSException {
    writeableHeaders().destination = value;
  }

  @Override
  public final int getJMSDeliveryMode() {
    return headers.deliveryMode();
  }

  @Override
  public final void setJMSDeliveryMode(int value) throws JMSException {
    writeableHeaders().deliveryMode = value;
  }

  @Override
  public final boolean getJMSRedelivered() {
    return headers.isRedelivered();
  }

  @Override
  public final void setJMSRedelivered(boolean value) throws JMSException {
    writeableHeaders().redelivered = value;
  }

  @Override
  public final @Nullable String getJMSType() throws JMSException {
    return headers.type();
  }

  @Override
  public final void setJMSType(@Nullable String value) throws JMSException {
    writeableHeaders().type = value;
  }

  @Override
  public final long getJMSExpiration() {
    return headers.expiration();
  }

  @Override
  public final void setJMSExpiration(long value) throws JMSException {
    writeableHeaders().expiration = value;
  }

  @Override
  public final long getJMSDeliveryTime() {
    return headers.deliveryTime();
  }

  @Override
  public final void setJMSDeliveryTime(long value) throws JMSException {
    writeableHeaders().deliveryTime = value;
  }

  @Override
  public final int getJMSPriority() {
    return headers.priority();
  }

  @Override
  public final void setJMSPriority(int value) throws JMSException {
    writeableHeaders().priority = value;
  }

  // --- properties

  /** Decodes received properties at the first call. */
  final MessageProperties properties() throws JMSException {
    MessageProperties current = properties;
    if (current == null) {
      current =
          arePropertiesEncoded && received != null
              ? received.properties()
              : new MessageProperties();
      properties = current;
      arePropertiesEncoded = false;
    }
    return current;
  }

  /** False only when there are none for certain. */
  final boolean mayHaveProperties() {
    return properties != null || arePropertiesEncoded;
  }

  @Override
  public final void clearProperties() {
    properties = null;
    arePropertiesEncoded = false;
    arePropertiesReadOnly = false;
  }

  @Override
  public final boolean propertyExists(@Nullable String name) throws JMSException {
    return properties().exists(name);
  }

  @Override
  public final boolean getBooleanProperty(@Nullable String name) throws JMSException {
    return properties().getBoolean(name);
  }

  @Override
  public final byte getByteProperty(@Nullable String name) throws JMSException {
    return properties().getByte(name);
  }

  @Override
  public final short getShortProperty(@Nullable String name) throws JMSException {
    return properties().getShort(name);
  }

  @Override
  public final int getIntProperty(@Nullable String name) throws JMSException {
    return properties().getInt(name);
  }

  @Override
  public final long getLongProperty(@Nullable String name) throws JMSException {
    return properties().getLong(name);
  }

  @Override
  public final float getFloatProperty(@Nullable String name) throws JMSException {
    return properties().getFloat(name);
  }

  @Override
  public final double getDoubleProperty(@Nullable String name) throws JMSException {
    return properties().getDouble(name);
  }

  @Override
  public final @Nullable String getStringProperty(@Nullable String name) throws JMSException {
    return properties().getString(name);
  }

  @Override
  public final @Nullable Object getObjectProperty(@Nullable String name) throws JMSException {
    return properties().get(name);
  }

  /** The names of all properties; no header fields. */
  @Override
  public final Enumeration<String> getPropertyNames() throws JMSException {
    return Collections.enumeration(List.copyOf(properties().names()));
  }

  @Override
  public final void setBooleanProperty(@Nullable String name, boolean value) throws JMSException {
    setObjectProperty(name, value);
  }

  @Override
  public final void setByteProperty(@Nullable String name, byte value) throws JMSException {
    setObjectProperty(name, value);
  }

  @Override
  public final void setShortProperty(@Nullable String name, short value) throws JMSException {
    setObjectProperty(name, value);
  }

  @Override
  public final void setIntProperty(@Nullable String name, int value) throws JMSException {
    setObjectProperty(name, value);
  }

  @Override
  public final void setLongProperty(@Nullable String name, long value) throws JMSException {
    setObjectProperty(name, value);
  }

  @Override
  public final void setFloatProperty(@Nullable String name, float value) throws JMSException {
    setObjectProperty(name, value);
  }

  @Override
  public final void setDoubleProperty(@Nullable String name, double value) throws JMSException {
    setObjectProperty(name, value);
  }

  @Override
  public final void setStringProperty(@Nullable String name, @Nullable String value)
      throws JMSException {
    setObjectProperty(name, value);
  }

  @Override
  public final void setObjectProperty(@Nullable String name, @Nullable Object value)
      throws JMSException {
    PropertyNames.checked(name);
    if (arePropertiesReadOnly) {
      throw new MessageNotWriteableException(
          "the properties of a received message are read-only; clearProperties() ends that");
    }
    properties().set(name, value);
  }

  // --- body

  /** Acknowledges all the session has delivered; nothing when the message was not received. */
  @Override
  public final void acknowledge() throws JMSException {
    AcknowledgeTarget target = received == null ? null : received.source().acknowledgeTarget();
    if (target != null) {
      target.acknowledge();
    }
  }

  @Override
  public final void clearBody() {
    isBodyEncoded = false;
    isBodyReadOnly = false;
    emptyBody();
  }

  /** Always null: this message has no body. */
  @Override
  public <T> @Nullable T getBody(Class<T> type) throws JMSException {
    return null;
  }

  /** Always true: this message has no body. */
  @Override
  @SuppressWarnings("rawtypes") // as in the interface
  public boolean isBodyAssignableTo(Class type) throws JMSException {
    return true;
  }

  BodyType bodyType() {
    return BodyType.NONE;
  }

  /** Back to the body of a new message. */
  void emptyBody() {}

  /** Whether the body is null rather than empty; asked only for a decoded body. */
  boolean isNullBody() {
    return false;
  }

  /** A decoded body that is there as bytes, from its first to its last; null = it has values. */
  @Nullable ByteBuffer decodedBytes() {
    return null;
  }

  /** Writes a decoded body of values; asked only if {@link #decodedBytes} gives none. */
  void writeValues(MessageWriter out) throws JMSException {}

  /** Makes a body that is written as a stream readable, as a send has to. */
  void prepareToSend() throws JMSException {}

  final void checkBodyWriteable() throws MessageNotWriteableException {
    if (isBodyReadOnly) {
      throw new MessageNotWriteableException(
          "the body of a received message is read-only; clearBody() ends that");
    }
  }

  final void setBodyReadOnly() {
    isBodyReadOnly = true;
  }

  final boolean isBodyReadOnly() {
    return isBodyReadOnly;
  }

  /** The received body while it is not decoded, else null. */
  final @Nullable ByteBuffer encodedBody() {
    return isBodyEncoded && received != null ? received.body() : null;
  }

  /** The body to be sent, decoded or not; null = {@link #writeValues} writes it. */
  final @Nullable ByteBuffer bodyBytes() {
    ByteBuffer encoded = encodedBody();
    return encoded == null ? decodedBytes() : encoded;
  }

  /** Whether the body, decoded or not, is null rather than empty. */
  final boolean hasNullBody() {
    return encodedBody() == null ? isNullBody() : isEncodedBodyNull();
  }

  /** Whether the received body, not decoded yet, is null. */
  final boolean isEncodedBodyNull() {
    return received != null && received.view().hasNullBody();
  }

  /** From now on the subclass holds the body. */
  final void bodyDecoded() {
    isBodyEncoded = false;
  }

  /** Class, id, and the offset of a received message. For people to read. */
  @Override
  public final String toString() {
    return getClass().getSimpleName()
        + '['
        + headers.messageId()
        + (received == null ? "" : ", offset " + received.offset())
        + ']';
  }
}
