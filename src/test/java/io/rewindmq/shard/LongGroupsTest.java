// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.delivery.GroupKind;
import io.rewindmq.delivery.group.CursorState;
import io.rewindmq.delivery.schedule.MessageSchedule;
import io.rewindmq.platform.disk.RealDisk;
import io.rewindmq.shard.ShardWorld.TestSink;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many subscriptions, and cursors with many holes. {@code -Dlong.groups.subscriptions} and {@code
 * -Dlong.groups.holes} say how many.
 */
class LongGroupsTest {
  private static final int SUBSCRIPTIONS = Integer.getInteger("long.groups.subscriptions", 2_000);
  private static final int HOLES = Integer.getInteger("long.groups.holes", 100_000);

  @TempDir Path folder;

  @Test
  void everySubscriptionGetsEverything() {
    ShardWorld world = ShardWorld.over(new RealDisk(folder));
    DestinationView topic = world.topic("news");
    List<Integer> groups = new ArrayList<>();
    for (int i = 0; i < SUBSCRIPTIONS; i++) {
      GroupSpec spec = ShardWorld.subscription(topic.id(), GroupKind.DURABLE, "reader-" + i);
      ShardWorld.Result<GroupView> made = new ShardWorld.Result<>();
      world.run(() -> world.shard.createGroup(spec, ShardWorld.OPERATION, made));
      world.settle();
      groups.add(made.get().id());
    }
    world.send(topic.id(), 1, 10, 11, 12);
    for (int group : groups) {
      TestSink sink = new TestSink();
      ShardConsumer consumer = world.consumer(group, sink, 10);
      assertThat(sink.values()).containsExactly(10L, 11L, 12L);
      world.ack(consumer, 0, 1);
      world.run(consumer::end);
    }
    ShardWorld again = world.restarted();
    for (int group : groups) {
      assertThat(again.backlog(group)).isEqualTo(1);
    }
    TestSink last = new TestSink();
    again.consumer(groups.getLast(), last, 10);
    assertThat(last.values()).containsExactly(12L);
  }

  /** Every second message is settled: the others are still there, also after a start. */
  @Test
  void everyHoleOfACursorIsKept() {
    ShardWorld world = ShardWorld.over(new RealDisk(folder));
    DestinationView queue = world.queue("orders");
    int batch = 100;
    for (int from = 0; from < 2 * HOLES; from += batch) {
      assertThat(world.send(queue.id(), from + 1L, new long[batch]).confirmed).hasSize(batch);
    }
    TestSink sink = new TestSink();
    ShardConsumer consumer = world.consumer(queue.queueGroupId(), sink, 2 * HOLES);
    assertThat(sink.deliveries).hasSize(2 * HOLES);
    for (int from = 0; from < 2 * HOLES; from += batch) {
      int first = from;
      world.run(() -> settleEverySecond(world, consumer, first, first + batch));
      world.settle();
    }
    assertThat(world.backlog(queue.queueGroupId())).isEqualTo(HOLES);
    world.run(consumer::end);
    ShardWorld again = world.restarted();
    assertThat(again.backlog(queue.queueGroupId())).isEqualTo(HOLES);
    TestSink rest = new TestSink();
    again.consumer(queue.queueGroupId(), rest, HOLES);
    again.settle();
    assertThat(rest.deliveries).hasSize(HOLES).allMatch(delivery -> delivery.offset() % 2 == 0);
  }

  private static void settleEverySecond(
      ShardWorld world, ShardConsumer consumer, int first, int end) {
    for (int offset = first + 1; offset < end; offset += 2) {
      long[] one = {offset, offset};
      consumer.acknowledge(
          consumer.groupEpoch(), world.shard.epoch(), 0, one, new ShardWorld.Result<>());
    }
  }

  /** A look for the next message must not depend on how many are settled or in flight. */
  @Test
  void aCursorOverABillionOffsetsWithManyHolesIsQuick() {
    long start = 3_000_000_000L;
    CursorState cursor = new CursorState(start);
    MessageSchedule none = new MessageSchedule();
    long end = start + 2_000_000_000L;
    long step = (end - start) / HOLES;
    for (long hole = start + 1; hole < end; hole += step) {
      cursor.settle(hole, hole + step - 2);
    }
    long received = 0;
    for (long at = cursor.next(4, none, end, 0);
        at != CursorState.NONE;
        at = cursor.next(4, none, end, 0)) {
      long last = cursor.lastOfRun(4, at, none, end, 0);
      cursor.take(at, last, received, 0);
      received += last - at + 1;
      cursor.settle(at, last);
    }
    assertThat(received).isBetween((long) HOLES, HOLES + 1L);
    assertThat(cursor.committed()).isGreaterThanOrEqualTo(end - 1);
    assertThat(cursor.settled().isEmpty()).isTrue();
  }
}
