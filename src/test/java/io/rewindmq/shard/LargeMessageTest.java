// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.delivery.DeliveryPolicy;
import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.delivery.DestinationSettings;
import io.rewindmq.platform.disk.RealDisk;
import io.rewindmq.shard.ShardWorld.Delivery;
import io.rewindmq.shard.ShardWorld.TestOutcome;
import io.rewindmq.shard.ShardWorld.TestSink;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages in parts. A part's value is the message's value and its number. */
class LargeMessageTest {
  @TempDir Path folder;
  private ShardWorld world;
  private DestinationView queue;
  private long sequence = 1;
  private long transaction;

  @BeforeEach
  void open() {
    world = ShardWorld.over(new RealDisk(folder));
    queue = world.queue("orders");
  }

  private void send(long... values) {
    world.send(queue.id(), sequence, values);
    sequence += values.length;
  }

  private void sendLarge(long value, int parts) {
    sendLarge(TestMessages.Spec.of(value), parts);
  }

  private void sendLarge(TestMessages.Spec first, int parts) {
    TestOutcome outcome = new TestOutcome();
    ByteBuffer elements = TestMessages.parts(first, parts, 100);
    transaction++;
    world.run(
        () ->
            world.shard.send(
                ShardWorld.PRODUCER,
                queue.id(),
                0,
                transaction,
                sequence,
                parts,
                elements,
                outcome));
    world.settle();
    sequence += parts;
    world.commit(transaction);
  }

  private ShardConsumer consumer(TestSink sink, int messages, int bytes) {
    return consumer(sink, messages, bytes, null);
  }

  private ShardConsumer consumer(
      TestSink sink, int messages, int bytes, @Nullable MessageFilter filter) {
    ShardConsumer consumer =
        world
            .<ShardConsumer>ask(
                c ->
                    world.shard.openConsumer(
                        queue.queueGroupId(),
                        new ConsumerOptions(ShardWorld.OPERATION, filter),
                        sink,
                        c))
            .get();
    credit(consumer, messages, bytes);
    return consumer;
  }

  private void credit(ShardConsumer consumer, int messages, int bytes) {
    world.run(() -> consumer.addCredit(consumer.groupEpoch(), messages, bytes));
    world.settle();
  }

  private static Long[] parts(long value, int parts) {
    return LongStream.range(value, value + parts).boxed().toArray(Long[]::new);
  }

  @Test
  void partsGoToOneConsumerAsItsCreditAllowsAndOthersGoOn() {
    TestSink slow = new TestSink();
    TestSink other = new TestSink();
    send(1);
    sendLarge(100, 10);
    send(2);
    ShardConsumer consumer = consumer(slow, 3, 100_000);
    assertThat(slow.values()).containsExactly(1L, 100L, 101L);
    consumer(other, 100, 100_000);
    assertThat(other.values()).containsExactly(2L);

    credit(consumer, 100, 1);
    assertThat(slow.values()).startsWith(1L).endsWith(parts(100, 10)).hasSize(11);
  }

  @Test
  void creditOfBytesMayBeSmallerThanTheMessage() {
    TestSink sink = new TestSink();
    sendLarge(100, 5);
    send(7);
    ShardConsumer consumer = consumer(sink, 100, 1);
    assertThat(sink.values()).containsExactly(100L);
    credit(consumer, 1, 300);
    assertThat(sink.values()).containsExactly(100L, 101L);
    credit(consumer, 1, 10_000);
    assertThat(sink.values()).containsExactly(100L, 101L, 102L, 103L, 104L, 7L);
  }

  @Test
  void halfAMessageGoesBackWholeAndUncounted() {
    TestSink first = new TestSink();
    TestSink second = new TestSink();
    send(1);
    sendLarge(100, 10);
    ShardConsumer consumer = consumer(first, 5, 100_000);
    world.run(() -> consumer.handedOver(3));
    world.run(consumer::end);
    world.settle();
    consumer(second, 100, 100_000);
    assertThat(second.deliveries.getFirst()).isEqualTo(new Delivery(0, 0, 1, 2, 1));
    assertThat(second.values()).startsWith(1L).endsWith(parts(100, 10));
    assertThat(second.deliveries.subList(1, 11)).extracting(Delivery::count).containsOnly(1);
  }

  @Test
  void wholeMessageThatWasHandedOverIsCounted() {
    TestSink first = new TestSink();
    TestSink second = new TestSink();
    sendLarge(100, 4);
    ShardConsumer consumer = consumer(first, 100, 100_000);
    world.run(() -> consumer.releaseAll(4));
    world.settle();
    consumer(second, 100, 100_000);
    assertThat(second.values()).containsExactly(parts(100, 4));
    assertThat(second.deliveries).extracting(Delivery::count).containsOnly(2);
  }

  @Test
  void recoverInTheMiddleStartsTheMessageAnew() {
    TestSink sink = new TestSink();
    sendLarge(100, 6);
    ShardConsumer consumer = consumer(sink, 3, 100_000);
    world.run(() -> consumer.releaseAll(0));
    sink.takeValues();
    credit(consumer, 100, 100_000);
    assertThat(sink.values()).containsExactly(parts(100, 6));
    world.ack(consumer, 0, 5);
    assertThat(world.backlog(queue.queueGroupId())).isZero();
  }

