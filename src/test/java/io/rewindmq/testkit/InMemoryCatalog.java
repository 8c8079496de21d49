// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.testkit;

import io.rewindmq.broker.catalog.Catalog;
import io.rewindmq.broker.catalog.CatalogContent;
import io.rewindmq.broker.catalog.CatalogException;
import io.rewindmq.broker.catalog.DestinationDefinition;
import io.rewindmq.broker.catalog.SubscriptionDefinition;
import io.rewindmq.platform.thread.AnyThread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A catalog that forgets; can be made to fail, and to wait until the test lets it go on. */
@AnyThread // guarded by this object's lock
public final class InMemoryCatalog implements Catalog {
  private final Map<String, DestinationDefinition> destinations = new LinkedHashMap<>();
  private final Map<String, SubscriptionDefinition> subscriptions = new LinkedHashMap<>();
  private final List<Runnable> held = new ArrayList<>();
  private boolean isFailing;
  private boolean isHolding;

  /** Every request fails from now on, or none. */
  public synchronized void fail(boolean fails) {
    isFailing = fails;
  }

  /** Requests wait from now on. */
  public synchronized void hold() {
    isHolding = true;
  }

  /** Requests go on, those that waited in their order. */
  public void letGo() {
    List<Runnable> waiting;
    synchronized (this) {
      isHolding = false;
      waiting = List.copyOf(held);
      held.clear();
    }
    waiting.forEach(Runnable::run);
  }

  /** What is in it; not while requests wait or fail. */
  public CatalogContent now() {
    return content().toCompletableFuture().join();
  }

  public synchronized int heldCount() {
    return held.size();
  }

  @Override
  public CompletionStage<@Nullable Void> createDestination(DestinationDefinition definition) {
    return change(() -> destinations.put(key(definition.kind(), definition.name()), definition));
  }

  @Override
  public CompletionStage<@Nullable Void> deleteDestination(
      DestinationDefinition.Kind kind, String name) {
    return change(() -> destinations.remove(key(kind, name)));
  }

  @Override
  public CompletionStage<@Nullable Void> createSubscription(SubscriptionDefinition definition) {
    return change(
        () -> subscriptions.put(key(definition.clientId(), definition.name()), definition));
  }

  @Override
  public CompletionStage<@Nullable Void> deleteSubscription(
      @Nullable String clientId, String name) {
    return change(() -> subscriptions.remove(key(clientId, name)));
  }

  @Override
  public CompletionStage<@Nullable Void> write(CatalogContent definitions) {
    return change(
        () -> {
          definitions
              .destinations()
              .forEach(one -> destinations.put(key(one.kind(), one.name()), one));
          definitions
              .subscriptions()
              .forEach(one -> subscriptions.put(key(one.clientId(), one.name()), one));
        });
  }

  @Override
  public CompletionStage<CatalogContent> content() {
    CompletableFuture<CatalogContent> result = new CompletableFuture<>();
    run(
        () ->
            result.complete(
                new CatalogContent(
                    List.copyOf(destinations.values()), List.copyOf(subscriptions.values()))),
        result);
    return result;
  }

  private CompletionStage<@Nullable Void> change(Runnable action) {
    CompletableFuture<@Nullable Void> result = new CompletableFuture<>();
    run(
        () -> {
          action.run();
          result.complete(null);
        },
        result);
    return result;
  }

  private void run(Runnable action, CompletableFuture<?> result) {
    Runnable request =
        () -> {
          synchronized (this) {
            if (isFailing) {
              result.completeExceptionally(new CatalogException("the database is away", null));
              return;
            }
          }
          action.run();
        };
    synchronized (this) {
      if (isHolding) {
        held.add(request);
        return;
      }
    }
    request.run();
  }

  private static String key(Object scope, String name) {
    return scope + "/" + name;
  }

  private static String key(@Nullable String clientId, String name) {
    return clientId == null ? "-" + name : "+" + clientId + "/" + name;
  }
}
