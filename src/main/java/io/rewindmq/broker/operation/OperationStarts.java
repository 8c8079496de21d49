// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.operation;

import io.rewindmq.broker.AdminException;
import io.rewindmq.broker.BrokerPorts;
import io.rewindmq.broker.OriginStamp;
import io.rewindmq.broker.message.BulkCommand;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.protocol.message.MessageLayout;
import io.rewindmq.record.OperationId;
import io.rewindmq.shard.DestinationSpec;
import io.rewindmq.shard.DestinationView;
import io.rewindmq.shard.GroupView;
import io.rewindmq.shard.Shard;
import io.rewindmq.shard.move.BulkKind;
import io.rewindmq.shard.move.BulkOperation;
import io.rewindmq.shard.move.BulkOrder;
import org.jspecify.annotations.Nullable;

/** Turns commands into orders to the shard. */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class OperationStarts {
  private final Shard shard;
  private final BrokerPorts ports;
  private final int elementBytesMax;

  OperationStarts(Shard shard, BrokerPorts ports, int messageBytesMax) {
    this.shard = shard;
    this.ports = ports;
    this.elementBytesMax = messageBytesMax + MessageLayout.ELEMENT_HEADER_BYTES;
  }

  /**
   * Begins.
   *
   * @param whenOver called in a later turn
   * @throws AdminException what is asked for is not possible; nothing has begun
   */
  Operation start(OperationId id, BulkCommand command, Runnable whenOver) {
    GroupView group = shard.group(command.groupId()).orElseThrow(() -> noGroup(command));
    DestinationSpec source =
        shard.destination(group.spec().destinationId()).orElseThrow(() -> noGroup(command)).spec();
    boolean isRedrive = command.kind() == BulkKind.REDRIVE;
    CommandAgent agent =
        new CommandAgent(
            new Choice(ports.selectors(), command.choice()),
            target(command, group),
            isRedrive ? new FailedPlaces(shard, command.permission()) : null,
            isRedrive ? new OriginStamp(elementBytesMax) : null,
            command.isDryRun(),
            whenOver);
    BulkOperation work =
        shard
            .messages()
            .begin(
                new BulkOrder(
                    id,
                    command.kind(),
                    command.groupId(),
                    command.perSecondMax(),
                    command.isDryRun(),
                    agent));
    if (work == null) {
      throw noGroup(command);
    }
    return new Operation(
        id,
        command,
        group.spec().name(),
        new BulkCommand.Target(source.kind(), source.name()),
        ports.clock().millis(),
        agent,
        work);
  }

  private @Nullable DestinationView target(BulkCommand command, GroupView group) {
    BulkCommand.Target to = command.to();
    if (to == null) {
      return null;
    }
    DestinationView target =
        shard
            .destination(to.kind(), to.name())
            .orElseThrow(
                () ->
                    notFound(
                        "there is no "
                            + (to.kind().isQueue() ? "queue " : "topic ")
                            + to.name()
                            + " to put messages into; create it first"));
    if (target.id() == group.spec().destinationId()) {
      throw new AdminException(
          AdminException.Reason.INVALID,
          to.name() + " is where the messages are; expected another destination");
    }
    return target;
  }

  private static AdminException noGroup(BulkCommand command) {
    return notFound("group " + command.groupId() + " is not there any more");
  }

  private static AdminException notFound(String text) {
    return new AdminException(AdminException.Reason.NOT_FOUND, text);
  }
}
