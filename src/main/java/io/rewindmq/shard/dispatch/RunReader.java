// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.dispatch;

import io.rewindmq.journal.Journal;
import io.rewindmq.platform.fault.CorruptDataException;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.Run;
import io.rewindmq.record.RunBytes;
import io.rewindmq.shard.entry.ElementScanner;
import io.rewindmq.shard.state.PartitionState;
import io.rewindmq.shard.state.RunIndex;
import io.rewindmq.storage.FetchSink;
import io.rewindmq.storage.MessageStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one partition for one cursor or browser, forward: from the journal's tail in memory, else
 * from a window that is fetched ahead. Never waits: an answer of {@link Answer#PENDING} means that
 * the owner is called once more is at hand.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class RunReader implements FetchSink {
  /** What a read came to. */
  public enum Answer {
    /** {@link #run()} has it. */
    FOUND,
    /** Being fetched. */
    PENDING,
    /** Not kept any more: everything below {@link #gapEnd()}. */
    GONE,
    /** Damaged; the fault has been reported. */
    FAILED
  }

  /** What readers share. */
  public record Sources(
      Journal journal, MessageStore store, int readAheadBytes, JournalReads reads, Faults faults) {}

  /** Where damage is reported. */
  public interface Faults {
    void corrupt(CorruptDataException e);
  }

  /** Counts reads of the journal that are under way: nothing of it may be freed meanwhile. */
  @OwnedBy(ThreadRole.SHARD_LOOP)
  public static final class JournalReads {
    private int underWay;

    public boolean isIdle() {
      return underWay == 0;
    }
  }

  /** What was fetched: all there is of the offsets from one to below another. */
  private static final class Window {
    private final List<RunBytes> runs;
    private final long from;
    private final long end;
    private int at;

    Window(List<RunBytes> runs, long from, long end) {
      this.runs = runs;
      this.from = from;
      this.end = end;
    }

    boolean covers(long offset) {
      return offset >= from && offset < end;
    }

    /** The run that holds an offset, else the next one above; null if there is none. */
    @Nullable RunBytes find(long offset) {
      while (at > 0 && runs.get(at - 1).endOffset() > offset) {
        at--;
      }
      while (at < runs.size() && runs.get(at).endOffset() <= offset) {
        at++;
      }
      return at == runs.size() ? null : runs.get(at);
    }
  }

  private final Sources sources;
  private final PartitionState partition;
  private final Runnable whenFetched;
  private Window window = new Window(List.of(), 0, 0);

  private boolean fetching;
  private boolean fromJournal;
  private long requestedFrom;
  private long requestedEnd;
  private boolean failed;
  private @Nullable RunBytes found;
  private long gapEnd;

  /**
   * Where in a run the element of an offset begins: the place after the last read. It holds for
   * runs with the same base only, and the same message may be found in a run of the journal and, as
   * part of a larger one, in the window.
   */
  private long hintOffset = -1;

  private long hintBase;
  private int hintIndex;

  public RunReader(Sources sources, PartitionState partition, Runnable whenFetched) {
    this.sources = sources;
    this.partition = partition;
    this.whenFetched = whenFetched;
  }

  /** What the last read found. */
  public RunBytes run() {
    if (found == null) {
      throw new IllegalStateException("nothing was found");
    }
    return found;
  }

  /** Exclusive: where the messages begin again that are kept. */
  public long gapEnd() {
    return gapEnd;
  }

  /** Forgets what was fetched. What is under way comes and is forgotten too. */
  void reset() {
    window = new Window(List.of(), 0, 0);
    found = null;
    hintOffset = -1;
    failed = false;
  }

  /**
   * Reads messages that follow each other in one run.
   *
   * @param last inclusive
   * @param bytesMax at most so many bytes, but always one message
   */
  public Answer read(long first, long last, int bytesMax) {
    if (failed) {
      return Answer.FAILED;
    }
    RunIndex runs = partition.runs();
    int row = runs.rowAt(first);
    if (row < runs.size() && runs.base(row) <= first) {
      ByteBuffer bytes = sources.journal().tail(runs.position(row), runs.bytes(row));
      if (bytes != null) {
        slice(runs.base(row), runs.count(row), runs.millis(row), bytes, first, last, bytesMax);
        return Answer.FOUND;
      }
    }
    return readWindow(first, last, bytesMax);
  }

  private Answer readWindow(long first, long last, int bytesMax) {
    if (fetching) {
      return Answer.PENDING;
    }
    if (!window.covers(first)) {
      fetch(first);
      return Answer.PENDING;
    }
    RunBytes run = window.find(first);
    if (run == null || run.baseOffset() > first) {
      gapEnd = run == null ? window.end : run.baseOffset();
      return Answer.GONE;
    }
    slice(
        run.baseOffset(),
        run.count(),
        run.appendTimeMillis(),
        run.elements(),
        first,
        last,
        bytesMax);
    return Answer.FOUND;
  }

  private void slice(
      long base, int count, long millis, ByteBuffer bytes, long first, long last, int bytesMax) {
    if (first == base && last >= base + count - 1 && bytes.remaining() <= bytesMax) {
      found = new RunBytes(base, count, millis, bytes);
      hintOffset = -1;
      return;
    }
    int start = bytes.position();
    if (hintOffset == first && hintBase == base && hintIndex > 0) {
      start += hintIndex;
    } else {
      start = ElementScanner.skip(bytes, start, first - base);
    }
    long end = Math.min(last + 1, base + count);
    int to = start + ElementScanner.bytesAt(bytes, start);
    long offset = first + 1;
    while (offset < end) {
      int next = ElementScanner.bytesAt(bytes, to);
      if (to + next - start > bytesMax) {
        break;
      }
      to += next;
      offset++;
    }
    found = new RunBytes(first, (int) (offset - first), millis, bytes.slice(start, to - start));
    hintOffset = offset;
    hintBase = base;
    hintIndex = offset == base + count ? 0 : to - bytes.position();
  }

  private void fetch(long first) {
    fetching = true;
    requestedFrom = first;
    RunIndex runs = partition.runs();
    int row = runs.rowAt(first);
    fromJournal = row < runs.size() && runs.base(row) <= first;
    if (!fromJournal) {
      requestedEnd = partition.materializedEnd();
      sources.store().fetchLog(partition.key(), first, sources.readAheadBytes(), this);
      return;
    }
    List<Run> wanted = new ArrayList<>();
    long bytes = 0;
    while (row < runs.size()
        && runs.end(row) <= partition.visibleEnd()
        && (wanted.isEmpty() || bytes + runs.bytes(row) <= sources.readAheadBytes())) {
      wanted.add(runs.run(row));
      bytes += runs.bytes(row);
      row++;
    }
    requestedEnd = wanted.isEmpty() ? first : wanted.getLast().endOffset();
    sources.reads().underWay++;
    sources.store().fetchJournal(partition.key(), wanted, this);
  }

  @Override
  public void fetched(List<RunBytes> runs) {
    fetching = false;
    long end = requestedEnd;
    if (fromJournal) {
      sources.reads().underWay--;
    } else if (!runs.isEmpty()) {
      end = runs.getLast().endOffset();
    }
    window = new Window(runs, requestedFrom, end);
    hintOffset = -1;
    whenFetched.run();
  }

  @Override
  public void failed(CorruptDataException e) {
    fetching = false;
    if (fromJournal) {
      sources.reads().underWay--;
    }
    failed = true;
    sources.faults().corrupt(e);
    whenFetched.run();
  }
}
