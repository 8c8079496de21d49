// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.move;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.delivery.GroupKind;
import io.rewindmq.delivery.SettleReason;
import io.rewindmq.journal.JournalOptions;
import io.rewindmq.record.OperationId;
import io.rewindmq.shard.Completion;
import io.rewindmq.shard.DestinationView;
import io.rewindmq.shard.RebuiltState;
import io.rewindmq.shard.RewindReport;
import io.rewindmq.shard.RewindTarget;
import io.rewindmq.shard.ShardOptions;
import io.rewindmq.shard.ShardWorld;
import io.rewindmq.shard.ShardWorld.TestSink;
import io.rewindmq.shard.TestMessages;
import io.rewindmq.shard.entry.ShardEvent;
import io.rewindmq.testkit.SimDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BulkOrderTest {
  private static final OperationId MOVE = new OperationId(9, 4);

  private final SimDisk disk = new SimDisk(1);
  private ShardWorld world;
  private DestinationView orders;
  private DestinationView other;

  @BeforeEach
  void open() {
    world = small(disk);
    orders = world.queue("orders");
    other = world.queue("other");
  }

  @AfterEach
  void aReplayMakesTheSame() {
    world.settle();
    assertThat(RebuiltState.differences(world.shard, disk, world.journalOptions)).isEmpty();
  }

  private static BulkTarget to(DestinationView destination) {
    return new BulkTarget.To(destination.id(), 0, 0);
  }

  private BulkOperation begin(BulkKind kind, DestinationView from, ValueAgent agent) {
    return begin(new BulkOrder(MOVE, kind, from.queueGroupId(), 0, false, agent));
  }

  private BulkOperation begin(BulkOrder order) {
    return Objects.requireNonNull(world.shard.messages().begin(order));
  }

  private BulkOperation run(BulkKind kind, ValueAgent agent) {
    BulkOperation operation = begin(kind, orders, agent);
    world.settle();
    assertThat(agent.ended).as(agent.cause).isEqualTo(BulkStatus.DONE);
    return operation;
  }

  private static List<Long> valuesOf(ShardWorld of, int group) {
    TestSink sink = new TestSink();
    var consumer = of.consumer(group, sink, 1_000_000);
    of.run(consumer::end);
    of.settle();
    return sink.values();
  }

  private static List<Long> valuesOf(ShardWorld of, DestinationView queue) {
    return valuesOf(of, queue.queueGroupId());
  }

  private List<Long> valuesOf(DestinationView queue) {
    return valuesOf(world, queue);
  }

  @Test
  void movesWhatIsWantedInOrderAndKeepsItAfterARestart() {
    world.send(orders.id(), 1, LongStream.rangeClosed(1, 10).toArray());
    BulkOperation operation =
        run(BulkKind.MOVE, new ValueAgent(to(other), value -> value % 2 == 0));
    assertThat(operation.progress().done()).isEqualTo(5);
    assertThat(operation.progress().looked()).isEqualTo(10);
    world = world.restarted();
    assertThat(valuesOf(orders)).containsExactly(1L, 3L, 5L, 7L, 9L);
    assertThat(valuesOf(other)).containsExactly(2L, 4L, 6L, 8L, 10L);
  }

  @Test
  void journalsTheOperationAndTheReasonOfEachEnd() {
    world.send(orders.id(), 1, 1, 2, 3, 4);
    run(BulkKind.MOVE, new ValueAgent(to(other), value -> value == 1));
    run(BulkKind.COPY, new ValueAgent(to(other), value -> value == 2));
    run(BulkKind.DELETE, new ValueAgent(to(other), value -> value == 3));
    world.settle();
    List<SettleReason> reasons = new ArrayList<>();
    RebuiltState.entries(
        disk,
        world.journalOptions,
        event -> {
          ShardEvent.Settled settled =
              switch (event) {
                case ShardEvent.Moved e -> e.settled();
                case ShardEvent.Settled e -> e;
                default -> null;
              };
          if (settled != null && settled.operation().equals(MOVE)) {
            reasons.add(settled.reason());
          }
        });
    assertThat(reasons)
        .containsExactly(SettleReason.MOVED, SettleReason.COPIED, SettleReason.PURGED);
  }

  @Test
  void leavesAloneWhatConsumersHave() {
    world.send(orders.id(), 1, 1, 2, 3, 4, 5);
    TestSink sink = new TestSink();
    var consumer = world.consumer(orders.queueGroupId(), sink, 2);
    ValueAgent agent = new ValueAgent(to(other), value -> true);
    BulkOperation operation = run(BulkKind.MOVE, agent);
    assertThat(sink.values()).containsExactly(1L, 2L);
    assertThat(operation.progress().done()).isEqualTo(3);
    assertThat(operation.progress().inFlight()).isEqualTo(2);
    assertThat(agent.took).containsExactly(3L, 4L, 5L);
    world.credit(consumer, 10);
    assertThat(sink.values()).containsExactly(1L, 2L);
    world.ack(consumer, 0, 1);
    assertThat(world.backlog(orders.queueGroupId())).isZero();
  }

  @Test
  void copiesWithoutEndingAnything() {
    world.send(orders.id(), 1, 1, 2);
    run(BulkKind.COPY, new ValueAgent(to(other), value -> true));
    assertThat(valuesOf(orders)).containsExactly(1L, 2L);
    assertThat(valuesOf(other)).containsExactly(1L, 2L);
  }

  @Test
  void deletesWhatIsDelayedToo() {
    world.send(
        ShardWorld.PRODUCER,
        orders.id(),
        0,
        1,
        List.of(
            new TestMessages.Spec(1, true, 9, 0, 0),
            new TestMessages.Spec(2, true, 4, world.clock.millis + 50_000, 0)));
    BulkOperation operation = run(BulkKind.DELETE, new ValueAgent(to(other), value -> true));
    assertThat(operation.progress().done()).isEqualTo(2);
    world.clock.millis += 100_000;
    world.settle();
    assertThat(valuesOf(orders)).isEmpty();
  }

  @Test
  void aDryRunCountsAndChangesNothing() {
    world.send(orders.id(), 1, 1, 2, 3);
    long before = world.journal.openEnd();
    ValueAgent agent = new ValueAgent(to(other), value -> value > 1);
    BulkOperation operation =
        begin(new BulkOrder(MOVE, BulkKind.MOVE, orders.queueGroupId(), 0, true, agent));
    world.settle();
    assertThat(operation.progress().done()).isEqualTo(2);
    assertThat(operation.progress().status()).isEqualTo(BulkStatus.DONE);
    assertThat(agent.took).containsExactly(2L, 3L);
    assertThat(world.journal.openEnd()).isEqualTo(before);
    assertThat(valuesOf(orders)).containsExactly(1L, 2L, 3L);
    assertThat(valuesOf(other)).isEmpty();
  }

  @Test
  void movesLargeMessagesWhole() {
    world.send(orders.id(), 1, 1);
    world.sendLarge(orders.id(), 1, 2, TestMessages.Spec.of(10), 7);
    world.send(orders.id(), 9, 2);
    ValueAgent agent = new ValueAgent(to(other), value -> value != 2);
    BulkOperation operation = run(BulkKind.MOVE, agent);
    assertThat(operation.progress().done()).isEqualTo(2);
    assertThat(valuesOf(orders)).containsExactly(2L);
    assertThat(valuesOf(other)).containsExactly(1L, 10L, 11L, 12L, 13L, 14L, 15L, 16L);
    world.settle();
    assertThat(world.backlog(orders.queueGroupId())).isEqualTo(1);
  }

  @Test
  void whatIsCancelledInTheMiddleOfALargeMessageIsAsBefore() {
    world.sendLarge(orders.id(), 1, 1, TestMessages.Spec.of(10), 2400); // more than a step takes
    BulkOperation operation =
        begin(BulkKind.MOVE, orders, new ValueAgent(to(other), value -> true));
    world.loop.turn();
    world.run(operation::cancel);
    world.settle();
    assertThat(operation.progress().status()).isEqualTo(BulkStatus.CANCELLED);
    assertThat(operation.progress().done()).isZero();
    assertThat(valuesOf(other)).isEmpty();
    assertThat(valuesOf(orders)).hasSize(2400).startsWith(10L, 11L, 12L);
  }

  @Test
  void givesBackADeadLetterOfASubscriptionToThatOneOnly() {
    DestinationView topic = world.topic("prices");
    var failing = world.durable(topic.id(), "failing");
    var others = world.durable(topic.id(), "others");
    TestSink live = new TestSink();
    var _ =
        world.volatileConsumer(
            ShardWorld.subscription(topic.id(), GroupKind.NON_DURABLE, "live"), live, 100);
    world.send(orders.id(), 1, 1, 2);
    run(
        BulkKind.REDRIVE,
        new ValueAgent(new BulkTarget.To(topic.id(), 0, failing.id()), v -> v == 2));
    assertThat(live.values()).isEmpty();
    assertThat(world.backlog(others.id())).isZero();
    world = world.restarted();
    assertThat(world.backlog(others.id())).isZero();
    assertThat(valuesOf(world, failing.id())).containsExactly(2L);
    assertThat(valuesOf(orders)).containsExactly(1L);
    world.send(topic.id(), 3, 7);
    assertThat(valuesOf(world, others.id())).containsExactly(7L);
  }

  @Test
  void goesNoFasterThanItMay() {
    world.send(orders.id(), 1, LongStream.rangeClosed(1, 100).toArray());
    ValueAgent agent = new ValueAgent(to(other), value -> true);
    BulkOperation operation =
        begin(new BulkOrder(MOVE, BulkKind.MOVE, orders.queueGroupId(), 50, false, agent));
    world.settle();
    assertThat(operation.progress().done()).isEqualTo(5);
    for (int i = 0; i < 10; i++) {
      world.clock.millis += 100;
      world.settle();
    }
    assertThat(operation.progress().done()).isEqualTo(55);
    assertThat(agent.ended).isNull();
    world.run(operation::cancel);
    world.settle();
    assertThat(agent.ended).isEqualTo(BulkStatus.CANCELLED);
    assertThat(valuesOf(other)).hasSize(55);
  }

  @Test
  void endsWhenTheGroupIsRewound() {
    world.send(orders.id(), 1, LongStream.rangeClosed(1, 100).toArray());
    ValueAgent agent = new ValueAgent(to(other), value -> true);
    begin(new BulkOrder(MOVE, BulkKind.MOVE, orders.queueGroupId(), 10, false, agent));
    world.settle();
    world.ask(
        (Completion<RewindReport> c) ->
            world.shard.rewind(
                orders.queueGroupId(), new RewindTarget.Earliest(), ShardWorld.OPERATION, c));
    world.clock.millis += 1000;
    world.settle();
    assertThat(agent.ended).isEqualTo(BulkStatus.FAILED);
    assertThat(agent.cause).contains("rewound");
  }

  /** Whatever moment the machine stops at, each message is in one of the two queues. */
  @Test
  void aCrashLosesAndDoublesNothing() {
    for (int seed = 0; seed < 60; seed++) {
      SimDisk breaking = new SimDisk(seed);
      ShardWorld before = small(breaking);
      DestinationView from = before.queue("from");
      DestinationView target = before.queue("target");
      for (int i = 0; i < 40; i++) {
        before.send(from.id(), 1 + 10L * i, LongStream.range(10L * i, 10L * i + 10).toArray());
      }
      before.sendLarge(from.id(), 1, 401, TestMessages.Spec.of(1000), 20);
      before
          .shard
          .messages()
          .begin(
              new BulkOrder(
                  MOVE,
                  BulkKind.MOVE,
                  from.queueGroupId(),
                  0,
                  false,
                  new ValueAgent(to(target), value -> true)));
      for (int steps = 0; steps < seed; steps++) {
        before.step();
      }
      breaking.crash();
      ShardWorld after = small(breaking);
      List<Long> left = valuesOf(after, from);
      List<Long> moved = valuesOf(after, target);
      List<Long> all = new ArrayList<>(left);
      all.addAll(moved);
      assertThat(all).as("seed " + seed).doesNotHaveDuplicates().hasSize(420);
      assertThat(moved).isSorted();
    }
  }

  private static ShardWorld small(SimDisk disk) {
    return new ShardWorld(
        disk,
        new ShardWorld.TestClock(),
        new JournalOptions(64 << 10, 64 << 10, 16 << 10, 4 << 10, 1),
        ShardOptions.DEFAULT);
  }

  @Test
  void knowsNothingOfAnUnknownGroup() {
    assertThat(
            world
                .shard
                .messages()
                .begin(
                    new BulkOrder(
                        MOVE,
                        BulkKind.MOVE,
                        12345,
                        0,
                        false,
                        new ValueAgent(to(other), value -> true))))
        .isNull();
  }
}
