// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.delivery.DeliveryPolicy;
import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.delivery.DestinationSettings;
import io.rewindmq.delivery.GroupKind;
import io.rewindmq.delivery.ProducerId;
import io.rewindmq.delivery.Rejection;
import io.rewindmq.delivery.Setting;
import io.rewindmq.delivery.SettingsChange;
import io.rewindmq.delivery.TransactionId;
import io.rewindmq.record.OperationId;
import io.rewindmq.record.RunBytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A queue or topic that is made, used, changed and deleted under its users, again and again, beside
 * what a {@link ShardWorkload} keeps account of. Nothing of an earlier one of its name may come
 * back, its consumers hear of each end, and nobody else may notice.
 */
final class FleetingDestination {
  private static final String NAME = "fleeting";
  private static final List<DestinationKind> KINDS =
      List.of(DestinationKind.QUEUE, DestinationKind.TOPIC);

  private static final List<Setting> CHANGED =
      List.of(Setting.DELIVERIES_MAX, Setting.RETENTION_BYTES, Setting.REDELIVERY_DELAY_MILLIS);

  private final Random random;
  private final ProducerId producer = new ProducerId(200, 1);
  private final Map<Long, Integer> sentTo = new HashMap<>();
  private final List<Reader> readers = new ArrayList<>();
  private @Nullable DestinationView current;

  /** A change was asked for and not answered: a crash may have come before it or after. */
  private boolean isUncertain;

  private long sequence = 1;
  private long transaction;
  private int deletions;

  /** A consumer or browser; takes what was sent to the one destination that it was opened on. */
  private final class Reader implements ConsumerSink {
    private final int destination;
    private final boolean isBrowser;
    private @Nullable ShardConsumer handle;
    private int epoch;
    private long arrived;
    private boolean isDeleted;

    Reader(int destination, boolean isBrowser) {
      this.destination = destination;
      this.isBrowser = isBrowser;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void deliver(int groupEpoch, int partition, RunBytes run, int deliveryCount, int flags) {
      assertThat(isDeleted).as("delivered after the end").isFalse();
      for (long value : TestMessages.values(run.elements())) {
        assertThat(sentTo.get(value)).as("of an earlier destination").isEqualTo(destination);
        arrived++;
      }
    }

    @Override
    public void reset(int groupEpoch, OperationId operation) {
      throw new AssertionError("nobody rewinds it");
    }

    @Override
    public void deleted() {
      assertThat(isDeleted).as("told twice").isFalse();
      isDeleted = true;
    }
  }

  FleetingDestination(long seed) {
    this.random = new Random(~seed);
  }

  /** How often it was deleted. */
  int deletions() {
    return deletions;
  }

  void act(ShardWorld world) {
    DestinationView there = current;
    if (isUncertain) {
      return;
    }
    if (there == null) {
      create(world);
      return;
    }
    switch (random.nextInt(12)) {
      case 0, 1, 2, 3 -> send(world, there);
      case 4, 5 -> open(world, there);
      case 6, 7, 8, 9 -> use();
      case 10 -> change(world, there);
      default -> delete(world, there);
    }
  }

  private void create(ShardWorld world) {
    DestinationSpec spec =
        DestinationSpec.lasting(KINDS.get(random.nextInt(2)), NAME, world.shard.defaultSettings());
    isUncertain = true;
    world.shard.createDestination(
        spec,
        ShardWorld.OPERATION,
        expected(
            made -> {
              current = made;
              isUncertain = false;
            }));
  }

  private void send(ShardWorld world, DestinationView there) {
    List<TestMessages.Spec> specs = new ArrayList<>();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      long value = 1_000_000_000L + sentTo.size();
      sentTo.put(value, there.id());
      long soon = world.clock.millis + random.nextInt(50);
      specs.add(
          new TestMessages.Spec(
              value,
              random.nextInt(4) > 0,
              random.nextInt(10),
              random.nextInt(4) == 0 ? soon : 0,
              random.nextInt(4) == 0 ? soon : 0));
    }
    boolean isTransacted = random.nextInt(3) == 0;
    long first = sequence;
    sequence += specs.size();
    transaction += isTransacted ? 1 : 0;
    world.shard.send(
        producer,
        there.id(),
        0,
        isTransacted ? transaction : 0,
        first,
        specs.size(),
        TestMessages.of(specs),
        new ShardWorld.TestOutcome());
    if (isTransacted && random.nextBoolean()) {
      commit(world);
    }
  }

