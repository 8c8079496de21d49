// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.delivery.DeliveryPolicy;
import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.delivery.DestinationSettings;
import io.rewindmq.delivery.GroupKind;
import io.rewindmq.platform.disk.RealDisk;
import io.rewindmq.shard.ShardWorld.Delivery;
import io.rewindmq.shard.ShardWorld.TestSink;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages in parts. A part's value is the message's value and its number. */
class LargeMessageTest {
  private static final MessageFilter WANTS_EVEN =
      (messages, at, bytes, count) -> TestMessages.valueAt(messages, at) % 2 == 0;

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
    world.sendLarge(queue.id(), ++transaction, sequence, first, parts);
    sequence += parts;
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
    consumer(even, 100, 100_000, WANTS_EVEN);
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

  @Test
  void exclusiveConsumerLeavesWhatHasBegunToTheOthers() {
    TestSink first = new TestSink();
    TestSink exclusive = new TestSink();
    sendLarge(100, 6);
    send(7);
    ShardConsumer consumer = consumer(first, 3, 100_000);
    ConsumerOptions options = new ConsumerOptions(ShardWorld.OPERATION, null, true, null);
    ShardConsumer waiting =
        world
            .<ShardConsumer>ask(
                c -> world.shard.openConsumer(queue.queueGroupId(), options, exclusive, c))
            .get();
    credit(waiting, 100, 100_000);
    credit(consumer, 100, 100_000);
    assertThat(first.values()).containsExactly(parts(100, 6));
    assertThat(exclusive.values()).isEmpty();
    world.ack(consumer, 0, 5);
    assertThat(exclusive.values()).containsExactly(7L);
  }

  @Test
  void halfARangeSettlesNothing() {
    TestSink sink = new TestSink();
    sendLarge(100, 6);
    send(7);
    ShardConsumer consumer = consumer(sink, 3, 100_000);
    world.ack(consumer, 0, 2);
    world.ack(consumer, 0, 5);
    credit(consumer, 100, 100_000);
    world.ack(consumer, 3, 6);
    assertThat(sink.takeValues()).startsWith(parts(100, 6)).endsWith(7L).hasSize(7);
    assertThat(world.backlog(queue.queueGroupId())).isEqualTo(6);

    world.run(consumer::end);
    consumer(sink, 100, 100_000);
    assertThat(sink.values()).containsExactly(parts(100, 6));
  }

  @Test
  void halfARangeGivesTheWholeMessageBack() {
    TestSink sink = new TestSink();
    sendLarge(100, 6);
    ShardConsumer consumer = consumer(sink, 100, 100_000);
    world.run(() -> consumer.release(consumer.groupEpoch(), 0, new long[] {2, 3}, true));
    world.settle();
    assertThat(sink.deliveries).hasSize(12);
    sink.deliveries.subList(0, 6).clear();
    assertThat(sink.values()).containsExactly(parts(100, 6));
    assertThat(sink.deliveries).extracting(Delivery::count).containsOnly(2);
  }

  @Test
  void browserGoesOnWithWhatIsSettledMeanwhile() {
    sendLarge(100, 6);
    send(7, 8);
    TestSink seen = new TestSink();
    ShardConsumer browser =
        world
            .<ShardConsumer>ask(
                c ->
                    world.shard.openBrowser(
                        queue.queueGroupId(), ConsumerOptions.of(ShardWorld.OPERATION), seen, c))
            .get();
    credit(browser, 2, 100_000);
    world.ack(consumer(new TestSink(), 100, 100_000), 0, 6);
    credit(browser, 100, 100_000);
    assertThat(seen.values()).startsWith(parts(100, 6)).endsWith(8L).hasSize(7);
  }

  @Test
  void browserPassesOverWhatItDoesNotWant() {
    sendLarge(101, 6);
    sendLarge(200, 6);
    send(7, 8);
    TestSink seen = new TestSink();
    ConsumerOptions options = new ConsumerOptions(ShardWorld.OPERATION, WANTS_EVEN);
    ShardConsumer browser =
        world
            .<ShardConsumer>ask(
                c -> world.shard.openBrowser(queue.queueGroupId(), options, seen, c))
            .get();
    credit(browser, 100, 100_000);
    assertThat(seen.values()).startsWith(parts(200, 6)).endsWith(8L).hasSize(7);
  }

