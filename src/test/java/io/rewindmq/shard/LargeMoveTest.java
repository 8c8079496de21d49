// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.delivery.DeliveryPolicy;
import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.delivery.DestinationSettings;
import io.rewindmq.delivery.Setting;
import io.rewindmq.delivery.SettingsChange;
import io.rewindmq.platform.disk.RealDisk;
import io.rewindmq.shard.ShardWorld.TestSink;
import io.rewindmq.shard.dispatch.DispatchEngine;
import io.rewindmq.shard.state.GroupState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What becomes of large messages that fail or expire. A part's value is the message's and its
 * number.
 */
@SuppressWarnings("NullAway.Init") // the queue is each test's own
class LargeMoveTest {
  /** A mark every few offsets, so that it comes to lie inside a message, and short turns. */
  private static final DispatchEngine.Limits LIMITS = new DispatchEngine.Limits(10, 4, 300, 1000);

  @TempDir Path folder;
  private ShardWorld world;
  private DestinationView queue;
  private long sequence = 1;
  private long transaction;

  @BeforeEach
  void open() {
    open(folder);
  }

  private void open(Path disk) {
    ShardWorld like = ShardWorld.over(new RealDisk(disk));
    ShardOptions o = like.options;
    world =
        new ShardWorld(
            like.disk,
            like.clock,
            like.journalOptions,
            new ShardOptions(
                o.tasksPerTurnMax(),
                LIMITS,
                o.readAheadBytes(),
                o.producerIdleMillis(),
                o.objectsMax(),
                o.journalBytesTarget(),
                o.destinations(),
                o.messageBytesMax()));
  }

  private void makeQueue(int deliveriesMax, long delayMillis, @Nullable String expiryQueue) {
    DestinationSpec spec =
        new DestinationSpec(
            DestinationKind.QUEUE, "orders", 1, settings(deliveriesMax, delayMillis, expiryQueue));
    queue =
        world
            .<DestinationView>ask(c -> world.shard.createDestination(spec, ShardWorld.OPERATION, c))
            .get();
  }

  private static DestinationSettings settings(
      int deliveriesMax, long delayMillis, @Nullable String expiryQueue) {
    return new DestinationSettings(
        1000,
        1000,
        true,
        new DeliveryPolicy(deliveriesMax, delayMillis, 100, 500, null, expiryQueue));
  }

  private void send(long... values) {
    world.send(queue.id(), sequence, values);
    sequence += values.length;
  }

  private void sendLarge(TestMessages.Spec first, int parts) {
    world.sendLarge(queue.id(), ++transaction, sequence, first, parts);
    sequence += parts;
  }

  private void sendLarge(long value, int parts) {
    sendLarge(TestMessages.Spec.of(value), parts);
  }

  private void fail(ShardConsumer consumer, long first, long last) {
    world.run(() -> consumer.release(consumer.groupEpoch(), 0, new long[] {first, last}, true));
    world.settle();
  }

  private List<Long> contentOf(String name) {
    TestSink sink = new TestSink();
    int group = world.shard.destination(DestinationKind.QUEUE, name).orElseThrow().queueGroupId();
    ShardConsumer consumer = world.consumer(group, sink, 100);
    world.run(consumer::end);
    world.settle();
    return sink.values();
  }

  private static Long[] parts(long value, int parts) {
    return LongStream.range(value, value + parts).boxed().toArray(Long[]::new);
  }

  /** A dispatch mark lies between the parts of the message at offset 6 when the broker ends. */
  private void endWithAMarkInside(int parts) {
    TestSink sink = new TestSink();
    ShardConsumer consumer = world.consumer(queue.queueGroupId(), sink, 1);
    send(1, 2, 3, 4, 5, 6);
    assertThat(sink.values()).containsExactly(1L);
    sendLarge(100, parts);
    world.ack(consumer, 0, 0);
    world = world.restarted();
    assertThat(attempts(6)).isEqualTo(1);
    assertThat(attempts(5 + parts)).isZero();
  }

  private int attempts(long offset) {
    GroupState group = world.shard.state().group(queue.queueGroupId());
    return group == null ? -1 : group.cursor(0).attempts().get(offset);
  }

  @Test
  void goesToTheDeadLettersWhole() {
    makeQueue(1, 0, null);
    send(1);
    sendLarge(100, 8);
    send(2);
    ShardConsumer consumer = world.consumer(queue.queueGroupId(), new TestSink(), 100);
    world.run(() -> consumer.releaseAll(10));
    world.settle();
    assertThat(world.backlog(queue.queueGroupId())).isZero();
    List<Long> expected = List.of(1L, 100L, 101L, 102L, 103L, 104L, 105L, 106L, 107L, 2L);
    assertThat(contentOf("DLQ.orders")).isEqualTo(expected);
    world = world.restarted();
    assertThat(contentOf("DLQ.orders")).isEqualTo(expected);
  }

