// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.broker.AdminException;
import io.rewindmq.broker.AdminGateway;
import io.rewindmq.broker.DestinationSummary;
import io.rewindmq.broker.GroupSummary;
import io.rewindmq.broker.connection.TestMessages.Received;
import io.rewindmq.protocol.DestinationKind;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.SubscriptionKind;
import io.rewindmq.shard.RewindReport;
import io.rewindmq.shard.RewindTarget;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShardAdminGatewayTest {
  private final BrokerWorld world = new BrokerWorld();
  private final AdminGateway gateway = world.broker().admin(world.loop()::offer);
  private final TestClient client = world.client(7).ready("billing");

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void listsGroupsAndDestinations() {
    client.send(client.queue("q"), "a", "b");
    int topic = client.topic("t");
    client.consume(topic, SubscriptionKind.DURABLE, "orders");
    client.resolve(DestinationKind.TEMPORARY_TOPIC, null);

    List<GroupSummary> groups = answer(gateway.groups());
    assertThat(groups)
        .extracting(group -> group.group().spec().name())
        .containsExactly("billing.orders", "q");
    assertThat(groups.get(1).group().backlog()).isEqualTo(2);
    assertThat(groups.get(0).destination().spec().name()).isEqualTo("t");
    List<DestinationSummary> destinations = answer(gateway.destinations());
    assertThat(destinations).hasSize(3);
    assertThat(destinations.get(0).partitions().get(0).logEnd()).isEqualTo(2);
    assertThat(destinations.get(0).groups()).isEqualTo(1);
    assertThat(answer(gateway.group("billing.orders"))).isPresent();
    assertThat(answer(gateway.group("unknown"))).isEmpty();
  }

  @Test
  void rewindsAGroupWhileItsConsumerIsConnected() {
    client.send(client.queue("q"), "a", "b");
    int consumer = client.consume(client.queue("q"), SubscriptionKind.QUEUE, null);
    List<Received> first = client.deliveries();
    client.ok(
        new Frame.Ack(
            TestClient.CHANNEL,
            client.request(),
            world.shard().epoch(),
            TestClient.entries(first)));

    RewindReport report = answer(gateway.rewind("q", new RewindTarget.Earliest()));

    assertThat(report.backlogAfter()).isEqualTo(2);
    Frame.ConsumerReset reset = client.only(Frame.ConsumerReset.class);
    assertThat(reset.consumerId()).isEqualTo(consumer);
    assertThat(reset.groupEpoch()).isEqualTo(2);
    assertThat(reset.replayIdLsb()).isEqualTo(report.operation().lsb());
    client.credit(consumer, 2, 10);
    List<Received> again = client.deliveries();
    assertThat(again).extracting(Received::text).containsExactly("a", "b");
    assertThat(again).allMatch(message -> (message.flags() & 2) != 0);
  }

  @Test
  void namesTheCandidatesOfAnAmbiguousName() {
    client.queue("billing.orders");
    client.consume(client.topic("t"), SubscriptionKind.DURABLE, "orders");

    assertFails(
        gateway.rewind("billing.orders", new RewindTarget.Latest()),
        AdminException.Reason.AMBIGUOUS);
    int id = world.shard().groupsNamed("billing.orders").get(1).id();
    assertThat(answer(gateway.rewind(id, new RewindTarget.Latest())).groupId()).isEqualTo(id);
    assertThat(answer(gateway.group(Integer.toString(id)))).isPresent();
  }

  @Test
  void numberThatIsAnotherGroupsNameIsAmbiguous() {
    int first = client.queue("q");
    int group = world.shard().destination(first).orElseThrow().queueGroupId();
    client.queue(Integer.toString(group));

    assertFails(
        gateway.rewind(Integer.toString(group), new RewindTarget.Latest()),
        AdminException.Reason.AMBIGUOUS);
    assertThat(answer(gateway.rewind("q", new RewindTarget.Latest())).groupId()).isEqualTo(group);
    int second = world.shard().groupsNamed(Integer.toString(group)).get(0).id();
    assertThat(answer(gateway.group(Integer.toString(second)))).isPresent();
  }

  @Test
  void saysWhatCanNotBeRewound() {
    assertFails(
        gateway.rewind("unknown", new RewindTarget.Latest()), AdminException.Reason.NOT_FOUND);
    client.consume(client.topic("t"), SubscriptionKind.NON_DURABLE, null);
    GroupSummary group = answer(gateway.groups()).get(0);
    assertFails(
        gateway.rewind(group.group().id(), new RewindTarget.Latest()),
        AdminException.Reason.FORBIDDEN);
  }

  @Test
  void takesABoundedNumberOfRequests() {
    for (int i = 0; i < 64; i++) {
      assertThat(gateway.groups().toCompletableFuture()).isNotDone();
    }
    assertFails(gateway.groups(), AdminException.Reason.BUSY);
    world.run();
    assertThat(answer(gateway.groups())).isEmpty();
  }

  private <T> T answer(CompletionStage<T> stage) {
    world.run();
    return stage.toCompletableFuture().orTimeout(1, java.util.concurrent.TimeUnit.SECONDS).join();
  }

  private void assertFails(CompletionStage<?> stage, AdminException.Reason reason) {
    if (reason != AdminException.Reason.BUSY) {
      world.run();
    }
    assertThat(stage)
        .failsWithin(Duration.ofSeconds(1))
        .withThrowableThat()
        .havingCause()
        .isInstanceOfSatisfying(
            AdminException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
