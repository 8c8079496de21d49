// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.catalog;

import io.rewindmq.platform.thread.AnyThread;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Makes the catalog equal to what the journal says: rows without an object go (a crash came between
 * row and journal), objects without a row, or with another one, get theirs (the database was lost
 * or restored).
 */
@AnyThread
public final class CatalogReconciliation {
  private CatalogReconciliation() {}

  /**
   * Completes once the catalog holds exactly the truth, with the number of changes.
   *
   * @param truth all lasting destinations and durable subscriptions of the journal
   */
  public static CompletionStage<Integer> reconcile(Catalog catalog, CatalogContent truth) {
    return catalog.content().thenCompose(stored -> apply(catalog, stored, truth));
  }

  private static CompletionStage<Integer> apply(
      Catalog catalog, CatalogContent stored, CatalogContent truth) {
    List<Change> changes = new ArrayList<>();
    Set<DestinationDefinition> destinations = new HashSet<>(truth.destinations());
    Set<DestinationKey> destinationKeys = new HashSet<>();
    destinations.forEach(wanted -> destinationKeys.add(DestinationKey.of(wanted)));
    Set<SubscriptionDefinition> subscriptions = new HashSet<>(truth.subscriptions());
    Set<SubscriptionKey> subscriptionKeys = new HashSet<>();
    subscriptions.forEach(wanted -> subscriptionKeys.add(SubscriptionKey.of(wanted)));

    for (SubscriptionDefinition row : stored.subscriptions()) {
      if (!subscriptions.remove(row) && !subscriptionKeys.contains(SubscriptionKey.of(row))) {
        changes.add(() -> catalog.deleteSubscription(row.clientId(), row.name()));
      }
    }
    for (DestinationDefinition row : stored.destinations()) {
      if (!destinations.remove(row) && !destinationKeys.contains(DestinationKey.of(row))) {
        changes.add(() -> catalog.deleteDestination(row.kind(), row.name()));
      }
    }
    destinations.forEach(missing -> changes.add(() -> catalog.createDestination(missing)));
    subscriptions.forEach(missing -> changes.add(() -> catalog.createSubscription(missing)));

    CompletionStage<@Nullable Void> all = CompletableFuture.completedStage(null);
    for (Change change : changes) {
      all = all.thenCompose(before -> change.make());
    }
    return all.thenApply(done -> changes.size());
  }

  private interface Change {
    CompletionStage<@Nullable Void> make();
  }

  private record DestinationKey(DestinationDefinition.Kind kind, String name) {
    static DestinationKey of(DestinationDefinition definition) {
      return new DestinationKey(definition.kind(), definition.name());
    }
  }

  private record SubscriptionKey(@Nullable String clientId, String name) {
    static SubscriptionKey of(SubscriptionDefinition definition) {
      return new SubscriptionKey(definition.clientId(), definition.name());
    }
  }
}