  @Test
  void rewindInTheMiddleStartsTheMessageAnew() {
    TestSink sink = new TestSink();
    sendLarge(100, 6);
    ShardConsumer consumer = consumer(sink, 3, 100_000);
    world.<RewindReport>ask(
        c ->
            world.shard.rewind(
                queue.queueGroupId(), new RewindTarget.Earliest(), ShardWorld.OPERATION, c));
    sink.takeValues();
    credit(consumer, 100, 100_000);
    assertThat(sink.values()).containsExactly(parts(100, 6));
  }

  @Test
  void restWithoutItsBeginningIsDropped() {
    TestSink sink = new TestSink();
    sendLarge(100, 6);
    send(7);
    world.<RewindReport>ask(
        c ->
            world.shard.rewind(
                queue.queueGroupId(), new RewindTarget.ToOffset(2), ShardWorld.OPERATION, c));
    consumer(sink, 100, 100_000);
    assertThat(sink.values()).containsExactly(7L);
    assertThat(world.backlog(queue.queueGroupId())).isEqualTo(1);
  }

  @Test
  void firstPartDecidesForASelector() {
    TestSink even = new TestSink();
    TestSink odd = new TestSink();
    sendLarge(100, 5);
    sendLarge(201, 5);
    send(302, 303);
    // A message's value or, in a large one, that of its first part, behind the field.
    MessageFilter wantsEven =
        (messages, at, bytes, count) ->
            messages.getLong(at + (messages.get(at + 64) == 6 ? 79 : 64)) % 2 == 0;
    consumer(even, 100, 100_000, wantsEven);
    assertThat(even.values()).startsWith(parts(100, 5)).endsWith(302L).hasSize(6);
    consumer(odd, 100, 100_000);
    assertThat(odd.values()).startsWith(parts(201, 5)).endsWith(303L).hasSize(6);
  }

  @Test
  void priorityAndExpiryAreThoseOfTheWholeMessage() {
    long now = world.clock.millis;
    sendLarge(TestMessages.Spec.of(100).expiring(now + 10), 4);
    sendLarge(new TestMessages.Spec(200, true, 9, 0, 0), 4);
    send(1);
    world.clock.millis += 20;
    TestSink sink = new TestSink();
    consumer(sink, 100, 100_000);
    assertThat(sink.values()).containsExactly(200L, 201L, 202L, 203L, 1L);
    assertThat(world.backlog(queue.queueGroupId())).isEqualTo(5);
  }

  @Test
  void browserShowsWholeMessages() {
    sendLarge(100, 4);
    send(1);
    TestSink sink = new TestSink();
    ShardConsumer browser =
        world
            .<ShardConsumer>ask(
                c ->
                    world.shard.openBrowser(
                        queue.queueGroupId(), ConsumerOptions.of(ShardWorld.OPERATION), sink, c))
            .get();
    credit(browser, 2, 100_000);
    assertThat(sink.values()).containsExactly(100L, 101L);
    credit(browser, 100, 100_000);
    assertThat(sink.values()).containsExactly(100L, 101L, 102L, 103L, 1L);
  }

  @Test
  void messageGroupKeepsItsOrderAroundALargeOne() {
    TestSink first = new TestSink();
    TestSink second = new TestSink();
    ShardConsumer consumer = consumer(first, 2, 100_000);
    sendLarge(TestMessages.Spec.of(100).inGroup(1), 4);
    consumer(second, 100, 100_000);
    world.send(
        ShardWorld.PRODUCER,
        queue.id(),
        0,
        sequence++,
        List.of(TestMessages.Spec.of(200).inGroup(1)));
    assertThat(second.values()).isEmpty();
    credit(consumer, 100, 100_000);
    assertThat(first.values()).containsExactly(100L, 101L, 102L, 103L, 200L);
  }

  @Test
  void survivesARestartAndComesFlagged() {
    sendLarge(100, 4);
    TestSink before = new TestSink();
    consumer(before, 100, 100_000);
    world = world.restarted();
    TestSink after = new TestSink();
    consumer(after, 100, 100_000);
    assertThat(after.values()).containsExactly(parts(100, 4));
    assertThat(after.deliveries).extracting(Delivery::flags).containsOnly(1);
  }

  private DestinationView failingQueue() {
    DestinationSpec spec =
        new DestinationSpec(
            DestinationKind.QUEUE,
            "failing",
            1,
            new DestinationSettings(
                1000, 1000, true, new DeliveryPolicy(1, 0, 100, 500, null, null)));
    return world
        .<DestinationView>ask(c -> world.shard.createDestination(spec, ShardWorld.OPERATION, c))
        .get();
  }

  @Test
  void goesToTheDeadLettersWhole() {
    queue = failingQueue();
    send(1);
    sendLarge(100, 8);
    send(2);
    TestSink sink = new TestSink();
    ShardConsumer consumer = consumer(sink, 100, 100_000);
    world.run(() -> consumer.releaseAll(10));
    world.settle();
    assertThat(world.backlog(queue.queueGroupId())).isZero();
    queue = world.shard.destination(DestinationKind.QUEUE, "DLQ.failing").orElseThrow();
    TestSink dead = new TestSink();
    consumer(dead, 100, 100_000);
    assertThat(dead.values()).startsWith(1L, 100L, 101L).endsWith(107L, 2L).hasSize(10);

    world = world.restarted();
    TestSink again = new TestSink();
    consumer(again, 100, 100_000);
    assertThat(again.values()).startsWith(1L, 100L, 101L).endsWith(107L, 2L).hasSize(10);
  }
}
