// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.move;

import io.rewindmq.shard.DestinationView;
import io.rewindmq.shard.ShardWorld;
import io.rewindmq.shard.TestMessages;
import io.rewindmq.testkit.SentValues;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What an administrator does to one queue of the workload: moves, copies, deletions. */
public final class WorkloadMoves {
  private final int queueGroup;

  /** Only moves put messages there, and nobody consumes them. */
  private final int moved;

  private final int copied;
  private final SentValues sent;
  private final Random random;

  public WorkloadMoves(ShardWorld world, int queueGroup, SentValues sent, Random random) {
    this.queueGroup = queueGroup;
    this.moved = world.queue("moved").id();
    this.copied = world.queue("copied").id();
    this.sent = sent;
    this.random = random;
  }

  /** Begins an order, and sometimes ends it at once; returns what it is. */
  public String act(ShardWorld world) {
    BulkKind kind =
        List.of(BulkKind.MOVE, BulkKind.MOVE, BulkKind.COPY, BulkKind.DELETE)
            .get(random.nextInt(4));
    int rest = random.nextInt(3);
    BulkOperation begun =
        world
            .shard
            .messages()
            .begin(
                new BulkOrder(
                    ShardWorld.OPERATION,
                    kind,
                    queueGroup,
                    random.nextInt(2) * 1000,
                    random.nextInt(8) == 0,
                    new Agent(kind, rest)));
    if (begun == null) {
      throw new AssertionError("no group " + queueGroup);
    }
    if (random.nextInt(4) == 0) {
      world.run(begun::cancel);
    }
    return kind + " of values with rest " + rest;
  }

  /** Everything that was moved away. */
  public List<Long> movedAway(ShardWorld world) {
    ShardWorld.TestSink sink = new ShardWorld.TestSink();
    DestinationView queue = world.shard.destination(moved).orElseThrow();
    world.consumer(queue.queueGroupId(), sink, 1_000_000);
    return sink.values();
  }

  private final class Agent extends ValueAgent {
    private final BulkKind kind;

    Agent(BulkKind kind, int rest) {
      super(
          new BulkTarget.To(kind == BulkKind.COPY ? copied : moved, 0, 0),
          value -> value % 3 == rest);
      this.kind = kind;
    }

    @Override
    public void took(int partition, long offset, ByteBuffer elements) {
      if (kind == BulkKind.DELETE) {
        long first = TestMessages.valueAt(elements, elements.position() + 8);
        for (long value = first; value <= sent.lastOf(first); value++) {
          sent.mayVanish.add(value);
        }
      }
    }

    @Override
    public void over(BulkStatus status, @Nullable String why) {
      if (status == BulkStatus.FAILED && !String.valueOf(why).contains("rewound")) {
        throw new AssertionError(why);
      }
    }
  }
}
