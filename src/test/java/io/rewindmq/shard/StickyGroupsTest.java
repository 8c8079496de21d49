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
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Message groups: a message's value is its group's number times 100, and its number there. */
class StickyGroupsTest {
  private static final int FIRST_OF_GROUP = 4;

  @TempDir Path folder;
  private ShardWorld world;
  private DestinationView queue;
  private long sequence = 1;

  @BeforeEach
  void open() {
    world = ShardWorld.over(new RealDisk(folder));
    queue = world.queue("orders");
  }

  private void send(long... values) {
    sendTo(queue, values);
  }

  private void sendTo(DestinationView destination, long... values) {
    List<TestMessages.Spec> specs = new ArrayList<>();
    for (long value : values) {
      specs.add(TestMessages.Spec.of(value).inGroup((int) (value / 100)));
    }
    send(destination, specs);
  }

  private void send(DestinationView destination, List<TestMessages.Spec> specs) {
    world.send(ShardWorld.PRODUCER, destination.id(), 0, sequence, specs);
    sequence += specs.size();
  }

  /** A consumer, what it got, and how it settles. */
  private final class Worker {
    final TestSink sink = new TestSink();
    final ShardConsumer consumer;

    Worker(int group, int credit, @Nullable LongPredicate wanted, boolean exclusive) {
      MessageFilter filter =
          wanted == null
              ? null
              : (messages, at, bytes, count) -> wanted.test(messages.getLong(at + 64));
      consumer =
          world
              .<ShardConsumer>ask(
                  c ->
                      world.shard.openConsumer(
                          group,
                          new ConsumerOptions(ShardWorld.OPERATION, filter, exclusive, null),
                          sink,
                          c))
              .get();
      world.credit(consumer, credit);
    }

    List<Long> values() {
      return sink.values();
    }

    /** Settles what it got. */
    void settle() {
      for (Delivery delivery : sink.deliveries) {
        world.ack(consumer, delivery.offset(), delivery.offset());
      }
    }

    /** Settles the next one and asks for one more. */
    void settleOne(int index) {
      long offset = sink.deliveries.get(index).offset();
      world.ack(consumer, offset, offset);
      world.credit(consumer, 1);
    }

    void close() {
      world.run(() -> consumer.close(Long.MAX_VALUE));
      world.settle();
    }

    void end() {
      world.run(consumer::end);
      world.settle();
    }
  }

  private Worker worker(int credit) {
    return new Worker(queue.queueGroupId(), credit, null, false);
  }

  @Test
  void nonPersistentMessagesBeginAMessageGroupToo() {
    Worker one = worker(1);
    Worker two = worker(0);
    send(queue, List.of(new TestMessages.Spec(100, false, 4, 0, 0).inGroup(1)));
    assertThat(one.values()).containsExactly(100L);
    world.credit(two.consumer, 100);
    send(101);
    assertThat(two.values()).isEmpty();
    world.credit(one.consumer, 1);
    assertThat(one.values()).containsExactly(100L, 101L);
  }

  private Worker exclusive(int credit) {
    return new Worker(queue.queueGroupId(), credit, null, true);
  }

  @Test
  void groupsAreDividedAndStay() {
    Worker first = worker(100);
    Worker second = worker(100);
    send(101, 201, 301, 401);
    assertThat(first.values()).hasSize(2);
    assertThat(second.values()).hasSize(2);
    first.settle();
    second.settle();

    send(102, 202, 302, 402, 103, 203, 303, 403);
    assertThat(first.values()).hasSize(6);
    assertThat(first.values().stream().map(value -> value / 100).distinct()).hasSize(2);
    assertThat(second.values().stream().map(value -> value / 100).distinct()).hasSize(2);
    for (Worker worker : List.of(first, second)) {
      for (long group : worker.values().stream().map(value -> value / 100).distinct().toList()) {
        assertThat(worker.values().stream().filter(value -> value / 100 == group))
            .containsExactly(group * 100 + 1, group * 100 + 2, group * 100 + 3);
      }
    }
  }

  @Test
  void theFirstMessageOfAGroupSaysSo() {
    Worker worker = worker(100);
    send(101, 102, 201, 103);
    assertThat(worker.sink.deliveries)
        .extracting(Delivery::flags)
        .containsExactly(FIRST_OF_GROUP, 0, FIRST_OF_GROUP, 0);
  }

  @Test
  void messagesOfAGroupWaitForItsConsumerAndOthersDoNot() {
    Worker first = worker(1);
    send(101, 102, 103);
    Worker second = worker(100);
    send(201, 104);
    assertThat(first.values()).containsExactly(101L);
    assertThat(second.values()).containsExactly(201L);

    world.credit(first.consumer, 10);
    assertThat(first.values()).containsExactly(101L, 102L, 103L, 104L);
  }

  @Test
  void nextConsumerGetsAGroupWhenNothingIsInFlightWithTheOneThatClosed() {
    Worker first = worker(2);
    send(101, 102, 103);
    Worker second = worker(100);
    first.close();
    assertThat(second.values()).isEmpty();

    world.ack(first.consumer, 0, 0);
    assertThat(second.values()).isEmpty();
    world.ack(first.consumer, 1, 1);
    assertThat(second.values()).containsExactly(103L);
    assertThat(second.sink.deliveries.getFirst().flags()).isEqualTo(FIRST_OF_GROUP);
  }

  @Test
  void whatAConsumerLeavesBehindComesInOrder() {
    Worker first = worker(2);
    send(101, 102, 103, 104);
    Worker second = worker(100);
    first.end();
    assertThat(second.values()).containsExactly(101L, 102L, 103L, 104L);
  }

