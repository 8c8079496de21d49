// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.metadata;

import io.rewindmq.broker.catalog.CatalogContent;
import io.rewindmq.broker.catalog.DestinationDefinition;
import io.rewindmq.broker.catalog.SubscriptionDefinition;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads and writes the rows of definitions, each call in an {@link OwnTransaction}. */
@ApplicationScoped
@OwnedBy(ThreadRole.ADMIN_WORKER)
class Definitions {
  private final ActiveSession sessions;

  @Inject
  Definitions(ActiveSession sessions) {
    this.sessions = sessions;
  }

  void put(DestinationDefinition definition) {
    put(new CatalogContent(List.of(definition), List.of()));
  }

  void put(SubscriptionDefinition definition) {
    put(new CatalogContent(List.of(), List.of(definition)));
  }

  /** All or none; when a definition is there twice, the last one counts. */
  void put(CatalogContent content) {
    OwnTransaction.call(
        () -> {
          putDestinations(content.destinations());
          putSubscriptions(content.subscriptions());
          return null;
        });
  }

  private void putDestinations(List<DestinationDefinition> definitions) {
    Map<String, DestinationDefinition> byKey = new LinkedHashMap<>();
    definitions.forEach(one -> byKey.put(DestinationRow.keyOf(one.kind(), one.name()), one));
    Map<String, DestinationRow> rows =
        find(DestinationRow.class, byKey.keySet(), DestinationRow::keyHash);
    byKey.forEach(
        (key, definition) -> {
          DestinationRow existing = rows.get(key);
          DestinationRow row = existing == null ? new DestinationRow(key) : existing;
          row.describe(definition);
          if (existing == null) {
            sessions.get().persist(row);
          }
        });
  }

  private void putSubscriptions(List<SubscriptionDefinition> definitions) {
    Map<String, SubscriptionDefinition> byKey = new LinkedHashMap<>();
    definitions.forEach(one -> byKey.put(SubscriptionRow.keyOf(one.clientId(), one.name()), one));
    Map<String, SubscriptionRow> rows =
        find(SubscriptionRow.class, byKey.keySet(), SubscriptionRow::keyHash);
    byKey.forEach(
        (key, definition) -> {
          SubscriptionRow existing = rows.get(key);
          SubscriptionRow row = existing == null ? new SubscriptionRow(key) : existing;
          row.describe(definition);
          if (existing == null) {
            sessions.get().persist(row);
          }
        });
  }

  void removeDestination(DestinationDefinition.Kind kind, String name) {
    remove(DestinationRow.class, DestinationRow.keyOf(kind, name));
  }

  void removeSubscription(@Nullable String clientId, String name) {
    remove(SubscriptionRow.class, SubscriptionRow.keyOf(clientId, name));
  }

  CatalogContent content() {
    return OwnTransaction.call(
        () ->
            new CatalogContent(
                sessions
                    .get()
                    .createSelectionQuery("from DestinationRow", DestinationRow.class)
                    .getResultStream()
                    .map(DestinationRow::definition)
                    .toList(),
                sessions
                    .get()
                    .createSelectionQuery("from SubscriptionRow", SubscriptionRow.class)
                    .getResultStream()
                    .map(SubscriptionRow::definition)
                    .toList()));
  }

  private void remove(Class<?> type, String key) {
    OwnTransaction.call(
        () -> {
          Object row = find(type, key);
          if (row != null) {
            sessions.get().remove(row);
          }
          return null;
        });
  }

  private <T> @Nullable T find(Class<T> type, String key) {
    return rows(type, Set.of(key)).stream().findFirst().orElse(null);
  }

  private <T> Map<String, T> find(Class<T> type, Set<String> keys, Function<T, String> keyOf) {
    Map<String, T> found = new HashMap<>();
    if (!keys.isEmpty()) {
      rows(type, keys).forEach(row -> found.put(keyOf.apply(row), row));
    }
    return found;
  }

  private <T> List<T> rows(Class<T> type, Set<String> keys) {
    return sessions
        .get()
        .createSelectionQuery("from " + type.getSimpleName() + " where keyHash in :keys", type)
        .setParameter("keys", keys)
        .getResultList();
  }
}
