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
import io.rewindmq.protocol.message.MessageIds;
import io.rewindmq.shard.Completion;
import io.rewindmq.shard.DestinationView;
import io.rewindmq.shard.SendOutcome;
import io.rewindmq.shard.Shard;
import java.nio.ByteBuffer;

/** Sends messages for administrators, as one producer of its own. */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class MessageSender {
  private final Shard shard;
  private final BrokerPorts ports;
  private final ProducerId producer;
  private final MessageEncoding encoding;
  private long sequence;

  /**
   * @param connectionId no client has it
   * @param messageBytesMax largest message
   */
  MessageSender(Shard shard, BrokerPorts ports, long connectionId, int messageBytesMax) {
    this.shard = shard;
    this.ports = ports;
    this.producer = new ProducerId(connectionId, 1);
    this.encoding = new MessageEncoding(producer, messageBytesMax);
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
    ByteBuffer element = encoding.encode(message, number, ports.clock().millis());
    sequence = number;
    int partition =
        Routing.partition(
            MessageEncoding.groupHash(message), producer, destination.spec().partitions());
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
}
