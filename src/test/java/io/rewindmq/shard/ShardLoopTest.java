// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.platform.disk.RealDisk;
import io.rewindmq.platform.fault.InvariantError;
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
}
