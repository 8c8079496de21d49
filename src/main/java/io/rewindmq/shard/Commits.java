// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import io.rewindmq.delivery.Rejection;
import io.rewindmq.delivery.SettleReason;
import io.rewindmq.delivery.TransactionId;
import io.rewindmq.delivery.dedup.ProducerState;
import io.rewindmq.delivery.transaction.StagedRun;
import io.rewindmq.delivery.transaction.StagedTransaction;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.OperationId;
import io.rewindmq.shard.dispatch.GroupConsumer;
import io.rewindmq.shard.entry.ShardEvent;
import io.rewindmq.shard.state.DestinationState;
import io.rewindmq.shard.state.PartitionState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Commits transactions, and knows which were. */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class Commits {
  private final ShardCore core;

  Commits(ShardCore core) {
    this.core = core;
  }

  void commit(
      TransactionId id,
      long brokerEpoch,
      List<Settlement> settlements,
      Completion<@Nullable Void> completion) {
    if (core.rejectedAsFailed(completion)) {
      return;
    }
    if (isCommitted(id)) {
      core.completeWhenDurable(completion, null);
      return;
    }
    if (brokerEpoch != core.state().facts().epoch()) {
      completion.rejected(
          Rejection.TRANSACTION_ROLLED_BACK,
          "begun in epoch " + brokerEpoch + ", now it is " + core.state().facts().epoch());
      return;
    }
    if (isUnfinished(id)) {
      core.log().log(new ShardEvent.RolledBack(operation(id), id));
      completion.rejected(
          Rejection.TRANSACTION_ROLLED_BACK, "the last part of a message is missing");
      return;
    }
    if (!core.log().hasRoomForEssential()) {
      completion.rejected(Rejection.DISK_FULL, "no room for another journal segment");
      return;
    }
    List<ShardEvent.Settled> journalled = new ArrayList<>();
    List<Runnable> inMemory = new ArrayList<>(0);
    settlements.forEach(settlement -> prepare(settlement, journalled, inMemory));
    Map<PartitionState, Long> ends = new LinkedHashMap<>();
    List<ShardEvent.CommittedRun> runs = runsOf(id, ends);
    boolean isEmpty = runs.isEmpty() && journalled.isEmpty();
    core.log().log(
        new ShardEvent.Committed(
            operation(id),
            id,
            core.state().producers().lastSequence(id.producer()),
            core.now(),
            runs,
            journalled));
    inMemory.forEach(Runnable::run);
    long end = core.log().end();
    ends.forEach((partition, offset) -> core.visibility().add(end, partition, offset));
    if (isEmpty) {
      completion.completed(null);
      return;
    }
    core.log().force();
    core.outcomes().add(end, () -> completion.completed(null));
    ends.keySet().forEach(PartitionState::tellAppended);
  }

  private boolean isUnfinished(TransactionId id) {
    StagedTransaction staged = core.state().transactions().get(id);
    StagedRun last = staged == null ? null : staged.lastRun();
    return last != null && last.facts().endsInside();
  }

  private static OperationId operation(TransactionId id) {
    return new OperationId(id.producer().connectionId(), id.producer().number());
  }

  private static void prepare(
      Settlement settlement, List<ShardEvent.Settled> journalled, List<Runnable> inMemory) {
    if (!(settlement.consumer() instanceof OpenConsumer open)) {
      return; // a browser holds nothing
    }
    GroupConsumer consumer = open.consumer();
    ShardEvent.Settled settled =
        consumer.honoured(
            settlement.groupEpoch(),
            open.brokerEpoch(),
            settlement.partition(),
            settlement.ranges(),
            SettleReason.COMMITTED);
    if (settled == null) {
      return;
    }
    open.countSettled(settled);
    if (consumer.group().state().isVolatile()) {
      inMemory.add(() -> consumer.settleVolatile(settled));
    } else {
      journalled.add(settled);
    }
  }

  /** The staged messages with the offsets they get; destinations deleted meanwhile are left out. */
  private List<ShardEvent.CommittedRun> runsOf(TransactionId id, Map<PartitionState, Long> ends) {
    StagedTransaction staged = core.state().transactions().get(id);
    if (staged == null) {
      return List.of();
    }
    List<ShardEvent.CommittedRun> runs = new ArrayList<>();
    for (StagedRun run : staged.runs()) {
      DestinationState destination = core.state().destination(run.destination());
      if (destination != null) {
        PartitionState partition = destination.partition(run.partition());
        long base = ends.getOrDefault(partition, partition.nextOffset());
        ends.put(partition, base + run.count());
        runs.add(ShardEvent.CommittedRun.of(run, base));
      }
    }
    return runs;
  }

  void queryOutcome(TransactionId id, Completion<Boolean> completion) {
    if (core.rejectedAsFailed(completion)) {
      return;
    }
    if (isCommitted(id)) {
      core.completeWhenDurable(completion, true);
    } else {
      completion.completed(false);
    }
  }

  private boolean isCommitted(TransactionId id) {
    ProducerState producer = core.state().producers().get(id.producer());
    return producer != null && producer.lastCommitted() == id.number();
  }
}
