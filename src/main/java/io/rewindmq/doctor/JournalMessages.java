// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.doctor;

import io.rewindmq.delivery.group.CursorState;
import io.rewindmq.journal.JournalCheck;
import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.record.IntactMessages;
import io.rewindmq.record.Run;
import io.rewindmq.record.RunBytes;
import io.rewindmq.shard.state.DestinationState;
import io.rewindmq.shard.state.GroupState;
import io.rewindmq.shard.state.PartitionState;
import io.rewindmq.shard.state.RunIndex;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** The messages that lie in the journal and in no log yet, and those that should. */
@AnyThread // no state of its own
final class JournalMessages {
  private final JournalCheck journal;

  JournalMessages(JournalCheck journal) {
    this.journal = journal;
  }

  /** Compares what the journal tells of a partition with what it holds. */
  PartitionTruth truthOf(DestinationState destination, PartitionState partition) {
    List<OffsetRange> lost = new ArrayList<>();
    RunIndex runs = partition.runs();
    long expected = partition.materializedEnd();
    long moved = expected; // what a repair writes over goes to the log
    for (int row = 0; row < runs.size(); row++) {
      add(lost, expected, runs.base(row));
      long[] end = {runs.base(row)};
      read(
          runs.run(row),
          run -> {
            add(lost, end[0], run.baseOffset());
            end[0] = run.endOffset();
          });
      add(lost, end[0], runs.run(row).isDropped() ? end[0] : runs.end(row));
      expected = Math.max(expected, runs.end(row));
      if (journal.isOverwritten(runs.position(row), runs.bytes(row))) {
        moved = runs.end(row);
      }
    }
    add(lost, expected, partition.nextOffset());
    long next = Math.max(partition.nextOffset(), usedEnd(destination, partition));
    long lostEnd = lost.isEmpty() ? 0 : lost.getLast().end();
    long end = next > partition.nextOffset() ? next : Math.max(lostEnd, moved);
    return new PartitionTruth(
        partition.key(),
        nameOf(destination, partition),
        partition.materializedEnd(),
        end,
        partition.nextOffset(),
        next,
        lost);
  }

  private static void add(List<OffsetRange> lost, long from, long end) {
    if (from < end) {
      lost.add(new OffsetRange(from, end));
    }
  }

  /** Exclusive: offsets below were given to messages that have been settled, or are in the log. */
  private static long usedEnd(DestinationState destination, PartitionState partition) {
    long[] end = {partition.materializedEnd()};
    for (GroupState group : destination.groups()) {
      CursorState cursor = group.cursor(partition.key().partition());
      end[0] = Math.max(end[0], cursor.committed());
      cursor.settled().forEachRange(0, (first, last) -> end[0] = Math.max(end[0], last + 1));
    }
    return end[0];
  }

  static String nameOf(DestinationState destination, PartitionState partition) {
    String kind = destination.fields().kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return kind + " " + destination.fields().name() + ", partition " + partition.key().partition();
  }

  /** Gives the messages of a run whose checksums are right. */
  void read(Run run, Consumer<RunBytes> sink) {
    ByteBuffer elements = ByteBuffer.allocate(run.bytes());
    if (run.isDropped() || !journal.read(run.position(), elements)) {
      return;
    }
    IntactMessages.of(
        new RunBytes(run.baseOffset(), run.count(), run.appendTimeMillis(), elements.flip()),
        new IntactMessages.Sink() {
          @Override
          public void intact(RunBytes messages) {
            sink.accept(messages);
          }

          @Override
          public void damaged(long fromOffset, long endOffset, int byteOffset, String text) {
            // what is not given is lost
          }
        });
  }
}
