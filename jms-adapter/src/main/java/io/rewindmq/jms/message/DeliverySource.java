// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.message;

import jakarta.jms.Destination;
import org.jspecify.annotations.Nullable;

/**
 * What all messages of one consumer have in common.
 *
 * @param destination shown as JMSDestination
 * @param acknowledgeTarget null: {@code acknowledge()} does nothing, as for a browser
 * @param deserializer reads bodies of object messages
 */
public record DeliverySource(
    Destination destination,
    @Nullable AcknowledgeTarget acknowledgeTarget,
    ObjectDeserializer deserializer) {}
