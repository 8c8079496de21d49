// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.delivery.DestinationSettings;
import io.rewindmq.journal.JournalOptions;
import io.rewindmq.platform.disk.RealDisk;
import io.rewindmq.shard.ShardWorld.TestSink;
import io.rewindmq.shard.dispatch.DispatchEngine;
import io.rewindmq.shard.watch.DestinationFigures;
import io.rewindmq.shard.watch.GroupFigures;
import io.rewindmq.shard.watch.ObjectFigures;
import io.rewindmq.shard.watch.ShardWatch;
import io.rewindmq.shard.watch.WatchOptions;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a walk over destinations and groups finds. */
class WatchTest {
  private static final int RUN = 100;
  private static final long PERIOD = 1_000;
  private static final WatchOptions OPTIONS = new WatchOptions(3, PERIOD, 10_000, 50, 0);

  @TempDir Path folder;
  private ShardWorld world;
  private ShardWatch watch;

  @BeforeEach
  void open() {
    ShardOptions options =
        new ShardOptions(
            16,
            new DispatchEngine.Limits(10, 64, 16 << 10, 10_000),
            8 << 10,
            1_000,
            10_000,
            1 << 20,
            DestinationSettings.DEFAULT,
            1 << 20);
    world =
        new ShardWorld(
            new RealDisk(folder),
            new ShardWorld.TestClock(),
            new JournalOptions(64 << 10, 16 << 10, 8 << 10, 4 << 10, 1),
            options);
    watch = world.shard.watch();
    watch.start(OPTIONS, world.loop, world.clock);
  }

  /** Lets time pass until a walk has begun and ended since. */
  private ObjectFigures walked() {
    long from = world.clock.millis;
    while (watch.figures().atMillis() <= from) {
      world.clock.millis += 100;
      world.settle();
    }
    return watch.figures();
  }

  private static GroupFigures group(ObjectFigures figures, String name) {
    return figures.groups().stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void countsWhatIsManyAndListsTheFewThatMatter() {
    for (int i = 0; i < 1_200; i++) {
      world.shard.createDestination(
          DestinationSpec.lasting(DestinationKind.QUEUE, "queue." + i, DestinationSettings.DEFAULT),
          ShardWorld.OPERATION,
          new ShardWorld.Result<DestinationView>());
    }
    world.settle();
    for (int i = 0; i < 5; i++) {
      DestinationView queue = world.shard.destinations().get(100 * i);
      world.send(queue.id(), 1 + 100L * i, LongStream.rangeClosed(0, 10L * i).toArray());
    }

    ObjectFigures figures = walked();

    assertThat(figures.totals().destinations()).isEqualTo(1_200);
    assertThat(figures.totals().groups()).isEqualTo(1_200);
    assertThat(figures.totals().backlog()).isEqualTo(1 + 11 + 21 + 31 + 41);
    assertThat(figures.groups()).extracting(GroupFigures::backlog).containsExactly(41L, 31L, 21L);
    assertThat(figures.destinations())
        .extracting(DestinationFigures::name)
        .containsExactly("queue.400", "queue.300", "queue.200");
    assertThat(figures.destinations().getFirst().messagesIn()).isEqualTo(41);
    assertThat(figures.destinations().getFirst().logEnd()).isEqualTo(41);
    assertThat(figures.destinations().getFirst().backlogBytes()).isPositive();
  }

  @Test
  void knowsWhenTheOldestMessageCameAlsoWhenItIsInFilesOnly() {
    DestinationView queue = world.queue("orders");
    long first = world.clock.millis;
    for (int i = 0; i < 60; i++) {
      world.send(queue.id(), 1 + (long) i * RUN, LongStream.range(0, RUN).toArray());
      world.clock.millis += 10;
    }
    assertThat(world.journal.sizeBytes()).as("the first of it is gone").isLessThan(2 << 20);

    assertThat(group(walked(), "orders").oldestMillis()).isEqualTo(first);
    assertThat(group(walked(), "orders").waitingMillis()).isEqualTo(first);
    assertThat(walked().totals().groupsFarBehind()).isEqualTo(1);

    TestSink sink = new TestSink();
    ShardConsumer consumer = world.consumer(queue.queueGroupId(), sink, RUN + RUN / 2);
    world.ack(consumer, 0, 0);
    assertThat(group(walked(), "orders").oldestMillis()).isEqualTo(first);
    assertThat(group(walked(), "orders").waitingMillis()).isEqualTo(first + 10);
  }

  @Test
  void aConsumerThatDoesNotGoOnIsSlowWhileOthersWait() {
    DestinationView queue = world.queue("orders");
    world.send(queue.id(), 1, 10, 11, 12, 13);
    TestSink sink = new TestSink();
    ShardConsumer consumer = world.consumer(queue.queueGroupId(), sink, 2);
    assertThat(walked().slowConsumers()).isEmpty();

    world.clock.millis += 10_000;
    assertThat(walked().slowConsumers())
        .singleElement()
        .satisfies(
            slow -> {
              assertThat(slow.group()).isEqualTo("orders");
              assertThat(slow.connectionId()).isEqualTo(ShardWorld.OPERATION.msb());
              assertThat(slow.held()).isEqualTo(2);
              assertThat(slow.waiting()).isEqualTo(2);
              assertThat(slow.heldMillis()).isGreaterThanOrEqualTo(10_000);
            });
    assertThat(walked().totals().slowConsumers()).isEqualTo(1);
    assertThat(group(walked(), "orders").slowConsumers()).isEqualTo(1);

    world.ack(consumer, 0, 0);
    assertThat(walked().slowConsumers()).as("it has gone on").isEmpty();
    world.clock.millis += 10_000;
    assertThat(walked().slowConsumers()).hasSize(1);
    world.credit(consumer, 2);
    assertThat(walked().slowConsumers()).as("nobody waits").isEmpty();
  }

  @Test
  void whatIsDeletedIsGone() {
    DestinationView queue = world.queue("orders");
    world.send(queue.id(), 1, 10);
    assertThat(walked().destinations()).hasSize(1);

    world.ask(
        (Completion<@Nullable Void> c) ->
            world.shard.deleteDestination(queue.id(), ShardWorld.OPERATION, c));
    ObjectFigures figures = walked();
    assertThat(figures.destinations()).isEmpty();
    assertThat(figures.groups()).isEmpty();
  }

  @Test
  void countsAttemptsAndEnds() {
    DestinationView queue = world.queue("orders");
    world.send(queue.id(), 1, 10, 11);
    TestSink sink = new TestSink();
    ShardConsumer consumer = world.consumer(queue.queueGroupId(), sink, 2);
    world.run(() -> consumer.release(1, 0, new long[] {0, 0}, true));
    world.settle();
    world.credit(consumer, 1);
    world.ack(consumer, 0, 1);

    GroupFigures group = group(walked(), "orders");
    assertThat(group.delivered()).isEqualTo(3);
    assertThat(group.redelivered()).isEqualTo(1);
    assertThat(group.acknowledged()).isEqualTo(2);
    assertThat(group.backlog()).isZero();
    assertThat(group.oldestMillis()).isZero();
    assertThat(watch.figures().destinations().getFirst().acknowledged()).isEqualTo(2);
  }
}
