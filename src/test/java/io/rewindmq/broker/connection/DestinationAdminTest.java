// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.broker.AdminException;
import io.rewindmq.broker.AdminException.Reason;
import io.rewindmq.broker.AdminGateway;
import io.rewindmq.broker.DestinationCreated;
import io.rewindmq.broker.DestinationSummary;
import io.rewindmq.broker.catalog.CatalogContent;
import io.rewindmq.broker.catalog.DestinationDefinition;
import io.rewindmq.delivery.DeliveryPolicy;
import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.delivery.DestinationSettings;
import io.rewindmq.delivery.Setting;
import io.rewindmq.delivery.SettingsChange;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.SubscriptionKind;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Administrators make, change and delete destinations that clients use. */
class DestinationAdminTest {
  private static final DestinationKind QUEUE = DestinationKind.QUEUE;
  private static final DestinationKind TOPIC = DestinationKind.TOPIC;

  private final BrokerWorld world = new BrokerWorld();
  private final AdminGateway gateway = world.broker().admin(world.loop()::offer);
  private final TestClient client = world.client(7).ready("billing");

  @AfterEach
  void close() {
    world.close();
  }

  private static DestinationSettings settings(int deliveriesMax, @Nullable String expiryQueue) {
    return new DestinationSettings(
        5, 6, true, new DeliveryPolicy(deliveriesMax, 0, 100, 0, null, expiryQueue));
  }

  private static SettingsChange deliveriesMax(int deliveriesMax) {
    return SettingsChange.of(Set.of(Setting.DELIVERIES_MAX), settings(deliveriesMax, null));
  }

  private DestinationCreated create(DestinationKind kind, String name, SettingsChange said) {
    return answer(gateway.createDestination(kind, name, 1, said));
  }

  private List<DestinationDefinition> rows() {
    return content().destinations();
  }

  private CatalogContent content() {
    return world.notedCatalog().now();
  }

  @Test
  void makesADestinationThatClientsThenFind() {
    DestinationCreated made = answer(gateway.createDestination(QUEUE, "q", 4, deliveriesMax(3)));

    assertThat(made.isNew()).isTrue();
    assertThat(made.destination().partitions()).hasSize(4);
    assertThat(made.destination().destination().spec().own())
        .containsExactly(Setting.DELIVERIES_MAX);
    Frame.Destination found = client.destination(io.rewindmq.protocol.DestinationKind.QUEUE, "q");
    assertThat(found.handle()).isEqualTo(made.destination().destination().id());
    assertThat(found.partitions()).isEqualTo(4);
    assertThat(rows())
        .containsExactly(
            new DestinationDefinition(
                DestinationDefinition.Kind.QUEUE,
                "q",
                4,
                settings(3, null),
                Set.of(Setting.DELIVERIES_MAX)));
  }

  @Test
  void sameOneAgainIsNoErrorAndAnotherOneIs() {
    create(QUEUE, "q", deliveriesMax(3));

    assertThat(create(QUEUE, "q", deliveriesMax(3)).isNew()).isFalse();
    assertThat(create(TOPIC, "q", SettingsChange.NONE).isNew()).isTrue();
    assertThat(failure(gateway.createDestination(QUEUE, "q", 2, deliveriesMax(5)), Reason.EXISTS))
        .isEqualTo("queue \"q\" exists with partitions 1, not 2; deliveriesMax 3, not 5");
    assertThat(
            failure(
                gateway.createDestination(
                    QUEUE,
                    "q",
                    1,
                    SettingsChange.of(Set.of(Setting.EXPIRY_QUEUE), settings(1, "x"))),
                Reason.EXISTS))
        .isEqualTo(
            "queue \"q\" exists with deliveriesMax 3, not 10 (default); expiryQueue none (default),"
                + " not x");
    assertThat(rows()).hasSize(2);
  }

  @Test
  void oneThatAClientIsMakingWillDoIfItIsTheSame() {
    client.receive(
        new Frame.Resolve(0, client.request(), io.rewindmq.protocol.DestinationKind.QUEUE, "q"));
    CompletionStage<DestinationCreated> same =
        gateway.createDestination(QUEUE, "q", 1, SettingsChange.NONE);
    CompletionStage<DestinationCreated> other =
        gateway.createDestination(QUEUE, "q", 1, deliveriesMax(3));
    world.run();

    assertThat(answer(same).isNew()).isFalse();
    failure(other, Reason.EXISTS);
    assertThat(rows())
        .containsExactly(new DestinationDefinition(DestinationDefinition.Kind.QUEUE, "q", 1));
  }

