// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.operation;

import io.rewindmq.broker.message.BulkCommand;
import io.rewindmq.broker.message.OperationView;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.OperationId;
import io.rewindmq.shard.move.BulkOperation;

/** One operation, under way or ended. */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class Operation {
  private final OperationId id;
  private final BulkCommand command;
  private final String group;
  private final BulkCommand.Target source;
  private final long begunMillis;
  private final CommandAgent agent;
  private final BulkOperation work;
  private long endedMillis;

  Operation(
      OperationId id,
      BulkCommand command,
      String group,
      BulkCommand.Target source,
      long begunMillis,
      CommandAgent agent,
      BulkOperation work) {
    this.id = id;
    this.command = command;
    this.group = group;
    this.source = source;
    this.begunMillis = begunMillis;
    this.agent = agent;
    this.work = work;
  }

  String id() {
    return id.toString();
  }

  boolean isOver() {
    return endedMillis != 0;
  }

  long endedMillis() {
    return endedMillis;
  }

  void ended(long millis) {
    endedMillis = Math.max(1, millis);
  }

  void cancel() {
    work.cancel();
  }

  OperationView view() {
    return new OperationView(
        id(), command, group, source, begunMillis, endedMillis, work.progress(), agent.samples());
  }
}
