// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.state;

import io.rewindmq.shard.entry.CursorPicture;
import io.rewindmq.shard.entry.DestinationFields;
import io.rewindmq.shard.entry.LongList;
import io.rewindmq.shard.entry.PartitionPicture;
import io.rewindmq.shard.entry.ShardEvent;
import java.util.ArrayList;
import java.util.List;

/** Cuts large pictures into events that fit any journal segment. */
final class PictureParts {
  /** Of numbers in a list; a multiple of 2 and 4. */
  private static final int NUMBERS_MAX = 3000;

  private static final int ROWS_MAX = 1000;

  private PictureParts() {}

  static List<ShardEvent> of(
      int id, int queueGroupId, DestinationFields fields, List<PartitionPicture> whole) {
    List<PartitionPicture> heads = new ArrayList<>(whole.size());
    List<ShardEvent> events = new ArrayList<>();
    for (int i = 0; i < whole.size(); i++) {
      PartitionPicture partition = whole.get(i);
      LongList ranges = partition.nonPersistent();
      List<PartitionPicture.Row> rows = partition.rows();
      heads.add(
          new PartitionPicture(
              partition.nextOffset(),
              partition.materializedEnd(),
              partition.groupsEnd(),
              partition.partsEnd(),
              ranges.part(0, NUMBERS_MAX),
              part(rows, 0)));
      int parts = Math.max(parts(ranges.size(), NUMBERS_MAX), parts(rows.size(), ROWS_MAX));
      for (int part = 1; part < parts; part++) {
        events.add(
            new ShardEvent.PartitionPart(
                id,
                i,
                ranges.part(part * NUMBERS_MAX, (part + 1) * NUMBERS_MAX),
                part(rows, part)));
      }
    }
    events.addFirst(new ShardEvent.DestinationSnapshot(id, queueGroupId, fields, heads));
    return events;
  }

  static List<ShardEvent> of(ShardEvent.GroupSnapshot whole) {
    List<CursorPicture> heads = new ArrayList<>(whole.cursors().size());
    List<ShardEvent> events = new ArrayList<>();
    for (int i = 0; i < whole.cursors().size(); i++) {
      CursorPicture cursor = whole.cursors().get(i);
      LongList settled = cursor.settled();
      LongList attempts = cursor.attempts();
      heads.add(
          new CursorPicture(
              cursor.committed(),
              cursor.mark(),
              cursor.replayEnd(),
              settled.part(0, NUMBERS_MAX),
              attempts.part(0, NUMBERS_MAX)));
      int parts = Math.max(parts(settled.size(), NUMBERS_MAX), parts(attempts.size(), NUMBERS_MAX));
      for (int part = 1; part < parts; part++) {
        int from = part * NUMBERS_MAX;
        int to = from + NUMBERS_MAX;
        events.add(
            new ShardEvent.CursorPart(
                whole.id(), i, settled.part(from, to), attempts.part(from, to)));
      }
    }
    events.addFirst(
        new ShardEvent.GroupSnapshot(
            whole.id(), whole.groupEpoch(), whole.replay(), whole.fields(), heads));
    return events;
  }

  private static List<PartitionPicture.Row> part(List<PartitionPicture.Row> rows, int part) {
    int from = Math.min(rows.size(), part * ROWS_MAX);
    return rows.subList(from, Math.min(rows.size(), from + ROWS_MAX));
  }

  private static int parts(int size, int max) {
    return (size + max - 1) / max;
  }
}
