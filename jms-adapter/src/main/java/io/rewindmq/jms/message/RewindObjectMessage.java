// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.message;

import io.rewindmq.protocol.message.BodyType;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.ObjectMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A serialised object, or null. The object is serialised when it is set, so later changes to it do
 * not show; each read gives a new copy, see {@link ObjectDeserializer} for what may be read.
 */
public final class RewindObjectMessage extends RewindMessage implements ObjectMessage {
  private static final byte[] NO_BYTES = new byte[0];

  private final ObjectDeserializer deserializer;
  private byte @Nullable [] serialized;

  /** The bytes were written here from an object of the application, so any class may be read. */
  private boolean isSerializedHere;

  /** A new message; its object is null. */
  public RewindObjectMessage(ObjectDeserializer deserializer) {
    this.deserializer = deserializer;
  }

  RewindObjectMessage(Received received) {
    super(received);
    this.deserializer = received.source().deserializer();
  }

  private byte @Nullable [] serialized() {
    ByteBuffer encoded = encodedBody();
    if (encoded != null) {
      serialized = isEncodedBodyNull() ? null : BodyBytes.copy(encoded);
      bodyDecoded();
    }
    return serialized;
  }

  /**
   * Serialises the object.
   *
   * @throws MessageFormatException it can't be serialised; the message is unchanged
   */
  @Override
  public void setObject(@Nullable Serializable object) throws JMSException {
    checkBodyWriteable();
    serialized = object == null ? null : serialize(object);
    isSerializedHere = true;
  }

  private static byte[] serialize(Serializable object) throws MessageFormatException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    } catch (IOException e) {
      MessageFormatException exception =
          new MessageFormatException(
              "an object of class "
                  + object.getClass().getName()
                  + " can't be serialised: "
                  + e.getMessage());
      exception.initCause(e);
      throw exception;
    }
    return bytes.toByteArray();
  }

  /**
   * A new copy of the object.
   *
   * @throws MessageFormatException a class in it is not known here; or the object was not set here
   *     and the class is not allowed
   */
  @Override
  public @Nullable Serializable getObject() throws JMSException {
    byte[] bytes = serialized();
    return bytes == null ? null : (Serializable) deserializer.deserialize(bytes, isSerializedHere);
  }

  @Override
  public <T> @Nullable T getBody(Class<T> type) throws JMSException {
    Serializable object = getObject();
    return BodyBytes.as(type, object == null || type.isInstance(object), object);
  }

  /** False also when the object can't be deserialised here. */
  @Override
  @SuppressWarnings("rawtypes") // as in the interface
  public boolean isBodyAssignableTo(Class type) throws JMSException {
    try {
      Serializable object = getObject();
      return object == null || type.isInstance(object);
    } catch (MessageFormatException e) {
      return false;
    }
  }

  @Override
  BodyType bodyType() {
    return BodyType.OBJECT;
  }

  @Override
  void emptyBody() {
    serialized = null;
  }

  @Override
  boolean isNullBody() {
    return serialized == null;
  }

  @Override
  ByteBuffer decodedBytes() {
    return ByteBuffer.wrap(serialized == null ? NO_BYTES : serialized);
  }
}
