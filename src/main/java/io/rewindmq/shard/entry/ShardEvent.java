// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.entry;

import io.rewindmq.delivery.ProducerId;
import io.rewindmq.delivery.SettleReason;
import io.rewindmq.delivery.TransactionId;
import io.rewindmq.delivery.dedup.ProducerState;
import io.rewindmq.delivery.dedup.SequenceGaps;
import io.rewindmq.delivery.schedule.MessageFacts;
import io.rewindmq.delivery.transaction.StagedRun;
import io.rewindmq.delivery.transaction.StagedTransaction;
import io.rewindmq.record.OperationId;
import io.rewindmq.shard.entry.PartitionPicture.Row;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One change of a shard, as it is journalled and applied. Ranges are pairs of first and last
 * offset, both inclusive, ascending. Times are milliseconds since 1970.
 */
public sealed interface ShardEvent {
  /** A start of the broker: closes everything that was open. */
  record EpochStarted(long epoch, long millis) implements ShardEvent {}

  /** A destination, for a queue with its built-in group (else 0). */
  record DestinationCreated(
      OperationId operation, int id, int queueGroupId, DestinationFields fields)
      implements ShardEvent {}

  /** Other settings; kind, name and partitions are as they were. */
  record DestinationChanged(OperationId operation, int id, DestinationFields fields)
      implements ShardEvent {}

  record DestinationDeleted(OperationId operation, SettleReason reason, int id)
      implements ShardEvent {}

  /** A durable subscription that starts at the end of the log. */
  record GroupCreated(OperationId operation, int id, GroupFields fields) implements ShardEvent {}

  /**
   * A durable subscription that starts in the past.
   *
   * @param targets by partition: the first offset to be delivered
   * @param ends by partition: the log's end at that time
   */
  record GroupStarted(
      OperationId operation, int id, GroupFields fields, LongList targets, LongList ends)
      implements ShardEvent {}

  record GroupDeleted(OperationId operation, SettleReason reason, int id, int groupEpoch)
      implements ShardEvent {}

  /**
   * Messages got offsets.
   *
   * @param lastSequence of the last message
   * @param lastCommitted the producer's last committed transaction, 0 = none
   * @param facts of the messages
   */
  record Appended(
      int destination,
      int partition,
      ProducerId producer,
      long lastSequence,
      long lastCommitted,
      long baseOffset,
      long millis,
      int bytes,
      MessageFacts facts)
      implements ShardEvent {}

  /**
   * Messages of a transaction; with an ordinal already known, a copy further on in the journal.
   *
   * @param lastSequence of the last message; 0 for a copy, which says nothing about its producer
   * @param lastCommitted the producer's last committed transaction, 0 = none
   */
  record Staged(
      TransactionId transaction,
      int ordinal,
      int destination,
      int partition,
      long lastSequence,
      long lastCommitted,
      long millis,
      int bytes,
      MessageFacts facts)
      implements ShardEvent {}

  /**
   * The transaction's messages got offsets, and what it consumed is settled.
   *
   * @param lastSequence the producer's highest so far, 0 = none
   */
  record Committed(
      OperationId operation,
      TransactionId transaction,
      long lastSequence,
      long millis,
      List<CommittedRun> runs,
      List<Settled> settlements)
      implements ShardEvent {}

  record RolledBack(OperationId operation, TransactionId transaction) implements ShardEvent {}

  record Settled(
      OperationId operation,
      SettleReason reason,
      int group,
      int groupEpoch,
      int partition,
      LongList ranges)
      implements ShardEvent {}

  /**
   * Copies of messages got offsets in another destination, and the messages are settled.
   *
   * @param settled its group is 0 if the messages' group lives in memory only
   * @param facts of the copies
   */
  record Moved(
      Settled settled,
      int destination,
      int partition,
      long baseOffset,
      long millis,
      int bytes,
      MessageFacts facts)
      implements ShardEvent {}

  /** Given back by an application that had them. */
  record Released(
      OperationId operation,
      SettleReason reason,
      int group,
      int groupEpoch,
      int partition,
      LongList ranges)
      implements ShardEvent {}

