// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.delivery.GroupKind;
import io.rewindmq.delivery.ProducerId;
import io.rewindmq.delivery.Rejection;
import io.rewindmq.delivery.TransactionId;
import io.rewindmq.platform.disk.RealDisk;
import io.rewindmq.shard.ShardWorld.Delivery;
import io.rewindmq.shard.ShardWorld.TestOutcome;
import io.rewindmq.shard.ShardWorld.TestSink;
import io.rewindmq.testkit.SimDisk;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardTest {
  @TempDir Path folder;
  private ShardWorld world;

  @BeforeEach
  void open() {
    world = ShardWorld.over(new RealDisk(folder));
  }

  @Test
  void deliversWhatIsSentAndForgetsWhatIsAcknowledged() {
    DestinationView queue = world.queue("orders");
    TestSink sink = new TestSink();
    ShardConsumer consumer = world.consumer(queue.queueGroupId(), sink, 10);

    TestOutcome outcome = world.send(queue.id(), 1, 11, 12, 13);

    assertThat(outcome.confirmed).containsExactly(1L, 2L, 3L);
    assertThat(sink.deliveries)
        .containsExactly(
            new Delivery(0, 0, 11, 1, 0),
            new Delivery(0, 1, 12, 1, 0),
            new Delivery(0, 2, 13, 1, 0));
    assertThat(sink.runs).isEqualTo(1);
    world.ack(consumer, 0, 1);
    assertThat(world.backlog(queue.queueGroupId())).isEqualTo(1);
    world = world.restarted();
    TestSink again = new TestSink();
    world.consumer(queue.queueGroupId(), again, 10);
    assertThat(again.deliveries)
        .containsExactly(new Delivery(0, 2, 13, 2, ConsumerSink.REDELIVERED));
  }

  @Test
  void consumersTakeTurnsInTheOrderOfTheirOpening() {
    DestinationView queue = world.queue("orders");
    TestSink first = new TestSink();
    TestSink second = new TestSink();
    ShardConsumer one = world.consumer(queue.queueGroupId(), first, 10);
    world.consumer(queue.queueGroupId(), second, 10);

    world.send(queue.id(), 1, 11);
    world.send(queue.id(), 2, 12);
    world.credit(one, 1); // nothing to deliver: it is the first one's turn nevertheless
    world.send(queue.id(), 3, 13);
    world.send(queue.id(), 4, 14);

    assertThat(first.values()).containsExactly(11L, 13L);
    assertThat(second.values()).containsExactly(12L, 14L);
  }

  @Test
  void countsWhatItDoes() {
    DestinationView queue = world.queue("orders");
    TestSink sink = new TestSink();
    ShardConsumer consumer = world.consumer(queue.queueGroupId(), sink, 10);
    world.send(queue.id(), 1, 11, 12, 13);
    world.ack(consumer, 0, 1);
    assertThat(world.shard.watch().counts().messagesIn()).isEqualTo(3);
    assertThat(world.shard.watch().counts().bytesIn()).isEqualTo(3L * TestMessages.ELEMENT_BYTES);
    assertThat(world.shard.watch().counts().messagesOut()).isEqualTo(3);
    assertThat(world.shard.watch().counts().bytesOut()).isEqualTo(3L * TestMessages.ELEMENT_BYTES);
    assertThat(world.shard.watch().counts().acknowledged()).isEqualTo(2);
    assertThat(world.shard.watch().counts().forces()).isPositive();
    assertThat(world.shard.watch().counts().journalBytes()).isPositive();
    assertThat(world.shard.watch().counts().unwrittenBytes()).isZero();
    assertThat(world.shard.watch().counts().tailCacheBytes()).isPositive();
  }

  @Test
  void keepsToCredit() {
    DestinationView queue = world.queue("orders");
    world.send(queue.id(), 1, LongStream.range(0, 100).toArray());
    TestSink sink = new TestSink();
    ShardConsumer consumer = world.consumer(queue.queueGroupId(), sink, 7);
    assertThat(sink.values()).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L);
    world.credit(consumer, 2);
    assertThat(sink.values()).hasSize(9);
  }

  @Test
  void dropsDuplicates() {
    DestinationView queue = world.queue("orders");
    world.send(queue.id(), 1, 11, 12);
    assertThat(world.send(queue.id(), 1, 11, 12, 13).confirmed).containsExactly(1L, 2L, 3L);
    world = world.restarted();
    assertThat(world.send(queue.id(), 2, 12, 13).confirmed).containsExactly(2L, 3L);
    assertThat(world.backlog(queue.queueGroupId())).isEqualTo(3);
  }

  @Test
  void deniesNoDuplicateWhenTheDiskIsFull() {
    SimDisk disk = new SimDisk(1);
    world = ShardWorld.over(disk);
    DestinationView queue = world.queue("orders");
    disk.setFreeBytes(100_000); // less than the journal leaves to others
    long first = 1;
    TestOutcome outcome = world.send(queue.id(), first, new long[100]);
    while (outcome.rejected.isEmpty()) {
      first += 100;
      outcome = world.send(queue.id(), first, new long[100]);
    }

    TestOutcome again = world.send(queue.id(), first - 1, new long[101]);

    assertThat(again.confirmed).containsExactly(first - 1);
    assertThat(again.rejected).hasSize(100).startsWith(first);
  }

  @Test
  void sharesAQueueFairly() {
    DestinationView queue = world.queue("orders");
    TestSink one = new TestSink();
    TestSink two = new TestSink();
    world.consumer(queue.queueGroupId(), one, 100);
    world.consumer(queue.queueGroupId(), two, 100);
    world.send(queue.id(), 1, LongStream.range(0, 40).toArray());
    assertThat(one.deliveries.size()).isBetween(15, 25);
    assertThat(one.deliveries.size() + two.deliveries.size()).isEqualTo(40);
  }

  @Test
  void givesBackInOrderAndCountsWhatWasHandedOver() {
    DestinationView queue = world.queue("orders");
    TestSink one = new TestSink();
    ShardConsumer first = world.consumer(queue.queueGroupId(), one, 5);
    world.send(queue.id(), 1, 10, 11, 12, 13, 14, 15);
    world.run(() -> first.handedOver(2));
    world.run(first::end);
    world.settle();
    TestSink two = new TestSink();
    world.consumer(queue.queueGroupId(), two, 10);
    assertThat(two.deliveries)
        .containsExactly(
            new Delivery(0, 0, 10, 2, ConsumerSink.REDELIVERED),
            new Delivery(0, 1, 11, 2, ConsumerSink.REDELIVERED),
            new Delivery(0, 2, 12, 1, 0),
            new Delivery(0, 3, 13, 1, 0),
            new Delivery(0, 4, 14, 1, 0),
            new Delivery(0, 5, 15, 1, 0));
  }

  @Test
  void transactionsAreAtomic() {
    DestinationView in = world.queue("in");
    DestinationView out = world.queue("out");
    TestSink inSink = new TestSink();
    TestSink outSink = new TestSink();
    ShardConsumer consumer = world.consumer(in.queueGroupId(), inSink, 10);
    world.consumer(out.queueGroupId(), outSink, 10);
    world.send(new ProducerId(9, 9), in.id(), 0, 1, 1, 2, 3);

    world.send(ShardWorld.PRODUCER, out.id(), 1, 1, 21);
    world.send(ShardWorld.PRODUCER, out.id(), 1, 2, 22);
    assertThat(outSink.deliveries).isEmpty();
    assertThat(world.commit(1, new Settlement(consumer, 1, 0, 0, 1)).isCompleted).isTrue();

    assertThat(outSink.values()).containsExactly(21L, 22L);
    assertThat(world.backlog(in.queueGroupId())).isEqualTo(1);
    world.send(ShardWorld.PRODUCER, out.id(), 2, 3, 23);
    world = world.restarted();
    TransactionId id = new TransactionId(ShardWorld.PRODUCER, 1);
    assertThat(world.<Boolean>ask(c -> world.shard.queryOutcome(id, c)).get()).isTrue();
    assertThat(world.backlog(out.queueGroupId())).isEqualTo(2);
    assertThat(world.backlog(in.queueGroupId())).isEqualTo(1);
    assertThat(world.commit(1).isCompleted).isTrue();
  }

  @Test
  void durableSubscriptionStartsAtTheEndAndTakesOneConsumer() {
    DestinationView topic = world.topic("prices");
    world.send(topic.id(), 1, 1, 2);
    GroupView group = world.durable(topic.id(), "billing");
    world.send(topic.id(), 3, 3);
    TestSink sink = new TestSink();
    ShardConsumer consumer = world.consumer(group.id(), sink, 10);
    assertThat(sink.values()).containsExactly(3L);
    ShardWorld.Result<ShardConsumer> second =
        world.ask(
            c ->
                world.shard.openConsumer(
                    group.id(), ConsumerOptions.of(ShardWorld.OPERATION), new TestSink(), c));
    assertThat(second.rejection).isEqualTo(Rejection.SUBSCRIPTION_IN_USE);
    world.run(() -> consumer.close(0));
    TestSink third = new TestSink();
    world.consumer(group.id(), third, 10);
    assertThat(third.deliveries).containsExactly(new Delivery(0, 2, 3, 1, 0));
  }

  @Test
  void nonDurableSubscriptionEndsWithItsConsumer() {
    DestinationView topic = world.topic("prices");
    TestSink sink = new TestSink();
    GroupSpec spec = ShardWorld.subscription(topic.id(), GroupKind.SHARED_NON_DURABLE, "s");
    ShardConsumer consumer = world.volatileConsumer(spec, sink, 10);
    ShardConsumer other = world.volatileConsumer(spec, sink, 10);
    world.send(topic.id(), 1, 1, 2);
    assertThat(sink.values()).containsExactlyInAnyOrder(1L, 2L);
    world.run(() -> consumer.close(0));
    world.run(() -> other.close(0));
    world.settle();
    assertThat(world.shard.groups()).isEmpty();
    world.run(other::end);
    world.settle();
  }

  @Test
  void rewindDeliversAgainFlagged() {
    DestinationView queue = world.queue("orders");
    TestSink sink = new TestSink();
    ShardConsumer consumer = world.consumer(queue.queueGroupId(), sink, 10);
    world.send(queue.id(), 1, 10, 11, 12, 13);
    world.ack(consumer, 0, 2);
    sink.deliveries.clear();

    RewindReport report =
        world
            .<RewindReport>ask(
                c ->
                    world.shard.rewind(
                        queue.queueGroupId(),
                        new RewindTarget.ToOffset(1),
                        ShardWorld.OPERATION,
                        c))
            .get();
    assertThat(report.backlogBefore()).isEqualTo(1);
    assertThat(report.backlogAfter()).isEqualTo(3);
    assertThat(sink.resets).containsExactly(2);
    assertThat(sink.deliveries).isEmpty();
    world.run(() -> consumer.acknowledge(1, world.shard.epoch(), 0, new long[] {3, 3}, null));
    world.credit(consumer, 10);
    world.send(queue.id(), 5, 14);
    int both = ConsumerSink.REDELIVERED | ConsumerSink.REPLAYED;
    assertThat(sink.deliveries)
        .containsExactly(
            new Delivery(0, 1, 11, 2, both),
            new Delivery(0, 2, 12, 2, both),
            new Delivery(0, 3, 13, 2, both),
            new Delivery(0, 4, 14, 1, 0));
    world = world.restarted();
    assertThat(world.shard.group(queue.queueGroupId()).orElseThrow().epoch()).isEqualTo(2);
    assertThat(world.backlog(queue.queueGroupId())).isEqualTo(4);
  }

  @Test
  void priorityDelayAndExpiry() {
    DestinationView queue = world.queue("orders");
    long now = world.clock.millis;
    world.send(
        ShardWorld.PRODUCER,
        queue.id(),
        0,
        1,
        List.of(
            TestMessages.Spec.of(0),
            new TestMessages.Spec(1, true, 9, 0, 0),
            new TestMessages.Spec(2, true, 4, now + 50, 0),
            new TestMessages.Spec(3, true, 4, 0, now + 20),
            new TestMessages.Spec(4, true, 1, 0, 0),
            TestMessages.Spec.of(5)));
    world.clock.millis += 30;
    TestSink sink = new TestSink();
    ShardConsumer consumer = world.consumer(queue.queueGroupId(), sink, 100);
    assertThat(sink.values()).containsExactly(1L, 0L, 5L, 4L);
    assertThat(world.backlog(queue.queueGroupId())).isEqualTo(5);
    world.clock.millis += 30;
    world.settle();
    assertThat(sink.values()).containsExactly(1L, 0L, 5L, 4L, 2L);
    world.ack(consumer, 0, 5);
    assertThat(world.backlog(queue.queueGroupId())).isZero();
  }

  @Test
  void aRewindLeavesOtherGroupsTheirExpirations() {
    DestinationView topic = world.topic("prices");
    GroupView rewound = world.durable(topic.id(), "rewound");
    TestSink sink = new TestSink();
    ShardConsumer other =
        world.volatileConsumer(
            ShardWorld.subscription(topic.id(), GroupKind.NON_DURABLE, "other"), sink, 10);
    long expiration = world.clock.millis + 100;
    world.send(
        ShardWorld.PRODUCER,
        topic.id(),
        0,
        1,
        List.of(new TestMessages.Spec(11, true, 4, 0, expiration)));
    assertThat(sink.takeValues()).containsExactly(11L);

    for (int i = 0; i < 2; i++) { // the second one finds the message settled
      world.<RewindReport>ask(
          c ->
              world.shard.rewind(rewound.id(), new RewindTarget.Latest(), ShardWorld.OPERATION, c));
    }
    world.clock.millis = expiration;
    other.releaseAll(0);
    world.credit(other, 10);

    assertThat(sink.values()).isEmpty();
  }

  @Test
  void expiresWithoutConsumers() {
    DestinationView queue = world.queue("orders");
    long now = world.clock.millis;
    world.send(
        ShardWorld.PRODUCER,
        queue.id(),
        0,
        1,
        List.of(new TestMessages.Spec(1, true, 4, 0, now + 20), TestMessages.Spec.of(2)));
    assertThat(world.backlog(queue.queueGroupId())).isEqualTo(2);
    world.clock.millis += 2000;
    world.settle();
    assertThat(world.backlog(queue.queueGroupId())).isEqualTo(1);
  }

  @Test
  void drainAnswersAfterWhatIsThere() {
    DestinationView queue = world.queue("orders");
    TestSink sink = new TestSink();
    ShardConsumer consumer = world.consumer(queue.queueGroupId(), sink, 5);
    int[] seen = {-1};
    world.run(
        () -> {
          world.shard.send(
              ShardWorld.PRODUCER,
              queue.id(),
              0,
              0,
              1,
              1,
              TestMessages.of(List.of(new TestMessages.Spec(1, false, 4, 0, 0))),
              new TestOutcome());
          consumer.drain(() -> seen[0] = sink.deliveries.size());
        });
    world.settle();
    assertThat(seen[0]).isEqualTo(1);
    world.run(() -> consumer.drain(() -> seen[0] = 99));
    world.settle();
    assertThat(seen[0]).isEqualTo(99);
  }

  @Test
  void browserSeesWhatIsUnsettledInOrder() {
    DestinationView queue = world.queue("orders");
    TestSink sink = new TestSink();
    ShardConsumer consumer = world.consumer(queue.queueGroupId(), sink, 2);
    world.send(
        ShardWorld.PRODUCER,
        queue.id(),
        0,
        1,
        List.of(
            TestMessages.Spec.of(0),
            TestMessages.Spec.of(1),
            TestMessages.Spec.of(2),
            new TestMessages.Spec(3, true, 9, 0, 0)));
    world.ack(consumer, 3, 3);
    TestSink seen = new TestSink();
    ShardConsumer browser =
        world
            .<ShardConsumer>ask(
                c ->
                    world.shard.openBrowser(
                        queue.queueGroupId(), ConsumerOptions.of(ShardWorld.OPERATION), seen, c))
            .get();
    world.credit(browser, 100);
    boolean[] drained = {false};
    world.run(() -> browser.drain(() -> drained[0] = true));
    world.settle();
    assertThat(seen.values()).containsExactly(0L, 1L, 2L);
    assertThat(drained[0]).isTrue();
  }

  @Test
  void nonPersistentMessagesAreDroppedAtTheNextStart() {
    DestinationView queue = world.queue("orders");
    world.send(
        ShardWorld.PRODUCER,
        queue.id(),
        0,
        1,
        List.of(new TestMessages.Spec(1, false, 4, 0, 0), TestMessages.Spec.of(2)));
    world = world.restarted();
    TestSink sink = new TestSink();
    world.consumer(queue.queueGroupId(), sink, 10);
    assertThat(sink.values()).containsExactly(2L);
  }

  @Test
  void acknowledgementsOfAnOlderEpochAreHonouredOnce() {
    DestinationView queue = world.queue("orders");
    world.consumer(queue.queueGroupId(), new TestSink(), 10);
    world.send(queue.id(), 1, 1, 2, 3);
    long old = world.shard.epoch();
    world = world.restarted();
    TestSink sink = new TestSink();
    ShardConsumer consumer = world.consumer(queue.queueGroupId(), sink, 0);
    world.run(() -> consumer.acknowledge(1, old, 0, new long[] {0, 1, 5, 9}, null));
    world.send(queue.id(), 4, 4);
    world.credit(consumer, 10);
    assertThat(sink.deliveries)
        .containsExactly(
            new Delivery(0, 2, 3, 2, ConsumerSink.REDELIVERED), new Delivery(0, 3, 4, 1, 0));
  }
}
