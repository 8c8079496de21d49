// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import io.rewindmq.record.OperationId;
import org.jspecify.annotations.Nullable;

/**
 * One open consumer or browser of one group. {@code SHARD_LOOP} only.
 *
 * <p>Messages are delivered while both credits are above 0 and are in flight then, until they are
 * acknowledged, released, or the consumer's connection is lost. The <em>arrival index</em> counts
 * the messages given to the sink since the consumer was opened, from 1, and is never reset. Ranges
 * are arrays of pairs: first offset, last offset inclusive. A browser has no flights: acknowledging
 * and releasing have no effect on it.
 */
public interface ShardConsumer {
  /**
   * How a consumer is at a moment. Parts of large messages count as messages.
   *
   * @param groupId of the group that it reads or browses
   * @param credit how many more messages it wants
   * @param creditBytes how many more bytes it wants
   * @param inFlight messages that it was given, not settled and not given back
   * @param handedOver of all that it was given, the application is known to have had so many
   * @param settled messages that were settled through it
   */
  record View(
      int groupId, int credit, int creditBytes, long inFlight, long handedOver, long settled) {}

  /** How it is now; walks over what it holds. */
  View view();

  /** The group's epoch now. */
  int groupEpoch();

  /** The operation of the last rewind if messages of it are still to come, else null. */
  @Nullable OperationId replay();

  /**
   * Adds to both credits.
   *
   * @param groupEpoch ignored unless it is the group's epoch now
   * @param bytes the credit in bytes may end below 0 by one message
   */
  void addCredit(int groupEpoch, int messages, int bytes);

  /** The sink is ready again. */
  void resume();

  /**
   * Runs a task once every message that was in the destination when this was called, and that the
   * consumer's credit allows, has been given to the sink. Runs it too when the consumer is closed.
   */
  void drain(Runnable drained);

  /**
   * Notes that messages up to this arrival index are (about to be) in the application's hands.
   *
   * @param arrivalIndex inclusive; a lower one than before has no effect
   */
  void handedOver(long arrivalIndex);

  /**
   * Settles what the ranges hold of messages in flight with this consumer, and of messages in
   * flight with nobody (delivered before a lost connection or a restart).
   *
   * @param groupEpoch nothing happens unless it is the group's epoch now
   * @param brokerEpoch {@link Shard#epoch()} under which they were delivered; of an older one, only
   *     offsets count that existed when the present epoch began
   * @param durable completed once what was settled is durable, at once if nothing was; null =
   *     nobody waits, and nothing is forced for it
   */
  void acknowledge(
      int groupEpoch,
      long brokerEpoch,
      int partition,
      long[] ranges,
      @Nullable Completion<@Nullable Void> durable);

  /** Whether any message is in flight with this consumer. */
  boolean isHolding();

  /**
   * Gives back what the ranges hold of messages in flight with this consumer; they go to the head,
   * in offset order.
   *
   * @param counted whether it was an attempt: raises the delivery count
   */
  void release(int groupEpoch, int partition, long[] ranges, boolean counted);

  /**
   * Gives back everything in flight: arrival indexes up to the given one as attempts, the rest
   * uncounted. The index is exact: what {@link #handedOver} noted ahead is corrected. Credit is 0
   * then. For rollback and recover.
   */
  void releaseAll(long handedOver);

  /**
   * Nothing more is delivered. Flights with a higher arrival index than the given one go back
   * uncounted; the rest stay in flight until acknowledged, released, or {@link #end}. Idempotent.
   */
  void close(long handedOver);

  /**
   * The consumer's session is over or its connection lost: closes, and gives back everything still
   * in flight as {@link #releaseAll} does with what {@link #handedOver} noted. The last act.
   * Idempotent.
   */
  void end();
}