  @Test
  void namesThatNoClientCouldUseAreRefused() {
    for (String name : List.of("", "a?b", "a\nb", "x".repeat(1001), "half\uD800", "\uDC00\uD800")) {
      failure(gateway.createDestination(QUEUE, name, 1, SettingsChange.NONE), Reason.INVALID);
    }
    SettingsChange badQueue = SettingsChange.of(Set.of(Setting.EXPIRY_QUEUE), settings(1, "what?"));
    failure(gateway.createDestination(QUEUE, "q", 1, badQueue), Reason.INVALID);
    SettingsChange itself = SettingsChange.of(Set.of(Setting.EXPIRY_QUEUE), settings(1, "q"));
    failure(gateway.createDestination(QUEUE, "q", 1, itself), Reason.INVALID);
    failure(gateway.createDestination(QUEUE, "q", 0, SettingsChange.NONE), Reason.INVALID);
    failure(
        gateway.createDestination(DestinationKind.TEMPORARY_QUEUE, "q", 1, SettingsChange.NONE),
        Reason.INVALID);
    assertThat(create(QUEUE, "\uD83D\uDE00 /é", SettingsChange.NONE).isNew()).isTrue();
    failure(
        gateway.changeDestination(
            QUEUE,
            "\uD83D\uDE00 /é",
            SettingsChange.of(Set.of(Setting.EXPIRY_QUEUE), settings(1, "\uD83D\uDE00 /é"))),
        Reason.INVALID);
    assertThat(rows()).hasSize(1);
  }

  @Test
  void changesSettingsInTheJournalAndThenInTheCatalog() {
    create(QUEUE, "q", deliveriesMax(3));
    DestinationSummary changed =
        answer(
            gateway.changeDestination(
                QUEUE,
                "q",
                new SettingsChange(
                    Set.of(Setting.RETENTION_BYTES),
                    settings(0, null),
                    Set.of(Setting.DELIVERIES_MAX))));

    assertThat(changed.destination().spec().settings().retentionBytes()).isEqualTo(6);
    assertThat(changed.destination().spec().settings().policy().deliveriesMax()).isEqualTo(10);
    assertThat(rows().get(0).own()).containsExactly(Setting.RETENTION_BYTES);
    assertThat(rows().get(0).settings().retentionBytes()).isEqualTo(6);
    assertThat(failure(gateway.changeDestination(TOPIC, "q", deliveriesMax(1)), Reason.NOT_FOUND))
        .isEqualTo("there is no topic \"q\"");
  }

  @Test
  void changesAndDeletesWithoutTheCatalogWhichFollowsWhenItIsBack() {
    create(QUEUE, "changed", SettingsChange.NONE);
    create(QUEUE, "deleted", SettingsChange.NONE);
    world.catalog().fail(true);

    answer(gateway.changeDestination(QUEUE, "changed", deliveriesMax(3)));
    done(gateway.deleteDestination(QUEUE, "deleted", false));
    failure(gateway.createDestination(QUEUE, "new", 1, SettingsChange.NONE), Reason.UNAVAILABLE);

    world.catalog().fail(false);
    create(QUEUE, "new", SettingsChange.NONE);
    assertThat(rows())
        .extracting(DestinationDefinition::name)
        .containsExactlyInAnyOrder("changed", "new");
    assertThat(rows().get(0).settings().policy().deliveriesMax()).isEqualTo(3);
  }

  @Test
  void keepsADestinationThatIsReadUnlessToldOtherwise() {
    int queue = client.queue("q");
    int consumer = client.consume(queue, SubscriptionKind.QUEUE, null);
    assertThat(failure(gateway.deleteDestination(QUEUE, "q", false), Reason.FORBIDDEN))
        .startsWith("queue \"q\" has 1 consumer, expected none: close them, or delete it by force");
    assertThat(answer(gateway.destination(QUEUE, "q")).orElseThrow().consumers()).isEqualTo(1);

    done(gateway.deleteDestination(QUEUE, "q", true));

    Frame.ConsumerEnded ended = client.only(Frame.ConsumerEnded.class);
    assertThat(ended.consumerId()).isEqualTo(consumer);
    assertThat(ended.code()).isEqualTo(ErrorCode.DESTINATION_NOT_FOUND);
    assertThat(ended.text()).isEqualTo("queue q was deleted");
    assertThat(world.broker().roster().connections().getFirst().consumers()).isZero();
    assertThat(answer(gateway.destinations())).isEmpty();
    assertThat(rows()).isEmpty();
  }

