// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import io.rewindmq.record.OperationId;
import io.rewindmq.record.RunBytes;
import io.rewindmq.shard.dispatch.DeliveryTarget;

/** Takes the deliveries of one consumer, on {@code SHARD_LOOP}. Must not call the shard back. */
public interface ConsumerSink extends DeliveryTarget {
  /** The message may have been delivered before. */
  int REDELIVERED = 1;

  /** The message comes again because of a rewind. */
  int REPLAYED = 2;

  /**
   * Whether deliveries may come now. Asked before each one; after a no, say {@link
   * ShardConsumer#resume()} once it is a yes again.
   */
  @Override
  boolean isReady();

  /**
   * One run of messages with contiguous offsets. Within a group, a partition and a priority runs
   * come in offset order.
   *
   * @param run its buffer is good until this returns
   * @param deliveryCount what JMSXDeliveryCount shows, from 1; at least 2 with {@link #REDELIVERED}
   * @param flags {@link #REDELIVERED}, {@link #REPLAYED}, and 4 for the first of a message group
   */
  @Override
  void deliver(int groupEpoch, int partition, RunBytes run, int deliveryCount, int flags);

  /**
   * The group was rewound: nothing is in flight any more, credit is 0, acknowledgements of older
   * group epochs have no effect. Nothing is delivered until credit of the new epoch is granted.
   */
  @Override
  void reset(int groupEpoch, OperationId operation);

  /**
   * The destination was deleted under the consumer, and that is durable. Nothing more comes, and
   * what is done with the consumer has no effect.
   */
  @Override
  void deleted();
}
