// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.message;

import io.rewindmq.jms.destination.RewindDestination;
import io.rewindmq.jms.failure.JmsErrors;
import io.rewindmq.jms.large.SizeLimits;
import io.rewindmq.jms.large.Splitter;
import io.rewindmq.protocol.message.MessageLayout;
import io.rewindmq.protocol.message.MessageTooLargeException;
import io.rewindmq.protocol.message.MessageWriter;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns messages, ours and other providers', into elements. Uses one buffer again and again, so one
 * per session; one thread at a time.
 */
public final class MessageEncoder {
  private static final int PROPERTIES_MAX = 0xFFFF;
  private static final int VALUES_BYTES_MAX = Integer.MAX_VALUE - 8;

  private final SizeLimits limits;
  private final MessageWriter out;

  /** An encoder for messages up to a limit. */
  public MessageEncoder(SizeLimits limits) {
    this.limits = limits;
    this.out = new MessageWriter(limits.messageBytesMax() + MessageLayout.ELEMENT_HEADER_BYTES);
  }

  public SizeLimits limits() {
    return limits;
  }

  /**
   * A message as bytes; valid until the next call of the encoder.
   *
   * @param element the whole element, or of a large message the element without its body
   * @param parts null = the message goes in one piece
   */
  public record Encoded(ByteBuffer element, @Nullable Splitter parts) {}

  /**
   * Encodes the message, then sets the header fields of the send on the object. Bodies written as a
   * stream are reset, so they can be read afterwards. On an exception the header fields are as
   * before.
   *
   * @throws jakarta.jms.MessageFormatException the message is null, or another provider's with a
   *     value that no JMS message can hold
   * @throws JMSException it is too large (error code MESSAGE_TOO_LARGE), or another provider's
   *     object failed
   */
  public Encoded encode(@Nullable Message message, SendAttributes send) throws JMSException {
    RewindMessage own = MessageConverter.toOwn(message);
    own.prepareToSend();
    Encoded encoded;
    try {
      encoded = encode(own, send);
    } catch (MessageTooLargeException e) {
      throw JmsErrors.tooLarge(e);
    }
    show(message == null ? own : message, send);
    return encoded;
  }

  /** Sets the header fields of a send on the object. */
  public static void show(Message message, SendAttributes send) throws JMSException {
    if (message instanceof RewindMessage own) {
      own.sent(send);
    } else {
      MessageConverter.setHeaders(message, send);
    }
  }

  private Encoded encode(RewindMessage message, SendAttributes send) throws JMSException {
    ByteBuffer body = message.bodyBytes();
    if (body != null && body.remaining() > limits.wholeBodyBytesMax()) {
      return inParts(message, send, body);
    }
    try {
      return inOnePiece(message, send, body);
    } catch (MessageTooLargeException e) {
      if (!limits.allowsParts()) {
        throw e;
      }
      return inParts(message, send, body == null ? values(message) : body);
    }
  }

  private Encoded inOnePiece(RewindMessage message, SendAttributes send, @Nullable ByteBuffer body)
      throws JMSException {
    writeHead(message, send);
    out.beginBody(limits.wholeBodyBytesMax());
    if (body == null) {
      message.writeValues(out);
    } else {
      out.bytes(body);
    }
    return new Encoded(out.finish(), null);
  }

  private Encoded inParts(RewindMessage message, SendAttributes send, ByteBuffer body)
      throws JMSException {
    writeHead(message, send);
    ByteBuffer element = out.beginBody().finish();
    int header = MessageLayout.ELEMENT_HEADER_BYTES;
    ByteBuffer head = element.slice(header, element.limit() - header);
    return new Encoded(element, new Splitter(head, body, limits));
  }

  /** A body of values that does not fit into one piece. */
  private static ByteBuffer values(RewindMessage message) throws JMSException {
    MessageWriter values = new MessageWriter(VALUES_BYTES_MAX);
    message.writeValues(values);
    return values.values();
  }

  private void writeHead(RewindMessage message, SendAttributes send) throws JMSException {
    out.begin(
        flags(send.options(), message.hasNullBody()) | groupFlag(message),
        send.options().priority(),
        message.bodyType(),
        groupHash(message),
        send.timestamp(),
        send.expiration(),
        send.deliveryTime());
    out.origin(send.producer().connectionId(), send.producer().number(), send.sequence());
    writeHeaderFields(message.headers(), send.clientId());
    out.beginProperties();
    writeProperties(message);
  }

  private static int flags(SendOptions options, boolean isBodyNull) {
    return (options.deliveryMode() == DeliveryMode.PERSISTENT ? MessageLayout.FLAG_PERSISTENT : 0)
        | (options.messageIdDisabled() ? MessageLayout.FLAG_ID_DISABLED : 0)
        | (options.timestampDisabled() ? MessageLayout.FLAG_TIMESTAMP_DISABLED : 0)
        | (isBodyNull ? MessageLayout.FLAG_NULL_BODY : 0);
  }

  /** A sequence of -1 says that no more messages of the message group will come. */
  private static int groupFlag(RewindMessage message) throws JMSException {
    Object sequence = property(message, PropertyNames.GROUP_SEQUENCE);
    return sequence instanceof Integer number && number == -1 ? MessageLayout.FLAG_CLOSES_GROUP : 0;
  }

  private static @Nullable Object property(RewindMessage message, String name) throws JMSException {
    return message.mayHaveProperties() ? message.properties().get(name) : null;
  }

  private static int groupHash(RewindMessage message) throws JMSException {
    Object group = property(message, PropertyNames.GROUP_ID);
    return group == null ? 0 : MessageLayout.groupHash(group.toString());
  }

  private void writeHeaderFields(HeaderFields headers, @Nullable String clientId)
      throws JMSException {
    Object correlation = headers.correlation();
    if (correlation instanceof byte[] bytes) {
      out.headerField(MessageLayout.TAG_CORRELATION_BYTES, bytes);
    } else {
      out.headerField(MessageLayout.TAG_CORRELATION_ID, (String) correlation);
    }
    out.headerField(MessageLayout.TAG_TYPE, headers.type());
    Destination replyTo = headers.replyTo();
    if (replyTo != null) {
      RewindDestination reply = RewindDestination.of(replyTo);
      byte[] name = reply.name().getBytes(StandardCharsets.UTF_8);
      byte[] value = new byte[name.length + 1];
      value[0] = (byte) reply.kind().number();
      System.arraycopy(name, 0, value, 1, name.length);
      out.headerField(MessageLayout.TAG_REPLY_TO, value);
    }
    out.headerField(MessageLayout.TAG_CLIENT_ID, clientId);
  }

  private void writeProperties(RewindMessage message) throws JMSException {
    if (!message.mayHaveProperties()) {
      return;
    }
    int count = 0;
    for (Map.Entry<String, @Nullable Object> property : message.properties().entries()) {
      if (!PropertyNames.isSetOnReceive(property.getKey())) {
        out.property(property.getKey(), property.getValue());
        count++;
      }
    }
    if (count > PROPERTIES_MAX) {
      throw new MessageTooLargeException(
          "the message has " + count + " properties; at most " + PROPERTIES_MAX + " are allowed");
    }
  }
}
