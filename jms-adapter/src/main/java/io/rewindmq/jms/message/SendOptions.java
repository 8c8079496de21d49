// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.message;

/**
 * What a producer says about all its messages.
 *
 * @param deliveryMode {@code DeliveryMode.PERSISTENT} or {@code NON_PERSISTENT}
 * @param priority 0 to 9
 * @param messageIdDisabled JMSMessageID shows null on both sides
 * @param timestampDisabled JMSTimestamp shows 0 on both sides
 */
public record SendOptions(
    int deliveryMode, int priority, boolean messageIdDisabled, boolean timestampDisabled) {}
