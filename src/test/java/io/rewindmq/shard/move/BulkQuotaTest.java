// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.move;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.delivery.BacklogLimit;
import io.rewindmq.delivery.BacklogPolicy;
import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.delivery.DestinationSettings;
import io.rewindmq.platform.disk.RealDisk;
import io.rewindmq.shard.DestinationSpec;
import io.rewindmq.shard.DestinationView;
import io.rewindmq.shard.ShardConsumer;
import io.rewindmq.shard.ShardWorld;
import io.rewindmq.shard.ShardWorld.TestSink;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Moves into a queue that may hold one message. */
class BulkQuotaTest {
  @TempDir Path folder;
  private ShardWorld world;
  private DestinationView orders;

  @BeforeEach
  void open() {
    world = ShardWorld.over(new RealDisk(folder));
    orders = world.queue("orders");
  }

  private DestinationView limited(BacklogPolicy policy) {
    DestinationSettings settings =
        new DestinationSettings(
            0, 0, true, DestinationSettings.DEFAULT.policy(), new BacklogLimit(1, policy));
    DestinationSpec spec = new DestinationSpec(DestinationKind.QUEUE, "other", 1, settings);
    return world
        .<DestinationView>ask(c -> world.shard.createDestination(spec, ShardWorld.OPERATION, c))
        .get();
  }

  private ValueAgent move(DestinationView to) {
    ValueAgent agent = new ValueAgent(new BulkTarget.To(to.id(), 0, 0), value -> true);
    assertThat(
            world
                .shard
                .messages()
                .begin(
                    new BulkOrder(
                        ShardWorld.OPERATION,
                        BulkKind.MOVE,
                        orders.queueGroupId(),
                        0,
                        false,
                        agent)))
        .isNotNull();
    world.settle();
    return agent;
  }

  @Test
  void waitsForRoomInTheTarget() {
    DestinationView other = limited(BacklogPolicy.BLOCK);
    world.send(other.id(), 1, 100);
    world.send(orders.id(), 2, 1);
    ValueAgent agent = move(other);
    assertThat(agent.ended).isNull();
    assertThat(world.backlog(orders.queueGroupId())).isEqualTo(1);
    TestSink sink = new TestSink();
    ShardConsumer consumer = world.consumer(other.queueGroupId(), sink, 2);
    world.ack(consumer, 0, 0);
    world.clock.millis += 2000;
    world.settle();
    assertThat(agent.ended).isEqualTo(BulkStatus.DONE);
    assertThat(sink.values()).containsExactly(100L, 1L);
  }

  @Test
  void failsWhereAFullTargetRefuses() {
    DestinationView other = limited(BacklogPolicy.FAIL);
    world.send(other.id(), 1, 100);
    world.send(orders.id(), 2, 1);
    ValueAgent agent = move(other);
    assertThat(agent.ended).isEqualTo(BulkStatus.FAILED);
    assertThat(agent.cause).contains("other is full");
    assertThat(world.backlog(orders.queueGroupId())).isEqualTo(1);
  }
}
