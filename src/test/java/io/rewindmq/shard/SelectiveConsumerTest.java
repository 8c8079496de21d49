// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.delivery.DeliveryPolicy;
import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.delivery.DestinationSettings;
import io.rewindmq.delivery.ProducerId;
import io.rewindmq.platform.disk.RealDisk;
import io.rewindmq.shard.ShardWorld.Delivery;
import io.rewindmq.shard.ShardWorld.TestSink;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Consumers of a queue that choose. A message's value stands for its properties. */
class SelectiveConsumerTest {
  private static final long NEVER = 0;

  @TempDir Path folder;
  private ShardWorld world;
  private DestinationView queue;
  private long sequence = 1;

  @BeforeEach
  void open() {
    world = ShardWorld.over(new RealDisk(folder));
    queue = world.queue("orders");
  }

  /** A filter that counts how often it was asked about each value. */
  private static final class Wish implements MessageFilter {
    final LongPredicate wanted;
    final Map<Long, Integer> asked = new TreeMap<>();
    final List<Integer> deliveryCounts = new ArrayList<>();

    Wish(LongPredicate wanted) {
      this.wanted = wanted;
    }

    @Override
    public boolean accepts(
        ByteBuffer messages, int messageAt, int messageBytes, int deliveryCount) {
      long value = messages.getLong(messageAt + 64);
      asked.merge(value, 1, Integer::sum);
      deliveryCounts.add(deliveryCount);
      return wanted.test(value);
    }

