// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import io.rewindmq.delivery.GroupKind;
import io.rewindmq.delivery.Rejection;
import io.rewindmq.delivery.SettingsChange;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Creates, changes and deletes destinations and durable subscriptions. */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class Definitions {
  private final ShardCore core;
  private final Rewinds rewinds;

  Definitions(ShardCore core, Rewinds rewinds) {
    this.core = core;
    this.rewinds = rewinds;
  }

  void createDestination(
      DestinationSpec spec,
      OperationId operation,
      Completion<DestinationView> completion,
      boolean isAwaited) {
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
    int id = core.state().facts().nextDestinationId();
    int groupId = spec.kind().isQueue() ? core.state().facts().nextGroupId() : 0;
    ShardEvent created =
        new ShardEvent.DestinationCreated(operation, id, groupId, Views.fields(spec));
    if (!isLogged(created, completion)) {
      return;
    }
    DestinationView view = new DestinationView(id, spec, groupId);
    if (isAwaited) {
      core.completeWhenDurable(completion, view);
    } else {
      completion.completed(view);
    }
  }

  void changeDestination(
      int id,
      DestinationSpec changed,
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
    DestinationSpec before = Views.of(destination).spec();
    if (before.kind().isTemporary() || !before.isSameBut(changed)) {
      completion.rejected(
          Rejection.DESTINATION_INVALID, "only settings of a lasting destination can change");
      return;
    }
    if (changed.equals(before)
        || isLogged(
            new ShardEvent.DestinationChanged(operation, id, Views.fields(changed)), completion)) {
      core.completeWhenDurable(completion, Views.of(destination));
    }
  }

  /**
   * What is not a destination's own becomes what the shard's options say now. Without room for an
   * entry it stays as it was until the next start.
   */
  void followDefaults() {
    for (DestinationState destination : core.state().destinations()) {
      if (destination.fields().kind().isTemporary()) {
        continue;
      }
      DestinationSpec before = Views.of(destination).spec();
      DestinationSpec after = before.with(SettingsChange.NONE, core.options().destinations());
      ShardEvent changed =
          new ShardEvent.DestinationChanged(
              OperationId.NONE, destination.id(), Views.fields(after));
      if (!after.equals(before) && core.log().hasRoomFor(changed)) {
        core.log().log(changed);
      }
    }
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
    List<ActiveGroup> ended = new ArrayList<>();
    for (GroupState group : destination.groups()) {
      ActiveGroup active = core.active().remove(group.id());
      if (active != null) {
        active.end();
        ended.add(active);
      }
    }
    core.log().log(new ShardEvent.DestinationDeleted(operation, SettleReason.DELETED, id));
    Runnable drop =
        () -> {
          ended.forEach(ActiveGroup::tellDeleted);
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
    int id = core.state().facts().nextGroupId();
    if (isLogged(event.apply(id), completion)) {
      view(id).ifPresent(view -> core.completeWhenDurable(completion, view));
    }
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
    if (active != null) { // consumers that were closed and hold messages
      active.end();
      core.active().remove(id);
    }
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
        : destination.partitions().stream().map(p -> Views.of(destination, p, core)).toList();
  }

  GroupView view(GroupState group) {
    DestinationState destination = core.state().destination(group.fields().destinationId());
    if (destination == null) {
      throw new IllegalStateException("group " + group.id() + " has no destination");
    }
    return Views.of(group, destination, core.active().get(group.id()), core.store());
  }

  private boolean isLogged(ShardEvent event, Completion<?> completion) {
    boolean hasRoom = core.log().hasRoomFor(event);
    if (hasRoom) {
      core.log().log(event);
    } else {
      completion.rejected(Rejection.DISK_FULL, "no room for another journal segment");
    }
    return hasRoom;
  }
}
