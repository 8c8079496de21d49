// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.broker.catalog.Catalog;
import io.rewindmq.broker.catalog.CatalogContent;
import io.rewindmq.broker.catalog.DestinationDefinition;
import io.rewindmq.broker.catalog.DestinationDefinition.Kind;
import io.rewindmq.broker.catalog.SubscriptionDefinition;
import io.rewindmq.delivery.DeliveryPolicy;
import io.rewindmq.delivery.DestinationSettings;
import io.rewindmq.delivery.Setting;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
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
  @Inject ActiveSession sessions;

  @Test
  void writesOverAnOlderDefinitionOfTheSameName() {
    await(catalog.createDestination(new DestinationDefinition(Kind.QUEUE, "rewritten", 1)));
    await(catalog.createDestination(new DestinationDefinition(Kind.QUEUE, "rewritten", 8)));

    assertThat(destinations("rewritten"))
        .containsExactly(new DestinationDefinition(Kind.QUEUE, "rewritten", 8));
  }

  @Test
  void writesManyAtOnceOverOlderOnesAndTheLastOfAName() {
    await(catalog.createDestination(new DestinationDefinition(Kind.QUEUE, "many 0", 9)));
    List<DestinationDefinition> made = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      made.add(new DestinationDefinition(Kind.QUEUE, "many " + i, 1));
    }
    made.add(new DestinationDefinition(Kind.QUEUE, "many 1", 2));
    SubscriptionDefinition subscription =
        new SubscriptionDefinition("many", "at once", "news", null, false, true);

    await(catalog.write(new CatalogContent(made, List.of(subscription))));

    made.remove(1);
    assertThat(await(catalog.content()).destinations())
        .filteredOn(one -> one.name().startsWith("many "))
        .containsExactlyInAnyOrderElementsOf(made);
    assertThat(await(catalog.content()).subscriptions()).contains(subscription);
    await(catalog.write(new CatalogContent(List.of(), List.of())));
  }

  @Test
  void keepsAllOwnSettingsOrNoneOrOne() {
    DestinationSettings settings =
        new DestinationSettings(
            Long.MAX_VALUE,
            0,
            false,
            new DeliveryPolicy(60_000, 1, 250, 604_800_000, "😀".repeat(500), "late "));
    DestinationDefinition all =
        new DestinationDefinition(
            Kind.QUEUE, "settings.all", 1, settings, EnumSet.allOf(Setting.class));
    DestinationDefinition none = new DestinationDefinition(Kind.QUEUE, "settings.none", 1);
    List<DestinationDefinition> definitions = new ArrayList<>(List.of(all, none));
    for (Setting setting : Setting.values()) {
      definitions.add(
          new DestinationDefinition(
              Kind.QUEUE, "settings." + setting, 1, settings, Set.of(setting)));
    }
    definitions.forEach(definition -> await(catalog.createDestination(definition)));
    assertThat(await(catalog.content()).destinations()).containsAll(definitions);

    DestinationDefinition reset = new DestinationDefinition(Kind.QUEUE, "settings.all", 1);
    await(catalog.createDestination(reset));
    assertThat(destinations("settings.all")).containsExactly(reset);
  }

  @Test
  void settingsThatNoDestinationCanHaveDoNotCount() {
    String name = "settings.impossible";
    await(
        catalog.createDestination(
            new DestinationDefinition(
                Kind.QUEUE,
                name,
                1,
                DestinationSettings.DEFAULT,
                EnumSet.of(Setting.DELIVERIES_MAX, Setting.REPLAY_ALLOWED))));
    int changed =
        OwnTransaction.call(
            () ->
                sessions
                    .get()
                    .createNativeMutationQuery(
                        "update destination set deliveries_max = -1 where name = :name")
                    .setParameter("name", name)
                    .executeUpdate());

    assertThat(changed).isEqualTo(1);
    assertThat(destinations(name)).containsExactly(new DestinationDefinition(Kind.QUEUE, name, 1));
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
