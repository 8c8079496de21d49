// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.delivery.DeliveryPolicy;
import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.delivery.DestinationSettings;
import io.rewindmq.platform.disk.RealDisk;
import io.rewindmq.shard.ShardWorld.TestSink;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Queues that nobody uses at the moment cost little. How many: {@code -Dmany.destinations}, as many
 * as one broker is made for are 100 000.
 */
class ManyDestinationsTest {
  private static final int QUEUES = Integer.getInteger("many.destinations", 5_000);
  private static final int BYTES_MAX = 1024;
  private static final DestinationSettings WITHOUT_HISTORY =
      new DestinationSettings(0, 0, true, DeliveryPolicy.DEFAULT);

  @TempDir Path folder;

  private static long heap() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }

  private static void makeQueues(ShardWorld world) {
    for (int i = 0; i < QUEUES; i++) {
      DestinationSpec spec =
          DestinationSpec.lasting(
              DestinationKind.QUEUE, "orders.of.customer." + i, WITHOUT_HISTORY);
      ShardWorld.Result<DestinationView> result = new ShardWorld.Result<>();
      world.shard.createDestination(spec, ShardWorld.OPERATION, result);
      if (i % 1000 == 999) {
        world.run(() -> {});
        world.settle();
      }
    }
    world.settle();
  }

  @Test
  void idleQueuesCostLittleMemoryAndAStartIsQuick() {
    ShardWorld world = ShardWorld.over(new RealDisk(folder));
    long before = heap();
    makeQueues(world);
    long idle = (heap() - before) / QUEUES;
    use(world);
    long used = (heap() - before) / QUEUES;
    Instant start = Instant.now();
    world = world.restarted();
    Duration restart = Duration.between(start, Instant.now());
    long again = (heap() - before) / QUEUES;
    System.out.printf(
        "%d queues: %d bytes each when made, %d when used once, %d after a start of %d ms%n",
        QUEUES, idle, used, again, restart.toMillis());
    assertThat(idle).isLessThan(BYTES_MAX);
    assertThat(used).isLessThan(BYTES_MAX);
    assertThat(again).isLessThan(BYTES_MAX);
    assertThat(world.shard.destinations()).hasSize(QUEUES);
  }

  /** Each takes a message and gives it to a consumer. */
  private static void use(ShardWorld world) {
    long sequence = 1;
    for (DestinationView queue : world.shard.destinations()) {
      world.send(queue.id(), sequence, sequence);
      sequence++;
      TestSink sink = new TestSink();
      ShardConsumer consumer = world.consumer(queue.queueGroupId(), sink, 1);
      world.ack(consumer, 0, 0);
      world.run(consumer::end);
      world.settle();
      assertThat(sink.values()).hasSize(1);
    }
  }
}
