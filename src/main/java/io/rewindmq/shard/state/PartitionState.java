// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.state;

import io.rewindmq.delivery.group.OffsetSet;
import io.rewindmq.delivery.schedule.MessageFacts;
import io.rewindmq.delivery.schedule.MessageSchedule;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.PartitionKey;
import io.rewindmq.shard.entry.LongList;
import io.rewindmq.shard.entry.PartitionPicture;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * One partition: its offsets, where its messages are in the journal, and which are special.
 *
 * <p>INVARIANT: materializedEnd ≤ base of the first run in the index; visibleEnd ≤ nextOffset.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class PartitionState {
  private final PartitionKey key;
  private final RunIndex runs = new RunIndex();
  private final MessageSchedule schedule = new MessageSchedule();
  private final OffsetSet nonPersistent = new OffsetSet();
  private List<PartitionListener> listeners = List.of();
  private long nextOffset;
  private long materializedEnd;
  private long groupsEnd;
  private long partsEnd;
  private long visibleEnd;
  private long epochEnd;
  private long forgottenEnd;
  private long dueNoted = Long.MAX_VALUE;

  PartitionState(PartitionKey key) {
    this.key = key;
  }

  public PartitionKey key() {
    return key;
  }

  public RunIndex runs() {
    return runs;
  }

  public MessageSchedule schedule() {
    return schedule;
  }

  /** Non-persistent messages; those that every group has settled may be missing. */
  public OffsetSet nonPersistent() {
    return nonPersistent;
  }

  /** Log end: the offset the next message gets. */
  public long nextOffset() {
    return nextOffset;
  }

  /** Exclusive: what is below is in the partition's log, or not kept. */
  public long materializedEnd() {
    return materializedEnd;
  }

  /** Exclusive: no message at or above it belongs to a message group; 0 = none ever did. */
  public long groupsEnd() {
    return groupsEnd;
  }

  /** Exclusive: no message at or above it is a part of a large one; 0 = none ever was. */
  public long partsEnd() {
    return partsEnd;
  }

  /** Exclusive: what is below may be delivered. In memory only. */
  public long visibleEnd() {
    return visibleEnd;
  }

  /** Log end when the present epoch began. */
  public long epochEnd() {
    return epochEnd;
  }

  /**
   * Exclusive: the schedule may have forgotten messages below that only volatile groups need. In
   * memory only.
   */
  public long forgottenEnd() {
    return forgottenEnd;
  }

  /** Those who deliver from it. In memory only. Not to be changed by the caller. */
  public List<PartitionListener> listeners() {
    return listeners;
  }

  public void addListener(PartitionListener listener) {
    if (listeners.isEmpty()) {
      listeners = new ArrayList<>(1);
    }
    listeners.add(listener);
  }

  public void removeListener(PartitionListener listener) {
    if (!listeners.isEmpty()) {
      listeners.remove(listener);
      listeners = listeners.isEmpty() ? List.of() : listeners;
    }
  }

  /** Tells the listeners that messages were appended. */
  public void tellAppended() {
    for (int i = 0; i < listeners.size(); i++) {
      listeners.get(i).appended();
    }
  }

  /** Tells the listeners that a message may be available again. */
  public void tellAvailable(long offset) {
    for (int i = 0; i < listeners.size(); i++) {
      listeners.get(i).due(offset);
    }
  }

  /** Remembers when the next message becomes due; returns whether that is earlier than known. */
  boolean noteDue(long millis) {
    boolean isEarlier = millis < dueNoted;
    dueNoted = Math.min(millis, dueNoted);
    return isEarlier;
  }

  /** Tells the listeners of messages that have become due. */
  void tellDue(long now) {
    dueNoted = Long.MAX_VALUE;
    for (long offset = schedule.pollDue(now);
        offset != MessageSchedule.NONE;
        offset = schedule.pollDue(now)) {
      tellAvailable(offset);
    }
  }

  /** Messages up to an end are durable. */
  public void makeVisible(long end) {
    visibleEnd = Math.max(visibleEnd, end);
  }

  // What entries do.

  /**
   * A run gets the next offsets, or the given ones if the partition's full picture is still to
   * come.
   *
   * @param isNeeded says for older rows of the schedule whether a group still needs them
   */
  void append(
      long baseOffset,
      long millis,
      long position,
      int bytes,
      MessageFacts facts,
      LongPredicate isNeeded) {
    if (baseOffset < nextOffset) {
      return; // a snapshot told of it already
    }
    runs.add(baseOffset, facts.count(), millis, position, bytes);
    nextOffset = baseOffset + facts.count();
    if (facts.groupsEnd() > 0) {
      groupsEnd = baseOffset + facts.groupsEnd();
    }
    if (facts.partsEnd() > 0) {
      partsEnd = baseOffset + facts.partsEnd();
    }
    for (int i = 0; i < facts.rangeCount(); i++) {
      nonPersistent.add(baseOffset + facts.rangeFirst(i), baseOffset + facts.rangeLast(i));
    }
    for (int i = 0; i < facts.rows(); i++) {
      if (schedule.isFull()) {
        schedule.retain(isNeeded);
      }
      schedule.add(
          baseOffset + facts.index(i),
          facts.priority(i),
          facts.deliveryTime(i),
          facts.expiration(i),
          millis);
    }
  }

  void materialize(long end) {
    materializedEnd = Math.max(materializedEnd, end);
    runs.removeBelow(end);
  }

  void beginEpoch() {
    nonPersistent.clear();
    epochEnd = nextOffset;
    visibleEnd = nextOffset;
  }

  /**
   * Forgets which messages are special unless they are needed; if they are needed again, after a
   * rewind, they come in log order. Before a rewind, so that a replay of the journal knows just as
   * much.
   */
  void forgetUnneeded(LongPredicate isNeeded) {
    forgottenEnd = nextOffset;
    schedule.retain(isNeeded);
    LongList kept = neededNonPersistent(0, isNeeded);
    nonPersistent.clear();
    for (int i = 0; i < kept.size(); i += 2) {
      nonPersistent.add(kept.get(i), kept.get(i + 1));
    }
  }

  /**
   * Everything durable.
   *
   * @param isNeeded whether any durable group has not settled an offset
   */
  PartitionPicture picture(long committedMin, LongPredicate isNeeded) {
    List<PartitionPicture.Row> rows = new ArrayList<>();
    schedule.forEach(
        committedMin,
        (offset, priority, deliveryTime, expiration) -> {
          if (isNeeded.test(offset)) {
            rows.add(new PartitionPicture.Row(offset, priority, deliveryTime, expiration));
          }
        });
    return new PartitionPicture(
        nextOffset,
        materializedEnd,
        groupsEnd,
        partsEnd,
        neededNonPersistent(committedMin, isNeeded),
        rows);
  }

  /** Takes over a full picture; runs found in the journal so far stay. */
  void load(PartitionPicture picture) {
    nextOffset = Math.max(nextOffset, picture.nextOffset());
    materialize(picture.materializedEnd());
    groupsEnd = Math.max(groupsEnd, picture.groupsEnd());
    partsEnd = Math.max(partsEnd, picture.partsEnd());
    schedule.clear();
    nonPersistent.clear();
    load(picture.nonPersistent(), picture.rows());
  }

  /** Takes over more of a picture; what is known already stays. */
  void load(LongList ranges, List<PartitionPicture.Row> rows) {
    for (PartitionPicture.Row row : rows) {
      if (row.offset() > schedule.lastOffset()) {
        schedule.add(row.offset(), row.priority(), row.deliveryTime(), row.expiration(), 0);
      }
    }
    for (int i = 0; i < ranges.size(); i += 2) {
      nonPersistent.add(ranges.get(i), ranges.get(i + 1));
    }
  }

  /** Messages below are settled by all groups. */
  void forgetBelow(long offset) {
    schedule.removeBelow(offset);
    nonPersistent.removeBelow(offset);
  }

  private LongList neededNonPersistent(long fromOffset, LongPredicate isNeeded) {
    LongList needed = new LongList();
    nonPersistent.forEachRange(
        fromOffset,
        (first, last) -> {
          for (long offset = first; offset <= last; offset++) {
            if (isNeeded.test(offset)) {
              needed.addRange(offset, offset);
            }
          }
        });
    return needed;
  }
}
