// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.delivery.DeliveryPolicy;
import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.delivery.DestinationSettings;
import io.rewindmq.delivery.ProducerId;
import io.rewindmq.journal.JournalOptions;
import io.rewindmq.platform.disk.RealDisk;
import io.rewindmq.shard.ShardWorld.TestSink;
import io.rewindmq.shard.dispatch.DispatchEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpkeepTest {
  private static final int RUN = 100;
  private static final long TARGET = 128 << 10;

  @TempDir Path folder;
  private ShardWorld world;
  private long sequence = 1;

  @BeforeEach
  void open() {
    ShardOptions options =
        new ShardOptions(
            16,
            new DispatchEngine.Limits(10, 64, 16 << 10, 1000),
            8 << 10,
            1_000,
            1000,
            TARGET,
            DestinationSettings.DEFAULT,
            1 << 20);
    world =
        new ShardWorld(
            new RealDisk(folder),
            new ShardWorld.TestClock(),
            new JournalOptions(64 << 10, 16 << 10, 8 << 10, 4 << 10, 1),
            options);
  }

  private void send(int destination, int runs) {
    for (int i = 0; i < runs; i++) {
      world.send(destination, sequence, LongStream.range(sequence, sequence + RUN).toArray());
      sequence += RUN;
      world.clock.millis += 10;
    }
  }

  private List<Long> readAll(int group) {
    TestSink sink = new TestSink();
    ShardConsumer consumer = world.consumer(group, sink, 1_000_000);
    List<Long> values = sink.values();
    world.run(consumer::end);
    world.settle();
    return values;
  }

  private List<Long> values(long from) {
    return LongStream.range(from, sequence).boxed().toList();
  }

  @Test
  void theJournalStaysShortAndNothingIsLost() {
    DestinationView queue = world.queue("orders");
    DestinationView idle = world.queue("idle");
    world.send(new ProducerId(5, 5), idle.id(), 0, 1, -1);
    send(queue.id(), 100);
    assertThat(world.journal.sizeBytes()).isLessThan(TARGET + 3 * (64 << 10));
    assertThat(readAll(queue.queueGroupId())).isEqualTo(values(1));
    world = world.restarted();
    assertThat(readAll(queue.queueGroupId())).isEqualTo(values(1));
    assertThat(readAll(idle.queueGroupId())).containsExactly(-1L);
    assertThat(world.shard.epoch()).isEqualTo(2);
  }

  @Test
  void duplicatesAreKnownAfterTheirEntriesAreGone() {
    DestinationView queue = world.queue("orders");
    ProducerId other = new ProducerId(5, 5);
    world.send(other, queue.id(), 0, 1, -1, -2);
    send(queue.id(), 60);
    world = world.restarted();
    world.send(other, queue.id(), 0, 1, -1, -2);
    assertThat(world.backlog(queue.queueGroupId())).isEqualTo(2 + sequence - 1);
  }

  @Test
  void openTransactionsAreCarriedForward() {
    DestinationView queue = world.queue("orders");
    DestinationView other = world.queue("other");
    world.send(ShardWorld.PRODUCER, other.id(), 1, sequence++, 77);
    ProducerId filler = new ProducerId(8, 8);
    for (int i = 0; i < 60; i++) {
      world.send(filler, queue.id(), 0, 1 + (long) i * RUN, LongStream.range(0, RUN).toArray());
    }
    assertThat(world.journal.sizeBytes()).isLessThan(TARGET + 3 * (64 << 10));
    assertThat(world.commit(1).isCompleted).isTrue();
    assertThat(readAll(other.queueGroupId())).containsExactly(77L);
    world = world.restarted();
    assertThat(readAll(other.queueGroupId())).containsExactly(77L);
  }

  @Test
  void aDrainedQueueWithoutRetentionOwnsNoFiles() {
    DestinationView queue =
        world
            .<DestinationView>ask(
                c ->
                    world.shard.createDestination(
                        new DestinationSpec(
                            DestinationKind.QUEUE,
                            "q",
                            1,
                            new DestinationSettings(0, 0, true, DeliveryPolicy.DEFAULT)),
                        ShardWorld.OPERATION,
                        c))
            .get();
    for (int i = 0; i < 40; i++) {
      send(queue.id(), 1);
      TestSink sink = new TestSink();
      ShardConsumer consumer = world.consumer(queue.queueGroupId(), sink, 1_000);
      world.ack(consumer, 0, sequence);
      world.run(consumer::end);
    }
    world.settle();
    assertThat(world.disk.list("log")).isEmpty();
    assertThat(world.backlog(queue.queueGroupId())).isZero();
    world = world.restarted();
    assertThat(world.backlog(queue.queueGroupId())).isZero();
  }

  @Test
  void rewindsIntoStoredHistory() {
    DestinationView queue = world.queue("orders");
    long start = world.clock.millis;
    send(queue.id(), 80);
    TestSink sink = new TestSink();
    ShardConsumer consumer = world.consumer(queue.queueGroupId(), sink, 1_000_000);
    world.ack(consumer, 0, sequence);
    world.run(consumer::end);
    assertThat(world.backlog(queue.queueGroupId())).isZero();
    RewindReport report = rewind(queue, new RewindTarget.ToInstant(start + 100));
    assertThat(report.moves().getFirst().to()).isEqualTo(1000);
    assertThat(readAll(queue.queueGroupId())).isEqualTo(values(1001));
    report = rewind(queue, new RewindTarget.ToInstant(start + 795));
    assertThat(report.backlogAfter()).isZero();
    report = rewind(queue, new RewindTarget.Earliest());
    assertThat(report.backlogAfter()).isEqualTo(8000);
    report = rewind(queue, new RewindTarget.Latest());
    assertThat(report.backlogBefore()).isEqualTo(8000);
    assertThat(report.backlogAfter()).isZero();
    assertThat(report.epoch()).isEqualTo(5);
  }

  private RewindReport rewind(DestinationView queue, RewindTarget target) {
    return world
        .<RewindReport>ask(
            c -> world.shard.rewind(queue.queueGroupId(), target, ShardWorld.OPERATION, c))
        .get();
  }

  @Test
  void thousandsOfHolesSurviveASnapshot() {
    DestinationView queue = world.queue("orders");
    send(queue.id(), 50);
    TestSink sink = new TestSink();
    ShardConsumer consumer = world.consumer(queue.queueGroupId(), sink, 1_000_000);
    long[] everyOther = new long[5000];
    for (int i = 0; i < 2500; i++) {
      everyOther[2 * i] = 2L * i + 1;
      everyOther[2 * i + 1] = 2L * i + 1;
    }
    world.run(
        () ->
            consumer.acknowledge(consumer.groupEpoch(), world.shard.epoch(), 0, everyOther, null));
    world.settle();
    send(queue.id(), 50);
    assertThat(world.journal.sizeBytes()).isLessThan(TARGET + 3 * (64 << 10));
    world = world.restarted();
    assertThat(world.backlog(queue.queueGroupId())).isEqualTo(7500);
  }

  @Test
  void nothingRunsWhileIdle() {
    world.queue("orders");
    world.settle();
    assertThat(world.loop.turn()).isFalse();
    assertThat(world.writer).isEmpty();
    assertThat(world.background).isEmpty();
    assertThat(world.loop.idleNanos()).isEqualTo(60_000_000_000L);
  }
}