  record MarkAdvanced(int group, int groupEpoch, int partition, long mark) implements ShardEvent {}

  /**
   * A rewind.
   *
   * @param groupEpoch the new one
   * @param targets by partition: the first offset to be delivered
   * @param ends by partition: the log's end at that time
   */
  record CursorMoved(
      OperationId operation,
      SettleReason reason,
      int group,
      int groupEpoch,
      LongList targets,
      LongList ends)
      implements ShardEvent {}

  /** Messages below the end are in the partition's log, or not kept. */
  record Materialized(int destination, int partition, long end) implements ShardEvent {}

  /** Their sequences are not remembered any more. */
  record ProducersForgotten(OperationId operation, SettleReason reason, List<ProducerId> producers)
      implements ShardEvent {}

  /** What belongs to no object. */
  record ShardSnapshot(long epoch, int nextDestinationId, int nextGroupId) implements ShardEvent {}

  record DestinationSnapshot(
      int id, int queueGroupId, DestinationFields fields, List<PartitionPicture> partitions)
      implements ShardEvent {}

  /** More of the picture of a partition: special messages that follow those told of before. */
  record PartitionPart(int destination, int partition, LongList nonPersistent, List<Row> rows)
      implements ShardEvent {
    public PartitionPart {
      rows = List.copyOf(rows);
    }
  }

  /** More of the picture of a cursor. */
  record CursorPart(int group, int partition, LongList settled, LongList attempts)
      implements ShardEvent {}

  /**
   * A group with its cursors.
   *
   * @param replay operation of the last rewind, null = none
   */
  record GroupSnapshot(
      int id,
      int groupEpoch,
      @Nullable OperationId replay,
      GroupFields fields,
      List<CursorPicture> cursors)
      implements ShardEvent {}

  record ProducerSnapshot(List<ProducerPicture> producers) implements ShardEvent {}

  /**
   * Everything durable of a producer; 0 = none.
   *
   * @param gapFloor exclusive: below it nobody knows which sequences were taken
   * @param gaps pairs of first and last sequence that were not taken, inclusive, ascending
   */
  record ProducerPicture(
      ProducerId id,
      long lastSequence,
      long lastCommitted,
      long lastMillis,
      long gapFloor,
      LongList gaps) {
    public static ProducerPicture of(ProducerState state) {
      return new ProducerPicture(
          state.id(),
          state.lastSequence(),
          state.lastCommitted(),
          state.lastMillis(),
          state.gaps().floor(),
          LongList.of(state.gaps().ranges()));
    }

    /** The picture after sequences were passed over; both bounds inclusive. */
    public static ProducerPicture withGap(
        ProducerId id, @Nullable ProducerState state, long first, long last) {
      SequenceGaps gaps = new SequenceGaps();
      if (state != null) {
        gaps.load(state.gaps().floor(), state.gaps().ranges());
      }
      gaps.add(first, last);
      return new ProducerPicture(
          id,
          last,
          state == null ? 0 : state.lastCommitted(),
          state == null ? 0 : state.lastMillis(),
          gaps.floor(),
          LongList.of(gaps.ranges()));
    }
  }

  /**
   * Messages of one staged entry that got offsets.
   *
   * @param position of the first element in the journal
   */
  record CommittedRun(
      int destination,
      int partition,
      long baseOffset,
      long position,
      int bytes,
      MessageFacts facts) {
    /** What was staged, with the offset it gets. */
    public static CommittedRun of(StagedRun run, long baseOffset) {
      return new CommittedRun(
          run.destination(), run.partition(), baseOffset, run.position(), run.bytes(), run.facts());
    }

    /** All of a transaction that has one destination. */
    public static List<CommittedRun> sequence(StagedTransaction staged, long baseOffset) {
      List<CommittedRun> runs = new ArrayList<>();
      long base = baseOffset;
      for (StagedRun run : staged.runs()) {
        runs.add(of(run, base));
        base += run.count();
      }
      return runs;
    }
  }
}
