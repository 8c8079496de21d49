// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.delivery.DeliveryPolicy;
import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.delivery.DestinationSettings;
import io.rewindmq.journal.JournalOptions;
import io.rewindmq.shard.ShardWorld.TestSink;
import io.rewindmq.shard.dispatch.DispatchEngine;
import io.rewindmq.testkit.SimDisk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** 24 days of retention on a clock that the test turns, with a start each day. */
class ManyDaysTest {
  private static final long HOUR = 3_600_000;
  private static final long DAY = 24 * HOUR;
  private static final int DAYS = 24;
  private static final int AN_HOUR = 20;
  private static final long JOURNAL_TARGET = 128 << 10;
  private static final int SEGMENT = 64 << 10;

  /** A segment goes as a whole, and the journal's segments are a bit more than a day. */
  private static final long LATE = 2 * DAY;

  private final SimDisk disk = new SimDisk(1);
  private final Map<String, List<Long>> times = new HashMap<>();
  private ShardWorld world = open();
  private long sequence = 1;

  private ShardWorld open() {
    ShardWorld.TestClock clock = new ShardWorld.TestClock();
    clock.millis = 1_700_000_000_000L;
    return new ShardWorld(
        disk,
        clock,
        new JournalOptions(SEGMENT, 64 << 10, 16 << 10, 4 << 10, 1),
        new ShardOptions(
            16,
            new DispatchEngine.Limits(10, 64, 16 << 10, 1000),
            8 << 10,
            HOUR,
            1000,
            JOURNAL_TARGET,
            DestinationSettings.DEFAULT,
            1 << 20));
  }

  private void make(String name, long retentionMillis) {
    times.put(name, new ArrayList<>());
    DestinationSettings settings =
        new DestinationSettings(retentionMillis, 1L << 30, true, DeliveryPolicy.DEFAULT);
    DestinationView unused =
        world
            .<DestinationView>ask(
                c ->
                    world.shard.createDestination(
                        new DestinationSpec(DestinationKind.QUEUE, name, 1, settings),
                        ShardWorld.OPERATION,
                        c))
            .get();
  }

  private DestinationView queue(String name) {
    return world.shard.destination(DestinationKind.QUEUE, name).orElseThrow();
  }

  /** Twenty messages, a minute apart; all are consumed but the very first one. */
  private void spendAnHour(String name) {
    DestinationView queue = queue(name);
    List<Long> sent = times(name);
    int first = sent.size();
    for (int i = 0; i < AN_HOUR; i++) {
      world.clock.millis += HOUR / AN_HOUR / times.size();
      assertThat(world.send(queue.id(), sequence, sequence).confirmed).containsExactly(sequence);
      sequence++;
      sent.add(world.clock.millis);
    }
    ShardConsumer consumer = world.consumer(queue.queueGroupId(), new TestSink(), 2 * AN_HOUR);
    world.ack(consumer, Math.max(first, name.equals("straggler") ? 1 : 0), sent.size() - 1);
    world.run(consumer::end);
    world.settle();
  }

  private List<Long> times(String name) {
    return Objects.requireNonNull(times.get(name));
  }

  private long logStart(String name) {
    return world.shard.partitions(queue(name).id()).getFirst().logStart();
  }

  /** When the oldest message was sent that is kept. */
  private long oldest(String name) {
    return times(name).get((int) logStart(name));
  }

  private long journalBytes() {
    return disk.list("journal").size() * (long) SEGMENT;
  }

  @Test
  void keepsWhatWasPromisedAndNotMuchMore() {
    make("week", 7 * DAY);
    make("hour", HOUR);
    make("none", 0);
    make("straggler", HOUR);
    for (int day = 1; day <= DAYS; day++) {
      for (int hour = 0; hour < 24; hour++) {
        times.keySet().stream().sorted().forEach(this::spendAnHour);
      }
      checkDay(day);
      world = world.restarted();
      checkDay(day);
    }
    checkReplay();
  }

  private void checkDay(int day) {
    long now = world.clock.millis;
    assertThat(world.faults).isEmpty();
    assertThat(oldest("week")).isBetween(now - 7 * DAY - LATE, oldestPromised("week", 7 * DAY));
    assertThat(oldest("hour")).isBetween(now - HOUR - LATE, oldestPromised("hour", HOUR));
    assertThat(disk.list("log/" + queue("none").id())).as("day %d", day).isEmpty();
    assertThat(journalBytes()).isLessThanOrEqualTo(JOURNAL_TARGET + 4 * SEGMENT);
    assertThat(world.backlog(queue("straggler").queueGroupId())).isEqualTo(1);
    PartitionView pinned = world.shard.partitions(queue("straggler").id()).getFirst();
    assertThat(pinned.logStart()).isZero();
    assertThat(pinned.historyBytes())
        .as("what one message pins on day %d", day)
        .isLessThan(4 * AN_HOUR * 24 * TestMessages.ELEMENT_BYTES);
  }

  /** The oldest message that is younger than the retention. */
  private long oldestPromised(String name, long retention) {
    long from = world.clock.millis - retention;
    return times(name).stream()
        .mapToLong(Long::longValue)
        .filter(at -> at >= from)
        .min()
        .orElseThrow();
  }

  /** A rewind to any instant finds the first message of that millisecond or later. */
  private void checkReplay() {
    List<Long> sent = times("week");
    for (int offset = sent.size() - 6 * 24 * AN_HOUR; offset < sent.size(); offset += 97) {
      assertThat(rewind("week", new RewindTarget.ToInstant(sent.get(offset)))).isEqualTo(offset);
      assertThat(rewind("week", new RewindTarget.ToInstant(sent.get(offset) - 1)))
          .isEqualTo(offset);
      assertThat(rewind("week", new RewindTarget.ToInstant(sent.get(offset) + 1)))
          .isEqualTo(offset + 1L);
    }
    long start = rewind("week", new RewindTarget.Earliest());
    TestSink sink = new TestSink();
    world.consumer(queue("week").queueGroupId(), sink, sent.size());
    world.settle();
    assertThat(sink.deliveries.stream().mapToLong(ShardWorld.Delivery::offset))
        .containsExactlyElementsOf(LongStream.range(start, sent.size()).boxed().toList());
    TestSink straggler = new TestSink();
    world.consumer(queue("straggler").queueGroupId(), straggler, 10);
    assertThat(straggler.deliveries.stream().mapToLong(ShardWorld.Delivery::offset))
        .containsExactly(0L);
  }

  private long rewind(String name, RewindTarget target) {
    return world
        .<RewindReport>ask(
            c -> world.shard.rewind(queue(name).queueGroupId(), target, ShardWorld.OPERATION, c))
        .get()
        .moves()
        .getFirst()
        .to();
  }
}