  @Test
  void markInsideTheMessageDoesNotDivideADeadLetter() {
    makeQueue(1, 0, null);
    endWithAMarkInside(12);
    TestSink sink = new TestSink();
    ShardConsumer consumer = world.consumer(queue.queueGroupId(), sink, 100);
    assertThat(sink.values()).endsWith(parts(100, 12));
    fail(consumer, 6, 17);
    assertThat(contentOf("DLQ.orders")).containsExactly(parts(100, 12));
  }

  @Test
  void markInsideTheMessageDoesNotDivideWhatRests() {
    makeQueue(2, 100, null);
    endWithAMarkInside(12);
    TestSink sink = new TestSink();
    ShardConsumer consumer = world.consumer(queue.queueGroupId(), sink, 100);
    fail(consumer, 6, 17);
    sink.takeValues();
    world.clock.millis += 100;
    world.settle();
    assertThat(sink.values()).containsExactly(parts(100, 12));
    fail(consumer, 6, 17);
    assertThat(contentOf("DLQ.orders")).containsExactly(parts(100, 12));
  }

  @Test
  void limitThatIsLoweredMovesWholeMessagesToo() {
    makeQueue(0, 0, null);
    sendLarge(100, 12);
    ShardConsumer consumer = world.consumer(queue.queueGroupId(), new TestSink(), 100);
    world.run(() -> consumer.releaseAll(12));
    world.run(consumer::end);
    world.settle();
    world.<DestinationView>ask(
        c ->
            world.shard.changeDestination(
                queue.id(),
                queue
                    .spec()
                    .with(
                        SettingsChange.of(Set.of(Setting.DELIVERIES_MAX), settings(1, 0, null)),
                        world.shard.defaultSettings()),
                ShardWorld.OPERATION,
                c));
    ConsumerOptions options =
        new ConsumerOptions(ShardWorld.OPERATION, (messages, at, bytes, count) -> false);
    ShardConsumer chooser =
        world
            .<ShardConsumer>ask(
                c -> world.shard.openConsumer(queue.queueGroupId(), options, new TestSink(), c))
            .get();
    world.credit(chooser, 100);
    assertThat(contentOf("DLQ.orders")).containsExactly(parts(100, 12));
    assertThat(world.backlog(queue.queueGroupId())).isZero();
  }

  @Test
  void expiredMessageGoesToItsQueueWhole() {
    makeQueue(0, 0, "expired");
    sendLarge(TestMessages.Spec.of(100).expiring(world.clock.millis + 50), 8);
    send(1);
    world.clock.millis += 5000;
    world.settle();
    assertThat(contentOf("expired")).hasSize(8);
    assertThat(contentOf("orders")).containsExactly(1L);
  }

  @Test
  void brokerThatEndsDuringAMoveLosesAndDoublesNothing() {
    int caughtInside = 0;
    for (int steps = 0; steps < 20; steps++) {
      open(folder.resolve("after" + steps));
      makeQueue(1, 0, null);
      sequence = 1;
      send(100);
      sendLarge(101, 7);
      ShardConsumer consumer = world.consumer(queue.queueGroupId(), new TestSink(), 100);
      world.run(() -> consumer.releaseAll(8));
      for (int i = 0; i < steps; i++) {
        world.step();
      }
      caughtInside += world.shard.state().transactions().size();
      world = world.restarted();
      List<Long> all = new ArrayList<>(contentOf("orders"));
      if (world.shard.destination(DestinationKind.QUEUE, "DLQ.orders").isPresent()) {
        all.addAll(contentOf("DLQ.orders"));
      }
      assertThat(all).as("ended after " + steps).containsExactlyInAnyOrder(parts(100, 8));
    }
    assertThat(caughtInside).isPositive();
  }

  @Test
  void movesLeaveNoProducersBehind() {
    makeQueue(1, 0, null);
    int before = world.shard.state().producers().size();
    for (int i = 0; i < 3; i++) {
      sendLarge(100L * i, 4);
      ShardConsumer consumer = world.consumer(queue.queueGroupId(), new TestSink(), 100);
      world.run(() -> consumer.releaseAll(4));
      world.run(consumer::end);
      world.settle();
    }
    assertThat(contentOf("DLQ.orders")).hasSize(12);
    assertThat(world.shard.state().producers().size()).isEqualTo(before + 1);
  }
}
