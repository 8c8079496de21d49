// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.metadata;

import io.rewindmq.broker.catalog.CatalogContent;
import io.rewindmq.broker.catalog.DestinationDefinition;
import io.rewindmq.broker.catalog.SubscriptionDefinition;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.hibernate.Session;
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
    String key = DestinationRow.keyOf(definition.kind(), definition.name());
    OwnTransaction.call(
        () -> {
          DestinationRow row = find(DestinationRow.class, key);
          if (row == null) {
            row = new DestinationRow(key);
            row.describe(definition);
            sessions.get().persist(row);
          } else {
            row.describe(definition);
          }
          return null;
        });
  }

  void put(SubscriptionDefinition definition) {
    String key = SubscriptionRow.keyOf(definition.clientId(), definition.name());
    OwnTransaction.call(
        () -> {
          SubscriptionRow row = find(SubscriptionRow.class, key);
          if (row == null) {
            row = new SubscriptionRow(key);
            row.describe(definition);
            sessions.get().persist(row);
          } else {
            row.describe(definition);
          }
          return null;
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
    Session session = sessions.get();
    return session
        .createSelectionQuery("from " + type.getSimpleName() + " where keyHash = :key", type)
        .setParameter("key", key)
        .getSingleResultOrNull();
  }
}
