// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.delivery.BacklogLimit;
import io.rewindmq.delivery.BacklogPolicy;
import io.rewindmq.delivery.DeliveryPolicy;
import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.delivery.DestinationSettings;
import io.rewindmq.delivery.Rejection;
import io.rewindmq.platform.disk.RealDisk;
import io.rewindmq.shard.ShardWorld.TestOutcome;
import io.rewindmq.shard.ShardWorld.TestSink;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much a destination may hold, and what becomes of sends then. */
class QuotaTest {
  private static final int MESSAGE = TestMessages.ELEMENT_BYTES;
  private static final int LIMIT = 10;

  @TempDir Path folder;
  private ShardWorld world;
  private long sequence = 1;

  @BeforeEach
  void open() {
    world = ShardWorld.over(new RealDisk(folder));
  }

  private DestinationView destination(DestinationKind kind, String name, BacklogPolicy policy) {
    DestinationSettings settings =
        new DestinationSettings(
            3_600_000,
            1 << 30,
            true,
            DeliveryPolicy.DEFAULT,
            new BacklogLimit((long) LIMIT * MESSAGE, policy));
    return world
        .<DestinationView>ask(
            c ->
                world.shard.createDestination(
                    new DestinationSpec(kind, name, 1, settings), ShardWorld.OPERATION, c))
        .get();
  }

  private DestinationView queue(BacklogPolicy policy) {
    return destination(DestinationKind.QUEUE, "orders", policy);
  }

  /** Sends one by one; returns how many were taken. */
  private int send(DestinationView to, int count) {
    int taken = 0;
    for (int i = 0; i < count; i++) {
      TestOutcome outcome = world.send(to.id(), sequence, sequence);
      sequence++;
      taken += outcome.confirmed.size();
      assertThat(outcome.rejections).allMatch(why -> why == Rejection.LIMIT_REACHED);
    }
    return taken;
  }

  private PartitionView meters(DestinationView of) {
    return world.shard.partitions(of.id()).getFirst();
  }

  @Test
  void refusesWhatIsTooMuchUntilSomethingIsConsumed() {
    DestinationView queue = queue(BacklogPolicy.FAIL);
    assertThat(send(queue, 15)).isEqualTo(LIMIT);
    assertThat(meters(queue).backlogBytes()).isEqualTo((long) LIMIT * MESSAGE);
    TestSink sink = new TestSink();
    ShardConsumer consumer = world.consumer(queue.queueGroupId(), sink, 100);
    assertThat(send(queue, 1)).isZero();
    world.ack(consumer, 0, 3);
    assertThat(meters(queue).backlogBytes()).isEqualTo(6L * MESSAGE);
    assertThat(meters(queue).historyBytes()).isEqualTo(4L * MESSAGE);
    assertThat(send(queue, 10)).isEqualTo(4);
  }

  @Test
  void whatIsSettledAboveTheOldestDoesNotCount() {
    DestinationView queue = queue(BacklogPolicy.FAIL);
    send(queue, LIMIT);
    ShardConsumer consumer = world.consumer(queue.queueGroupId(), new TestSink(), 100);
    world.ack(consumer, 1, 9);
    assertThat(send(queue, 20)).isEqualTo(9);
  }

  @Test
  void takesOneSendOfAnySizeWhileThereIsRoom() {
    DestinationView queue = queue(BacklogPolicy.FAIL);
    TestOutcome big = world.send(queue.id(), 1, LongStream.range(0, 50).toArray());
    assertThat(big.confirmed).hasSize(50);
    sequence = 51;
    assertThat(send(queue, 1)).isZero();
  }

  @Test
  void aRepeatedSendThatWasTakenIsConfirmedThoughThereIsNoRoom() {
    DestinationView queue = queue(BacklogPolicy.FAIL);
    send(queue, LIMIT);
    assertThat(world.send(queue.id(), LIMIT, LIMIT).confirmed).containsExactly((long) LIMIT);
  }

  @Test
  void theGroupThatIsFurthestBehindCounts() {
    DestinationView topic = destination(DestinationKind.TOPIC, "news", BacklogPolicy.FAIL);
    assertThat(send(topic, 50)).isEqualTo(50);
    GroupView fast = world.durable(topic.id(), "fast");
    GroupView slow = world.durable(topic.id(), "slow");
    ShardConsumer reader = world.consumer(fast.id(), new TestSink(), 100);
    assertThat(send(topic, 6)).isEqualTo(6);
    world.ack(reader, 50, 55);
    assertThat(send(topic, 6)).isEqualTo(4);
    var unused =
        world.<@Nullable Void>ask(
            (Completion<@Nullable Void> c) ->
                world.shard.deleteGroup(slow.id(), ShardWorld.OPERATION, c));
    assertThat(send(topic, 9)).isEqualTo(6);
  }

