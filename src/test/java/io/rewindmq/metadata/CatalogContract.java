// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.broker.catalog.Catalog;
import io.rewindmq.broker.catalog.DestinationDefinition;
import io.rewindmq.broker.catalog.DestinationDefinition.Kind;
import io.rewindmq.broker.catalog.SubscriptionDefinition;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the catalog does on every database. */
@SuppressWarnings("NullAway.Init") // fields are injected
abstract class CatalogContract {
  private static final int SECONDS = 30;

  @Inject Catalog catalog;
  @Inject Definitions definitions;
  @Inject Schema schema;

  @Test
  void writesOverAnOlderDefinitionOfTheSameName() {
    await(catalog.createDestination(new DestinationDefinition(Kind.QUEUE, "rewritten", 1)));
    await(catalog.createDestination(new DestinationDefinition(Kind.QUEUE, "rewritten", 8)));

    assertThat(destinations("rewritten"))
        .containsExactly(new DestinationDefinition(Kind.QUEUE, "rewritten", 8));
  }

  @Test
  void keepsNamesApartThatDifferInKindCaseAccentOrSpaces() {
    List<DestinationDefinition> all =
        List.of(
            new DestinationDefinition(Kind.QUEUE, "apart", 1),
            new DestinationDefinition(Kind.TOPIC, "apart", 2),
            new DestinationDefinition(Kind.QUEUE, "Apart", 3),
            new DestinationDefinition(Kind.QUEUE, "ápart", 4),
            new DestinationDefinition(Kind.QUEUE, "apart ", 5));
    all.forEach(definition -> await(catalog.createDestination(definition)));

    assertThat(await(catalog.content()).destinations()).containsAll(all);
  }

  @Test
  void keepsNamesAndSelectorsOfFullLength() {
    String name = "😀".repeat(500);
    SubscriptionDefinition longest =
        new SubscriptionDefinition(name, name, name, "a > 1 and ".repeat(5_000) + "b", true, false);
    await(catalog.createDestination(new DestinationDefinition(Kind.TOPIC, name, 1)));
    await(catalog.createSubscription(longest));

    assertThat(await(catalog.content()).subscriptions()).contains(longest);
    assertThat(destinations(name)).hasSize(1);
  }

  @Test
  void deletesWhatIsThereAndForgivesWhatIsNot() {
    await(catalog.createDestination(new DestinationDefinition(Kind.TOPIC, "deleted", 1)));

    await(catalog.deleteDestination(Kind.QUEUE, "deleted"));
    assertThat(destinations("deleted")).hasSize(1);
    await(catalog.deleteDestination(Kind.TOPIC, "deleted"));
    await(catalog.deleteDestination(Kind.TOPIC, "deleted"));
    assertThat(destinations("deleted")).isEmpty();
  }

  @Test
  void keepsSubscriptionsWithAndWithoutClientIdApart() {
    SubscriptionDefinition without =
        new SubscriptionDefinition(null, "apart", "news", null, false, true);
    SubscriptionDefinition empty =
        new SubscriptionDefinition("", "apart", "news", null, false, true);
    SubscriptionDefinition with =
        new SubscriptionDefinition("app", "apart", "news", "x = 1", true, false);
    await(catalog.createSubscription(without));
    await(catalog.createSubscription(empty));
    await(catalog.createSubscription(with));
    assertThat(await(catalog.content()).subscriptions()).contains(without, empty, with);

    await(catalog.deleteSubscription(null, "apart"));
    assertThat(await(catalog.content()).subscriptions())
        .contains(empty, with)
        .doesNotContain(without);
  }

  @Test
  void takesRequestsInTheOrderOfTheCalls() {
    CompletionStage<?> last = CompletableFuture.completedStage(null);
    for (int i = 1; i <= 50; i++) {
      catalog.createDestination(new DestinationDefinition(Kind.QUEUE, "ordered", i));
      last = catalog.deleteDestination(Kind.QUEUE, "ordered");
    }
    await(last);

    assertThat(destinations("ordered")).isEmpty();
  }

  /** Two brokers on one database, played by two threads that go around the catalog's one worker. */
  @Test
  void survivesAnotherWriterOfTheSameKey() throws Exception {
    await(catalog.content());
    for (int round = 0; round < 10; round++) {
      String name = "raced" + round;
      CountDownLatch go = new CountDownLatch(1);
      List<Future<@Nullable Void>> writers = new ArrayList<>();
      try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
        for (int writer = 1; writer <= 2; writer++) {
          DestinationDefinition definition = new DestinationDefinition(Kind.QUEUE, name, writer);
          Callable<@Nullable Void> put =
              () -> {
                go.await();
                definitions.put(definition);
                return null;
              };
          writers.add(threads.submit(put));
        }
        go.countDown();
        for (Future<@Nullable Void> writer : writers) {
          writer.get(SECONDS, TimeUnit.SECONDS);
        }
      }
      assertThat(destinations(name)).hasSize(1);
    }
  }

  private List<DestinationDefinition> destinations(String name) {
    return await(catalog.content()).destinations().stream()
        .filter(definition -> definition.name().equals(name))
        .toList();
  }

  static <T extends @Nullable Object> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(SECONDS, TimeUnit.SECONDS).join();
  }
}
