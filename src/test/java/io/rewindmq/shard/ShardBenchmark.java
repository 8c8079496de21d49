// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.delivery.DestinationSettings;
import io.rewindmq.delivery.Rejection;
import io.rewindmq.journal.JournalOptions;
import io.rewindmq.record.OperationId;
import io.rewindmq.record.RunBytes;
import io.rewindmq.testkit.EncodedRuns;
import io.rewindmq.testkit.Microbenchmark;
import io.rewindmq.testkit.RamDisk;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The whole life of a run in the broker: taken, journalled, delivered, confirmed, settled. All that
 * is missing are sockets and, because the disk is in memory, the device.
 */
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS) // there is more to compile
public class ShardBenchmark extends Microbenchmark {
  private static final int SEGMENT_BYTES = 8 << 20;
  private static final int BODY_BYTES = 100;

  @Param({"1", "64"})
  int messages;

  private final ShardWorld world =
      new ShardWorld(
          new RamDisk(),
          new ShardWorld.TestClock(),
          new JournalOptions(SEGMENT_BYTES, SEGMENT_BYTES, 1 << 20, 1 << 20, 1),
          options());
  private final Ends ends = new Ends();
  private ByteBuffer elements;
  private int destination;
  private ShardConsumer consumer;
  private long nextSequence = 1;
  private final long[] range = new long[2];

  private static ShardOptions options() {
    ShardOptions usual = ShardOptions.DEFAULT;
    return new ShardOptions(
        usual.tasksPerTurnMax(),
        usual.dispatch(),
        usual.readAheadBytes(),
        usual.producerIdleMillis(),
        usual.objectsMax(),
        2L * SEGMENT_BYTES,
        usual.destinations(),
        usual.messageBytesMax());
  }

  private static DestinationSettings withoutHistory() {
    DestinationSettings usual = DestinationSettings.DEFAULT;
    return new DestinationSettings(0, 0, usual.replayAllowed(), usual.policy());
  }

  /** Producer and consumer at once; counts. */
  private static final class Ends implements ConsumerSink, SendOutcome, Completion<@Nullable Void> {
    private long deliveredEnd;
    private long confirmedEnd;
    private int settled;

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void deliver(int groupEpoch, int partition, RunBytes run, int deliveryCount, int flags) {
      deliveredEnd = run.baseOffset() + run.count();
    }

    @Override
    public void reset(int groupEpoch, OperationId operation) {
      throw new AssertionError("nobody rewinds");
    }

    @Override
    public void deleted() {
      throw new AssertionError("nobody deletes");
    }

    @Override
    public void confirmed(long firstSequence, long lastSequence) {
      confirmedEnd = lastSequence + 1;
    }

    @Override
    public void rejected(long first, long last, Rejection rejection, String detail) {
      throw new AssertionError(rejection + ": " + detail);
    }

    @Override
    public void completed(@Nullable Void value) {
      settled++;
    }

    @Override
    public void rejected(Rejection why, String detail) {
      throw new AssertionError(why + ": " + detail);
    }
  }

  @Setup
  public void setUp() {
    elements = EncodedRuns.of(messages, BODY_BYTES);
    DestinationView queue =
        world
            .<DestinationView>ask(
                c ->
                    world.shard.createDestination(
                        DestinationSpec.lasting(DestinationKind.QUEUE, "orders", withoutHistory()),
                        ShardWorld.OPERATION,
                        c))
            .get();
    destination = queue.id();
    consumer =
        world
            .<ShardConsumer>ask(
                c ->
                    world.shard.openConsumer(
                        queue.queueGroupId(), ConsumerOptions.of(ShardWorld.OPERATION), ends, c))
            .get();
    require(runThrough() == messages + 1L, "the messages to be confirmed");
    require(world.backlog(queue.queueGroupId()) == 0 && ends.settled == 1, "all to be settled");
  }

  /** Returns the sequence that is confirmed next. */
  @Benchmark
  public long runThrough() {
    long first = nextSequence;
    nextSequence += messages;
    world.clock.millis++;
    consumer.addCredit(consumer.groupEpoch(), messages, elements.remaining());
    world.shard.send(
        ShardWorld.PRODUCER, destination, 0, 0, first, messages, elements.duplicate(), ends);
    world.settle();
    range[0] = ends.deliveredEnd - messages;
    range[1] = ends.deliveredEnd - 1;
    consumer.acknowledge(consumer.groupEpoch(), world.shard.epoch(), 0, range, ends);
    world.settle();
    require(ends.deliveredEnd == nextSequence - 1, "all to be delivered");
    return ends.confirmedEnd;
  }
}
