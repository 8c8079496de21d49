// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.sim;

import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.delivery.DestinationSettings;
import io.rewindmq.delivery.GroupKind;
import io.rewindmq.delivery.Rejection;
import io.rewindmq.record.OperationId;
import io.rewindmq.shard.Completion;
import io.rewindmq.shard.DestinationSpec;
import io.rewindmq.shard.DestinationView;
import io.rewindmq.shard.GroupSpec;
import io.rewindmq.shard.GroupView;
import io.rewindmq.shard.RewindReport;
import io.rewindmq.shard.RewindTarget;
import io.rewindmq.sim.shadow.ShadowModel;
import io.rewindmq.testkit.SimClock;
import io.rewindmq.testkit.SimRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The administrator: defines what every run has, and rewinds groups. */
final class SimAdmin {
  private static final long OPERATOR = 7_000_000;

  private final ShadowModel model;
  private final SimClock clock;
  private final SimRandom random;
  private long operations;

  SimAdmin(ShadowModel model, SimClock clock, SimRandom random) {
    this.model = model;
    this.clock = clock;
    this.random = random;
  }

  /** Makes all destinations and subscriptions, in the broker's next turns. */
  void define(SimBroker broker) {
    for (int i = 0; i < SimSource.DESTINATIONS.size(); i++) {
      DestinationKind kind = i == SimSource.TOPIC ? DestinationKind.TOPIC : DestinationKind.QUEUE;
      DestinationSpec spec =
          new DestinationSpec(
              kind,
              SimSource.DESTINATIONS.get(i),
              SimSource.PARTITIONS.get(i),
              DestinationSettings.DEFAULT.forEver());
      run(
          broker,
          () ->
              broker
                  .shard()
                  .createDestination(
                      spec,
                      nextOperation(),
                      this.<DestinationView>then(view -> defined(broker, view))));
    }
  }

  private void defined(SimBroker broker, DestinationView view) {
    if (view.spec().kind().isQueue()) {
      model.group(broker.shard().group(view.queueGroupId()).orElseThrow());
      return;
    }
    subscribe(broker, view, GroupKind.SHARED_DURABLE, null, "left");
    subscribe(broker, view, GroupKind.SHARED_DURABLE, null, "right");
    subscribe(broker, view, GroupKind.DURABLE, SimSource.CLIENT_ID, "own");
  }

  private void subscribe(
      SimBroker broker,
      DestinationView topic,
      GroupKind kind,
      @Nullable String clientId,
      String name) {
    GroupSpec spec = new GroupSpec(topic.id(), kind, name, clientId, name, null, false);
    run(
        broker,
        () ->
            broker.shard().createGroup(spec, nextOperation(), this.<GroupView>then(model::group)));
  }

  /** Moves any group anywhere. */
  void rewind(SimBroker broker) {
    List<Integer> groups = model.groupIds();
    int group = groups.get(random.nextInt(groups.size()));
    RewindTarget target =
        switch (random.nextInt(5)) {
          case 0 -> new RewindTarget.Latest();
          case 1 -> new RewindTarget.ToOffset(random.nextInt(60));
          case 2 ->
              new RewindTarget.ToInstant(
                  clock.millis() - random.nextInt(random.nextBoolean() ? 2_000 : 60_000));
          default -> new RewindTarget.Earliest();
        };
    rewind(broker, group, target);
  }

  void rewind(SimBroker broker, int group, RewindTarget target) {
    model.trace().note("rewind group " + group + " to " + target);
    run(
        broker,
        () ->
            broker
                .shard()
                .rewind(group, target, nextOperation(), this.<RewindReport>then(model::rewound)));
  }

  private OperationId nextOperation() {
    return new OperationId(OPERATOR, ++operations);
  }

  private static void run(SimBroker broker, Runnable task) {
    boolean _ = broker.offer(task);
  }

  private <T> Completion<T> then(java.util.function.Consumer<T> next) {
    return new Completion<>() {
      @Override
      public void completed(T value) {
        next.accept(value);
      }

      @Override
      public void rejected(Rejection rejection, String detail) {
        model.trace().note("the administrator is refused: " + rejection + " " + detail);
      }
    };
  }
}
