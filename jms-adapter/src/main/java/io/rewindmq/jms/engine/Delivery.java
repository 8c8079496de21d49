// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.engine;

import io.rewindmq.protocol.message.MessageView;
import java.nio.ByteBuffer;

/**
 * One message as it arrived.
 *
 * @param brokerEpoch epoch of the broker that delivered it
 * @param arrivalIndex number of the message among all that arrived at the consumer, from 1
 * @param elementBytes what it counts against the credit
 */
public record Delivery(
    long brokerEpoch,
    int groupEpoch,
    int partition,
    long offset,
    int deliveryCount,
    int flags,
    long arrivalIndex,
    int elementBytes,
    ByteBuffer message) {
  /** When it expires, milliseconds since 1970; 0 = never. */
  public long expiration() {
    return new MessageView().at(message).expiration();
  }
}
