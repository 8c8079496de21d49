// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.message;

import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.protocol.message.MalformedMessageException;
import io.rewindmq.protocol.message.MessageLayout;
import io.rewindmq.protocol.message.MessageView;
import io.rewindmq.shard.move.PendingKind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A copy of a message as it is stored, with its body up to a limit. */
@AnyThread // immutable: nobody writes to the bytes
public final class StoredMessage {
  private final Facts facts;
  private final byte[] envelope;
  private final byte[] body;
  private final long bodyBytes;

  /**
   * What is known beside its bytes.
   *
   * @param appendMillis when it got its offset, since 1970
   * @param kind null where nobody asked a group
   * @param deliveries how often it was or may have been delivered
   */
  public record Facts(
      int partition,
      long offset,
      long appendMillis,
      @Nullable PendingKind kind,
      int deliveries,
      int parts) {}

  /**
   * @param envelope header fields and properties, as encoded
   * @param body its first bytes
   * @param bodyBytes size of all of it
   */
  StoredMessage(Facts facts, byte[] envelope, byte[] body, long bodyBytes) {
    this.facts = facts;
    this.envelope = envelope;
    this.body = body;
    this.bodyBytes = bodyBytes;
  }

  public Facts facts() {
    return facts;
  }

  private MessageView view() {
    return new MessageView().at(ByteBuffer.wrap(envelope));
  }

  /** Null = the sender did not want one. */
  public @Nullable String messageId() {
    MessageView view = view();
    return (view.flags() & MessageLayout.FLAG_ID_DISABLED) == 0 ? view.messageId() : null;
  }

  /** When it was sent, since 1970; 0 = the sender did not say. */
  public long timestamp() {
    MessageView view = view();
    return (view.flags() & MessageLayout.FLAG_TIMESTAMP_DISABLED) == 0 ? view.timestamp() : 0;
  }

  public boolean isPersistent() {
    return view().isPersistent();
  }

  public int priority() {
    return view().priority();
  }

  /** 0 = never. */
  public long expiration() {
    return view().expiration();
  }

  /** 0 = at once. */
  public long deliveryTime() {
    return view().deliveryTime();
  }

  public @Nullable String type() {
    return view().headerText(MessageLayout.TAG_TYPE);
  }

  /** Bytes are shown as text, too. */
  public @Nullable String correlationId() {
    MessageView view = view();
    String text = view.headerText(MessageLayout.TAG_CORRELATION_ID);
    return text == null ? view.headerText(MessageLayout.TAG_CORRELATION_BYTES) : text;
  }

  /** As {@code queue://NAME}, or with {@code topic}, {@code temp-queue}, {@code temp-topic}. */
  public @Nullable String replyTo() {
    byte[] value = view().headerField(MessageLayout.TAG_REPLY_TO);
    if (value == null || value.length == 0) {
      return null;
    }
    String prefix =
        switch (value[0]) {
          case 1 -> "queue://";
          case 2 -> "topic://";
          case 3 -> "temp-queue://";
          default -> "temp-topic://";
        };
    return prefix + new String(value, 1, value.length - 1, StandardCharsets.UTF_8);
  }

  /** In the order in which they were set. */
  public Map<String, @Nullable Object> properties() {
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    view().forEachProperty(properties::put);
    return properties;
  }

  /** The value of one property; empty when there is none or it is no text. */
  public Optional<String> textProperty(String name) {
    Object value = view().property(name.getBytes(StandardCharsets.UTF_8));
    return value instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /** The body as far as it was read. */
  public MessageBody body() {
    MessageView view = view();
    try {
      return MessageBody.read(view.bodyType(), view.hasNullBody(), body, bodyBytes);
    } catch (MalformedMessageException e) {
      return MessageBody.unreadable(body, bodyBytes);
    }
  }
}