  @Test
  void aRewindFillsItAgain() {
    DestinationView queue = queue(BacklogPolicy.FAIL);
    send(queue, 8);
    ShardConsumer consumer = world.consumer(queue.queueGroupId(), new TestSink(), 100);
    world.ack(consumer, 0, 7);
    assertThat(send(queue, 8)).isEqualTo(8);
    RewindReport moved =
        world
            .<RewindReport>ask(
                c ->
                    world.shard.rewind(
                        queue.queueGroupId(), new RewindTarget.Earliest(), ShardWorld.OPERATION, c))
            .get();
    assertThat(moved.backlogAfter()).isEqualTo(16);
    assertThat(send(queue, 1)).isZero();
  }

  @Test
  void theLimitHoldsAfterAStart() {
    send(queue(BacklogPolicy.FAIL), 20);
    world = world.restarted();
    DestinationView queue = world.shard.destination(DestinationKind.QUEUE, "orders").orElseThrow();
    assertThat(send(queue, 1)).isZero();
    assertThat(meters(queue).backlogBytes()).isEqualTo((long) LIMIT * MESSAGE);
  }

  @Test
  void onlyWhereTheyAreToBlockSendsMustWait() {
    DestinationView blocking = queue(BacklogPolicy.BLOCK);
    DestinationView failing = destination(DestinationKind.QUEUE, "other", BacklogPolicy.FAIL);
    send(failing, LIMIT);
    send(blocking, LIMIT - 1);
    assertThat(world.shard.mustWait(blocking.id())).isFalse();
    send(blocking, 1);
    assertThat(world.shard.mustWait(blocking.id())).isTrue();
    assertThat(world.shard.mustWait(failing.id())).isFalse();
    assertThat(world.shard.mustWait(12345)).isFalse();
  }

  @Test
  void theOldestBecomeDeadLettersWhereThatIsSaid() {
    DestinationView queue = queue(BacklogPolicy.DEAD_LETTER_OLDEST);
    assertThat(send(queue, 30)).isEqualTo(30);
    assertThat(world.backlog(queue.queueGroupId())).isBetween(8L, (long) LIMIT);
    DestinationView dead =
        world.shard.destination(DestinationKind.QUEUE, "DLQ.orders").orElseThrow();
    TestSink letters = new TestSink();
    world.consumer(dead.queueGroupId(), letters, 100);
    TestSink rest = new TestSink();
    world.consumer(queue.queueGroupId(), rest, 100);
    assertThat(letters.values())
        .containsExactlyElementsOf(
            LongStream.rangeClosed(1, letters.values().size()).boxed().toList());
    assertThat(
            LongStream.concat(
                letters.values().stream().mapToLong(Long::longValue),
                rest.values().stream().mapToLong(Long::longValue)))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 30).boxed().toList());
  }

  @Test
  void whatIsInAConsumersHandsIsNoDeadLetter() {
    DestinationView queue = queue(BacklogPolicy.DEAD_LETTER_OLDEST);
    send(queue, 5);
    TestSink sink = new TestSink();
    ShardConsumer consumer = world.consumer(queue.queueGroupId(), sink, 5);
    send(queue, 20);
    world.ack(consumer, 0, 4);
    assertThat(sink.values()).hasSize(5);
    assertThat(world.backlog(queue.queueGroupId())).isBetween(1L, (long) LIMIT);
    assertThat(world.faults).isEmpty();
  }

  @Test
  void aLargeMessageIsShedAsAWholeOrNotAtAll() {
    DestinationView queue = queue(BacklogPolicy.DEAD_LETTER_OLDEST);
    world.sendLarge(queue.id(), 1, 1, TestMessages.Spec.of(1), 9);
    sequence = 10;
    send(queue, 30);
    DestinationView dead =
        world.shard.destination(DestinationKind.QUEUE, "DLQ.orders").orElseThrow();
    TestSink letters = new TestSink();
    world.consumer(dead.queueGroupId(), letters, 100);
    assertThat(letters.values()).startsWith(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
    TestSink rest = new TestSink();
    world.consumer(queue.queueGroupId(), rest, 100);
    assertThat(letters.values().size() + rest.values().size()).isEqualTo(39);
  }
}
