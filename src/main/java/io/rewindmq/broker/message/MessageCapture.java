// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.message;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.protocol.message.MessageLayout;
import io.rewindmq.protocol.message.MessageView;
import io.rewindmq.shard.entry.ElementScanner;
import io.rewindmq.shard.move.WalkedMessage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Copies one message where a walk comes to it, part by part, up to a limit of its body. */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class MessageCapture {
  /** Behind the tag TAG_PARTS: i32 parts, i64 bytes of the body. */
  private static final int PARTS_FIELD_BYTES = 12;

  private final StoredMessage.Facts facts;
  private final byte[] envelope;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final long bodyBytes;
  private final int bodyBytesMax;

  private MessageCapture(
      StoredMessage.Facts facts, MessageView view, byte[] envelope, int bodyBytesMax) {
    this.facts = facts;
    this.envelope = envelope;
    this.bodyBytesMax = bodyBytesMax;
    byte[] parts = facts.parts() > 1 ? view.headerField(MessageLayout.TAG_PARTS) : null;
    this.bodyBytes =
        parts != null && parts.length == PARTS_FIELD_BYTES
            ? ByteBuffer.wrap(parts).getLong(Integer.BYTES)
            : view.body().remaining();
    add(view.body());
  }

  /** Begins with a message or its first part. */
  public static MessageCapture of(WalkedMessage message, int bodyBytesMax) {
    return of(
        new StoredMessage.Facts(
            message.partition(),
            message.offset(),
            message.appendMillis(),
            message.kind(),
            message.deliveries(),
            message.parts()),
        message.elements(),
        bodyBytesMax);
  }

  /**
   * Begins with a message or its first part.
   *
   * @param elements holds its element at the position
   */
  public static MessageCapture of(
      int partition, long offset, ByteBuffer elements, int bodyBytesMax) {
    int at = elements.position();
    int parts =
        ElementScanner.isPartAt(elements, at)
            ? Math.max(1, ElementScanner.partsAt(elements, at))
            : 1;
    return of(
        new StoredMessage.Facts(partition, offset, 0, null, 0, parts), elements, bodyBytesMax);
  }

  private static MessageCapture of(
      StoredMessage.Facts facts, ByteBuffer elements, int bodyBytesMax) {
    int messageAt = elements.position() + MessageLayout.ELEMENT_HEADER_BYTES;
    MessageView view = new MessageView().at(elements, messageAt);
    ByteBuffer encodedBody = view.body();
    int messageBytes =
        elements.getInt(elements.position()) + 4 - MessageLayout.ELEMENT_HEADER_BYTES;
    byte[] envelope = new byte[messageBytes - encodedBody.remaining()];
    elements.get(messageAt, envelope);
    return new MessageCapture(facts, view, envelope, bodyBytesMax);
  }

  /** Adds the body of another part; returns whether more is wanted. */
  public boolean addPart(ByteBuffer elements) {
    int messageAt = elements.position() + MessageLayout.ELEMENT_HEADER_BYTES;
    add(new MessageView().at(elements, messageAt).body());
    return wantsMore();
  }

  /** Whether the body goes on in parts, and there is room for more of it. */
  public boolean wantsMore() {
    return facts.parts() > 1 && body.size() < bodyBytesMax;
  }

  private void add(ByteBuffer more) {
    byte[] bytes = new byte[Math.min(more.remaining(), bodyBytesMax - body.size())];
    more.get(more.position(), bytes);
    body.writeBytes(bytes);
  }

  /** How much it holds. */
  public int bytes() {
    return envelope.length + body.size();
  }

  public StoredMessage message() {
    return new StoredMessage(facts, envelope, body.toByteArray(), bodyBytes);
  }
}
