// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.storage;

import io.rewindmq.platform.fault.CorruptDataException;
import io.rewindmq.platform.fault.DiskFailedException;
import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.record.Elements;
import io.rewindmq.record.Run;
import io.rewindmq.record.RunBytes;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** Reads runs from the journal's files, those that lie close together at once, and checks them. */
@AnyThread // no state of its own
final class JournalRuns {
  private static final int READ_BYTES_MAX = 1 << 20;

  /** Bytes between two runs that are rather read along than skipped. */
  private static final int GAP_BYTES_MAX = 4 << 10;

  private final JournalBytes journal;
  private final IntFunction<ByteBuffer> rooms;

  /** What is read may be kept. */
  JournalRuns(JournalBytes journal) {
    this(journal, ByteBuffer::allocate);
  }

  /**
   * @param rooms gives room for so many bytes, which is needed until the sink has returned
   */
  JournalRuns(JournalBytes journal, IntFunction<ByteBuffer> rooms) {
    this.journal = journal;
    this.rooms = rooms;
  }

  /**
   * Gives each run with its bytes, in the order of the list. Dropped runs have none.
   *
   * @throws CorruptDataException the runs before the damage have been given
   */
  void read(List<Run> runs, Consumer<RunBytes> sink) {
    int from = 0;
    while (from < runs.size()) {
      int to = from + 1;
      while (to < runs.size() && isNear(runs.get(from), runs.get(to - 1), runs.get(to))) {
        to++;
      }
      readTogether(runs.subList(from, to), sink);
      from = to;
    }
  }

  private static boolean isNear(Run first, Run last, Run next) {
    long gap = next.position() - last.endPosition();
    return gap >= 0
        && gap <= GAP_BYTES_MAX
        && next.endPosition() - first.position() <= READ_BYTES_MAX;
  }

  private void readTogether(List<Run> runs, Consumer<RunBytes> sink) {
    long start = runs.getFirst().position();
    ByteBuffer bytes = rooms.apply((int) (runs.getLast().endPosition() - start));
    if (runs.size() > 1 && !tryRead(start, bytes)) {
      runs.forEach(run -> readTogether(List.of(run), sink));
      return;
    }
    if (runs.size() == 1) {
      read(start, bytes);
    }
    for (Run run : runs) {
      ByteBuffer elements = bytes.slice((int) (run.position() - start), run.bytes());
      check(run, elements);
      sink.accept(new RunBytes(run.baseOffset(), run.count(), run.appendTimeMillis(), elements));
    }
  }

  /** False: the bytes between two runs span a segment's end, or something is wrong. */
  private boolean tryRead(long position, ByteBuffer into) {
    try {
      read(position, into);
      return true;
    } catch (CorruptDataException e) {
      return false;
    }
  }

  private void read(long position, ByteBuffer into) {
    try {
      if (into.hasRemaining()) {
        journal.read(position, into);
      }
    } catch (DiskFailedException e) {
      throw new CorruptDataException("journal", position, "it can't be read: " + e.getMessage());
    }
  }

  private static void check(Run run, ByteBuffer elements) {
    Elements.Damage damage = run.isDropped() ? null : Elements.verify(elements, run.count());
    if (damage != null) {
      throw new CorruptDataException(
          "journal",
          run.position() + damage.byteOffset(),
          "message with offset " + (run.baseOffset() + damage.index()) + ": " + damage.text());
    }
  }
}
