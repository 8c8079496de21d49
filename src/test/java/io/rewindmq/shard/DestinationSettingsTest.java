// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rewindmq.delivery.DeliveryPolicy;
import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.delivery.DestinationSettings;
import io.rewindmq.delivery.Rejection;
import io.rewindmq.delivery.Setting;
import io.rewindmq.delivery.SettingsChange;
import io.rewindmq.platform.disk.RealDisk;
import io.rewindmq.shard.ShardWorld.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings of a destination's own and the shard's defaults. */
class DestinationSettingsTest {
  private static final DestinationSettings DEFAULTS = settings(10, 1000, null);

  @TempDir Path folder;
  private ShardWorld world;

  @BeforeEach
  void open() {
    world = withDefaults(DEFAULTS);
  }

  private static DestinationSettings settings(
      int deliveriesMax, long retentionBytes, @Nullable String expiryQueue) {
    return new DestinationSettings(
        1000,
        retentionBytes,
        true,
        new DeliveryPolicy(deliveriesMax, 0, 100, 0, null, expiryQueue));
  }

  /** The shard over what is on the disk, with these defaults. */
  private ShardWorld withDefaults(DestinationSettings defaults) {
    ShardWorld like = ShardWorld.over(new RealDisk(folder.resolve("unused")));
    ShardOptions o = like.options;
    return new ShardWorld(
        new RealDisk(folder.resolve("data")),
        like.clock,
        like.journalOptions,
        new ShardOptions(
            o.tasksPerTurnMax(),
            o.dispatch(),
            o.readAheadBytes(),
            o.producerIdleMillis(),
            o.objectsMax(),
            o.journalBytesTarget(),
            defaults,
            o.messageBytesMax()));
  }

  private DestinationView queue(String name, SettingsChange said) {
    DestinationSpec spec =
        DestinationSpec.lasting(
            DestinationKind.QUEUE, name, 1, said, world.shard.defaultSettings());
    return world
        .<DestinationView>ask(c -> world.shard.createDestination(spec, ShardWorld.OPERATION, c))
        .get();
  }

  private Result<DestinationView> change(int id, DestinationSpec changed) {
    return world.ask(c -> world.shard.changeDestination(id, changed, ShardWorld.OPERATION, c));
  }

  private DestinationSpec spec(String queue) {
    return world.shard.destination(DestinationKind.QUEUE, queue).orElseThrow().spec();
  }

  @Test
  void ownSettingsStayAndOthersFollowTheDefaultsOfTheNextStart() {
    SettingsChange said = SettingsChange.of(Set.of(Setting.DELIVERIES_MAX), settings(3, 7, "x"));
    queue("orders", said);
    queue("plain", SettingsChange.NONE);
    assertThat(spec("orders").settings()).isEqualTo(settings(3, 1000, null));

    world = withDefaults(settings(20, 2000, null));

    assertThat(spec("orders").settings()).isEqualTo(settings(3, 2000, null));
    assertThat(spec("orders").own()).containsExactly(Setting.DELIVERIES_MAX);
    assertThat(spec("plain").settings()).isEqualTo(settings(20, 2000, null));
    assertThat(spec("plain").own()).isEmpty();
  }

  @Test
  void changeSaysAndResets() {
    DestinationView orders =
        queue(
            "orders",
            SettingsChange.of(
                Set.of(Setting.DELIVERIES_MAX, Setting.RETENTION_BYTES), settings(3, 7, null)));

    DestinationView changed =
        change(
                orders.id(),
                orders
                    .spec()
                    .with(
                        new SettingsChange(
                            Set.of(Setting.EXPIRY_QUEUE),
                            settings(99, 99, "expired"),
                            Set.of(Setting.RETENTION_BYTES, Setting.REPLAY_ALLOWED)),
                        DEFAULTS))
            .get();

    assertThat(changed.spec().settings()).isEqualTo(settings(3, 1000, "expired"));
    assertThat(changed.spec().own())
        .containsExactlyInAnyOrder(Setting.DELIVERIES_MAX, Setting.EXPIRY_QUEUE);
    world = world.restarted();
    assertThat(spec("orders")).isEqualTo(changed.spec());
  }

  @Test
  void queueForDeadLettersTriesForEverUnlessItIsToldOtherwise() {
    queue("DLQ.orders", SettingsChange.NONE);
    queue("DLQ.bills", SettingsChange.of(Set.of(Setting.DELIVERIES_MAX), settings(5, 0, null)));

    world = withDefaults(settings(20, 1000, null));

    assertThat(spec("DLQ.orders").settings().policy().deliveriesMax()).isZero();
    assertThat(spec("DLQ.bills").settings().policy().deliveriesMax()).isEqualTo(5);
  }

  @Test
  void queueThatTheShardMadeForExpiredMessagesTriesForEverAfterARestart() {
    DestinationView orders =
        queue("orders", SettingsChange.of(Set.of(Setting.EXPIRY_QUEUE), settings(0, 0, "late")));
    world.send(
        ShardWorld.PRODUCER,
        orders.id(),
        0,
        1,
        List.of(new TestMessages.Spec(1, true, 4, 0, world.clock.millis + 1)));
    world.clock.millis += 5000;
    world.settle();
    assertThat(spec("late").settings().policy().deliveriesMax()).isZero();

    world = withDefaults(settings(20, 1000, null));
    assertThat(spec("late").settings().policy().deliveriesMax()).isZero();
  }

  @Test
  void refusesWhatCanNotBe() {
    DestinationView orders = queue("orders", SettingsChange.NONE);
    assertThat(change(orders.id() + 1, orders.spec()).rejection)
        .isEqualTo(Rejection.DESTINATION_NOT_FOUND);
    DestinationView temporary =
        world
            .<DestinationView>ask(
                c ->
                    world.shard.createDestination(
                        DestinationSpec.temporary(DestinationKind.TEMPORARY_QUEUE, "t"),
                        ShardWorld.OPERATION,
                        c))
            .get();
    assertThat(change(temporary.id(), temporary.spec()).rejection)
        .isEqualTo(Rejection.DESTINATION_INVALID);
    DestinationSpec wider =
        new DestinationSpec(DestinationKind.QUEUE, "orders", 2, DEFAULTS, Set.of());
    assertThat(change(orders.id(), wider).rejection).isEqualTo(Rejection.DESTINATION_INVALID);
    SettingsChange toItself =
        SettingsChange.of(Set.of(Setting.EXPIRY_QUEUE), settings(1, 1, "orders"));
    assertThatThrownBy(() -> orders.spec().with(toItself, DEFAULTS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("can't be its own");
  }
}
