// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.operation;

import io.rewindmq.broker.AdminException;
import io.rewindmq.broker.BrokerOptions;
import io.rewindmq.broker.BrokerPorts;
import io.rewindmq.broker.definition.Operations;
import io.rewindmq.broker.message.BulkCommand;
import io.rewindmq.broker.message.OperationView;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.OperationId;
import io.rewindmq.shard.Shard;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Operations under way, and those that have ended lately. In memory only: after a restart there are
 * none, and what they had done stays.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class OperationDesk {
  /** That have ended and can still be looked at; the oldest go. */
  private static final int KEPT_MAX = 1000;

  private static final Logger LOG = LoggerFactory.getLogger(OperationDesk.class);

  /** How long who asked for a dry run waits for its end. */
  private static final long DRY_RUN_MILLIS = 5_000;

  private final OperationStarts starts;
  private final Operations ids;
  private final BrokerOptions.OperationLimits limits;
  private final BrokerPorts ports;

  /** The oldest first. */
  private final Map<String, Operation> operations = new LinkedHashMap<>();

  OperationDesk(Shard shard, Operations ids, BrokerOptions options, BrokerPorts ports) {
    this.starts = new OperationStarts(shard, ports, options.messageBytesMax());
    this.ids = ids;
    this.limits = options.operations();
    this.ports = ports;
  }

  /**
   * Begins.
   *
   * @throws AdminException what is asked for is not possible
   */
  void begin(BulkCommand command, CompletableFuture<OperationView> answer) {
    forgetOld();
    if (operations.values().stream().filter(one -> !one.isOver()).count() >= limits.runningMax()) {
      throw new AdminException(
          AdminException.Reason.BUSY,
          limits.runningMax()
              + " operations are under way, the most rewind.operations.running-max allows; try"
              + " again when one has ended");
    }
    OperationId id = ids.next();
    Operation begun = starts.start(id, command, () -> ended(id, answer));
    operations.put(begun.id(), begun);
    if (command.isDryRun()) {
      ports.loop().executeLater(DRY_RUN_MILLIS, () -> answer.complete(begun.view()));
    } else {
      LOG.info(
          "RWQ-0640 operation {} by {}: {} messages of {}",
          id,
          command.who().user(),
          command.kind(),
          begun.view().group());
      answer.complete(begun.view());
    }
  }

  private void ended(OperationId id, CompletableFuture<OperationView> answer) {
    Operation operation = operations.get(id.toString());
    if (operation == null) {
      return;
    }
    operation.ended(ports.clock().millis());
    OperationView view = operation.view();
    answer.complete(view);
    if (!view.command().isDryRun()) {
      LOG.info(
          "RWQ-0641 operation {} ended: {}, {} messages{}",
          id,
          view.progress().status(),
          view.progress().done(),
          view.progress().cause() == null ? "" : ", " + view.progress().cause());
    }
  }

  /** The newest first. */
  List<OperationView> all() {
    forgetOld();
    return operations.values().stream().map(Operation::view).toList().reversed();
  }

  Optional<OperationView> find(String id) {
    forgetOld();
    return Optional.ofNullable(operations.get(id)).map(Operation::view);
  }

  Optional<OperationView> cancel(String id) {
    Operation operation = operations.get(id);
    if (operation != null) {
      operation.cancel();
    }
    return find(id);
  }

  private void forgetOld() {
    long oldest = ports.clock().millis() - limits.keptMillis();
    int ended = (int) operations.values().stream().filter(Operation::isOver).count();
    Iterator<Operation> all = operations.values().iterator();
    while (all.hasNext()) {
      Operation next = all.next();
      if (next.isOver() && (next.endedMillis() < oldest || ended > KEPT_MAX)) {
        all.remove();
        ended--;
      }
    }
  }
}
