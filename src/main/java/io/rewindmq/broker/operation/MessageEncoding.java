// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.operation;

import io.rewindmq.broker.AdminException;
import io.rewindmq.broker.message.OutgoingMessage;
import io.rewindmq.delivery.ProducerId;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.protocol.message.BodyType;
import io.rewindmq.protocol.message.MessageLayout;
import io.rewindmq.protocol.message.MessageTooLargeException;
import io.rewindmq.protocol.message.MessageWriter;
import io.rewindmq.protocol.message.ValueCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Encodes messages of one producer that applications read as if another one had sent them. */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class MessageEncoding {
  private static final String GROUP_ID = "JMSXGroupID";
  private static final String GROUP_SEQUENCE = "JMSXGroupSeq";

  private final ProducerId producer;
  private final MessageWriter writer;

  MessageEncoding(ProducerId producer, int messageBytesMax) {
    this.producer = producer;
    this.writer = new MessageWriter(messageBytesMax + MessageLayout.ELEMENT_HEADER_BYTES);
  }

  /**
   * Encodes it.
   *
   * @return one element, good until the next call
   * @throws AdminException it is too large
   */
  ByteBuffer encode(OutgoingMessage message, long number, long now) {
    int flags =
        (message.isPersistent() ? MessageLayout.FLAG_PERSISTENT : 0)
            | (closesGroup(message.properties()) ? MessageLayout.FLAG_CLOSES_GROUP : 0);
    try {
      writer.begin(
          flags,
          message.priority(),
          type(message.body()),
          groupHash(message),
          now,
          message.timeToLiveMillis() == 0 ? 0 : now + message.timeToLiveMillis(),
          message.delayMillis() == 0 ? 0 : now + message.delayMillis());
      writer.origin(producer.connectionId(), producer.number(), number);
      writer.headerField(MessageLayout.TAG_CORRELATION_ID, message.correlationId());
      writer.headerField(MessageLayout.TAG_TYPE, message.type());
      writer.beginProperties();
      message.properties().forEach(writer::property);
      writer.beginBody();
      writeBody(message.body());
      return writer.finish();
    } catch (MessageTooLargeException e) {
      throw new AdminException(AdminException.Reason.INVALID, String.valueOf(e.getMessage()));
    }
  }

  private static BodyType type(@Nullable Object body) {
    return switch (body) {
      case null -> BodyType.NONE;
      case String text -> BodyType.TEXT;
      case Map<?, ?> map -> BodyType.MAP;
      default -> BodyType.BYTES;
    };
  }

  private void writeBody(@Nullable Object body) {
    switch (body) {
      case String text -> {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        writer.bytes(bytes, 0, bytes.length);
      }
      case byte[] bytes -> writer.bytes(bytes, 0, bytes.length);
      case Map<?, ?> map -> {
        writer.i32(map.size());
        map.forEach(
            (name, value) -> {
              writer.text16(name.toString());
              ValueCodec.write(value, writer);
            });
      }
      case null -> {}
      default -> throw new IllegalArgumentException("no body: " + body.getClass());
    }
  }

  /** Of its message group; 0 = none. */
  static int groupHash(OutgoingMessage message) {
    Object group = message.properties().get(GROUP_ID);
    return group == null ? 0 : MessageLayout.groupHash(group.toString());
  }

  /** As from our client: a sequence of -1 says that no more messages of the group will come. */
  private static boolean closesGroup(Map<String, @Nullable Object> properties) {
    return properties.get(GROUP_SEQUENCE) instanceof Integer number && number == -1;
  }
}
