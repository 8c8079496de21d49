// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.catalog;

import io.rewindmq.platform.thread.AnyThread;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Definitions of destinations and durable subscriptions, as the database has them.
 *
 * <p><b>Order.</b> What an administrator makes: catalog first, then journal, so that he hears of a
 * database that is down. Everything else: journal first. {@link CatalogReconciliation} removes what
 * a crash in between leaves, at the next start. <b>Threads.</b> Call from any thread; nothing
 * waits. Stages complete on a thread of the implementer: hand over and return. <b>Failure.</b> A
 * stage fails with {@link CatalogException} when the database can't be asked or refuses; nothing
 * was changed then, or nobody can tell (connection lost).
 */
@AnyThread
public interface Catalog {
  /** Writes the definition, over an older one of the same kind and name. */
  CompletionStage<@Nullable Void> createDestination(DestinationDefinition definition);

  /** Removes the definition; succeeds when there is none. */
  CompletionStage<@Nullable Void> deleteDestination(DestinationDefinition.Kind kind, String name);

  /** Writes the definition, over an older one of the same client id and name. */
  CompletionStage<@Nullable Void> createSubscription(SubscriptionDefinition definition);

  /** Removes the definition; succeeds when there is none. */
  CompletionStage<@Nullable Void> deleteSubscription(@Nullable String clientId, String name);

  /** Writes all these definitions, or none, over older ones. */
  CompletionStage<@Nullable Void> write(CatalogContent definitions);

  /** Everything that is stored, in no order. */
  CompletionStage<CatalogContent> content();
}
