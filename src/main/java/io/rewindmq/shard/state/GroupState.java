// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.state;

import io.rewindmq.delivery.group.CursorState;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.OperationId;
import io.rewindmq.shard.entry.CursorPicture;
import io.rewindmq.shard.entry.GroupFields;
import io.rewindmq.shard.entry.LongList;
import io.rewindmq.shard.entry.ShardEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One group: its definition, its epoch and a cursor for each partition. */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class GroupState implements Pictured {
  private final int id;
  private final GroupFields fields;
  private final List<CursorState> cursors;
  private int epoch = 1;
  private @Nullable OperationId replay;
  private long picturePosition;

  /** Starts at the end of each partition. */
  GroupState(int id, GroupFields fields, List<PartitionState> partitions) {
    this.id = id;
    this.fields = fields;
    cursors = List.copyOf(partitions.stream().map(p -> new CursorState(p.nextOffset())).toList());
  }

  /** Negative for a volatile group. */
  public int id() {
    return id;
  }

  public GroupFields fields() {
    return fields;
  }

  public boolean isVolatile() {
    return fields.kind().isVolatile();
  }

  /** Raised by each rewind, from 1. */
  public int epoch() {
    return epoch;
  }

  /** Operation of the last rewind, or of a start in the past. */
  public @Nullable OperationId replay() {
    return replay;
  }

  public CursorState cursor(int partition) {
    return cursors.get(partition);
  }

  /** One for each partition, in order. */
  public List<CursorState> cursors() {
    return cursors;
  }

  @Override
  public long picturePosition() {
    return picturePosition;
  }

  @Override
  public void pictureAt(long position) {
    picturePosition = position;
  }

  void move(ShardEvent.CursorMoved e) {
    epoch = e.groupEpoch();
    replay = e.operation();
    for (int i = 0; i < cursors.size(); i++) {
      cursors.get(i).moveTo(e.targets().get(i), e.ends().get(i));
    }
  }

  /** Right after it was made: begins at these offsets; both lists are by partition. */
  void startAt(OperationId operation, LongList targets, LongList ends) {
    replay = operation;
    for (int i = 0; i < cursors.size(); i++) {
      cursors.get(i).startAt(targets.get(i), ends.get(i));
    }
  }

  @Override
  public List<ShardEvent> picture() {
    List<CursorPicture> pictures = new ArrayList<>(cursors.size());
    for (CursorState cursor : cursors) {
      LongList settled = new LongList();
      cursor
          .settled()
          .forEachRange(
              cursor.committed(),
              (first, last) -> {
                settled.add(first);
                settled.add(last);
              });
      LongList attempts = new LongList();
      cursor
          .attempts()
          .forEach(
              (first, last, count, failures) -> {
                attempts.add(first);
                attempts.add(last);
                attempts.add(count);
                attempts.add(failures);
              });
      pictures.add(
          new CursorPicture(
              cursor.committed(), cursor.mark(), cursor.replayEnd(), settled, attempts));
    }
    return PictureParts.of(new ShardEvent.GroupSnapshot(id, epoch, replay, fields, pictures));
  }

  void load(ShardEvent.GroupSnapshot e) {
    epoch = e.groupEpoch();
    replay = e.replay();
    for (int i = 0; i < cursors.size(); i++) {
      CursorState cursor = cursors.get(i);
      CursorPicture picture = e.cursors().get(i);
      cursor.load(picture.committed(), picture.mark(), picture.replayEnd());
      load(cursor, picture.settled(), picture.attempts());
    }
  }

  void load(ShardEvent.CursorPart e) {
    load(cursors.get(e.partition()), e.settled(), e.attempts());
  }

  private static void load(CursorState cursor, LongList settled, LongList attempts) {
    for (int k = 0; k < settled.size(); k += 2) {
      cursor.loadSettled(settled.get(k), settled.get(k + 1));
    }
    for (int k = 0; k < attempts.size(); k += 4) {
      cursor.loadAttempts(
          attempts.get(k),
          attempts.get(k + 1),
          (int) attempts.get(k + 2),
          (int) attempts.get(k + 3));
    }
  }
}
