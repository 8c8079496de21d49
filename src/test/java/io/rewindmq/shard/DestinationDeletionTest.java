// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.delivery.DestinationSettings;
import io.rewindmq.delivery.GroupKind;
import io.rewindmq.delivery.ProducerId;
import io.rewindmq.delivery.Rejection;
import io.rewindmq.journal.JournalOptions;
import io.rewindmq.platform.disk.RealDisk;
import io.rewindmq.shard.ShardWorld.Result;
import io.rewindmq.shard.ShardWorld.TestOutcome;
import io.rewindmq.shard.ShardWorld.TestSink;
import io.rewindmq.shard.dispatch.DispatchEngine;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A destination that is deleted while it is in use. */
class DestinationDeletionTest {
  @TempDir Path folder;
  private ShardWorld world;

  @BeforeEach
  void open() {
    // a journal so short that its segments are used again soon
    world =
        new ShardWorld(
            new RealDisk(folder),
            new ShardWorld.TestClock(),
            new JournalOptions(64 << 10, 16 << 10, 8 << 10, 4 << 10, 1),
            new ShardOptions(
                16,
                new DispatchEngine.Limits(10, 64, 16 << 10, 1000),
                8 << 10,
                1_000,
                1000,
                128 << 10,
                DestinationSettings.DEFAULT,
                1 << 20));
  }

  private Result<@Nullable Void> delete(DestinationView destination) {
    return world.<@Nullable Void>ask(
        (Completion<@Nullable Void> c) ->
            world.shard.deleteDestination(destination.id(), ShardWorld.OPERATION, c));
  }

  /** So much that the journal's first segments are used again. */
  private void fill(DestinationView destination) {
    ProducerId filler = new ProducerId(8, 8);
    for (int i = 0; i < 60; i++) {
      world.send(filler, destination.id(), 0, 1 + 100L * i, LongStream.range(0, 100).toArray());
    }
  }

  private TestSink consumer(int group) {
    TestSink sink = new TestSink();
    world.consumer(group, sink, 100);
    return sink;
  }

  @Test
  void everyConsumerHearsOfItOnceItIsDurableAndNotBefore() {
    DestinationView topic = world.topic("news");
    TestSink durable = consumer(world.durable(topic.id(), "d").id());
    TestSink passing = new TestSink();
    world.volatileConsumer(
        ShardWorld.subscription(topic.id(), GroupKind.NON_DURABLE, "v"), passing, 100);
    Result<@Nullable Void> deleted = new Result<>();
    world.run(() -> world.shard.deleteDestination(topic.id(), ShardWorld.OPERATION, deleted));
    world.loop.turn();

    assertThat(world.shard.destination(topic.id())).isEmpty();
    assertThat(durable.isDeleted).isFalse();
    assertThat(deleted.isCompleted).isFalse();

    world.settle();
    assertThat(deleted.isCompleted).isTrue();
    assertThat(durable.isDeleted).isTrue();
    assertThat(passing.isDeleted).isTrue();
    assertThat(world.shard.groups()).isEmpty();
  }

  @Test
  void nothingOfItComesBackAfterARestart() {
    DestinationView queue = world.queue("orders");
    DestinationView other = world.queue("other");
    world.send(queue.id(), 1, 11, 12);
    world.send(other.id(), 3, 13);
    delete(queue);

    world = world.restarted();

    assertThat(world.shard.destinations())
        .extracting(DestinationView::id)
        .containsExactly(other.id());
    assertThat(world.backlog(other.queueGroupId())).isEqualTo(1);
    DestinationView again = world.queue("orders");
    assertThat(again.id()).isGreaterThan(other.id());
    assertThat(world.backlog(again.queueGroupId())).isZero();
  }

