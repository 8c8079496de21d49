// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import io.rewindmq.delivery.DestinationSettings;
import io.rewindmq.delivery.GroupKind;
import io.rewindmq.delivery.Rejection;
import io.rewindmq.delivery.SettleReason;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.OperationId;
import io.rewindmq.shard.dispatch.ActiveGroup;
import io.rewindmq.shard.entry.ShardEvent;
import io.rewindmq.shard.entry.ShardEvent.GroupCreated;
import io.rewindmq.shard.entry.ShardEvent.GroupStarted;
import io.rewindmq.shard.state.DestinationState;
import io.rewindmq.shard.state.GroupState;
import io.rewindmq.shard.state.PartitionState;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Creates and deletes destinations and durable subscriptions. */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class Definitions {
  private final ShardCore core;
  private final Rewinds rewinds;

  Definitions(ShardCore core, Rewinds rewinds) {
    this.core = core;
    this.rewinds = rewinds;
  }

  void createDestination(
      DestinationSpec spec, OperationId operation, Completion<DestinationView> completion) {
    if (core.rejectedAsFailed(completion)) {
      return;
    }
    if (core.state().destination(spec.kind(), spec.name()) != null) {
      completion.rejected(
          Rejection.DESTINATION_EXISTS, spec.kind() + " " + spec.name() + " exists");
      return;
    }
    if (core.state().destinations().size() >= core.options().objectsMax()) {
      completion.rejected(
          Rejection.LIMIT_REACHED, "no more than " + core.options().objectsMax() + " destinations");
      return;
    }
    if (isFull(completion)) {
      return;
    }
    int id = core.state().facts().nextDestinationId();
    int groupId = spec.kind().isQueue() ? core.state().facts().nextGroupId() : 0;
    core.log().log(new ShardEvent.DestinationCreated(operation, id, groupId, Views.fields(spec)));
    DestinationView view = new DestinationView(id, spec, groupId);
    if (spec.kind().isTemporary()) {
      completion.completed(view);
    } else {
      core.completeWhenDurable(completion, view);
    }
  }

  void changeDestination(
      int id,
      DestinationSettings settings,
      OperationId operation,
      Completion<DestinationView> completion) {
    if (core.rejectedAsFailed(completion)) {
      return;
    }
    DestinationState destination = core.state().destination(id);
    if (destination == null) {
      completion.rejected(Rejection.DESTINATION_NOT_FOUND, "no destination " + id);
      return;
    }
    if (isFull(completion)) {
      return;
    }
    DestinationSpec changed = Views.of(destination).spec().with(settings);
    core.log().log(new ShardEvent.DestinationChanged(operation, id, Views.fields(changed)));
    core.completeWhenDurable(completion, Views.of(destination));
  }

  void deleteDestination(int id, OperationId operation, Completion<@Nullable Void> completion) {
    if (core.rejectedAsFailed(completion)) {
      return;
    }
    DestinationState destination = core.state().destination(id);
    if (destination == null) {
      completion.rejected(Rejection.DESTINATION_NOT_FOUND, "no destination " + id);
      return;
    }
    boolean isTemporary = destination.fields().kind().isTemporary();
    for (GroupState group : destination.groups()) {
      ActiveGroup active = core.active().get(group.id());
      if (isTemporary && active != null && active.openConsumers() > 0) {
        completion.rejected(
            Rejection.DESTINATION_IN_USE,
            destination.fields().name() + " has " + active.openConsumers() + " consumers");
        return;
      }
    }
    for (GroupState group : List.copyOf(destination.groups())) {
      endConsumers(group);
    }
    core.log().log(new ShardEvent.DestinationDeleted(operation, SettleReason.DELETED, id));
    Runnable drop =
        () -> {
          for (PartitionState partition : destination.partitions()) {
            core.store().dropPartition(partition.key());
          }
          completion.completed(null);
        };
    if (isTemporary) {
      drop.run();
    } else {
      core.log().force();
      core.outcomes().add(core.log().end(), drop);
    }
  }

  void createGroup(
      GroupSpec spec,
      GroupSpec.@Nullable Start start,
      OperationId operation,
      Completion<GroupView> completion) {
    if (core.rejectedAsFailed(completion)) {
      return;
    }
    if (start == null) {
      createGroup(spec, completion, id -> new GroupCreated(operation, id, Views.fields(spec)));
      return;
    }
    rewinds.findStart(
        spec.destinationId(),
        start,
        completion,
        at ->
            createGroup(
                spec,
                completion,
                id ->
                    new GroupStarted(operation, id, Views.fields(spec), at.targets(), at.ends())));
  }

  private void createGroup(
      GroupSpec spec, Completion<GroupView> completion, IntFunction<ShardEvent> event) {
    DestinationState destination = core.state().destination(spec.destinationId());
    if (destination == null) {
      completion.rejected(
          Rejection.DESTINATION_NOT_FOUND, "no destination " + spec.destinationId());
      return;
    }
    if (destination.fields().kind().isQueue()
        || spec.kind().isVolatile()
        || spec.kind() == GroupKind.QUEUE) {
      completion.rejected(
          Rejection.DESTINATION_INVALID,
          "a durable subscription needs a topic, not "
              + destination.fields().kind()
              + " and "
              + spec.kind());
      return;
    }
    if (core.state().subscription(spec.clientId(), spec.subscription(), false) != null) {
      completion.rejected(Rejection.GROUP_EXISTS, "subscription " + spec.name() + " exists");
      return;
    }
    if (core.state().groups().size() >= core.options().objectsMax()) {
      completion.rejected(
          Rejection.LIMIT_REACHED, "no more than " + core.options().objectsMax() + " groups");
      return;
    }
    if (isFull(completion)) {
      return;
    }
    int id = core.state().facts().nextGroupId();
    core.log().log(event.apply(id));
    view(id).ifPresent(view -> core.completeWhenDurable(completion, view));
  }

  void deleteGroup(int id, OperationId operation, Completion<@Nullable Void> completion) {
    if (core.rejectedAsFailed(completion)) {
      return;
    }
    GroupState group = core.state().group(id);
    if (group == null) {
      completion.rejected(Rejection.GROUP_NOT_FOUND, "no group " + id);
      return;
    }
    if (group.isVolatile() || group.fields().kind() == GroupKind.QUEUE) {
      completion.rejected(
          Rejection.DESTINATION_INVALID, group.fields().name() + " is no durable subscription");
      return;
    }
    ActiveGroup active = core.active().get(id);
    if (active != null && active.openConsumers() > 0) {
      completion.rejected(
          Rejection.SUBSCRIPTION_IN_USE,
          group.fields().name() + " has " + active.openConsumers() + " consumers");
      return;
    }
    endConsumers(group);
    core.log().log(new ShardEvent.GroupDeleted(operation, SettleReason.DELETED, id, group.epoch()));
    core.completeWhenDurable(completion, null);
  }

  Optional<GroupView> view(int id) {
    GroupState group = core.state().group(id);
    return group == null ? Optional.empty() : Optional.of(view(group));
  }

  List<PartitionView> partitions(int destinationId) {
    DestinationState destination = core.state().destination(destinationId);
    return destination == null
        ? List.of()
        : destination.partitions().stream().map(p -> Views.of(p, core.store())).toList();
  }

  GroupView view(GroupState group) {
    DestinationState destination = core.state().destination(group.fields().destinationId());
    if (destination == null) {
      throw new IllegalStateException("group " + group.id() + " has no destination");
    }
    return Views.of(group, destination, core.active().get(group.id()), core.store());
  }

  private void endConsumers(GroupState group) {
    ActiveGroup active = core.active().remove(group.id());
    if (active != null) {
      active.deleted();
    }
  }

  private boolean isFull(Completion<?> completion) {
    boolean isFull = !core.log().hasRoomForEssential();
    if (isFull) {
      completion.rejected(Rejection.DISK_FULL, "no room for another journal segment");
    }
    return isFull;
  }
}
