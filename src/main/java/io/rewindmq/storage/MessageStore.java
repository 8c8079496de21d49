// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.storage;

import io.rewindmq.log.NeededOffsets;
import io.rewindmq.log.RetentionOptions;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.PartitionKey;
import io.rewindmq.record.Run;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * What a shard has stored, in journal segments and in partition logs.
 *
 * <p><b>Threads.</b> Called on {@code SHARD_LOOP}; never waits for the disk, except in {@link
 * #restore}. Answers come on {@code SHARD_LOOP}, in a later task. <b>Order.</b> Changes of one
 * partition happen in the order they were asked for. Fetches see everything reported before they
 * were asked for, and perhaps more. <b>Failure.</b> Goes to the {@link StoreListener}; a fetch
 * hears of damage itself.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public interface MessageStore {
  /**
   * Opens the partition logs. Once, at start, before everything else; waits for the disk.
   *
   * <p>What a log holds at or above its end was never reported and is cut off. Logs of partitions
   * not named are deleted: their destination is gone, or nothing of them was ever reported.
   *
   * @param ends for each partition the highest end that {@link #materialize} has reported and the
   *     journal remembers, exclusive. A partition without files holds nothing
   * @throws io.rewindmq.platform.fault.CorruptDataException a log ends below its end, or is damaged
   *     there; no file of it was changed
   */
  void restore(Map<PartitionKey, Long> ends);

  /**
   * Reads runs from the journal's files. Nothing of them may be freed before the answer.
   *
   * @param runs in offset order, written
   */
  void fetchJournal(PartitionKey partition, List<Run> runs, FetchSink sink);

  /**
   * Reads whole runs from the partition's log, beginning with the one that holds {@code fromOffset}
   * or else the next one above.
   *
   * @param bytesMax at most so many bytes of elements, but always one run
   */
  void fetchLog(PartitionKey partition, long fromOffset, int bytesMax, FetchSink sink);

  /**
   * Finds the first offset in the partition's log whose run was appended at that time or later; the
   * log's end if there is none. If the log is damaged where the answer is, the listener hears of it
   * and the answer is the lowest offset that it may be.
   */
  void offsetAt(PartitionKey partition, long millis, LongConsumer done);

  /**
   * Copies runs from the journal to their partitions' logs and forces these. Every message's
   * checksum is verified on the way. Nothing of the runs may be freed before the answer.
   *
   * @param runs for each partition in offset order; gaps are allowed. What is below its log's end
   *     is there already and skipped. A {@linkplain Run#dropped() dropped} run raises the end and
   *     stores nothing
   * @param done takes for each partition that was done its log's new end, exclusive. Partitions
   *     with a fault are missing; nothing of theirs changed, and the listener has heard of them
   *     before. The journal must remember these ends, and no higher ones, for {@link #restore}
   */
  void materialize(Map<PartitionKey, List<Run>> runs, Consumer<Map<PartitionKey, Long>> done);

  /**
   * Gives up history that is too old, or too much.
   *
   * @param needed nothing of it is given up
   * @param nowMillis since 1970
   */
  void applyRetention(
      PartitionKey partition, NeededOffsets needed, RetentionOptions retention, long nowMillis);

  /**
   * The disk is full: gives up about half of the partition's history, and tells the listener.
   *
   * @param needed nothing of it is given up
   * @param done takes the bytes that became free, if any did
   */
  void makeRoom(PartitionKey partition, NeededOffsets needed, LongConsumer done);

  /** The disk is full: so much of what would have become history is not moved to its log. */
  void giveUp(PartitionKey partition, long bytes);

  /** Whether the last change of a log found no room. */
  boolean isDiskFull();

  /** Deletes the partition's log. Fetches under way may still find it. */
  void dropPartition(PartitionKey partition);

  /** The lowest offset that may be in the partition's log; its end if it holds nothing. */
  long logStart(PartitionKey partition);

  /** Exclusive; 0 if the log has no file. */
  long logEnd(PartitionKey partition);

  /** Size of the partition's log files. */
  long logBytes(PartitionKey partition);

  /** About how much of that is of messages at or above an offset. */
  long logBytesFrom(PartitionKey partition, long offset);
}
