// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.state;

import io.rewindmq.delivery.GroupKind;
import io.rewindmq.delivery.group.CursorState;
import io.rewindmq.log.NeededOffsets;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.shard.entry.DestinationFields;
import io.rewindmq.shard.entry.GroupFields;
import io.rewindmq.shard.entry.LongList;
import io.rewindmq.shard.entry.PartitionPicture;
import io.rewindmq.shard.entry.ShardEvent;
import java.util.ArrayList;
import java.util.List;

/** One destination: its definition, its partitions and the groups that read it. */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class DestinationState implements Pictured {
  private final int id;
  private final int queueGroupId;
  private DestinationFields fields;
  private final List<PartitionState> partitions;
  private List<GroupState> groups = List.of();
  private long picturePosition;

  /** Appended when the backlog was last measured, less what it was then; below 0 = not measured. */
  private long settledAtMeasure = -1;

  DestinationState(
      int id, int queueGroupId, DestinationFields fields, List<PartitionState> partitions) {
    this.id = id;
    this.queueGroupId = queueGroupId;
    this.fields = fields;
    this.partitions = List.copyOf(partitions);
  }

  public int id() {
    return id;
  }

  /** 0 for a topic. */
  public int queueGroupId() {
    return queueGroupId;
  }

  public DestinationFields fields() {
    return fields;
  }

  public List<PartitionState> partitions() {
    return partitions;
  }

  public PartitionState partition(int index) {
    return partitions.get(index);
  }

  /** All groups, volatile ones too. Not to be changed by the caller. */
  public List<GroupState> groups() {
    return groups;
  }

  @Override
  public long picturePosition() {
    return picturePosition;
  }

  @Override
  public void pictureAt(long position) {
    picturePosition = position;
  }

  /** The definition of a queue's built-in group. */
  GroupFields queueGroupFields() {
    return new GroupFields(id, GroupKind.QUEUE, fields.name(), null, null, null, false);
  }

  void change(DestinationFields changed) {
    fields = changed;
  }

  void addGroup(GroupState group) {
    if (groups.isEmpty()) {
      groups = List.of(group); // as most have it: a queue
      return;
    }
    groups = groups.size() == 1 ? new ArrayList<>(groups) : groups;
    groups.add(group);
  }

  void removeGroup(GroupState group) {
    if (groups.size() == 1) {
      groups = groups.contains(group) ? List.of() : groups;
    } else {
      groups.remove(group);
    }
  }

  /** Whether any group has not settled an offset of a partition. */
  public boolean isNeeded(int partition, long offset) {
    for (int i = 0; i < groups.size(); i++) {
      if (!groups.get(i).cursor(partition).isSettled(offset)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The lowest committed offset of the durable groups, or of all; the log end when there is none.
   */
  public long committedMin(int partition, boolean durableOnly) {
    long min = partitions.get(partition).nextOffset();
    for (GroupState group : groups) {
      if (!durableOnly || !group.isVolatile()) {
        min = Math.min(min, group.cursor(partition).committed());
      }
    }
    return min;
  }

  /**
   * What the durable groups, or all, have not settled of a partition.
   *
   * @param rangesMax beyond so many ranges the rest counts as needed
   */
  public NeededOffsets needed(int partition, boolean durableOnly, int rangesMax) {
    long end = partitions.get(partition).nextOffset();
    LongList ranges = new LongList();
    for (GroupState group : groups) {
      if (!durableOnly || !group.isVolatile()) {
        end = Math.min(end, addUnsettled(group.cursor(partition), end, rangesMax, ranges));
      }
    }
    LongList ascending = ranges.ascending();
    ascending.cutAt(end);
    return NeededOffsets.of(ascending.toArray(), end);
  }

  /** Returns where it stopped, for there were too many. */
  private static long addUnsettled(CursorState cursor, long end, int rangesMax, LongList ranges) {
    long first = cursor.committed();
    for (int i = 0; i < rangesMax && first < end; i++) {
      long last = Math.min(end, cursor.settled().nextPresent(first)) - 1;
      ranges.add(first);
      ranges.add(last);
      first = cursor.settled().nextAbsent(last + 1);
    }
    return Math.min(first, end);
  }

  /** The backlog is not bigger, as long as no group goes back. In memory only. */
  public long backlogAtMost() {
    return settledAtMeasure < 0 ? Long.MAX_VALUE : bytesEver() - settledAtMeasure;
  }

  /** The backlog was measured. */
  public void backlogIs(long bytes) {
    settledAtMeasure = Math.max(0, bytesEver() - bytes);
  }

  private long bytesEver() {
    long bytes = 0;
    for (int i = 0; i < partitions.size(); i++) {
      bytes += partitions.get(i).runs().bytesEver();
    }
    return bytes;
  }

  /** What an entry EPOCH_STARTED means for the destination. */
  void beginEpoch() {
    for (int i = 0; i < partitions.size(); i++) {
      PartitionState partition = partitions.get(i);
      for (GroupState group : groups) {
        CursorState cursor = group.cursor(i);
        partition.nonPersistent().forEachRange(cursor.committed(), cursor::settle);
        cursor.beginEpoch(partition.nextOffset());
      }
      partition.beginEpoch();
    }
  }

  /** Before one of its groups is rewound, or a lasting one is made that begins in the past. */
  void forgetUnneeded() {
    settledAtMeasure = -1;
    for (int i = 0; i < partitions.size(); i++) {
      int partition = i;
      partitions.get(i).forgetUnneeded(offset -> isNeededByDurable(partition, offset));
    }
  }

  @Override
  public List<ShardEvent> picture() {
    List<PartitionPicture> whole = new ArrayList<>(partitions.size());
    for (int i = 0; i < partitions.size(); i++) {
      int partition = i;
      whole.add(
          partitions
              .get(i)
              .picture(committedMin(i, true), offset -> isNeededByDurable(partition, offset)));
    }
    return PictureParts.of(id, queueGroupId, fields, whole);
  }

  /** Lets go of what is known of messages that no group needs any more. */
  void forgetSettled(int partition) {
    partitions.get(partition).forgetBelow(committedMin(partition, false));
  }

  private boolean isNeededByDurable(int partition, long offset) {
    for (GroupState group : groups) {
      if (!group.isVolatile() && !group.cursor(partition).isSettled(offset)) {
        return true;
      }
    }
    return false;
  }
}
