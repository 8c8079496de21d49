// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.dispatch;

import io.rewindmq.record.OperationId;
import io.rewindmq.record.RunBytes;

/** Takes deliveries. See {@code ConsumerSink}, which is what the outside calls it. */
public interface DeliveryTarget {
  boolean isReady();

  void deliver(int groupEpoch, int partition, RunBytes run, int deliveryCount, int flags);

  void reset(int groupEpoch, OperationId operation);

  void deleted();
}
