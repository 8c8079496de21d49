// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.catalog;

import org.jspecify.annotations.Nullable;

/**
 * A durable subscription.
 *
 * @param clientId null for a shared one made without a client id
 * @param name unique within the client id, over shared and unshared ones
 * @param topic name of the topic
 * @param selector null when everything is wanted
 */
public record SubscriptionDefinition(
    @Nullable String clientId,
    String name,
    String topic,
    @Nullable String selector,
    boolean noLocal,
    boolean shared) {
  public SubscriptionDefinition {
    if (name.isEmpty() || topic.isEmpty()) {
      throw new IllegalArgumentException("a subscription needs a name and a topic");
    }
  }
}
