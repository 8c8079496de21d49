// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.message;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/**
 * Copies other providers' messages into ours, through nothing but the JMS interfaces. Streams are
 * reset before and after.
 */
public final class MessageConverter {
  private static final int CHUNK_BYTES = 8192;

  private MessageConverter() {}

  /**
   * Our own message as it is, another one's copy with type, correlation id, reply destination,
   * properties and body.
   *
   * @throws MessageFormatException the message is null, or holds a value that no JMS message can
   *     hold
   */
  public static RewindMessage toOwn(@Nullable Message message) throws JMSException {
    if (message instanceof RewindMessage own) {
      return own;
    }
    if (message == null) {
      throw new MessageFormatException("a message is needed, got null");
    }
    RewindMessage copy = withBody(message);
    copyCorrelation(message, copy);
    copy.setJMSType(message.getJMSType());
    copy.setJMSReplyTo(message.getJMSReplyTo());
    copyProperties(message, copy);
    return copy;
  }

  /** Sets the header fields of a send through the message's own setters. */
  static void setHeaders(Message message, SendAttributes send) throws JMSException {
    message.setJMSDestination(send.destination());
    message.setJMSDeliveryMode(send.options().deliveryMode());
    message.setJMSMessageID(send.shownMessageId());
    message.setJMSTimestamp(send.shownTimestamp());
    message.setJMSExpiration(send.expiration());
    message.setJMSPriority(send.options().priority());
    message.setJMSDeliveryTime(send.shownDeliveryTime());
  }

  private static void copyCorrelation(Message from, RewindMessage to) throws JMSException {
    String id = from.getJMSCorrelationID();
    if (id != null) {
      to.setJMSCorrelationID(id);
      return;
    }
    try {
      to.setJMSCorrelationIDAsBytes(from.getJMSCorrelationIDAsBytes());
    } catch (UnsupportedOperationException e) {
      to.setJMSCorrelationID(null); // the provider has no ids of bytes, as it may (3.4.5)
    }
  }

  private static RewindMessage withBody(Message message) throws JMSException {
    if (message instanceof TextMessage text) {
      return new RewindTextMessage(text.getText());
    }
    if (message instanceof BytesMessage bytes) {
      return bytes(bytes);
    }
    if (message instanceof MapMessage map) {
      return map(map);
    }
    if (message instanceof StreamMessage stream) {
      return stream(stream);
    }
    if (message instanceof ObjectMessage object) {
      RewindObjectMessage copy = new RewindObjectMessage(ObjectDeserializer.withDefaults());
      copy.setObject(object.getObject());
      return copy;
    }
    return new RewindMessage();
  }

  private static RewindMessage bytes(BytesMessage from) throws JMSException {
    RewindBytesMessage copy = new RewindBytesMessage();
    byte[] chunk = new byte[CHUNK_BYTES];
    from.reset();
    for (int count = from.readBytes(chunk); count > 0; count = from.readBytes(chunk)) {
      copy.writeBytes(chunk, 0, count);
    }
    from.reset();
    return copy;
  }

  private static RewindMessage map(MapMessage from) throws JMSException {
    RewindMapMessage copy = new RewindMapMessage();
    Enumeration<?> names = from.getMapNames();
    while (names.hasMoreElements()) {
      String name = (String) names.nextElement();
      copy.setObject(name, from.getObject(name));
    }
    return copy;
  }

  private static RewindMessage stream(StreamMessage from) throws JMSException {
    RewindStreamMessage copy = new RewindStreamMessage();
    from.reset();
    try {
      while (true) {
        copy.writeObject(from.readObject());
      }
    } catch (MessageEOFException e) {
      from.reset(); // the only way a stream tells its end
    }
    return copy;
  }

  /** Keeps names that we would not let an application set: the other provider let it. */
  private static void copyProperties(Message from, RewindMessage to) throws JMSException {
    Enumeration<?> names = from.getPropertyNames();
    while (names.hasMoreElements()) {
      String name = (String) names.nextElement();
      if (!name.isEmpty() && !PropertyNames.isHeaderField(name)) {
        Object value = ValueConversion.checkedProperty(from.getObjectProperty(name));
        to.properties().putUnchecked(name, value);
      }
    }
  }
}
