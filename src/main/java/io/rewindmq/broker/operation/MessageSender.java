// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.operation;

import io.rewindmq.broker.AdminException;
import io.rewindmq.broker.BrokerPorts;
import io.rewindmq.broker.message.OutgoingMessage;
import io.rewindmq.broker.message.Routing;
import io.rewindmq.broker.message.SentMessage;
import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.delivery.ProducerId;
import io.rewindmq.delivery.Rejection;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.protocol.message.BodyType;
import io.rewindmq.protocol.message.MessageIds;
import io.rewindmq.protocol.message.MessageLayout;
import io.rewindmq.protocol.message.MessageTooLargeException;
import io.rewindmq.protocol.message.MessageWriter;
import io.rewindmq.protocol.message.ValueCodec;
import io.rewindmq.shard.Completion;
import io.rewindmq.shard.DestinationView;
import io.rewindmq.shard.SendOutcome;
import io.rewindmq.shard.Shard;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends messages for administrators, as one producer of its own. */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class MessageSender {
  private static final String GROUP_ID = "JMSXGroupID";
  private static final String GROUP_SEQUENCE = "JMSXGroupSeq";

  private final Shard shard;
  private final BrokerPorts ports;
  private final ProducerId producer;
  private final MessageWriter writer;
  private long sequence;

  /**
   * @param connectionId no client has it
   * @param messageBytesMax largest message
   */
  MessageSender(Shard shard, BrokerPorts ports, long connectionId, int messageBytesMax) {
    this.shard = shard;
    this.ports = ports;
    this.producer = new ProducerId(connectionId, 1);
    this.writer = new MessageWriter(messageBytesMax + MessageLayout.ELEMENT_HEADER_BYTES);
  }

  /**
   * Sends; completes once the message is durable.
   *
   * @throws AdminException nothing was sent
   */
  void send(
      DestinationKind kind, String name, OutgoingMessage message, Completion<SentMessage> done) {
    DestinationView destination =
        shard
            .destination(kind, name)
            .orElseThrow(
                () ->
                    new AdminException(
                        AdminException.Reason.NOT_FOUND,
                        "there is no " + (kind.isQueue() ? "queue " : "topic ") + name));
    if (shard.mustWait(destination.id())) {
      throw new AdminException(
          AdminException.Reason.FORBIDDEN,
          name + " is full: backlogBytesMax is reached; try again when messages were consumed");
    }
    long number = sequence + 1;
    ByteBuffer element = encode(message, number);
    sequence = number;
    int partition =
        Routing.partition(
            groupHash(message.properties()), producer, destination.spec().partitions());
    shard.send(
        producer,
        destination.id(),
        partition,
        0,
        number,
        1,
        element,
        new SendOutcome() {
          @Override
          public void confirmed(long firstSequence, long lastSequence) {
            done.completed(
                new SentMessage(
                    MessageIds.text(producer.connectionId(), producer.number(), number)));
          }

          @Override
          public void rejected(
              long firstSequence, long lastSequence, Rejection rejection, String detail) {
            done.rejected(rejection, detail);
          }
        });
  }

  private ByteBuffer encode(OutgoingMessage message, long number) {
    long now = ports.clock().millis();
    int flags =
        (message.isPersistent() ? MessageLayout.FLAG_PERSISTENT : 0)
            | (closesGroup(message.properties()) ? MessageLayout.FLAG_CLOSES_GROUP : 0);
    try {
      writer.begin(
          flags,
          message.priority(),
          type(message.body()),
          groupHash(message.properties()),
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

  private static int groupHash(Map<String, @Nullable Object> properties) {
    Object group = properties.get(GROUP_ID);
    return group == null ? 0 : MessageLayout.groupHash(group.toString());
  }

  /** As from our client: a sequence of -1 says that no more messages of the group will come. */
  private static boolean closesGroup(Map<String, @Nullable Object> properties) {
    return properties.get(GROUP_SEQUENCE) instanceof Integer number && number == -1;
  }
}