  /** Perhaps of what was staged for a destination that is gone. */
  private void commit(ShardWorld world) {
    world.shard.commit(
        new TransactionId(producer, transaction),
        world.shard.epoch(),
        List.of(),
        new ShardWorld.Result<@Nullable Void>());
  }

  private void open(ShardWorld world, DestinationView there) {
    boolean isQueue = there.spec().kind().isQueue();
    Reader reader = new Reader(there.id(), isQueue && random.nextInt(3) == 0);
    readers.add(reader);
    Completion<ShardConsumer> opened =
        expected(
            handle -> {
              reader.handle = handle;
              reader.epoch = handle.groupEpoch();
              handle.addCredit(reader.epoch, 1 + random.nextInt(5), 100_000);
            });
    ConsumerOptions options = ConsumerOptions.of(ShardWorld.OPERATION);
    if (reader.isBrowser) {
      world.shard.openBrowser(there.queueGroupId(), options, reader, opened);
    } else if (isQueue) {
      world.shard.openConsumer(there.queueGroupId(), options, reader, opened);
    } else {
      world.shard.openConsumer(
          ShardWorld.subscription(there.id(), GroupKind.NON_DURABLE, "f" + readers.size()),
          options,
          reader,
          opened);
    }
  }

  /** Does something with a reader, perhaps with one whose destination is gone. */
  private void use() {
    if (readers.isEmpty()) {
      return;
    }
    Reader reader = readers.get(random.nextInt(readers.size()));
    ShardConsumer handle = reader.handle;
    if (handle == null) {
      return;
    }
    long[] range = {0, random.nextInt(20)};
    switch (random.nextInt(6)) {
      case 0 -> handle.acknowledge(reader.epoch, 0, 0, range, null);
      case 1 -> handle.release(reader.epoch, 0, range, true);
      case 2 -> handle.releaseAll(reader.arrived);
      case 3 -> {
        handle.end();
        readers.remove(reader);
      }
      default -> handle.addCredit(reader.epoch, 1 + random.nextInt(5), 100_000);
    }
  }

  private void change(ShardWorld world, DestinationView there) {
    Set<Setting> some = Set.of(CHANGED.get(random.nextInt(CHANGED.size())));
    SettingsChange change =
        random.nextBoolean()
            ? SettingsChange.of(some, settings())
            : new SettingsChange(Set.of(), there.spec().settings(), some);
    isUncertain = true;
    world.shard.changeDestination(
        there.id(),
        there.spec().with(change, world.shard.defaultSettings()),
        ShardWorld.OPERATION,
        expected(
            changed -> {
              assertThat(changed.spec().own()).isEqualTo(change.ownAfter(there.spec().own()));
              current = changed;
              isUncertain = false;
            }));
  }

  private DestinationSettings settings() {
    return new DestinationSettings(
        1000,
        1000L * random.nextInt(2),
        true,
        new DeliveryPolicy(random.nextInt(3), random.nextInt(20), 100, 20, null, null));
  }

  private void delete(ShardWorld world, DestinationView there) {
    isUncertain = true;
    world.shard.deleteDestination(
        there.id(),
        ShardWorld.OPERATION,
        new Completion<>() {
          @Override
          public void completed(@Nullable Void value) {
            current = null;
            isUncertain = false;
            deletions++;
            assertThat(readers)
                .filteredOn(reader -> reader.handle != null && !reader.isBrowser)
                .allMatch(reader -> reader.isDeleted || reader.destination != there.id());
          }

          @Override
          public void rejected(Rejection rejection, String detail) {
            throw new AssertionError(rejection + " " + detail);
          }
        });
  }

  /** The shard was opened again: what was answered holds. */
  void restarted(ShardWorld world) {
    readers.clear();
    DestinationView found = null;
    for (DestinationKind kind : KINDS) {
      found = world.shard.destination(kind, NAME).orElse(found);
    }
    if (!isUncertain) {
      assertThat(found).isEqualTo(current);
    }
    current = found;
    isUncertain = false;
  }

  private static <T> Completion<T> expected(java.util.function.Consumer<T> then) {
    return new Completion<>() {
      @Override
      public void completed(T value) {
        then.accept(value);
      }

      @Override
      public void rejected(Rejection rejection, String detail) {
        throw new AssertionError(rejection + " " + detail);
      }
    };
  }
}
