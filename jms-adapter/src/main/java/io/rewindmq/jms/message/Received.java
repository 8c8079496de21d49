// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.message;

import io.rewindmq.jms.destination.RewindDestination;
import io.rewindmq.protocol.DestinationKind;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.ProtocolException;
import io.rewindmq.protocol.message.MalformedMessageException;
import io.rewindmq.protocol.message.MessageLayout;
import io.rewindmq.protocol.message.MessageView;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A received message's bytes and the facts of its delivery. Header fields are read in place. */
record Received(
    MessageView view,
    DeliverySource source,
    long offset,
    int deliveryCount,
    boolean isRedelivered,
    boolean isFirstOfGroup,
    @Nullable String replayId)
    implements HeaderFields {

  /** What a damaged part of the message makes of the call that needed it. */
  static JMSException damaged(RuntimeException cause) {
    JMSException exception =
        new JMSException(
            "the message is damaged: " + cause.getMessage(), ErrorCode.MESSAGE_CORRUPT.name());
    exception.initCause(cause);
    return exception;
  }

  /** The properties, those of the delivery included. */
  MessageProperties properties() throws JMSException {
    MessageProperties properties = new MessageProperties();
    try {
      view.forEachProperty(properties::putUnchecked);
    } catch (MalformedMessageException e) {
      throw damaged(e);
    }
    properties.putUnchecked(PropertyNames.DELIVERY_COUNT, deliveryCount);
    if (isFirstOfGroup) {
      properties.putUnchecked(PropertyNames.GROUP_FIRST, true);
    }
    if (replayId != null) {
      properties.putUnchecked(PropertyNames.REPLAY_ID, replayId);
    }
    return properties;
  }

  /** The body's bytes; their position may be moved. */
  ByteBuffer body() {
    return view.body();
  }

  @Override
  public @Nullable String messageId() {
    return (view.flags() & MessageLayout.FLAG_ID_DISABLED) != 0 ? null : view.messageId();
  }

  @Override
  public long timestamp() {
    return (view.flags() & MessageLayout.FLAG_TIMESTAMP_DISABLED) != 0 ? 0 : view.timestamp();
  }

  @Override
  public @Nullable Object correlation() throws JMSException {
    Object text = text(MessageLayout.TAG_CORRELATION_ID);
    return text != null ? text : field(MessageLayout.TAG_CORRELATION_BYTES);
  }

  @Override
  public @Nullable Destination replyTo() throws JMSException {
    byte[] value = field(MessageLayout.TAG_REPLY_TO);
    if (value == null || value.length == 0) {
      return null;
    }
    try {
      return RewindDestination.of(
          DestinationKind.of(value[0]),
          new String(value, 1, value.length - 1, StandardCharsets.UTF_8));
    } catch (ProtocolException e) {
      throw damaged(e);
    }
  }

  @Override
  public Destination destination() {
    return source.destination();
  }

  @Override
  public int deliveryMode() {
    return view.isPersistent() ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT;
  }

  @Override
  public @Nullable String type() throws JMSException {
    return text(MessageLayout.TAG_TYPE);
  }

  @Override
  public long expiration() {
    return view.expiration();
  }

  @Override
  public long deliveryTime() {
    long time = view.deliveryTime();
    return time == 0 ? view.timestamp() : time;
  }

  @Override
  public int priority() {
    return view.priority();
  }

  private @Nullable String text(int tag) throws JMSException {
    byte[] value = field(tag);
    return value == null ? null : new String(value, StandardCharsets.UTF_8);
  }

  private byte @Nullable [] field(int tag) throws JMSException {
    try {
      return view.headerField(tag);
    } catch (MalformedMessageException e) {
      throw damaged(e);
    }
  }
}
