// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.message;

import io.rewindmq.protocol.ProducerId;
import io.rewindmq.protocol.message.MessageIds;
import jakarta.jms.Destination;
import org.jspecify.annotations.Nullable;

/**
 * What the sending session adds to one message. Times are milliseconds since 1970.
 *
 * @param destination shown as JMSDestination of the sender's object
 * @param clientId the connection's client id, null when it has none
 * @param sequence number of the message within the producer, from 1
 * @param timestamp when the message was handed over to be sent
 * @param expiration 0 = never
 * @param deliveryTime 0 = at once; JMSDeliveryTime then shows the timestamp
 */
public record SendAttributes(
    Destination destination,
    SendOptions options,
    ProducerId producer,
    long sequence,
    @Nullable String clientId,
    long timestamp,
    long expiration,
    long deliveryTime) {
  /** The same for the message under another number. */
  public SendAttributes withSequence(long other) {
    return new SendAttributes(
        destination, options, producer, other, clientId, timestamp, expiration, deliveryTime);
  }

  @Nullable String shownMessageId() {
    return options.messageIdDisabled()
        ? null
        : MessageIds.text(producer.connectionId(), producer.number(), sequence);
  }

  long shownTimestamp() {
    return options.timestampDisabled() ? 0 : timestamp;
  }

  long shownDeliveryTime() {
    return deliveryTime == 0 ? timestamp : deliveryTime;
  }
}
