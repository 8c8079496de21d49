// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.move;

import io.rewindmq.record.RunBytes;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the messages of an order and says where they go; the shard itself knows neither
 * properties nor selectors. Called on {@code SHARD_LOOP}.
 */
public interface BulkAgent {
  /** The lowest offset from the given one that may be wanted; {@link Long#MAX_VALUE} = none. */
  long nextWanted(int partition, long offset);

  /** How many messages are looked at, at most; -1 = all that are pending. */
  long wantedAtMost();

  /**
   * Whether it is about this message.
   *
   * @param elements holds its element (of a large message, that of the first part) at the position;
   *     not to be kept
   * @param deliveryCount what JMSXDeliveryCount would show, from 1
   */
  boolean wants(int partition, long offset, ByteBuffer elements, int deliveryCount);

  /** Where it goes. Not asked when messages are deleted. */
  BulkTarget target(int partition, ByteBuffer elements);

  /**
   * The message as it is put there.
   *
   * @param run one message, or parts of a large one
   * @return as many elements, good until the next call; may be the run's own
   */
  ByteBuffer copy(RunBytes run);

  /** The message is done, or would be in a dry run. */
  void took(int partition, long offset, ByteBuffer elements);

  /**
   * It has ended, and what it did is durable.
   *
   * @param cause of a failure, else null
   */
  void over(BulkStatus status, @Nullable String cause);
}
