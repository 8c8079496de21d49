// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import io.rewindmq.delivery.ProducerId;
import io.rewindmq.delivery.Rejection;
import io.rewindmq.delivery.SettleReason;
import io.rewindmq.delivery.TransactionId;
import io.rewindmq.delivery.dedup.ProducerState;
import io.rewindmq.delivery.schedule.MessageFacts;
import io.rewindmq.delivery.transaction.StagedRun;
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
import org.jspecify.annotations.Nullable;

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
      outcome.rejected(
          firstSequence, last, Rejection.UNAVAILABLE, "the shard has stopped after a fault");
      return;
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
    if (known != null && last <= seen) {
      confirmAgain(known, outcome, firstSequence, last);
      return;
    }
    int position = elements.position();
    try {
      int duplicates = (int) Math.max(0, seen - firstSequence + 1);
      if (!isSound(elements, count, duplicates)) {
        outcome.rejected(
            firstSequence, last, Rejection.MESSAGE_CORRUPT, "not " + count + " whole messages");
        return;
      }
      String misplaced =
          misplacedPart(producer, transaction, destination.partition(partition), elements);
      if (misplaced != null) {
        outcome.rejected(firstSequence, last, Rejection.MESSAGE_CORRUPT, misplaced);
        return;
      }
      if (!core.log().hasRoomForMessages(elements.remaining())) {
        outcome.rejected(
            firstSequence, last, Rejection.DISK_FULL, "no room for another journal segment");
        return;
      }
      if (known == null) {
        makeRoomForProducer();
      }
      if (transaction == 0) {
        append(destination.partition(partition), producer, firstSequence, last, elements, outcome);
      } else {
        stage(
            new TransactionId(producer, transaction),
            destination.partition(partition),
            firstSequence + duplicates,
            elements,
            outcome);
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

  /** Why a part of a large message can't come here; null if there is nothing to say. */
  private @Nullable String misplacedPart(
      ProducerId producer, long transaction, PartitionState partition, ByteBuffer elements) {
    if (transaction == 0) {
      return facts.beginsInside() || facts.endsInside()
          ? "parts of a message must be sent in a transaction"
          : null;
    }
    StagedTransaction open =
        core.state().transactions().get(new TransactionId(producer, transaction));
    StagedRun before = open == null ? null : open.lastRun();
    boolean isUnfinished = before != null && before.facts().endsInside();
    if (isUnfinished != facts.beginsInside()) {
      return isUnfinished
          ? "expected the next part of a message"
          : "got a part of a message without its beginning";
    }
    if (before == null || open == null || !isUnfinished) {
      return null;
    }
    if (!facts.continueMessage(before.facts().partsLeft())) {
      return "a message has another number of parts than its first part says";
    }
    if (before.destination() != partition.key().destination()
        || before.partition() != partition.key().partition()) {
      return "all parts of a message must go to the same partition";
    }
    long bytes = open.unfinishedBytes() + elements.remaining();
    return bytes <= core.options().messageBytesMax()
        ? null
        : "a message has more than " + core.options().messageBytesMax() + " bytes";
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

  /** Everything was seen before: confirmed as soon as what was seen then is durable. */
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
