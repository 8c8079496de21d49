// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.metadata;

import io.rewindmq.broker.catalog.Catalog;
import io.rewindmq.broker.catalog.CatalogContent;
import io.rewindmq.broker.catalog.DestinationDefinition;
import io.rewindmq.broker.catalog.SubscriptionDefinition;
import io.rewindmq.platform.thread.AnyThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The catalog in the database; see {@link DatabaseWorker} for order, bound and failures. */
@ApplicationScoped
@AnyThread // by the worker
class DatabaseCatalog implements Catalog {
  private final DatabaseWorker worker;
  private final Definitions definitions;

  @Inject
  DatabaseCatalog(DatabaseWorker worker, Definitions definitions) {
    this.worker = worker;
    this.definitions = definitions;
  }

  @Override
  public CompletionStage<@Nullable Void> createDestination(DestinationDefinition definition) {
    return change(
        "write " + definition.kind() + " " + definition.name(), () -> definitions.put(definition));
  }

  @Override
  public CompletionStage<@Nullable Void> deleteDestination(
      DestinationDefinition.Kind kind, String name) {
    return change("delete " + kind + " " + name, () -> definitions.removeDestination(kind, name));
  }

  @Override
  public CompletionStage<@Nullable Void> createSubscription(SubscriptionDefinition definition) {
    return change("write subscription " + definition.name(), () -> definitions.put(definition));
  }

  @Override
  public CompletionStage<@Nullable Void> deleteSubscription(
      @Nullable String clientId, String name) {
    return change(
        "delete subscription " + name, () -> definitions.removeSubscription(clientId, name));
  }

  @Override
  public CompletionStage<@Nullable Void> write(CatalogContent content) {
    int count = content.destinations().size() + content.subscriptions().size();
    return change("write " + count + " definitions", () -> definitions.put(content));
  }

  @Override
  public CompletionStage<CatalogContent> content() {
    return worker.submit("read the definitions", definitions::content);
  }

  private CompletionStage<@Nullable Void> change(String what, Runnable work) {
    Supplier<@Nullable Void> nothing =
        () -> {
          work.run();
          return null;
        };
    return worker.<@Nullable Void>submit(what, nothing);
  }
}