  @Test
  void endedConsumerIsForgotten() {
    int consumer = client.consume(client.queue("q"), SubscriptionKind.QUEUE, null);
    done(gateway.deleteDestination(QUEUE, "q", true));
    client.only(Frame.ConsumerEnded.class);

    client.credit(consumer, 1, 5);
    client.close(consumer, 0);
    client.refused(
        new Frame.Drain(TestClient.CHANNEL, client.request(), consumer), ErrorCode.ILLEGAL_STATE);
    int again = client.queue("q");
    client.ask(
        new Frame.OpenConsumer(
            TestClient.CHANNEL,
            client.request(),
            consumer,
            again,
            SubscriptionKind.QUEUE,
            null,
            null,
            false,
            false,
            null),
        Frame.ConsumerOpened.class);
  }

  @Test
  void deletesATopicWithItsSubscriptions() {
    int topic = client.topic("t");
    int durable = client.consume(topic, SubscriptionKind.DURABLE, "orders");
    client.close(durable, 0);
    client.consume(client.topic("other"), SubscriptionKind.DURABLE, "kept");
    client.consume(topic, SubscriptionKind.NON_DURABLE, null);
    failure(gateway.deleteDestination(TOPIC, "t", false), Reason.FORBIDDEN);

    done(gateway.deleteDestination(TOPIC, "t", true));

    client.only(Frame.ConsumerEnded.class);
    assertThat(content().subscriptions())
        .singleElement()
        .matches(kept -> kept.name().equals("kept"));
    assertThat(answer(gateway.groups())).hasSize(1);
    failure(gateway.deleteDestination(TOPIC, "t", true), Reason.NOT_FOUND);
  }

  @Test
  void oneThatIsMadeAgainWhileItIsDeletedIsInTheCatalog() {
    client.queue("q");
    world.catalog().hold();
    done(gateway.deleteDestination(QUEUE, "q", false));
    client.receive(
        new Frame.Resolve(0, client.request(), io.rewindmq.protocol.DestinationKind.QUEUE, "q"));
    world.run();
    world.catalogNotesAreDue();
    assertThat(world.catalog().heldCount()).isEqualTo(1);
    world.catalog().letGo();
    world.run();

    assertThat(world.shard().destinations()).hasSize(1);
    assertThat(rows()).hasSize(1);
  }

  @Test
  void temporaryOnesAreTheirConnections() {
    int handle = client.resolve(io.rewindmq.protocol.DestinationKind.TEMPORARY_QUEUE, null);
    String name = world.shard().destination(handle).orElseThrow().spec().name();

    failure(gateway.deleteDestination(DestinationKind.TEMPORARY_QUEUE, name, true), Reason.INVALID);
    failure(
        gateway.changeDestination(DestinationKind.TEMPORARY_QUEUE, name, deliveriesMax(1)),
        Reason.INVALID);
    failure(gateway.deleteDestination(QUEUE, name, true), Reason.NOT_FOUND);
    assertThat(answer(gateway.destination(DestinationKind.TEMPORARY_QUEUE, name))).isPresent();
  }

  private <T> T answer(CompletionStage<T> stage) {
    world.run();
    return stage.toCompletableFuture().join();
  }

  private void done(CompletionStage<@Nullable Void> stage) {
    world.run();
    assertThat(stage).isCompleted();
  }

  /** The text of the refusal. */
  private String failure(CompletionStage<?> stage, Reason reason) {
    world.run();
    AdminException[] found = new AdminException[1];
    assertThat(stage)
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .havingCause()
        .isInstanceOfSatisfying(
            AdminException.class,
            e -> {
              assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason);
              found[0] = e;
            });
    return String.valueOf(found[0].getMessage());
  }
}
