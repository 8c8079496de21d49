// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.delivery.Rejection;
import io.rewindmq.delivery.dedup.SequenceGaps;
import io.rewindmq.shard.ShardWorld.TestOutcome;
import io.rewindmq.shard.ShardWorld.TestSink;
import io.rewindmq.testkit.SimDisk;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A send that is repeated takes effect once, whatever became of the sends around it. */
class RepeatedSendTest {
  private ShardWorld world;
  private DestinationView queue;

  @BeforeEach
  void open() {
    world = ShardWorld.over(new SimDisk(1));
    queue = world.queue("orders");
  }

  private List<Long> content() {
    TestSink sink = new TestSink();
    ShardConsumer consumer = world.consumer(queue.queueGroupId(), sink, 1000);
    world.run(consumer::end);
    world.settle();
    return sink.values();
  }

  @Test
  void whatWasRejectedIsStoredWhenItIsRepeatedAfterALaterSend() {
    world.send(queue.id(), 1, 11, 12);
    // 3 and 4 were rejected, and nobody heard of it
    world.send(queue.id(), 5, 15);

    assertThat(world.send(queue.id(), 3, 13, 14).confirmed).containsExactly(3L, 4L);
    assertThat(content()).containsExactly(11L, 12L, 15L, 13L, 14L);
    assertThat(world.send(queue.id(), 3, 13, 14, 15).confirmed).containsExactly(3L, 4L, 5L);
    assertThat(content()).containsExactly(11L, 12L, 15L, 13L, 14L);
  }

  @Test
  void andAlsoAfterARestart() {
    world.send(queue.id(), 1, 11);
    world.send(queue.id(), 3, 13);
    world = world.restarted();
    assertThat(world.send(queue.id(), 1, 11, 12, 13).confirmed).containsExactly(1L, 2L, 3L);
    world = world.restarted();
    assertThat(world.send(queue.id(), 2, 12).confirmed).containsExactly(2L);
    assertThat(content()).containsExactly(11L, 13L, 12L);
  }

  @Test
  void ofABatchOnlyWhatIsMissingIsStored() {
    world.send(queue.id(), 2, 12);
    world.send(queue.id(), 5, 15);
    TestOutcome outcome = world.send(queue.id(), 1, 11, 12, 13, 14, 15, 16);
    assertThat(outcome.confirmed).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(content()).containsExactly(12L, 15L, 11L, 13L, 14L, 16L);
  }

  @Test
  void inATransactionToo() {
    world.send(ShardWorld.PRODUCER, queue.id(), 1, 1, 11);
    world.send(ShardWorld.PRODUCER, queue.id(), 1, 3, 13);
    world.send(ShardWorld.PRODUCER, queue.id(), 1, 2, 12);
    world.send(ShardWorld.PRODUCER, queue.id(), 1, 2, 12);
    world.commit(1);
    assertThat(content()).containsExactly(11L, 13L, 12L);
  }

  @Test
  void whatNobodyKnowsIsNotConfirmed() {
    long sequence = 2;
    for (int i = 0; i <= SequenceGaps.RANGES_MAX; i++) {
      world.send(queue.id(), sequence, sequence);
      sequence += 2;
    }
    TestOutcome outcome = world.send(queue.id(), 1, 1);
    assertThat(outcome.confirmed).isEmpty();
    assertThat(outcome.rejections).containsExactly(Rejection.LIMIT_REACHED);
    assertThat(world.send(queue.id(), 3, 3).confirmed).containsExactly(3L);
  }
}
