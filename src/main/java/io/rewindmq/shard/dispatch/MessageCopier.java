// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.dispatch;

import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.delivery.SettleReason;
import io.rewindmq.record.RunBytes;
import java.nio.ByteBuffer;

/**
 * Writes copies of messages that go to another queue. The shard itself does not know properties.
 */
@FunctionalInterface
public interface MessageCopier {
  /**
   * Where messages come from and why they go.
   *
   * @param group name of the group that did not want them
   * @param deliveries how often an application had them
   */
  record Origin(
      SettleReason reason,
      DestinationKind kind,
      String destination,
      String group,
      int partition,
      int deliveries) {}

  /**
   * Copies all messages of a run: the same bodies, headers and properties, with their origin added,
   * without delivery time and expiration.
   *
   * @param run good during the call
   * @return as many elements, good until the next call
   */
  ByteBuffer copy(RunBytes run, Origin origin);
}
