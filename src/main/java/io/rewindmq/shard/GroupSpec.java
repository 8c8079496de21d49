// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import io.rewindmq.delivery.GroupKind;
import org.jspecify.annotations.Nullable;

/**
 * A subscription on a topic, or the built-in group of a queue.
 *
 * @param name as shown to people: the queue's name, {@code clientId.subscription} or {@code
 *     subscription}
 * @param clientId scopes the subscription's name; null = none
 * @param subscription null for a queue's group and for a non-durable unshared subscription
 * @param selector null when everything is wanted; only kept here, evaluated by the consumer's
 *     filter
 * @param noLocal only kept here, evaluated by the consumer's filter
 */
public record GroupSpec(
    int destinationId,
    GroupKind kind,
    String name,
    @Nullable String clientId,
    @Nullable String subscription,
    @Nullable String selector,
    boolean noLocal) {
  public GroupSpec {
    boolean named = kind == GroupKind.QUEUE || kind == GroupKind.NON_DURABLE;
    if (!named && subscription == null) {
      throw new IllegalArgumentException(kind + " needs a subscription name");
    }
  }
}
