// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.delivery.DeliveryPolicy;
import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.delivery.DestinationSettings;
import io.rewindmq.platform.disk.RealDisk;
import io.rewindmq.shard.ShardWorld.TestSink;
import io.rewindmq.shard.watch.ShardWatch;
import io.rewindmq.shard.watch.WatchOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Queues that nobody uses at the moment cost little. How many: {@code -Dmany.destinations}, as many
 * as one broker is made for are 100 000.
 */
class ManyDestinationsTest {
  private static final int QUEUES = Integer.getInteger("many.destinations", 5_000);
  private static final long BYTES_MAX = 1024;
  private static final DestinationSettings WITHOUT_HISTORY =
      new DestinationSettings(0, 0, true, DeliveryPolicy.DEFAULT);

  private static long heap() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }

  private static void makeQueues(ShardWorld world, int from, int end) {
    for (int i = from; i < end; i++) {
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

  /** In a process of its own: other tests leave garbage. */
  @Test
  void idleQueuesCostLittleMemoryAndAStartIsQuick(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-Dmany.destinations=" + QUEUES,
                "-cp",
                System.getProperty("java.class.path"),
                Measurement.class.getName(),
                folder.resolve("data").toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    int exitCode = process.waitFor();
    String said = Files.readString(output);
    System.out.println(said);
    assertThat(exitCode).as(said).isZero();
  }

  /** What the process does. */
  static final class Measurement {
    private Measurement() {}

    /**
     * Measures.
     *
     * @param args an empty folder
     */
    public static void main(String[] args) throws IOException {
      Path folder = Path.of(args[0]);
      ShardWorld world = ShardWorld.over(new RealDisk(folder));
      ShardWatch watch = world.shard.watch();
      watch.start(WatchOptions.DEFAULT, world.loop, world.clock);
      makeQueues(world, 0, QUEUES / 2);
      walk(world, watch); // its lists are as long for few queues as for many
      long half = heap();
      makeQueues(world, QUEUES / 2, QUEUES);
      long all = heap();
      long made = (all - half) / (QUEUES - QUEUES / 2);
      use(world);
      walk(world, watch);
      long used = made + (heap() - all) / QUEUES;
      Instant start = Instant.now();
      world = world.restarted();
      Duration restart = Duration.between(start, Instant.now());
      System.out.printf(
          "%d queues: %d bytes each when made, %d when used once, a start takes %d ms%n",
          QUEUES, made, used, restart.toMillis());
      assertThat(made).isBetween(100L, BYTES_MAX);
      assertThat(used).isBetween(100L, BYTES_MAX);
      assertThat(world.shard.destinations()).hasSize(QUEUES);
      try (Stream<Path> files = Files.walk(folder.resolve("log"))) {
        assertThat(files.filter(Files::isRegularFile)).isEmpty();
      }
    }
  }

  /** As a broker does all the time: what is idle by then is idle for its figures, too. */
  private static void walk(ShardWorld world, ShardWatch watch) {
    long end = world.clock.millis + 3 * WatchOptions.DEFAULT.periodMillis();
    while (watch.figures().atMillis() < end) {
      world.clock.millis += 100;
      world.settle();
    }
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
