// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.broker.catalog.DestinationDefinition;
import io.rewindmq.protocol.DestinationKind;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.SubscriptionKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DestinationsTest {
  private final BrokerWorld world = new BrokerWorld();
  private final TestClient client = world.client(1).ready(null);
  private final TestClient other = world.client(2).ready(null);

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void makesAQueueOnce() {
    int handle = client.queue("q");

    assertThat(other.queue("q")).isEqualTo(handle);
    assertThat(client.topic("q")).isNotEqualTo(handle);
    assertThat(world.notedCatalog().now().destinations())
        .containsExactly(
            new DestinationDefinition(DestinationDefinition.Kind.QUEUE, "q", 1),
            new DestinationDefinition(DestinationDefinition.Kind.TOPIC, "q", 1));
  }

  @Test
  void joinsRequestsForTheSameQueue() {
    client.receive(new Frame.Resolve(0, client.request(), DestinationKind.QUEUE, "q"));
    other.receive(new Frame.Resolve(0, other.request(), DestinationKind.QUEUE, "q"));
    world.run();

    assertThat(client.only(Frame.Destination.class).handle())
        .isEqualTo(other.only(Frame.Destination.class).handle());
    assertThat(world.shard().destinations()).hasSize(1);
  }

  @Test
  void needsNoCatalogWhichFollowsWhenItIsBack() {
    int queue = client.queue("q");
    world.catalog().fail(true);

    assertThat(client.queue("q")).isEqualTo(queue);
    client.send(client.queue("new"), "a");
    assertThat(world.backlog("new")).isEqualTo(1);
    world.catalogNotesAreDue();

    world.catalog().fail(false);
    client.queue("newer");
    assertThat(world.notedCatalog().now().destinations())
        .extracting(DestinationDefinition::name)
        .containsExactlyInAnyOrder("q", "new", "newer");
  }

  @Test
  void tellsTheCatalogOfManyAtOnce() {
    client.queue("first");
    world.notedCatalog().now();
    world.catalog().hold();
    for (int i = 0; i < 50; i++) {
      client.queue("q" + i);
    }
    world.catalogNotesAreDue();
    assertThat(world.catalog().heldCount()).isEqualTo(1);

    world.catalog().letGo();
    assertThat(world.notedCatalog().now().destinations()).hasSize(51);
  }

  @Test
  void answersNobodyWhoIsGone() {
    int topic = client.topic("t");
    client.outbox.sent.clear();
    client.receive(
        new Frame.OpenConsumer(
            1,
            client.request(),
            1,
            topic,
            SubscriptionKind.SHARED_DURABLE,
            "s",
            null,
            false,
            false,
            null));
    client.lose();
    world.run();

    assertThat(client.outbox.sent).isEmpty();
    other.queue("q");
  }

  @Test
  void refusesOptionsThatItDoesNotKnow() {
    client.refused(
        new Frame.Resolve(0, client.request(), DestinationKind.QUEUE, "q?start=earliest"),
        ErrorCode.OPTION_UNKNOWN);
  }

  @Test
  void aTemporaryQueueBelongsToItsConnection() {
    Frame.Destination temporary = client.destination(DestinationKind.TEMPORARY_QUEUE, null);
    client.consume(temporary.handle(), SubscriptionKind.QUEUE, null);

    int seen = other.resolve(DestinationKind.TEMPORARY_QUEUE, temporary.name());
    other.send(seen, "reply");
    assertThat(client.texts()).containsExactly("reply");
    other.refused(
        other.consumerFrame(seen, SubscriptionKind.QUEUE, null), ErrorCode.TEMPORARY_NOT_OWNED);
    other.refused(
        new Frame.DeleteTemporary(0, other.request(), seen), ErrorCode.TEMPORARY_NOT_OWNED);
    client.refused(
        new Frame.DeleteTemporary(0, client.request(), temporary.handle()),
        ErrorCode.DESTINATION_IN_USE);
    assertThat(world.notedCatalog().now().destinations()).isEmpty();
  }

  @Test
  void aTemporaryQueueEndsWithItsConnection() {
    Frame.Destination temporary = client.destination(DestinationKind.TEMPORARY_QUEUE, null);
    client.consume(temporary.handle(), SubscriptionKind.QUEUE, null);
    client.lose();

    other.refused(
        new Frame.Resolve(0, other.request(), DestinationKind.TEMPORARY_QUEUE, temporary.name()),
        ErrorCode.DESTINATION_NOT_FOUND);
    Frame.SendRejected rejected =
        other.ask(other.sendFrame(temporary.handle(), 0, "late"), Frame.SendRejected.class);
    assertThat(rejected.code()).isEqualTo(ErrorCode.DESTINATION_NOT_FOUND);
  }

  @Test
  void aDeletedTemporaryQueueIsNotMadeAnew() {
    Frame.Destination temporary = client.destination(DestinationKind.TEMPORARY_QUEUE, null);
    client.ok(new Frame.DeleteTemporary(0, client.request(), temporary.handle()));

    client.refused(
        new Frame.Resolve(0, client.request(), DestinationKind.TEMPORARY_QUEUE, temporary.name()),
        ErrorCode.DESTINATION_NOT_FOUND);
  }

  @Test
  void aClientThatComesBackGetsItsTemporaryTopicAgain() {
    Frame.Destination temporary = client.destination(DestinationKind.TEMPORARY_TOPIC, null);
    client.lose();
    TestClient again = world.client(1).ready(null);

    int handle = again.resolve(DestinationKind.TEMPORARY_TOPIC, temporary.name());
    again.consume(handle, SubscriptionKind.NON_DURABLE, null);
    other.send(other.resolve(DestinationKind.TEMPORARY_TOPIC, temporary.name()), "a");
    assertThat(again.texts()).containsExactly("a");
    again.refused(
        again.consumerFrame(handle, SubscriptionKind.SHARED_DURABLE, "x"),
        ErrorCode.DESTINATION_INVALID);
  }

  @Test
  void aTakeOverKeepsTemporaryQueues() {
    Frame.Destination temporary = client.destination(DestinationKind.TEMPORARY_QUEUE, null);
    other.send(other.resolve(DestinationKind.TEMPORARY_QUEUE, temporary.name()), "reply");
    TestClient again = world.client(1).ready(null);

    again.consume(
        again.resolve(DestinationKind.TEMPORARY_QUEUE, temporary.name()),
        SubscriptionKind.QUEUE,
        null);
    assertThat(again.texts()).containsExactly("reply");
    again.lose();
    other.refused(
        new Frame.Resolve(0, other.request(), DestinationKind.TEMPORARY_QUEUE, temporary.name()),
        ErrorCode.DESTINATION_NOT_FOUND);
  }
}
