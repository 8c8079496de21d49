// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.catalog;

import java.util.List;

/** All definitions at one moment. */
public record CatalogContent(
    List<DestinationDefinition> destinations, List<SubscriptionDefinition> subscriptions) {
  public CatalogContent {
    destinations = List.copyOf(destinations);
    subscriptions = List.copyOf(subscriptions);
  }
}