  @Test
  void whatIsStillDoneWithItsConsumersHasNoEffect() {
    DestinationView queue = world.queue("orders");
    TestSink sink = new TestSink();
    ShardConsumer consumer = world.consumer(queue.queueGroupId(), sink, 1);
    world.send(queue.id(), 1, 11, 12);
    assertThat(sink.values()).containsExactly(11L);
    delete(queue);

    world.ack(consumer, 0, 0);
    world.credit(consumer, 10);
    world.run(() -> consumer.release(consumer.groupEpoch(), 0, new long[] {0, 0}, true));
    world.run(() -> consumer.releaseAll(1));
    boolean[] drained = {false};
    world.run(() -> consumer.drain(() -> drained[0] = true));
    world.settle();
    world.run(consumer::end);
    world.settle();

    assertThat(sink.values()).containsExactly(11L);
    assertThat(drained[0]).isTrue();
    assertThat(consumer.isHolding()).isFalse();
  }

  @Test
  void drainThatWaitsIsAnswered() {
    DestinationView queue = world.queue("orders");
    TestSink sink = new TestSink();
    ShardConsumer consumer = world.consumer(queue.queueGroupId(), sink, 10);
    sink.ready = false;
    world.send(queue.id(), 1, 11);
    boolean[] drained = {false};
    world.run(() -> consumer.drain(() -> drained[0] = true));
    world.settle();
    assertThat(drained[0]).isFalse();

    delete(queue);
    assertThat(drained[0]).isTrue();
    assertThat(sink.values()).isEmpty();
  }

  @Test
  void sendsAreRejectedAndOpenTransactionsLoseTheirPart() {
    DestinationView queue = world.queue("orders");
    DestinationView other = world.queue("other");
    world.send(ShardWorld.PRODUCER, queue.id(), 1, 1, 11);
    world.send(ShardWorld.PRODUCER, other.id(), 1, 2, 12);
    delete(queue);

    TestOutcome late = world.send(ShardWorld.PRODUCER, queue.id(), 0, 3, 13);
    assertThat(late.rejections).containsExactly(Rejection.DESTINATION_NOT_FOUND);
    assertThat(world.commit(1).isCompleted).isTrue();

    assertThat(world.backlog(other.queueGroupId())).isEqualTo(1);
    world = world.restarted();
    assertThat(world.backlog(other.queueGroupId())).isEqualTo(1);
    assertThat(world.shard.destinations()).hasSize(1);
  }

  @Test
  void browserEndsWithoutTouchingWhatIsGone() {
    DestinationView queue = world.queue("orders");
    world.send(queue.id(), 1, 11, 12, 13);
    TestSink sink = new TestSink();
    ShardConsumer browser =
        world
            .<ShardConsumer>ask(
                c ->
                    world.shard.openBrowser(
                        queue.queueGroupId(), ConsumerOptions.of(ShardWorld.OPERATION), sink, c))
            .get();
    world.credit(browser, 1);
    delete(queue);
    fill(world.queue("other"));
    boolean[] drained = {false};
    world.credit(browser, 10);
    world.run(() -> browser.drain(() -> drained[0] = true));
    world.settle();

    assertThat(sink.values()).containsExactly(11L);
    assertThat(drained[0]).isTrue();
  }

  @Test
  void itsFilesGoAlsoWhenTheBrokerStopsBeforeTheyAreDeleted() {
    DestinationView queue = world.queue("orders");
    fill(queue);
    Path logs = folder.resolve("log").resolve(Integer.toString(queue.id()));
    assertThat(logs).isDirectory();

    world.run(
        () -> world.shard.deleteDestination(queue.id(), ShardWorld.OPERATION, new Result<>()));
    world.loop.turn();
    while (!world.writer.isEmpty()) {
      world.writer.remove().run(); // durable, but nobody has been told
    }
    world = world.restarted();
    assertThat(logs).doesNotExist();
  }

  @Test
  void temporaryOnesAreKeptWhileTheyHaveConsumers() {
    DestinationView queue =
        world
            .<DestinationView>ask(
                c ->
                    world.shard.createDestination(
                        DestinationSpec.temporary(DestinationKind.TEMPORARY_QUEUE, "t"),
                        ShardWorld.OPERATION,
                        c))
            .get();
    TestSink sink = consumer(queue.queueGroupId());

    assertThat(delete(queue).rejection).isEqualTo(Rejection.DESTINATION_IN_USE);
    assertThat(sink.isDeleted).isFalse();
  }
}
