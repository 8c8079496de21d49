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
import org.jspecify.annotations.Nullable;

/** Takes messages: drops duplicates, appends or stages the rest. */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class Intake {
  private final ShardCore core;
  private final MessageFacts facts = new MessageFacts();

  Intake(ShardCore core) {
    this.core = core;
  }

  boolean mustWait(int destinationId) {
    DestinationState destination = core.state().destination(destinationId);
    return destination != null && core.quotas().mustWait(destination);
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
    Batch batch =
        new Batch(
            producer,
            destination,
            destination.partition(partition),
            transaction,
            elements,
            outcome);
    int position = elements.position();
    int limit = elements.limit();
    try {
      takeNew(batch, firstSequence, last);
    } finally {
      elements.limit(limit).position(position);
    }
  }

  /** What one call of {@link #send} brought. */
  private record Batch(
      ProducerId producer,
      DestinationState destination,
      PartitionState partition,
      long transaction,
      ByteBuffer elements,
      SendOutcome outcome) {}

  /**
   * Takes each stretch of messages that were not taken before. The rule is one stretch; there are
   * more when a producer repeats what it has no answer for.
   */
  private void takeNew(Batch batch, long firstSequence, long last) {
    int end = batch.elements().limit();
    long at = firstSequence;
    while (at <= last) {
      ProducerState known = core.state().producers().get(batch.producer());
      if (known != null && at < known.gaps().floor()) {
        batch
            .outcome()
            .rejected(
                at,
                last,
                Rejection.LIMIT_REACHED,
                "too many sends were rejected since to know whether " + at + " was stored");
        return;
      }
      long missing = known == null ? at : Math.min(last + 1, known.nextMissing(at));
      if (known != null && missing > at) {
        confirmAgain(known, batch.outcome(), at, missing - 1);
        skip(batch.elements(), missing - at);
        at = missing;
        continue;
      }
      long lastMissing = known == null ? last : known.lastMissing(at, last);
      if (lastMissing < last) {
        batch.elements().limit(indexAfter(batch.elements(), lastMissing - at + 1));
      }
      take(batch, known, at, lastMissing);
      batch.elements().position(batch.elements().limit()).limit(end);
      at = lastMissing + 1;
    }
  }

  private void skip(ByteBuffer elements, long count) {
    elements.position(indexAfter(elements, count));
  }

  /** Where the element begins that comes so many after the first; the limit if there are less. */
  private static int indexAfter(ByteBuffer elements, long count) {
    int at = elements.position();
    for (long i = 0; i < count && elements.limit() - at >= Integer.BYTES; i++) {
      int bytes = ElementScanner.bytesAt(elements, at);
      if (bytes <= 0 || bytes > elements.limit() - at) {
        break; // found out when the rest is looked at
      }
      at += bytes;
    }
    return at;
  }

  private void take(Batch batch, @Nullable ProducerState known, long first, long last) {
    ByteBuffer elements = batch.elements();
    int count = (int) (last - first + 1);
    if (!ElementScanner.scan(elements, count, facts)) {
      batch
          .outcome()
          .rejected(first, last, Rejection.MESSAGE_CORRUPT, "not " + count + " whole messages");
      return;
    }
    String misplaced = misplaced(batch);
    if (misplaced != null) {
      batch.outcome().rejected(first, last, Rejection.MESSAGE_CORRUPT, misplaced);
      return;
    }
    if (!core.log().hasRoomForMessages(elements.remaining())) {
      batch
          .outcome()
          .rejected(first, last, Rejection.DISK_FULL, "no room for another journal segment");
      return;
    }
    if (core.quotas().isRefused(batch.destination())) {
      batch
          .outcome()
          .rejected(first, last, Rejection.LIMIT_REACHED, Views.fullText(batch.destination()));
      return;
    }
    if (known == null) {
      makeRoomForProducer();
    }
    if (batch.transaction() == 0) {
      noteGap(batch.producer(), known, first);
      append(batch, first, last);
    } else {
      stage(batch, known, first, last);
    }
  }

  /**
   * Sequences were passed over, for they had been rejected: that is journalled before a higher one
   * is taken, so that they do not look like duplicates when they are repeated.
   */
  private void noteGap(ProducerId producer, @Nullable ProducerState known, long first) {
    long next = known == null ? 1 : known.lastSequence() + 1;
    if (first > next) {
      core.log().log(
          new ShardEvent.ProducerSnapshot(
              List.of(ShardEvent.ProducerPicture.withGap(producer, known, next, first - 1))));
    }
  }

  private @Nullable String misplaced(Batch batch) {
    boolean isTransacted = batch.transaction() != 0;
    return StagedTransaction.misplaced(
        facts,
        isTransacted,
        isTransacted
            ? core.state()
                .transactions()
                .get(new TransactionId(batch.producer(), batch.transaction()))
            : null,
        batch.partition().key().destination(),
        batch.partition().key().partition(),
        batch.elements().remaining(),
        core.options().messageBytesMax());
  }

  private void append(Batch batch, long firstSequence, long last) {
    PartitionState partition = batch.partition();
    SendOutcome outcome = batch.outcome();
    ByteBuffer elements = batch.elements();
    EventLog log = core.log();
    log.log(
        new ShardEvent.Appended(
            partition.key().destination(),
            partition.key().partition(),
            batch.producer(),
            last,
            lastCommitted(batch.producer()),
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
    } else {
      outcome.confirmed(firstSequence, last);
    }
    partition.tellAppended();
    core.quotas().appended(batch.destination());
  }

  private void stage(Batch batch, @Nullable ProducerState known, long firstNew, long last) {
    TransactionId id = new TransactionId(batch.producer(), batch.transaction());
    PartitionState partition = batch.partition();
    SendOutcome outcome = batch.outcome();
    ByteBuffer elements = batch.elements();
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
    noteGap(batch.producer(), known, firstNew);
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