    int questions() {
      return asked.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  private ShardConsumer consumer(Wish wish, TestSink sink, int credit) {
    ShardConsumer consumer =
        world
            .<ShardConsumer>ask(
                c ->
                    world.shard.openConsumer(
                        queue.queueGroupId(),
                        new ConsumerOptions(ShardWorld.OPERATION, wish),
                        sink,
                        c))
            .get();
    world.credit(consumer, credit);
    return consumer;
  }

  private void send(long... values) {
    world.send(queue.id(), sequence, values);
    sequence += values.length;
  }

  /** Sends the values from 0 on, in pieces that the small journal of the tests takes. */
  private void sendRange(int count) {
    for (int i = 0; i < count; i += 500) {
      send(LongStream.range(i, Math.min(count, i + 500)).toArray());
    }
  }

  private void sendSpecial(long value, int priority, long deliveryTime, long expiration) {
    world.send(
        ShardWorld.PRODUCER,
        queue.id(),
        0,
        sequence++,
        List.of(new TestMessages.Spec(value, true, priority, deliveryTime, expiration)));
  }

  @Test
  void takesWhatItWantsAndLeavesTheRestInOrder() {
    sendRange(10);
    TestSink odd = new TestSink();
    consumer(new Wish(value -> value % 2 == 1), odd, 100);
    assertThat(odd.values()).containsExactly(1L, 3L, 5L, 7L, 9L);

    TestSink rest = new TestSink();
    world.consumer(queue.queueGroupId(), rest, 100);
    assertThat(rest.values()).containsExactly(0L, 2L, 4L, 6L, 8L);
    send(10, 11, 12);
    assertThat(world.backlog(queue.queueGroupId())).isEqualTo(13);
    assertThat(odd.values().size() + rest.values().size()).isEqualTo(13);
  }

  @Test
  void neighboursThatItWantsComeTogether() {
    send(1, 2, 3, 0, 4, 5);
    TestSink sink = new TestSink();
    consumer(new Wish(value -> value > 0), sink, 100);
    assertThat(sink.values()).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(sink.runs).isEqualTo(2);
  }

  @Test
  void looksAtEachMessageOnceHoweverSmallItsCredit() {
    int messages = 20_000;
    sendRange(messages);
    Wish wish = new Wish(value -> value % 100 == 99);
    TestSink sink = new TestSink();
    ShardConsumer consumer = consumer(wish, sink, 1);
    for (int i = 1; i < 200; i++) {
      assertThat(sink.deliveries).hasSize(i);
      long offset = sink.deliveries.getLast().offset();
      world.ack(consumer, offset, offset);
      world.credit(consumer, 1);
    }

    assertThat(sink.values())
        .containsExactlyElementsOf(
            LongStream.range(0, 200).map(i -> i * 100 + 99).boxed().toList());
    assertThat(wish.questions()).isEqualTo(messages);
    send(LongStream.range(messages, messages + 100).toArray());
    world.credit(consumer, 1);
    assertThat(wish.questions()).isEqualTo(messages + 100);
    assertThat(sink.deliveries).hasSize(201);
  }

  @Test
  void looksAtNothingWithoutCredit() {
    Wish wish = new Wish(value -> true);
    ShardConsumer consumer = consumer(wish, new TestSink(), 0);
    send(1, 2, 3);
    assertThat(wish.questions()).isZero();
    world.credit(consumer, 2);
    assertThat(wish.questions()).isEqualTo(2);
  }

  @Test
  void doesNotHoldUpOthersWhileItSearches() {
    sendRange(5_000);
    TestSink searching = new TestSink();
    consumer(new Wish(value -> value == 4_999), searching, 1);
    TestSink taking = new TestSink();
    world.consumer(queue.queueGroupId(), taking, 3);
    assertThat(searching.values()).containsExactly(4_999L);
    assertThat(taking.values()).containsExactly(0L, 1L, 2L);
  }

  @Test
  void isNotHeldUpByOthersThatTakeNothing() {
    TestSink idle = new TestSink();
    world.consumer(queue.queueGroupId(), idle, 0);
    TestSink wanting = new TestSink();
    consumer(new Wish(value -> value == 2), wanting, 5);
    send(1, 2, 3);
    assertThat(wanting.values()).containsExactly(2L);
  }

  @Test
  void getsBackWhatIsReleasedBehindIt() {
    sendRange(1_000);
    Wish wish = new Wish(value -> value % 10 == 0);
    TestSink sink = new TestSink();
    ShardConsumer consumer = consumer(wish, sink, 1_000);
    assertThat(sink.values()).hasSize(100);
    int before = wish.questions();
    sink.deliveries.clear();
    wish.deliveryCounts.clear();

    world.run(
        () -> consumer.release(consumer.groupEpoch(), 0, new long[] {100, 100, 500, 510}, true));
    world.settle();

    assertThat(sink.deliveries)
        .containsExactly(
            new Delivery(0, 100, 100, 2, ConsumerSink.REDELIVERED),
            new Delivery(0, 500, 500, 2, ConsumerSink.REDELIVERED),
            new Delivery(0, 510, 510, 2, ConsumerSink.REDELIVERED));
    assertThat(wish.questions() - before).isEqualTo(3);
    assertThat(wish.deliveryCounts).containsExactly(2, 2, 2);
  }

  @Test
  void seesWhatAnotherConsumerGivesBack() {
    sendRange(100);
    TestSink all = new TestSink();
    ShardConsumer other = world.consumer(queue.queueGroupId(), all, 50);
    TestSink sink = new TestSink();
    Wish wish = new Wish(value -> value == 7 || value == 70);
    consumer(wish, sink, 10);
    assertThat(sink.values()).containsExactly(70L);

    world.run(() -> other.close(0));
    world.settle();

    assertThat(sink.values()).containsExactly(70L, 7L);
    assertThat(wish.asked.values()).containsOnly(1);
    assertThat(wish.questions()).isEqualTo(100);
  }

  @Test
  void closingGivesBackToOthers() {
    send(1, 2, 3, 4);
    TestSink sink = new TestSink();
    ShardConsumer consumer = consumer(new Wish(value -> value % 2 == 0), sink, 10);
    TestSink rest = new TestSink();
    world.consumer(queue.queueGroupId(), rest, 10);
    assertThat(sink.values()).containsExactly(2L, 4L);
    assertThat(rest.values()).containsExactly(1L, 3L);
    world.run(() -> consumer.end());
    world.settle();
    assertThat(rest.values()).containsExactly(1L, 3L, 2L, 4L);
    send(6);
    assertThat(rest.values()).endsWith(6L);
    assertThat(sink.values()).containsExactly(2L, 4L);
  }

  @Test
  void higherPrioritiesComeFirst() {
    sendSpecial(1, 4, NEVER, NEVER);
    sendSpecial(2, 9, NEVER, NEVER);
    sendSpecial(3, 0, NEVER, NEVER);
    sendSpecial(4, 9, NEVER, NEVER);
    sendSpecial(5, 4, NEVER, NEVER);
    TestSink sink = new TestSink();
    Wish wish = new Wish(value -> value != 4);
    consumer(wish, sink, 10);
    assertThat(sink.values()).containsExactly(2L, 1L, 5L, 3L);
    assertThat(wish.asked.values()).containsOnly(1);
  }

  @Test
  void whatComesBackKeepsItsPriority() {
    sendSpecial(1, 4, NEVER, NEVER);
    sendSpecial(2, 9, NEVER, NEVER);
    sendSpecial(3, 4, NEVER, NEVER);
    TestSink sink = new TestSink();
    ShardConsumer consumer = consumer(new Wish(value -> true), sink, 3);
    assertThat(sink.takeValues()).containsExactly(2L, 1L, 3L);
    world.run(() -> consumer.release(consumer.groupEpoch(), 0, new long[] {0, 2}, false));
    world.credit(consumer, 10);
    assertThat(sink.values()).containsExactly(2L, 1L, 3L);
  }

  @Test
  void waitsForWhatIsNotDue() {
    sendSpecial(1, 4, world.clock.millis + 1_000, NEVER);
    sendSpecial(2, 4, NEVER, NEVER);
    TestSink sink = new TestSink();
    Wish wish = new Wish(value -> true);
    consumer(wish, sink, 10);
    assertThat(sink.values()).containsExactly(2L);
    world.clock.millis += 1_000;
    world.settle();
    assertThat(sink.values()).containsExactly(2L, 1L);
    assertThat(wish.questions()).isEqualTo(2);
  }

  @Test
  void endsWhatHasExpired() {
    sendSpecial(1, 4, NEVER, world.clock.millis + 10);
    sendSpecial(2, 4, NEVER, NEVER);
    world.clock.millis += 10;
    TestSink sink = new TestSink();
    Wish wish = new Wish(value -> true);
    consumer(wish, sink, 10);
    assertThat(sink.values()).containsExactly(2L);
    assertThat(wish.asked).doesNotContainKey(1L);
    assertThat(world.backlog(queue.queueGroupId())).isEqualTo(1);
  }

  @Test
  void failuresBecomeDeadLetters() {
    DestinationSpec spec =
        new DestinationSpec(
            DestinationKind.QUEUE,
            "picky",
            1,
            new DestinationSettings(
                1000, 1000, true, new DeliveryPolicy(2, 0, 100, 500, null, null)));
    queue =
        world
            .<DestinationView>ask(c -> world.shard.createDestination(spec, ShardWorld.OPERATION, c))
            .get();
    send(1, 2);
    TestSink sink = new TestSink();
    ShardConsumer consumer = consumer(new Wish(value -> value == 2), sink, 10);
    for (int attempt = 0; attempt < 3; attempt++) {
      world.run(() -> consumer.release(consumer.groupEpoch(), 0, new long[] {1, 1}, true));
      world.settle();
    }
    assertThat(sink.deliveries.stream().map(Delivery::count)).containsExactly(1, 2);
    assertThat(world.backlog(queue.queueGroupId())).isEqualTo(1);
  }

  @Test
  void drainIsAnsweredAfterTheWholeSearch() {
    sendRange(3_000);
    TestSink sink = new TestSink();
    Wish wish = new Wish(value -> value == 2_999);
    ShardConsumer consumer = consumer(wish, sink, 0);
    List<String> order = new ArrayList<>();
    world.run(() -> consumer.addCredit(consumer.groupEpoch(), 2, 1_000_000));
    world.run(() -> consumer.drain(() -> order.add("drained after " + sink.deliveries.size())));
    world.settle();
    assertThat(order).containsExactly("drained after 1");
    assertThat(wish.questions()).isEqualTo(3_000);
  }

  @Test
  void searchesInTurnsOfLimitedLength() {
    sendRange(10_500);
    Wish wish = new Wish(value -> false);
    ShardConsumer consumer = consumer(wish, new TestSink(), 0);
    world.run(() -> consumer.addCredit(consumer.groupEpoch(), 1, 1_000));
    int turnMax = 0;
    int before = 0;
    while (wish.questions() < 10_500) {
      world.step();
      turnMax = Math.max(turnMax, wish.questions() - before);
      before = wish.questions();
    }
    assertThat(turnMax).isBetween(1, 1_024);
    world.settle();
    assertThat(wish.questions()).isEqualTo(10_500);
  }

  @Test
  void choosesAfterARestartAndAfterARewind() {
    sendRange(20);
    TestSink sink = new TestSink();
    ShardConsumer consumer = consumer(new Wish(value -> value % 5 == 0), sink, 100);
    world.ack(consumer, 0, 0);
    world = world.restarted();
    TestSink again = new TestSink();
    ShardConsumer reopened = consumer(new Wish(value -> value % 5 == 0), again, 100);
    assertThat(again.values()).containsExactly(5L, 10L, 15L);
    world
        .<RewindReport>ask(
            c ->
                world.shard.rewind(
                    queue.queueGroupId(), new RewindTarget.Earliest(), ShardWorld.OPERATION, c))
        .get();
    again.deliveries.clear();
    world.credit(reopened, 100);
    assertThat(again.values()).containsExactly(0L, 5L, 10L, 15L);
    assertThat(again.deliveries).allMatch(d -> (d.flags() & ConsumerSink.REPLAYED) != 0);
  }

  @Test
  void everyMessageGoesToExactlyOneOfManyChoosers() {
    List<TestSink> sinks = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      int own = i;
      TestSink sink = new TestSink();
      sinks.add(sink);
      consumer(new Wish(value -> value % 6 == own || value % 7 == own), sink, 1_000);
    }
    world.send(new ProducerId(4, 4), queue.id(), 0, 1, LongStream.range(0, 420).toArray());
    List<Long> all = new ArrayList<>();
    sinks.forEach(sink -> all.addAll(sink.values()));
    assertThat(all).hasSize(420).doesNotHaveDuplicates();
    sinks.forEach(sink -> assertThat(sink.values()).isSorted());
  }
}
