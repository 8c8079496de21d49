// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.journal.JournalOptions;
import io.rewindmq.platform.disk.RealDisk;
import io.rewindmq.platform.fault.InvariantError;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardLoopTest {
  @TempDir Path folder;

  private final ShardWorld.TestClock clock = new ShardWorld.TestClock();
  private final List<Throwable> faults = new ArrayList<>();
  private final ShardLoop loop = new ShardLoop(4, 2, clock, faults::add);
  private final List<String> done = new ArrayList<>();
  private long sequence;

  @Test
  void saysNoWhenFullAndTakesReportsAlways() {
    for (int i = 0; i < 4; i++) {
      assertThat(loop.offer(() -> done.add("task"))).isTrue();
    }
    assertThat(loop.offer(() -> done.add("too many"))).isFalse();
    loop.execute(() -> done.add("report"));
    assertThat(loop.turn()).isTrue();
    assertThat(done).containsExactly("report", "task", "task");
    assertThat(loop.turn()).isFalse();
  }

  @Test
  void runsTimersInOrderAndNotWhenCancelled() {
    loop.schedule(20, () -> done.add("20"));
    loop.schedule(10, () -> done.add("10"));
    ShardLoop.Timer cancelled = loop.schedule(15, () -> done.add("15"));
    cancelled.cancel();
    loop.turn();
    assertThat(done).isEmpty();
    assertThat(loop.idleNanos()).isEqualTo(10_000_000);
    clock.millis += 30;
    loop.turn();
    assertThat(done).containsExactly("10", "20");
  }

  @Test
  void endsATurnOnlyIfSomethingHappened() {
    loop.onTurnEnd(() -> done.add("end"));
    loop.turn();
    assertThat(done).isEmpty();
    loop.offer(() -> {});
    loop.turn();
    assertThat(done).containsExactly("end");
  }

  @Test
  void takesNoTasksWhileTheDiskIsBehindAndGoesOnOnceItIsNot() {
    ShardWorld world = ShardWorld.over(new RealDisk(folder));
    DestinationView queue = world.queue("orders");
    ShardWorld.TestOutcome outcome = new ShardWorld.TestOutcome();
    long tailCacheBytes = world.journalOptions.tailCacheBytes();
    int sends = (int) (3 * tailCacheBytes / TestMessages.ELEMENT_BYTES);
    for (int i = 1; i <= sends; i++) {
      long sequence = i;
      world.run(
          () ->
              world.shard.send(
                  ShardWorld.PRODUCER,
                  queue.id(),
                  0,
                  0,
                  sequence,
                  1,
                  TestMessages.of(sequence),
                  outcome));
      var unused = world.loop.turn(); // the writer does nothing
      assertThat(world.journal.unwrittenBytes())
          .isLessThan(tailCacheBytes + 4L * TestMessages.ELEMENT_BYTES);
      if (world.journal.isBehind()) {
        break;
      }
    }
    assertThat(world.journal.isBehind()).isTrue();
    world.run(() -> done.add("task"));
    world.loop.execute(() -> done.add("report"));
    assertThat(world.loop.turn()).isFalse();
    assertThat(done).containsExactly("report");

    world.settle();
    assertThat(done).containsExactly("report", "task");
    assertThat(outcome.rejections).isEmpty();
    assertThat(world.journal.unwrittenBytes()).isZero();
  }

  @Test
  void takesNoTaskAndLetsNothingOutWhileItMayNotServe() {
    boolean[] mayServe = {true};
    loop.serveOnlyWhile(() -> mayServe[0]);
    loop.onTurnEnd(() -> done.add("out"));
    loop.offer(() -> mayServe[0] = false); // its lease ends while it works
    loop.offer(() -> done.add("task"));
    loop.execute(() -> done.add("report"));

    assertThat(loop.turn()).isFalse();
    assertThat(done).containsExactly("report");

    loop.execute(() -> done.add("another"));
    loop.turn();
    assertThat(done).containsExactly("report", "another");

    mayServe[0] = true;
    loop.turn();
    assertThat(done).containsExactly("report", "another", "task", "out");
  }

  @Test
  void letsNothingOutThatItsBackupDoesNotHave() {
    ShardWorld world = ShardWorld.over(new RealDisk(folder));
    DestinationView queue = world.queue("orders");
    ShardWorld.TestSink sink = new ShardWorld.TestSink();
    world.consumer(queue.queueGroupId(), sink, 10);
    long before = world.journal.openEnd();
    world.shard.replicatedTo(before);

    ShardWorld.TestOutcome outcome = world.send(queue.id(), 1, 11);
    world.settle();
    assertThat(world.journal.forcedPosition()).isEqualTo(world.journal.openEnd());
    assertThat(outcome.confirmed).isEmpty();
    assertThat(sink.deliveries).isEmpty();

    world.loop.execute(() -> world.shard.replicatedTo(world.journal.openEnd()));
    world.settle();
    assertThat(outcome.confirmed).containsExactly(1L);
    assertThat(sink.values()).containsExactly(11L);
  }

  @Test
  void aFaultStopsTheShardButNotTheTasks() {
    ShardWorld world = ShardWorld.over(new RealDisk(folder));
    world.run(
        () -> {
          throw new InvariantError("broken on purpose");
        });
    world.step();
    assertThat(world.faults).hasSize(1);
    assertThat(world.shard.isFailed()).isTrue();
    List<String> ran = new ArrayList<>();
    world.run(() -> ran.add("a connection is closed"));
    world.step();
    assertThat(ran).hasSize(1);
  }

  @Test
  void aFailedShardDoesNotDenyWhatItMayHaveTaken() {
    ShardWorld world = ShardWorld.over(new RealDisk(folder));
    DestinationView queue = world.queue("orders");
    ShardWorld.TestOutcome outcome = new ShardWorld.TestOutcome();
    Runnable send =
        () ->
            world.shard.send(
                ShardWorld.PRODUCER, queue.id(), 0, 0, 1, 1, TestMessages.of(1), outcome);
    send.run(); // taken, and on its way to the disk
    world.loop.fail(new InvariantError("broken on purpose"));
    send.run(); // once more, after a reconnection
    world.step();
    assertThat(outcome.rejections).isEmpty();
    assertThat(outcome.confirmed).isEmpty();
  }

  @Test
  void whatNobodyWaitsForStaysInMemoryForTwoMilliseconds() {
    ShardWorld world = ShardWorld.over(new RealDisk(folder));
    DestinationView queue = world.queue("orders");
    take(world, queue, 5, TestMessages.Spec.of(1));
    assertThat(world.writer).isEmpty();
    assertThat(world.journal.unwrittenBytes()).isPositive();
    assertThat(world.loop.idleNanos()).isEqualTo(2_000_000);

    world.clock.millis -= 3_600_000; // somebody sets the wall clock
    world.clock.moreNanos += 3_600_000_000_000L + 1_999_999;
    var unused = world.loop.turn();
    assertThat(world.writer).isEmpty();
    assertThat(world.loop.idleNanos()).isEqualTo(1);
    world.clock.moreNanos += 1;
    unused = world.loop.turn();
    assertThat(world.writer).hasSize(1);
  }

  @Test
  void whatIsHeldBackGoesOutAtOnceWithWhatSomebodyWaitsFor() {
    ShardWorld world = ShardWorld.over(new RealDisk(folder));
    DestinationView queue = world.queue("orders");
    take(world, queue, 5, TestMessages.Spec.of(1));
    assertThat(world.writer).isEmpty();
    take(world, queue, 0, TestMessages.Spec.of(2)); // persistent: waits for the device
    assertThat(world.writer).hasSize(1);
    world.step();
    var unused = world.loop.turn();
    assertThat(world.journal.unwrittenBytes()).isZero();
  }

  @Test
  void whatShallBecomeVisibleIsNotHeldBack() {
    ShardWorld world = ShardWorld.over(new RealDisk(folder));
    DestinationView queue = world.queue("orders");
    take(world, queue, 0, new TestMessages.Spec(1, false, 4, 0, 0));
    assertThat(world.writer).hasSize(1);
  }

  @Test
  void muchIsNotHeldBack() {
    ShardWorld world =
        new ShardWorld(
            new RealDisk(folder),
            clock,
            new JournalOptions(1 << 20, 1 << 20, 256 << 10, 64 << 10, 1),
            ShardOptions.DEFAULT);
    DestinationView queue = world.queue("orders");
    while (world.writer.isEmpty()) {
      assertThat(world.journal.unwrittenBytes()).isLessThanOrEqualTo(120 << 10);
      take(world, queue, 5, TestMessages.Spec.of(1));
    }
    assertThat(world.journal.unwrittenBytes()).isGreaterThan(120 << 10);
  }

  /** A turn that takes one message. */
  private void take(
      ShardWorld world, DestinationView to, long transaction, TestMessages.Spec message) {
    ByteBuffer element = TestMessages.of(List.of(message));
    long number = ++sequence;
    world.run(
        () ->
            world.shard.send(
                ShardWorld.PRODUCER,
                to.id(),
                0,
                transaction,
                number,
                1,
                element,
                new ShardWorld.TestOutcome()));
    var unused = world.loop.turn();
  }
}
