// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import io.rewindmq.delivery.ProducerId;
import io.rewindmq.delivery.Rejection;
import io.rewindmq.delivery.SettleReason;
import io.rewindmq.delivery.TransactionId;
import io.rewindmq.delivery.dedup.ProducerState;
import io.rewindmq.delivery.schedule.MessageFacts;
import io.rewindmq.delivery.transaction.StagedTransaction;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.OperationId;
import io.rewindmq.shard.entry.ElementScanner;
import io.rewindmq.shard.entry.ShardEvent;
import io.rewindmq.shard.state.DestinationState;
import io.rewindmq.shard.state.EventLog;
import io.rewindmq.shard.state.PartitionState;
import java.nio.ByteBuffer;
import java.util.List;

/** Takes messages: drops duplicates, appends or stages the rest. */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class Intake {
  private final ShardCore core;
  private final MessageFacts facts = new MessageFacts();

  Intake(ShardCore core) {
    this.core = core;
  }

  void send(
      ProducerId producer,
      int destinationId,
      int partition,
      long transaction,
      long firstSequence,
      int count,
      ByteBuffer elements,
      SendOutcome outcome) {
    long last = firstSequence + count - 1;
    DestinationState destination = core.state().destination(destinationId);
    if (core.isFailed()) {
      return; // it may have been taken before the fault: nobody can say that it was not
    }
    if (destination == null || partition < 0 || partition >= destination.partitions().size()) {
      outcome.rejected(
          firstSequence,
          last,
          Rejection.DESTINATION_NOT_FOUND,
          "no partition " + destinationId + "/" + partition);
      return;
    }
    ProducerState known = core.state().producers().get(producer);
    long seen = known == null ? 0 : known.lastSequence();
    if (known != null && firstSequence <= seen) {
      confirmAgain(known, outcome, firstSequence, Math.min(last, seen));
    }
    long firstNew = Math.max(firstSequence, seen + 1);
    if (firstNew > last) {
      return;
    }
    int position = elements.position();
    try {
      if (!isSound(elements, count, (int) (firstNew - firstSequence))) {
        outcome.rejected(
            firstNew, last, Rejection.MESSAGE_CORRUPT, "not " + count + " whole messages");
        return;
      }
      if (!core.log().hasRoomForMessages(elements.remaining())) {
        outcome.rejected(
            firstNew, last, Rejection.DISK_FULL, "no room for another journal segment");
        return;
      }
      if (known == null) {
        makeRoomForProducer();
      }
      PartitionState to = destination.partition(partition);
      if (transaction == 0) {
        append(to, producer, firstNew, last, elements, outcome);
      } else {
        stage(new TransactionId(producer, transaction), to, firstNew, elements, outcome);
      }
    } finally {
      elements.position(position);
    }
  }

  /** Skips the duplicates at the head, and looks at the rest. */
  private boolean isSound(ByteBuffer elements, int count, int duplicates) {
    if (duplicates == 0) {
      return ElementScanner.scan(elements, count, facts);
    }
    if (!ElementScanner.scan(elements, count, facts)) {
      return false;
    }
    elements.position(ElementScanner.skip(elements, elements.position(), duplicates));
    return ElementScanner.scan(elements, count - duplicates, facts);
  }

  private void append(
      PartitionState partition,
      ProducerId producer,
      long firstSequence,
      long last,
      ByteBuffer elements,
      SendOutcome outcome) {
    EventLog log = core.log();
    log.log(
        new ShardEvent.Appended(
            partition.key().destination(),
            partition.key().partition(),
            producer,
            last,
            lastCommitted(producer),
            partition.nextOffset(),
            core.now(),
            elements.remaining(),
            facts),
        elements);
    long end = log.end();
    core.visibility().add(end, partition, partition.nextOffset());
    if (facts.hasPersistent()) {
      log.force();
      core.outcomes().add(end, outcome, firstSequence, last);
      partition.tellAppended();
    } else {
      outcome.confirmed(firstSequence, last);
    }
  }

  private void stage(
      TransactionId id,
      PartitionState partition,
      long firstNew,
      ByteBuffer elements,
      SendOutcome outcome) {
    long last = firstNew + facts.count() - 1;
    StagedTransaction open = core.state().transactions().of(id.producer());
    if (open != null && open.id().number() != id.number()) {
      rollback(open.id());
      open = null;
    }
    boolean isFull =
        open == null
            ? core.state().transactions().size() >= core.options().objectsMax()
            : open.nextOrdinal() >= core.options().objectsMax();
    if (isFull) {
      outcome.rejected(
          firstNew,
          last,
          Rejection.LIMIT_REACHED,
          "no more than " + core.options().objectsMax() + " open transactions, or sends in one");
      return;
    }
    core.log().log(
        new ShardEvent.Staged(
            id,
            open == null ? 0 : open.nextOrdinal(),
            partition.key().destination(),
            partition.key().partition(),
            last,
            lastCommitted(id.producer()),
            core.now(),
            elements.remaining(),
            facts.copy()),
        elements);
    outcome.confirmed(firstNew, last);
  }

  /** Was seen before: confirmed as soon as what was seen then is durable. */
  private void confirmAgain(
      ProducerState known, SendOutcome outcome, long firstSequence, long last) {
    if (known.lastPosition() < core.journal().durablePosition()) {
      outcome.confirmed(firstSequence, last);
    } else {
      core.log().forceAll();
      core.outcomes().add(core.log().end(), outcome, firstSequence, last);
    }
  }

  private long lastCommitted(ProducerId producer) {
    ProducerState known = core.state().producers().get(producer);
    return known == null ? 0 : known.lastCommitted();
  }

  private void makeRoomForProducer() {
    ProducerState oldest = core.state().producers().oldest();
    if (oldest != null && core.state().producers().size() >= core.options().objectsMax()) {
      core.log().log(
          new ShardEvent.ProducersForgotten(
              OperationId.NONE, SettleReason.DROPPED, List.of(oldest.id())));
    }
  }

  /** Drops the producer's staged messages, if any. */
  void rollback(TransactionId id) {
    if (!core.isFailed() && core.state().transactions().get(id) != null) {
      core.log().log(
          new ShardEvent.RolledBack(
              new OperationId(id.producer().connectionId(), id.producer().number()), id));
    }
  }

  void rollbackOpen(ProducerId producer) {
    StagedTransaction open = core.state().transactions().of(producer);
    if (open != null) {
      rollback(open.id());
    }
  }

  void forget(ProducerId producer) {
    rollbackOpen(producer);
    if (!core.isFailed() && core.state().producers().get(producer) != null) {
      core.log().log(
          new ShardEvent.ProducersForgotten(
              new OperationId(producer.connectionId(), producer.number()),
              SettleReason.DELETED,
              List.of(producer)));
    }
  }
}