  @Test
  void newConsumerGetsItsShareOnceGroupsAreIdle() {
    Worker first = worker(3);
    send(101, 201, 301, 102, 202, 302);
    Worker second = worker(100);
    assertThat(first.values()).containsExactly(101L, 201L, 301L);
    assertThat(second.values()).isEmpty();

    first.settleOne(0);
    assertThat(second.values()).containsExactly(102L);
    first.settleOne(1);
    first.settleOne(2);
    assertThat(first.values()).containsExactly(101L, 201L, 301L, 202L, 302L);
    assertThat(second.values()).containsExactly(102L);
  }

  @Test
  void groupThatItsSenderClosedMayGoElsewhere() {
    Worker first = worker(1);
    send(queue, List.of(TestMessages.Spec.of(101).inGroup(1).closing()));
    Worker second = worker(100);
    send(102);
    assertThat(second.values()).isEmpty();
    world.ack(first.consumer, 0, 0);
    assertThat(second.sink.deliveries).containsExactly(new Delivery(0, 1, 102, 1, FIRST_OF_GROUP));
  }

  @Test
  void looksAgainAtWhatIsDueOnly() {
    Worker first = worker(1);
    send(101, 102);
    long due = world.clock.millis + 50;
    Worker second = worker(100);
    send(queue, List.of(new TestMessages.Spec(103, true, 4, due, 0).inGroup(1)));
    first.end();
    assertThat(second.values()).containsExactly(101L, 102L);
    world.clock.millis = due;
    world.settle();
    assertThat(second.values()).containsExactly(101L, 102L, 103L);
  }

  @Test
  void messagesWithoutAGroupGoToWhoeverIsReady() {
    worker(1);
    send(101, 102);
    Worker second = worker(100);
    send(1, 2);
    assertThat(second.values()).containsExactly(1L, 2L);
  }

  @Test
  void messageThatItsConsumersSelectorRefusesIsNotBound() {
    Worker odd = new Worker(queue.queueGroupId(), 100, value -> value % 2 == 1, false);
    send(101, 102, 103);
    Worker even = new Worker(queue.queueGroupId(), 100, value -> value % 2 == 0, false);
    assertThat(odd.values()).containsExactly(101L, 103L);
    assertThat(even.values()).containsExactly(102L);
  }

  @Test
  void groupWaitsWhileItsMessageRests() {
    DestinationSpec spec =
        new DestinationSpec(
            DestinationKind.QUEUE,
            "slow",
            1,
            new DestinationSettings(
                1000, 1000, true, new DeliveryPolicy(0, 100, 100, 500, null, null)));
    DestinationView slow =
        world
            .<DestinationView>ask(c -> world.shard.createDestination(spec, ShardWorld.OPERATION, c))
            .get();
    Worker worker = new Worker(slow.queueGroupId(), 1, null, false);
    sendTo(slow, 101, 102, 201);
    world.run(
        () -> worker.consumer.release(worker.consumer.groupEpoch(), 0, new long[] {0, 0}, true));
    world.settle();
    world.credit(worker.consumer, 10);
    assertThat(worker.values()).containsExactly(101L, 201L);

    world.clock.millis += 100;
    world.settle();
    assertThat(worker.values()).containsExactly(101L, 201L, 101L, 102L);
  }

  @Test
  void sharedSubscriptionKeepsGroupsTooAndFiltersForAll() {
    DestinationView topic = world.topic("prices");
    GroupSpec spec = ShardWorld.subscription(topic.id(), GroupKind.SHARED_DURABLE, "workers");
    int group =
        world
            .<GroupView>ask(c -> world.shard.createGroup(spec, ShardWorld.OPERATION, c))
            .get()
            .id();
    Worker first = new Worker(group, 100, value -> value % 100 != 2, false);
    Worker second = new Worker(group, 100, value -> value % 100 != 2, false);
    sendTo(topic, 101, 201, 102, 202, 103, 203);
    assertThat(first.values()).containsExactly(101L, 103L);
    assertThat(second.values()).containsExactly(201L, 203L);
    first.settle();
    second.settle();
    assertThat(world.backlog(group)).isZero();
  }

  @Test
  void groupsAreDividedAnewAfterARewind() {
    Worker first = worker(100);
    send(101, 102);
    Worker second = worker(100);
    world.<RewindReport>ask(
        c ->
            world.shard.rewind(
                queue.queueGroupId(), new RewindTarget.Earliest(), ShardWorld.OPERATION, c));
    first.sink.takeValues();
    world.credit(second.consumer, 100);
    assertThat(second.values()).containsExactly(101L, 102L);
    world.credit(first.consumer, 100);
    send(103, 201);
    assertThat(first.values()).containsExactly(201L);
    assertThat(second.values()).containsExactly(101L, 102L, 103L);
  }

  @Test
  void exclusiveConsumerGetsEverythingAndTheNextTakesOver() {
    Worker first = exclusive(100);
    Worker second = exclusive(100);
    Worker plain = worker(100);
    send(1, 2, 3);
    assertThat(first.values()).containsExactly(1L, 2L, 3L);
    world.ack(first.consumer, 0, 0);
    first.close();
    send(4);
    assertThat(second.values()).as("2 and 3 are still with the first one").isEmpty();

    world.ack(first.consumer, 1, 2);
    assertThat(second.values()).containsExactly(4L);
    second.end();
    assertThat(plain.values()).containsExactly(4L);
  }

  @Test
  void exclusiveConsumerBeginsWhenTheOthersAreDone() {
    Worker plain = worker(2);
    send(1, 2, 3);
    Worker only = exclusive(100);
    assertThat(only.values()).isEmpty();
    world.credit(plain.consumer, 10);
    assertThat(plain.values()).containsExactly(1L, 2L);
    plain.settle();
    assertThat(only.values()).containsExactly(3L);
  }
}
