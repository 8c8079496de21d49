// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.message;

import io.rewindmq.protocol.ProducerId;
import io.rewindmq.protocol.message.MessageIds;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import org.jspecify.annotations.Nullable;

/** Header fields that can be set. */
final class MessageHeaders implements HeaderFields {
  /** Those of a message nobody has touched yet. Never changed: {@link RewindMessage} copies it. */
  static final HeaderFields NONE = new MessageHeaders();

  @Nullable String messageId;
  long timestamp;
  @Nullable Object correlation;
  @Nullable Destination replyTo;
  @Nullable Destination destination;
  int deliveryMode = DeliveryMode.PERSISTENT;
  boolean redelivered;
  @Nullable String type;
  long expiration;
  long deliveryTime;
  int priority = Message.DEFAULT_PRIORITY;

  /** Set when the id is that of a sent message; most senders never ask for its text. */
  private @Nullable ProducerId sentBy;

  private long sentSequence;

  private MessageHeaders() {}

  static MessageHeaders copyOf(HeaderFields from) throws JMSException {
    MessageHeaders copy = new MessageHeaders();
    if (from == NONE) {
      return copy;
    }
    copy.messageId = from.messageId();
    copy.timestamp = from.timestamp();
    copy.correlation = from.correlation();
    copy.replyTo = from.replyTo();
    copy.destination = from.destination();
    copy.deliveryMode = from.deliveryMode();
    copy.redelivered = from.isRedelivered();
    copy.type = from.type();
    copy.expiration = from.expiration();
    copy.deliveryTime = from.deliveryTime();
    copy.priority = from.priority();
    return copy;
  }

  /** What a send leaves on the sender's object. */
  void sent(SendAttributes send) {
    messageId = null;
    sentBy = send.options().messageIdDisabled() ? null : send.producer();
    sentSequence = send.sequence();
    timestamp = send.shownTimestamp();
    destination = send.destination();
    deliveryMode = send.options().deliveryMode();
    expiration = send.expiration();
    deliveryTime = send.shownDeliveryTime();
    priority = send.options().priority();
  }

  void setMessageId(@Nullable String id) {
    messageId = id;
    sentBy = null;
  }

  @Override
  public @Nullable String messageId() {
    ProducerId producer = sentBy;
    if (messageId == null && producer != null) {
      messageId = MessageIds.text(producer.connectionId(), producer.number(), sentSequence);
    }
    return messageId;
  }

  @Override
  public long timestamp() {
    return timestamp;
  }

  @Override
  public @Nullable Object correlation() {
    return correlation;
  }

  @Override
  public @Nullable Destination replyTo() {
    return replyTo;
  }

  @Override
  public @Nullable Destination destination() {
    return destination;
  }

  @Override
  public int deliveryMode() {
    return deliveryMode;
  }

  @Override
  public boolean isRedelivered() {
    return redelivered;
  }

  @Override
  public @Nullable String type() {
    return type;
  }

  @Override
  public long expiration() {
    return expiration;
  }

  @Override
  public long deliveryTime() {
    return deliveryTime;
  }

  @Override
  public int priority() {
    return priority;
  }
}
