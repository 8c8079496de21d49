// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.watch;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.shard.dispatch.ActiveGroup;
import io.rewindmq.shard.quota.BacklogMeter;
import io.rewindmq.shard.state.DestinationState;
import io.rewindmq.shard.state.GroupState;
import io.rewindmq.shard.state.PartitionState;
import io.rewindmq.shard.state.ShardState;
import io.rewindmq.shard.state.Traffic;
import io.rewindmq.shard.state.TrafficTable;
import io.rewindmq.storage.MessageStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One walk over all destinations and then all groups, a bounded number a step, so that messages go
 * on in between however many there are. What is made or deleted meanwhile is met or not.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class ObjectWalk {
  private static final int OBJECTS_PER_STEP = 250;

  private final Sources sources;
  private final WatchOptions options;
  private final long now;
  private final Consumer<ObjectFigures> done;
  private final SlowConsumers slowConsumers;
  private final Top<DestinationState> busiest;
  private final Top<GroupState> furthestBehind;
  private int nextDestination = Integer.MIN_VALUE;
  private int nextGroup = Integer.MIN_VALUE;
  private boolean hasMetAllDestinations;
  private int groups;
  private int consumers;
  private int farBehind;
  private long backlog;

  /** What is walked over. */
  record Sources(
      ShardState state,
      TrafficTable traffic,
      Map<Integer, ActiveGroup> active,
      BacklogMeter meter,
      MessageStore store) {}

  /**
   * Of nothing yet.
   *
   * @param now milliseconds since 1970
   * @param done takes what was found, in the last step or later
   */
  ObjectWalk(
      Sources sources,
      WatchOptions options,
      SlowConsumers slowConsumers,
      long now,
      Consumer<ObjectFigures> done) {
    this.sources = sources;
    this.options = options;
    this.slowConsumers = slowConsumers;
    this.now = now;
    this.done = done;
    this.busiest = new Top<>(options.objectsMax());
    this.furthestBehind = new Top<>(options.objectsMax());
    slowConsumers.begin(now);
  }

  /** Goes on; returns whether there is more to do. */
  boolean step() {
    int left = OBJECTS_PER_STEP;
    if (!hasMetAllDestinations) {
      for (DestinationState destination : sources.state().destinationsFrom(nextDestination)) {
        if (left-- == 0) {
          nextDestination = destination.id();
          return true;
        }
        meet(destination);
      }
      hasMetAllDestinations = true;
    }
    for (GroupState group : sources.state().groupsFrom(nextGroup)) {
      if (left-- <= 0) {
        nextGroup = group.id();
        return true;
      }
      meet(group);
    }
    finish();
    return false;
  }

  private void meet(DestinationState destination) {
    if (!destination.fields().kind().isTemporary()) {
      Traffic traffic = sources.traffic().knownOfDestination(destination.id());
      busiest.add(destination, traffic == null ? 0 : traffic.bytesIn() + traffic.bytesOut());
    }
  }

  private void meet(GroupState group) {
    DestinationState destination = destinationOf(group);
    if (destination == null) {
      return;
    }
    groups++;
    long unsettled = backlog(group, destination);
    backlog += unsettled;
    if (options.backlogMessages() > 0 && unsettled >= options.backlogMessages()) {
      farBehind++;
    }
    ActiveGroup active = sources.active().get(group.id());
    if (active != null) {
      consumers += active.openConsumers();
      slowConsumers.look(active, unsettled - inFlight(group));
    }
    if (!destination.fields().kind().isTemporary()) {
      furthestBehind.add(group, unsettled);
    }
  }

  private void finish() {
    List<DestinationFigures> destinations = new ArrayList<>();
    for (DestinationState state : busiest.descending()) {
      if (sources.state().destination(state.id()) == state) {
        destinations.add(figures(state));
      }
    }
    OldestMessages oldest = new OldestMessages(sources.store());
    List<GroupState> chosen = new ArrayList<>();
    for (GroupState group : furthestBehind.descending()) {
      DestinationState destination = destinationOf(group);
      if (destination != null && sources.state().group(group.id()) == group) {
        chosen.add(group);
        oldest.find(group, destination);
      }
    }
    sources
        .traffic()
        .prune(
            destinations.stream().map(DestinationFigures::id).collect(Collectors.toSet()),
            chosen.stream().map(GroupState::id).collect(Collectors.toSet()));
    oldest.whenFound(() -> done.accept(found(destinations, chosen, oldest)));
  }

  private ObjectFigures found(
      List<DestinationFigures> destinations, List<GroupState> chosen, OldestMessages oldest) {
    List<GroupFigures> behind = new ArrayList<>();
    for (GroupState group : chosen) {
      DestinationState destination = destinationOf(group);
      if (destination != null) { // it may have been deleted while files were read
        behind.add(figures(group, destination, oldest));
      }
    }
    return new ObjectFigures(
        now,
        new ObjectFigures.Totals(
            sources.state().destinations().size(),
            groups,
            backlog,
            consumers,
            slowConsumers.count(),
            farBehind,
            sources.state().producers().size(),
            sources.state().transactions().size()),
        destinations,
        behind,
        slowConsumers.found());
  }

  private DestinationFigures figures(DestinationState state) {
    Traffic traffic = orNone(sources.traffic().knownOfDestination(state.id()));
    long logEnd = 0;
    long stored = 0;
    long unsettled = 0;
    for (int i = 0; i < state.partitions().size(); i++) {
      PartitionState partition = state.partition(i);
      logEnd += partition.nextOffset();
      stored += sources.meter().storedBytes(partition);
      unsettled += sources.meter().backlogBytes(state, i);
    }
    return new DestinationFigures(
        state.id(),
        state.fields().kind(),
        state.fields().name(),
        traffic.messagesIn(),
        traffic.bytesIn(),
        traffic.messagesOut(),
        traffic.bytesOut(),
        traffic.acknowledged(),
        traffic.expired(),
        traffic.deadLettered(),
        logEnd,
        unsettled,
        Math.max(0, stored - unsettled));
  }

  private GroupFigures figures(
      GroupState group, DestinationState destination, OldestMessages oldest) {
    Traffic traffic = orNone(sources.traffic().knownOfGroup(group.id()));
    ActiveGroup active = sources.active().get(group.id());
    return new GroupFigures(
        group.id(),
        group.fields().name(),
        destination.fields().kind(),
        destination.fields().name(),
        backlog(group, destination),
        inFlight(group),
        oldest.unsettledMillis(group),
        oldest.waitingMillis(group),
        active == null ? 0 : active.openConsumers(),
        slowConsumers.countOf(group.id()),
        traffic.messagesOut(),
        traffic.redelivered(),
        traffic.acknowledged());
  }

  private @Nullable DestinationState destinationOf(GroupState group) {
    return sources.state().destination(group.fields().destinationId());
  }

  private static Traffic orNone(@Nullable Traffic traffic) {
    return traffic == null ? new Traffic() : traffic;
  }

  private static long backlog(GroupState group, DestinationState destination) {
    long sum = 0;
    for (int i = 0; i < group.cursors().size(); i++) {
      sum += group.cursor(i).backlog(destination.partition(i).nextOffset());
    }
    return sum;
  }

  private static long inFlight(GroupState group) {
    long sum = 0;
    for (int i = 0; i < group.cursors().size(); i++) {
      sum += group.cursor(i).flights().messages();
    }
    return sum;
  }
}
