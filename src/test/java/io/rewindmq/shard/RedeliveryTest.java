// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.delivery.DeliveryPolicy;
import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.delivery.DestinationSettings;
import io.rewindmq.delivery.GroupKind;
import io.rewindmq.delivery.Setting;
import io.rewindmq.delivery.SettingsChange;
import io.rewindmq.delivery.SettleReason;
import io.rewindmq.platform.disk.RealDisk;
import io.rewindmq.shard.ShardWorld.Delivery;
import io.rewindmq.shard.ShardWorld.TestSink;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedeliveryTest {
  @TempDir Path folder;
  private ShardWorld world;

  @BeforeEach
  void open() {
    world = ShardWorld.over(new RealDisk(folder));
  }

  private DestinationView queue(
      int deliveriesMax, long delayMillis, int factorPercent, @Nullable String expiryQueue) {
    return destination(
        DestinationKind.QUEUE, deliveriesMax, delayMillis, factorPercent, expiryQueue);
  }

  private DestinationView destination(
      DestinationKind kind,
      int deliveriesMax,
      long delayMillis,
      int factorPercent,
      @Nullable String expiryQueue) {
    DestinationSpec spec =
        new DestinationSpec(
            kind, "orders", 1, settings(deliveriesMax, delayMillis, factorPercent, expiryQueue));
    return world
        .<DestinationView>ask(c -> world.shard.createDestination(spec, ShardWorld.OPERATION, c))
        .get();
  }

  private static DestinationSettings settings(
      int deliveriesMax, long delayMillis, int factorPercent, @Nullable String expiryQueue) {
    return new DestinationSettings(
        1000,
        1000,
        true,
        new DeliveryPolicy(deliveriesMax, delayMillis, factorPercent, 500, null, expiryQueue));
  }

  private DestinationView find(String queue) {
    return world.shard.destination(DestinationKind.QUEUE, queue).orElseThrow();
  }

  private void fail(ShardConsumer consumer, long first, long last) {
    world.run(() -> consumer.release(consumer.groupEpoch(), 0, new long[] {first, last}, true));
    world.settle();
  }

  private List<Delivery> contentOf(String queue) {
    TestSink sink = new TestSink();
    ShardConsumer consumer = world.consumer(find(queue).queueGroupId(), sink, 100);
    world.run(consumer::end);
    world.settle();
    return sink.deliveries;
  }

  private void pass(long millis) {
    world.clock.millis += millis;
    world.settle();
  }

  @Test
  void movesAMessageThatFailedTooOftenAndOnlyThat() {
    DestinationView queue = queue(2, 0, 100, null);
    TestSink sink = new TestSink();
    ShardConsumer consumer = world.consumer(queue.queueGroupId(), sink, 100);
    world.send(queue.id(), 1, 11, 12, 13);

    fail(consumer, 1, 1);
    fail(consumer, 1, 1);

    assertThat(sink.values()).containsExactly(11L, 12L, 13L, 12L);
    assertThat(world.backlog(queue.queueGroupId())).isEqualTo(2);
    assertThat(contentOf("DLQ.orders")).extracting(Delivery::value).containsExactly(12L);
    world = world.restarted();
    assertThat(world.backlog(queue.queueGroupId())).isEqualTo(2);
    assertThat(contentOf("DLQ.orders")).extracting(Delivery::value).containsExactly(12L);
  }

  @Test
  void tellsTheCopierWhereAMessageComesFrom() {
    DestinationView queue = queue(1, 0, 100, null);
    ShardConsumer consumer = world.consumer(queue.queueGroupId(), new TestSink(), 100);
    world.send(queue.id(), 1, 11, 12);
    fail(consumer, 0, 1);
    assertThat(world.copier.origins)
        .allSatisfy(
            origin -> {
              assertThat(origin.reason()).isEqualTo(SettleReason.DEAD_LETTERED);
              assertThat(origin.destination()).isEqualTo("orders");
              assertThat(origin.group()).isEqualTo("orders");
              assertThat(origin.deliveries()).isEqualTo(1);
            });
    assertThat(contentOf("DLQ.orders")).extracting(Delivery::value).containsExactly(11L, 12L);
  }

  @Test
  void movesWhatTheLastConsumerFailedWithWhenItIsGone() {
    DestinationView queue = queue(1, 0, 100, null);
    TestSink sink = new TestSink();
    ShardConsumer consumer = world.consumer(queue.queueGroupId(), sink, 100);
    world.send(queue.id(), 1, 11, 12);
    world.run(() -> consumer.handedOver(1));
    world.run(consumer::end);
    world.settle();
    assertThat(contentOf("DLQ.orders")).extracting(Delivery::value).containsExactly(11L);
    assertThat(contentOf("orders")).extracting(Delivery::value).containsExactly(12L);
  }

  @Test
  void changedSettingsHoldAtOnceAndAfterARestart() {
    DestinationView queue = queue(0, 0, 100, null);
    ShardConsumer consumer = world.consumer(queue.queueGroupId(), new TestSink(), 100);
    world.send(queue.id(), 1, 11, 12);
    fail(consumer, 0, 0);
    DestinationView changed =
        world
            .<DestinationView>ask(
                c ->
                    world.shard.changeDestination(
                        queue.id(),
                        queue
                            .spec()
                            .with(
                                SettingsChange.of(
                                    Set.of(Setting.DELIVERIES_MAX), settings(2, 0, 100, null)),
                                world.shard.defaultSettings()),
                        ShardWorld.OPERATION,
                        c))
            .get();
    assertThat(changed.spec().settings().policy().deliveriesMax()).isEqualTo(2);
    fail(consumer, 0, 0);
    assertThat(contentOf("DLQ.orders")).extracting(Delivery::value).containsExactly(11L);
    world = world.restarted();
    assertThat(find("orders").spec()).isEqualTo(changed.spec());
  }

  @Test
  void crashesOfTheBrokerMakeNoDeadLetters() {
    DestinationView queue = queue(2, 0, 100, null);
    world.send(queue.id(), 1, 11);
    for (int i = 0; i < 5; i++) {
      world.consumer(queue.queueGroupId(), new TestSink(), 100);
      world = world.restarted();
    }
    assertThat(world.shard.destination(DestinationKind.QUEUE, "DLQ.orders")).isEmpty();
    List<Delivery> content = contentOf("orders");
    assertThat(content).hasSize(1);
    assertThat(content.getFirst().count()).isEqualTo(6);
  }

  @Test
  void failuresAreCountedAcrossARestart() {
    DestinationView queue = queue(2, 0, 100, null);
    ShardConsumer consumer = world.consumer(queue.queueGroupId(), new TestSink(), 100);
    world.send(queue.id(), 1, 11);
    fail(consumer, 0, 0);
    world = world.restarted();
    ShardConsumer again = world.consumer(queue.queueGroupId(), new TestSink(), 100);
    fail(again, 0, 0);
    assertThat(contentOf("DLQ.orders")).extracting(Delivery::value).containsExactly(11L);
  }

  @Test
  void subscriptionsHaveDeadLettersOfTheirOwn() {
    DestinationView topic = destination(DestinationKind.TOPIC, 1, 0, 100, null);
    int one = world.durable(topic.id(), "one").id();
    int two = world.durable(topic.id(), "two").id();
    ShardConsumer consumer = world.consumer(one, new TestSink(), 100);
    world.send(topic.id(), 1, 11);
    fail(consumer, 0, 0);
    assertThat(contentOf("DLQ.orders")).extracting(Delivery::value).containsExactly(11L);
    assertThat(world.copier.origins.getFirst().group()).isEqualTo("one");
    assertThat(world.backlog(one)).isZero();
    assertThat(world.backlog(two)).isEqualTo(1);
  }

  @Test
  void nonDurableSubscriptionsToo() {
    DestinationView topic = destination(DestinationKind.TOPIC, 1, 0, 100, null);
    TestSink sink = new TestSink();
    ShardConsumer consumer =
        world.volatileConsumer(
            ShardWorld.subscription(topic.id(), GroupKind.NON_DURABLE, "x"), sink, 100);
    world.send(topic.id(), 1, 11, 12);
    fail(consumer, 0, 0);
    assertThat(contentOf("DLQ.orders")).extracting(Delivery::value).containsExactly(11L);
    assertThat(sink.values()).containsExactly(11L, 12L);
  }

  @Test
  void failedMessagesRestLongerEachTimeAndHoldNobodyUp() {
    DestinationView queue = queue(0, 100, 300, null);
    TestSink sink = new TestSink();
    ShardConsumer consumer = world.consumer(queue.queueGroupId(), sink, 100);
    world.send(queue.id(), 1, 11, 12);
    sink.takeValues();

    fail(consumer, 0, 0);
    pass(99);
    assertThat(sink.takeValues()).isEmpty();
    pass(1);
    assertThat(sink.takeValues()).containsExactly(11L);
    fail(consumer, 0, 0);
    world.send(queue.id(), 3, 13);
    assertThat(sink.takeValues()).containsExactly(13L);
    pass(299);
    assertThat(sink.takeValues()).isEmpty();
    pass(1);
    assertThat(sink.takeValues()).containsExactly(11L);
    fail(consumer, 0, 0);
    pass(500); // the bound
    assertThat(sink.takeValues()).containsExactly(11L);
  }

  @Test
  void whatRestsCanBeAcknowledgedByAReturningClient() {
    DestinationView queue = queue(0, 100, 100, null);
    ShardConsumer consumer = world.consumer(queue.queueGroupId(), new TestSink(), 100);
    world.send(queue.id(), 1, 11);
    fail(consumer, 0, 0);
    world.ack(consumer, 0, 0);
    assertThat(world.backlog(queue.queueGroupId())).isZero();
    pass(1000);
    assertThat(contentOf("orders")).isEmpty();
  }

  @Test
  void aRewindEndsTheRest() {
    DestinationView queue = queue(2, 100, 100, null);
    TestSink sink = new TestSink();
    ShardConsumer consumer = world.consumer(queue.queueGroupId(), sink, 100);
    world.send(queue.id(), 1, 11);
    fail(consumer, 0, 0);
    var unused =
        world.<RewindReport>ask(
            c ->
                world.shard.rewind(
                    queue.queueGroupId(), new RewindTarget.Earliest(), ShardWorld.OPERATION, c));
    sink.takeValues();
    world.credit(consumer, 100);
    assertThat(sink.takeValues()).containsExactly(11L);
    pass(1000);
    assertThat(sink.takeValues()).isEmpty();
    fail(consumer, 0, 0); // the count has begun anew
    assertThat(world.shard.destination(DestinationKind.QUEUE, "DLQ.orders")).isEmpty();
  }

  @Test
  void expiredMessagesGoToTheirQueueWithAndWithoutAConsumer() {
    DestinationView queue = queue(0, 0, 100, "expired");
    long expiration = world.clock.millis + 50;
    world.send(
        ShardWorld.PRODUCER,
        queue.id(),
        0,
        1,
        List.of(TestMessages.Spec.of(11).expiring(expiration), TestMessages.Spec.of(12)));
    pass(5000);
    assertThat(contentOf("expired")).extracting(Delivery::value).containsExactly(11L);

    long next = world.clock.millis + 50;
    world.send(
        ShardWorld.PRODUCER, queue.id(), 0, 3, List.of(TestMessages.Spec.of(13).expiring(next)));
    world.clock.millis += 60;
    assertThat(contentOf("orders")).extracting(Delivery::value).containsExactly(12L);
    pass(0);
    assertThat(contentOf("expired")).extracting(Delivery::value).containsExactly(11L, 13L);
  }
}
