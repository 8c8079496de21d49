// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import io.rewindmq.shard.dispatch.DeliveryFilter;
import java.nio.ByteBuffer;

/** Says which messages a consumer wants. Belongs to one consumer. */
public interface MessageFilter extends DeliveryFilter {
  /**
   * Whether the consumer wants a message.
   *
   * @param messages not to be kept, moved or changed
   * @param messageAt where the message begins, behind its element's length and checksum
   * @param deliveryCount what JMSXDeliveryCount would show, from 1
   */
  @Override
  boolean accepts(ByteBuffer messages, int messageAt, int messageBytes, int deliveryCount);
}
