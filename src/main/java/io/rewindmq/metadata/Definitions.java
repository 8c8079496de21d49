// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.metadata;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.rewindmq.broker.catalog.CatalogContent;
import io.rewindmq.broker.catalog.DestinationDefinition;
import io.rewindmq.broker.catalog.SubscriptionDefinition;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.Callable;
import org.hibernate.Session;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the rows, each call in a transaction of its own.
 *
 * <p><b>Races.</b> Another program may insert the same key at the same moment; the unique key lets
 * one of them win, and the loser then updates the winner's row. <b>Failure.</b> Whatever Hibernate
 * or the transaction throws; nothing was changed then, or nobody can tell.
 */
@ApplicationScoped
@OwnedBy(ThreadRole.ADMIN_WORKER)
class Definitions {
  /** Each lost race means that somebody else got further, so a few attempts are enough. */
  private static final int ATTEMPTS = 3;

  private final ActiveSession sessions;

  @Inject
  Definitions(ActiveSession sessions) {
    this.sessions = sessions;
  }

  void put(DestinationDefinition definition) {
    String key = DestinationRow.keyOf(definition.kind(), definition.name());
    inTransaction(
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
    inTransaction(
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
    return inTransaction(
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
    inTransaction(
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

  private static <T extends @Nullable Object> T inTransaction(Callable<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return QuarkusTransaction.requiringNew().call(work);
      } catch (RuntimeException e) {
        if (attempt == ATTEMPTS || !isLostRace(e)) {
          throw e;
        }
      }
    }
  }

  private static boolean isLostRace(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConstraintViolationException violation
          && violation.getKind() == ConstraintViolationException.ConstraintKind.UNIQUE) {
        return true;
      }
      if (cause instanceof org.hibernate.exception.LockAcquisitionException
          || cause instanceof jakarta.persistence.OptimisticLockException) {
        return true;
      }
    }
    return false;
  }
}
