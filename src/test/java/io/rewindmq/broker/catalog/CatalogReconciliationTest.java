// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.catalog;

import static io.rewindmq.broker.catalog.DestinationDefinition.Kind.QUEUE;
import static io.rewindmq.broker.catalog.DestinationDefinition.Kind.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.testkit.InMemoryCatalog;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogReconciliationTest {
  private final InMemoryCatalog catalog = new InMemoryCatalog();

  @Test
  void removesRowsWithoutAnObjectAndAddsMissingOnes() {
    catalog.createDestination(new DestinationDefinition(QUEUE, "stays", 1));
    catalog.createDestination(new DestinationDefinition(QUEUE, "orphan", 1));
    catalog.createDestination(new DestinationDefinition(TOPIC, "changed", 1));
    catalog.createSubscription(
        new SubscriptionDefinition("c", "orphan", "changed", null, false, false));
    catalog.createSubscription(
        new SubscriptionDefinition(null, "other", "changed", "a = 1", false, true));
    CatalogContent truth =
        new CatalogContent(
            List.of(
                new DestinationDefinition(QUEUE, "stays", 1),
                new DestinationDefinition(TOPIC, "stays", 1),
                new DestinationDefinition(TOPIC, "changed", 4)),
            List.of(new SubscriptionDefinition(null, "other", "changed", "a = 2", false, true)));

    assertThat(CatalogReconciliation.reconcile(catalog, truth))
        .succeedsWithin(java.time.Duration.ZERO)
        .isEqualTo(5);

    CatalogContent stored = catalog.content().toCompletableFuture().join();
    assertThat(stored.destinations()).containsExactlyInAnyOrderElementsOf(truth.destinations());
    assertThat(stored.subscriptions()).isEqualTo(truth.subscriptions());
  }

  @Test
  void changesNothingWhenAllIsEqual() {
    catalog.createDestination(new DestinationDefinition(QUEUE, "q", 1));
    CatalogContent truth = catalog.content().toCompletableFuture().join();

    assertThat(CatalogReconciliation.reconcile(catalog, truth))
        .succeedsWithin(java.time.Duration.ZERO)
        .isEqualTo(0);
  }
}