  @Test
  void historyThatIsNotKeptToItsEndIsSettled() {
    world = withShortJournal(world);
    TestSink sink = new TestSink();
    DestinationSpec spec =
        new DestinationSpec(
            DestinationKind.TOPIC,
            "news",
            1,
            new DestinationSettings(1, 1, true, DeliveryPolicy.DEFAULT));
    queue =
        world
            .<DestinationView>ask(c -> world.shard.createDestination(spec, ShardWorld.OPERATION, c))
            .get();
    ShardConsumer consumer =
        world.volatileConsumer(
            ShardWorld.subscription(queue.id(), GroupKind.NON_DURABLE, "x"), sink, 2);
    sendLarge(100, 6);
    assertThat(sink.takeValues()).containsExactly(100L, 101L);
    for (int i = 0; i < 20; i++) {
      send(LongStream.range(1000 + 500 * i, 1500 + 500 * i).toArray());
      world.clock.millis += 60_000;
      world.settle();
    }
    credit(consumer, 1_000_000, 1_000_000_000);
    assertThat(sink.values()).doesNotContain(102L).endsWith(1000L + 20 * 500 - 1);
    long last = sink.deliveries.getLast().offset();
    world.ack(consumer, sink.deliveries.getFirst().offset(), last);
    assertThat(consumer.isHolding()).isFalse();
  }

  private static ShardWorld withShortJournal(ShardWorld like) {
    ShardOptions o = like.options;
    return new ShardWorld(
        like.disk,
        like.clock,
        like.journalOptions,
        new ShardOptions(
            o.tasksPerTurnMax(),
            o.dispatch(),
            8 << 10,
            o.producerIdleMillis(),
            o.objectsMax(),
            128 << 10,
            o.destinations(),
            o.messageBytesMax()));
  }

  @Test
  void subscriptionsOfAnyKindGetWholeMessages() {
    DestinationView topic = world.topic("news");
    TestSink durable = new TestSink();
    TestSink passing = new TestSink();
    world.consumer(world.durable(topic.id(), "one").id(), durable, 100);
    ShardConsumer consumer =
        world.volatileConsumer(
            ShardWorld.subscription(topic.id(), GroupKind.NON_DURABLE, "x"), passing, 2);
    queue = topic;
    sendLarge(100, 6);
    send(7);
    assertThat(durable.values()).startsWith(parts(100, 6)).endsWith(7L).hasSize(7);
    assertThat(passing.values()).containsExactly(100L, 101L);
    world.run(() -> consumer.releaseAll(2));
    passing.takeValues();
    credit(consumer, 100, 100_000);
    assertThat(passing.values()).startsWith(parts(100, 6)).endsWith(7L).hasSize(7);
    assertThat(passing.deliveries).extracting(Delivery::count).containsOnly(1);
  }

  @Test
  void subscriptionsEndWhatTheirSelectorDoesNotWant() {
    DestinationView topic = world.topic("news");
    int one = world.durable(topic.id(), "one").id();
    queue = topic;
    sendLarge(101, 6);
    sendLarge(200, 6);
    send(7, 8);
    TestSink sink = new TestSink();
    ShardConsumer consumer =
        world
            .<ShardConsumer>ask(
                c ->
                    world.shard.openConsumer(
                        one, new ConsumerOptions(ShardWorld.OPERATION, WANTS_EVEN), sink, c))
            .get();
    credit(consumer, 100, 100_000);
    assertThat(sink.values()).startsWith(parts(200, 6)).endsWith(8L).hasSize(7);
    assertThat(world.backlog(one)).isEqualTo(7);
  }

  @Test
  void consumerThatDiesInTheMiddleLeavesTheWholeMessageToTheOthers() {
    TestSink dying = new TestSink();
    TestSink other = new TestSink();
    sendLarge(100, 6);
    ShardConsumer consumer = consumer(dying, 2, 100_000);
    consumer(other, 100, 100_000);
    send(7);
    assertThat(other.takeValues()).containsExactly(7L);
    world.run(consumer::end);
    world.settle();
    assertThat(other.values()).containsExactly(parts(100, 6));
  }

  @Test
  void delayIsThatOfTheWholeMessage() {
    TestSink sink = new TestSink();
    consumer(sink, 100, 100_000);
    sendLarge(new TestMessages.Spec(100, true, 4, world.clock.millis + 50, 0), 6);
    send(7);
    assertThat(sink.takeValues()).containsExactly(7L);
    world.clock.millis += 50;
    world.settle();
    assertThat(sink.values()).containsExactly(parts(100, 6));
  }
}
