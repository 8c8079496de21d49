// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.delivery.GroupKind;
import io.rewindmq.delivery.Rejection;
import io.rewindmq.platform.disk.RealDisk;
import io.rewindmq.shard.ShardWorld.Delivery;
import io.rewindmq.shard.ShardWorld.Result;
import io.rewindmq.shard.ShardWorld.TestSink;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups that begin at a place in history. */
class GroupStartTest {
  private static final GroupSpec.Start EARLIEST = at(new RewindTarget.Earliest());

  @TempDir Path folder;
  private ShardWorld world;

  @BeforeEach
  void open() {
    world = ShardWorld.over(new RealDisk(folder));
  }

  private static GroupSpec.Start at(RewindTarget target) {
    return new GroupSpec.Start(target, Map.of(), ShardWorld.OPERATION);
  }

  private static Delivery replayed(long offset, long value) {
    return new Delivery(0, offset, value, 1, ConsumerSink.REPLAYED);
  }

  private Result<ShardConsumer> open(
      GroupSpec spec, GroupSpec.@Nullable Start start, TestSink sink) {
    Result<ShardConsumer> opened =
        world.ask(
            c ->
                world.shard.openConsumer(
                    spec, new ConsumerOptions(ShardWorld.OPERATION, null, false, start), sink, c));
    if (opened.isCompleted) {
      world.credit(opened.get(), 100);
    }
    return opened;
  }

  private static GroupSpec reader(int destination) {
    return new GroupSpec(destination, GroupKind.NON_DURABLE, "reader", null, null, null, false);
  }

  private Result<GroupView> subscribe(int topic, GroupSpec.Start start) {
    GroupSpec spec = ShardWorld.subscription(topic, GroupKind.DURABLE, "s");
    return world.ask(c -> world.shard.createGroup(spec, start, ShardWorld.OPERATION, c));
  }

  @Test
  void aDurableSubscriptionBeginsInThePastAndARestartChangesNothing() {
    DestinationView topic = world.topic("t");
    world.send(topic.id(), 1, 11, 12, 13);
    GroupView group = subscribe(topic.id(), at(new RewindTarget.ToOffset(1))).get();
    assertThat(group.backlog()).isEqualTo(2);

    world = world.restarted();

    TestSink sink = new TestSink();
    world.consumer(group.id(), sink, 10);
    world.send(topic.id(), 4, 14);
    assertThat(sink.deliveries)
        .containsExactly(replayed(1, 12), replayed(2, 13), new Delivery(0, 3, 14, 1, 0));
  }

  @Test
  void whatWasDeliveredBeforeACrashComesFlagged() {
    DestinationView topic = world.topic("t");
    world.send(topic.id(), 1, 11);
    GroupView group = subscribe(topic.id(), EARLIEST).get();
    world.consumer(group.id(), new TestSink(), 10);

    world = world.restarted();

    TestSink again = new TestSink();
    world.consumer(group.id(), again, 10);
    assertThat(again.deliveries)
        .containsExactly(
            new Delivery(0, 0, 11, 2, ConsumerSink.REDELIVERED | ConsumerSink.REPLAYED));
  }

  @Test
  void aReaderOfAQueueTakesNothingFromIt() {
    DestinationView queue = world.queue("q");
    world.send(queue.id(), 1, 11, 12);
    ShardConsumer worker = world.consumer(queue.queueGroupId(), new TestSink(), 1);
    world.ack(worker, 0, 0);
    TestSink sink = new TestSink();

    ShardConsumer reader = open(reader(queue.id()), EARLIEST, sink).get();
    world.ack(reader, 0, 1);

    assertThat(sink.deliveries).containsExactly(replayed(0, 11), replayed(1, 12));
    assertThat(reader.replay()).isNull(); // all of it is settled
    assertThat(world.backlog(queue.queueGroupId())).isEqualTo(1);
    world.run(() -> reader.close(0));
    world.settle();
    assertThat(world.shard.groups()).hasSize(1);
  }

  @Test
  void goesOnWhereAnInterruptedReaderWas() {
    DestinationView topic = world.topic("t");
    world.send(topic.id(), 1, 11, 12, 13);
    TestSink sink = new TestSink();

    open(
        reader(topic.id()),
        new GroupSpec.Start(new RewindTarget.Earliest(), Map.of(0, 2L), ShardWorld.OPERATION),
        sink);

    assertThat(sink.values()).containsExactly(13L);
  }

  @Test
  void searchesAnInstantInStoredFiles() {
    DestinationView topic = world.topic("t");
    long sequence = 1;
    for (int round = 0; round < 40; round++) {
      world.clock.millis += 1000;
      long[] values = LongStream.range(sequence, sequence + 50).toArray();
      world.send(topic.id(), sequence, values);
      sequence += 50;
    }
    long instant = world.clock.millis - 35_000; // of the fifth round
    TestSink sink = new TestSink();

    open(reader(topic.id()), at(new RewindTarget.ToInstant(instant)), sink);

    assertThat(sink.values().getFirst()).isEqualTo(4 * 50 + 1);
  }

  @Test
  void expiredHistoryIsPassedOver() {
    DestinationView topic = world.topic("t");
    long soon = world.clock.millis + 10;
    world.send(
        ShardWorld.PRODUCER,
        topic.id(),
        0,
        1,
        List.of(new TestMessages.Spec(11, true, 4, 0, soon), TestMessages.Spec.of(12)));
    world.clock.millis += 20;
    TestSink sink = new TestSink();

    open(reader(topic.id()), EARLIEST, sink);

    assertThat(sink.values()).containsExactly(12L);
  }

  @Test
  void refusesWhatCannotBeRead() {
    DestinationView queue = world.queue("q");

    assertThat(open(reader(99), EARLIEST, new TestSink()).rejection)
        .isEqualTo(Rejection.DESTINATION_NOT_FOUND);
    assertThat(subscribe(queue.id(), EARLIEST).rejection).isEqualTo(Rejection.DESTINATION_INVALID);
    assertThat(open(reader(queue.id()), null, new TestSink()).rejection)
        .isEqualTo(Rejection.DESTINATION_INVALID);
  }
}
