// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.state;

import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.delivery.dedup.ProducerTable;
import io.rewindmq.delivery.schedule.MessageFacts;
import io.rewindmq.delivery.schedule.MessageSchedule;
import io.rewindmq.delivery.transaction.StagedRun;
import io.rewindmq.delivery.transaction.TransactionTable;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.OperationId;
import io.rewindmq.record.PartitionKey;
import io.rewindmq.shard.entry.DestinationFields;
import io.rewindmq.shard.entry.GroupFields;
import io.rewindmq.shard.entry.LongList;
import io.rewindmq.shard.entry.ShardEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * All state of a shard that its journal tells of. Pure: changed only by {@link #apply}, with the
 * same outcome in normal running, at recovery, and (later) on a backup.
 *
 * <p>A journal may begin in the middle of an object's life. Entries about an object whose full
 * picture is still to come are skipped, except that messages are noted where they lie, so that the
 * picture finds them.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class ShardState {
  private final NavigableMap<Integer, DestinationState> destinations = new TreeMap<>();
  private final Map<DestinationName, DestinationState> destinationsByName = new HashMap<>();
  private final NavigableMap<Integer, GroupState> groups = new TreeMap<>();
  private final Map<SubscriptionName, GroupState> subscriptions = new HashMap<>();
  private final ProducerTable producers = new ProducerTable();
  private final TransactionTable transactions = new TransactionTable();

  /** Partitions whose destination is not known yet. */
  private final Map<PartitionKey, PartitionState> early = new HashMap<>();

  private final Pictures pictures = new Pictures();

  private final DuePartitions due = new DuePartitions();
  private final ExpiringPartitions expiring = new ExpiringPartitions();
  private final ShardFacts facts = new ShardFacts();
  private int nextVolatileId = -1;

  private record DestinationName(DestinationKind kind, String name) {}

  private record SubscriptionName(
      @Nullable String clientId, @Nullable String name, boolean isVolatile) {}

  /** What belongs to no object. */
  public ShardFacts facts() {
    return facts;
  }

  public DuePartitions due() {
    return due;
  }

  public ExpiringPartitions expiring() {
    return expiring;
  }

  public ProducerTable producers() {
    return producers;
  }

  public TransactionTable transactions() {
    return transactions;
  }

  public @Nullable DestinationState destination(int id) {
    return destinations.get(id);
  }

  public @Nullable DestinationState destination(DestinationKind kind, String name) {
    return destinationsByName.get(new DestinationName(kind, name));
  }

  /** The durable or the non-durable shared subscription of that client id and name. */
  public @Nullable GroupState subscription(
      @Nullable String clientId, @Nullable String name, boolean isVolatile) {
    return subscriptions.get(new SubscriptionName(clientId, name, isVolatile));
  }

  /** By id. */
  public Collection<DestinationState> destinations() {
    return destinations.values();
  }

  /** By id, those whose id is not below the given one. */
  public Collection<DestinationState> destinationsFrom(int id) {
    return destinations.tailMap(id, true).values();
  }

  public @Nullable GroupState group(int id) {
    return groups.get(id);
  }

  /** By id; volatile ones first. */
  public Collection<GroupState> groups() {
    return groups.values();
  }

  /** By id, those whose id is not below the given one. */
  public Collection<GroupState> groupsFrom(int id) {
    return groups.tailMap(id, true).values();
  }

  /** The object whose full picture is the oldest; null if there is none. */
  public @Nullable Pictured oldestPicture() {
    return pictures.oldest();
  }

  /** Creates a group that lives in memory only. */
  public GroupState addVolatile(GroupFields fields, DestinationState destination) {
    GroupState group = new GroupState(nextVolatileId--, fields, destination.partitions());
    put(group, destination);
    return group;
  }

  /**
   * The same, beginning at a place in history.
   *
   * @param targets by partition: the first offset to be delivered
   * @param ends by partition: the log's end
   */
  public GroupState addVolatile(
      GroupFields fields,
      DestinationState destination,
      OperationId operation,
      LongList targets,
      LongList ends) {
    GroupState group = addVolatile(fields, destination);
    group.startAt(operation, targets, ends);
    return group;
  }

  public void removeVolatile(GroupState group) {
    removeGroup(group.id());
  }

  /**
   * Applies one event.
   *
   * @param position of the entry's first payload byte; for events with messages, of the first
   *     element
   */
  public void apply(ShardEvent event, long position) {
    switch (event) {
      case ShardEvent.Appended e -> apply(e, position);
      case ShardEvent.Settled e -> apply(e);
      case ShardEvent.Released e -> apply(e);
      case ShardEvent.MarkAdvanced e -> apply(e);
      case ShardEvent.Staged e -> apply(e, position);
      case ShardEvent.Committed e -> apply(e, position);
      case ShardEvent.Moved e -> apply(e, position);
      case ShardEvent.RolledBack e -> transactions.end(e.transaction());
      case ShardEvent.EpochStarted e -> apply(e);
      case ShardEvent.DestinationCreated e -> apply(e, position);
      case ShardEvent.DestinationChanged e -> {
        DestinationState destination = destinations.get(e.id());
        if (destination != null) {
          destination.change(e.fields());
        }
      }
      case ShardEvent.DestinationDeleted e -> removeDestination(e.id());
      case ShardEvent.GroupCreated e -> apply(e, position);
      case ShardEvent.GroupStarted e -> apply(e, position);
      case ShardEvent.GroupDeleted e -> removeGroup(e.id());
      case ShardEvent.CursorMoved e -> apply(e);
      case ShardEvent.Materialized e -> apply(e);
      case ShardEvent.ProducersForgotten e -> e.producers().forEach(producers::forget);
      case ShardEvent.ShardSnapshot e -> {
        facts.load(e);
        pictures.add(facts, position);
      }
      case ShardEvent.DestinationSnapshot e -> apply(e, position);
      case ShardEvent.GroupSnapshot e -> apply(e, position);
      case ShardEvent.PartitionPart e -> {
        PartitionState partition = partition(e.destination(), e.partition());
        partition.load(e.nonPersistent(), e.rows());
        noteTimes(partition, partition.schedule().nextExpiration(0));
      }
      case ShardEvent.CursorPart e -> {
        GroupState group = groups.get(e.group());
        if (group != null) {
          group.load(e);
        }
      }
      case ShardEvent.ProducerSnapshot e -> apply(e, position);
    }
  }

  /** Before {@link #recovered}: runs of unknown destinations; temporary ones leave some. */
  public int strayRuns() {
    return early.values().stream().mapToInt(partition -> partition.runs().size()).sum();
  }

  /** The journal is read to its end: what has no full picture was deleted before. */
  public void recovered() {
    early.clear();
  }

  private void apply(ShardEvent.Appended e, long position) {
    long first = e.lastSequence() - e.facts().count() + 1;
    producers.took(e.producer(), first, e.lastSequence(), e.lastCommitted(), e.millis(), position);
    PartitionState partition = partition(e.destination(), e.partition());
    partition.append(
        e.baseOffset(),
        e.millis(),
        position,
        e.bytes(),
        e.facts(),
        isNeeded(e.facts(), e.destination(), e.partition()));
    noteTimes(partition, e.facts().firstExpiration());
  }

  private void apply(ShardEvent.ProducerSnapshot e, long position) {
    for (ShardEvent.ProducerPicture p : e.producers()) {
      producers.told(
          p.id(),
          p.lastSequence(),
          p.lastCommitted(),
          p.lastMillis(),
          p.gapFloor(),
          p.gaps().toArray(),
          position);
    }
  }

  private void apply(ShardEvent.Staged e, long position) {
    if (e.lastSequence() > 0) {
      producers.took(
          e.transaction().producer(),
          e.lastSequence() - e.facts().count() + 1,
          e.lastSequence(),
          e.lastCommitted(),
          e.millis(),
          position);
    }
    transactions.stage(
        e.transaction(),
        new StagedRun(
            e.ordinal(),
            e.destination(),
            e.partition(),
            e.facts().count(),
            position,
            e.bytes(),
            e.facts()));
  }

  private void apply(ShardEvent.Committed e, long position) {
    for (ShardEvent.CommittedRun run : e.runs()) {
      PartitionState partition = partition(run.destination(), run.partition());
      partition.append(
          run.baseOffset(),
          e.millis(),
          run.position(),
          run.bytes(),
          run.facts(),
          isNeeded(run.facts(), run.destination(), run.partition()));
      noteTimes(partition, run.facts().firstExpiration());
    }
    e.settlements().forEach(this::apply);
    transactions.end(e.transaction());
    if (e.transaction().isOwn()) {
      return; // nobody repeats it
    }
    producers.committed(
        e.transaction().producer(),
        e.lastSequence(),
        e.transaction().number(),
        e.millis(),
        position);
  }

  private void apply(ShardEvent.Settled e) {
    GroupState group = groups.get(e.group());
    if (group != null && group.epoch() == e.groupEpoch()) {
      LongList ranges = e.ranges();
      for (int i = 0; i < ranges.size(); i += 2) {
        group.cursor(e.partition()).settle(ranges.get(i), ranges.get(i + 1));
      }
    }
  }

  private void apply(ShardEvent.Moved e, long position) {
    PartitionState partition = partition(e.destination(), e.partition());
    partition.append(
        e.baseOffset(),
        e.millis(),
        position,
        e.bytes(),
        e.facts(),
        isNeeded(e.facts(), e.destination(), e.partition()));
    noteTimes(partition, e.facts().firstExpiration());
    apply(e.settled());
  }

  private void apply(ShardEvent.Released e) {
    GroupState group = groups.get(e.group());
    if (group != null && group.epoch() == e.groupEpoch()) {
      LongList ranges = e.ranges();
      for (int i = 0; i < ranges.size(); i += 2) {
        group.cursor(e.partition()).release(ranges.get(i), ranges.get(i + 1));
      }
    }
  }

  private void apply(ShardEvent.MarkAdvanced e) {
    GroupState group = groups.get(e.group());
    if (group != null) {
      group.cursor(e.partition()).advanceMark(e.mark());
    }
  }

  private void apply(ShardEvent.EpochStarted e) {
    facts.epoch(e.epoch());
    transactions.clear();
    for (DestinationState destination : List.copyOf(destinations.values())) {
      if (destination.fields().kind().isTemporary()) {
        removeDestination(destination.id());
      } else {
        destination.beginEpoch();
      }
    }
  }

  private void apply(ShardEvent.DestinationCreated e, long position) {
    DestinationState destination = addDestination(e.id(), e.queueGroupId(), e.fields());
    pictures.add(destination, position);
    if (e.queueGroupId() != 0) {
      pictures.add(
          addGroup(e.queueGroupId(), destination.queueGroupFields(), destination), position);
    }
  }

  private void apply(ShardEvent.GroupCreated e, long position) {
    facts.groupId(e.id());
    DestinationState destination = destinations.get(e.fields().destinationId());
    if (destination != null) {
      pictures.add(addGroup(e.id(), e.fields(), destination), position);
    }
  }

  private void apply(ShardEvent.GroupStarted e, long position) {
    facts.groupId(e.id());
    DestinationState destination = destinations.get(e.fields().destinationId());
    if (destination != null) {
      destination.forgetUnneeded();
      GroupState group = addGroup(e.id(), e.fields(), destination);
      group.startAt(e.operation(), e.targets(), e.ends());
      pictures.add(group, position);
    }
  }

  private void apply(ShardEvent.CursorMoved e) {
    GroupState group = groups.get(e.group());
    if (group == null) {
      return;
    }
    DestinationState destination = destinations.get(group.fields().destinationId());
    if (destination != null) {
      destination.forgetUnneeded();
    }
    group.move(e);
  }

  private void apply(ShardEvent.Materialized e) {
    partition(e.destination(), e.partition()).materialize(e.end());
    DestinationState destination = destinations.get(e.destination());
    if (destination != null) {
      destination.forgetSettled(e.partition());
    }
  }

  private void apply(ShardEvent.DestinationSnapshot e, long position) {
    DestinationState destination = destinations.get(e.id());
    if (destination == null) {
      destination = addDestination(e.id(), e.queueGroupId(), e.fields());
      for (int i = 0; i < e.partitions().size(); i++) {
        destination.partition(i).load(e.partitions().get(i));
        noteTimes(destination.partition(i), destination.partition(i).schedule().nextExpiration(0));
      }
    }
    pictures.add(destination, position);
  }

  private void apply(ShardEvent.GroupSnapshot e, long position) {
    GroupState group = groups.get(e.id());
    if (group == null) {
      DestinationState destination = destinations.get(e.fields().destinationId());
      if (destination == null) {
        return; // its picture comes later, and after it this group's again
      }
      group = addGroup(e.id(), e.fields(), destination);
      group.load(e);
    }
    pictures.add(group, position);
  }

  private void noteTimes(PartitionState partition, long firstExpiration) {
    due.note(partition);
    if (firstExpiration != 0 && firstExpiration != MessageSchedule.NONE) {
      expiring.note(partition, firstExpiration);
    }
  }

  private DestinationState addDestination(int id, int queueGroupId, DestinationFields fields) {
    List<PartitionState> partitions = new ArrayList<>(fields.partitions());
    for (int i = 0; i < fields.partitions(); i++) {
      PartitionKey key = new PartitionKey(id, i);
      PartitionState noted = early.remove(key);
      partitions.add(noted == null ? new PartitionState(key) : noted);
    }
    DestinationState destination = new DestinationState(id, queueGroupId, fields, partitions);
    destinations.put(id, destination);
    destinationsByName.put(new DestinationName(fields.kind(), fields.name()), destination);
    facts.destinationId(id);
    return destination;
  }

  private GroupState addGroup(int id, GroupFields fields, DestinationState destination) {
    GroupState group = new GroupState(id, fields, destination.partitions());
    put(group, destination);
    facts.groupId(id);
    return group;
  }

  private void put(GroupState group, DestinationState destination) {
    groups.put(group.id(), group);
    destination.addGroup(group);
    if (group.fields().subscription() != null) {
      subscriptions.put(nameOf(group.fields()), group);
    }
  }

  private static SubscriptionName nameOf(GroupFields fields) {
    return new SubscriptionName(
        fields.clientId(), fields.subscription(), fields.kind().isVolatile());
  }

  private void removeDestination(int id) {
    early.keySet().removeIf(key -> key.destination() == id);
    DestinationState destination = destinations.remove(id);
    if (destination != null) {
      destination.pictureAt(Pictured.GONE);
      destinationsByName.remove(
          new DestinationName(destination.fields().kind(), destination.fields().name()));
      List.copyOf(destination.groups()).forEach(group -> removeGroup(group.id()));
    }
  }

  private void removeGroup(int id) {
    GroupState group = groups.remove(id);
    if (group != null) {
      group.pictureAt(Pictured.GONE);
      GroupFields fields = group.fields();
      if (fields.subscription() != null) {
        subscriptions.remove(nameOf(fields));
      }
      DestinationState destination = destinations.get(group.fields().destinationId());
      if (destination != null) {
        destination.removeGroup(group);
      }
    }
  }

  private PartitionState partition(int destinationId, int partition) {
    DestinationState destination = destinations.get(destinationId);
    return destination == null
        ? early.computeIfAbsent(new PartitionKey(destinationId, partition), PartitionState::new)
        : destination.partition(partition);
  }

  /** Only asked when rows are added. */
  private LongPredicate isNeeded(MessageFacts of, int destinationId, int partition) {
    return of.rows() == 0 ? offset -> true : offset -> isNeeded(destinationId, partition, offset);
  }

  private boolean isNeeded(int destinationId, int partition, long offset) {
    DestinationState destination = destinations.get(destinationId);
    return destination == null || destination.isNeeded(partition, offset);
  }
}
