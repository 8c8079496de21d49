// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.journal;

import io.rewindmq.platform.disk.Disk;
import io.rewindmq.platform.fault.CorruptDataException;
import io.rewindmq.platform.fault.DiskFailedException;
import io.rewindmq.platform.fault.DiskFullException;
import io.rewindmq.platform.fault.InvariantError;
import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.RoleExecutor;
import io.rewindmq.platform.thread.ThreadRole;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The shard's write-ahead log.
 *
 * <p><b>Use.</b> {@link #open}, {@link #recover} once, {@link #startEpoch}, then {@link #reserve}
 * and fill entries, and {@link #flush} at the end of each turn of the loop. <b>Order.</b> Entries
 * are written in the order of {@link #reserve}. <b>Group commit.</b> While the writer is busy the
 * open batch grows; then everything sealed goes out with one write and, if anybody asked ({@link
 * #requireForce}), one force. <b>Failure.</b> The first failed write or force is final: the
 * listener hears it once, and every later call throws {@link DiskFailedException}. <b>Threads.</b>
 * {@code SHARD_LOOP}, unless said otherwise.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class Journal implements AutoCloseable {
  /** Length, kind and version before each payload. */
  public static final int ENTRY_HEADER_BYTES = 6;

  private final JournalOptions options;
  private final SegmentTable segments;
  private final TailCache tail;
  private final RoleExecutor writerThread;
  private final RoleExecutor loop;
  private final JournalListener listener;
  private final List<SealedBatch> sealed = new ArrayList<>();
  private final OpenBatch open = new OpenBatch();
  private @Nullable BatchWriter writer;
  private @Nullable Segment current;
  private @Nullable DiskFailedException failure;
  private boolean writing;
  private boolean forceWanted;
  private long epoch;
  private long written;
  private long durable;

  private Journal(
      JournalOptions options,
      SegmentTable segments,
      RoleExecutor writerThread,
      RoleExecutor loop,
      JournalListener listener) {
    this.options = options;
    this.segments = segments;
    this.tail = new TailCache(options.tailCacheBytes(), options.chunkBytes());
    this.writerThread = writerThread;
    this.loop = loop;
    this.listener = listener;
  }

  /**
   * Opens the journal in a folder, or begins an empty one. {@link #recover} must come next.
   *
   * @param writer runs {@code JOURNAL_WRITER}
   * @param housekeeper runs {@code HOUSEKEEPER}
   * @param loop runs {@code SHARD_LOOP}; must take the journal's reports always, at most one is
   *     under way at any time
   */
  public static Journal open(
      JournalOptions options,
      Disk disk,
      String directory,
      RoleExecutor writer,
      RoleExecutor housekeeper,
      RoleExecutor loop,
      JournalListener listener) {
    SegmentTable table = new SegmentTable(options, disk, directory, housekeeper);
    table.load();
    return new Journal(options, table, writer, loop, listener);
  }

  /**
   * Reads every entry in order, cuts a torn tail and makes the journal ready.
   *
   * @throws CorruptDataException damage before the end; nothing was changed
   */
  public RecoveryReport recover(EntryVisitor visitor) {
    if (segments.all().isEmpty()) {
      segments.createPrepared(0);
    }
    JournalScan scan = new JournalScan(segments);
    scan.run(visitor);
    RecoveryReport report = scan.report();
    begin(report);
    return report;
  }

  private void begin(RecoveryReport report) {
    long end = report.endPosition();
    Segment at = segments.at(end);
    if (at == null) {
      at = segments.createNow(end);
    }
    for (Segment segment : segments.all()) {
      // What was written but not yet forced before a crash counts from now on.
      if (segment.base() <= end) {
        segment.file().force();
      }
    }
    current = at;
    epoch = report.lastEpoch();
    written = end;
    durable = end;
    writer = new BatchWriter(end);
    open.restart(end);
    segments.prepareAfter(at);
  }

  /** Batches from now on carry this epoch, which must be higher than every one before. */
  public void startEpoch(long newEpoch) {
    if (newEpoch <= epoch) {
      throw new InvariantError("epoch " + newEpoch + " does not follow " + epoch);
    }
    epoch = newEpoch;
  }

  /** Highest epoch found or started. */
  public long epoch() {
    return epoch;
  }

  /**
   * Makes room for one entry in the open batch, sealing it first when the entry does not fit any
   * more.
   *
   * @return exactly {@code payloadBytes} to be filled before the next call
   * @throws JournalFullException the disk is full; nothing was reserved
   */
  public ByteBuffer reserve(byte kind, byte version, int payloadBytes) {
    check();
    if (payloadBytes < 0 || payloadBytes > options.payloadBytesMax()) {
      throw new IllegalArgumentException(
          "an entry of "
              + payloadBytes
              + " bytes: expected at most "
              + options.payloadBytesMax()
              + "; raise the segment size");
    }
    int bytes = ENTRY_HEADER_BYTES + payloadBytes;
    if (!open.isEmpty() && !fits(bytes)) {
      seal();
    }
    if (open.isEmpty()) {
      begin(bytes);
    }
    ByteBuffer entry = tail.take(bytes);
    entry.putInt(payloadBytes + 2).put(kind).put(version);
    open.add(bytes);
    return entry.slice();
  }

  /** Whether the open batch can take so many bytes more, padding included. */
  private boolean fits(int bytes) {
    int grown = open.bytes() + bytes;
    long end = open.position() + BatchHeader.align(grown);
    return grown <= options.chunkBytes()
        && end <= current().end()
        && tail.room(open.position() + open.bytes()) >= bytes + BatchHeader.ALIGNMENT;
  }

  private void begin(int entryBytes) {
    int whole = BatchHeader.BYTES + BatchHeader.align(entryBytes);
    long position = open.position();
    if (position + whole > current().end()) {
      current = roll();
      position = current.base();
    }
    if (tail.room(position) < whole + BatchHeader.ALIGNMENT) {
      tail.open(position, whole + BatchHeader.ALIGNMENT, written);
    }
    open.begin(position, tail.take(BatchHeader.BYTES));
  }

  private Segment roll() {
    Segment before = current();
    Segment next = segments.next(before);
    if (next == null) {
      if (!segments.isRoomy()) {
        segments.prepareAfter(before);
        throw new JournalFullException("no room for another journal segment: the disk is full");
      }
      try {
        next = segments.createNow(before.end());
      } catch (DiskFullException e) {
        throw new JournalFullException("the disk is full: " + e.getMessage());
      }
    }
    segments.prepareAfter(next);
    return next;
  }

  /** Journal position of the payload that the last {@link #reserve} gave. */
  public long reservedPosition() {
    return open.lastEntry() + ENTRY_HEADER_BYTES;
  }

  /** Everything reserved so far is complete once {@link #writtenPosition} is here or beyond. */
  public long openEnd() {
    return open.end();
  }

  /** Somebody waits until what was reserved so far is on the device. */
  public void requireForce() {
    forceWanted = true;
  }

  /** Hands everything reserved to the writer when it is idle; else it goes with the next turn. */
  public void flush() {
    check();
    if (writing) {
      return;
    }
    seal();
    if (!sealed.isEmpty() || forceWanted) {
      List<SealedBatch> batches = List.copyOf(sealed);
      long end = open.position();
      boolean force = forceWanted;
      sealed.clear();
      forceWanted = false;
      writing = true;
      writerThread.execute(() -> write(batches, end, force));
    }
  }

  private void seal() {
    if (!open.isEmpty()) {
      int padding = BatchHeader.align(open.bytes()) - open.bytes();
      if (padding > 0) {
        tail.pad(padding);
      }
      sealed.add(open.seal(current(), epoch, wholeBatch()));
    }
  }

  private ByteBuffer wholeBatch() {
    int bytes = BatchHeader.align(open.bytes());
    return tail.last(bytes);
  }

  @AnyThread // JOURNAL_WRITER
  private void write(List<SealedBatch> batches, long end, boolean force) {
    try {
      Objects.requireNonNull(writer).write(batches, end, force);
      loop.execute(() -> completed(end, force));
    } catch (DiskFullException e) {
      fail(new DiskFailedException("the journal ran out of room: " + e.getMessage(), e));
    } catch (DiskFailedException e) {
      fail(e);
    }
  }

  @AnyThread // JOURNAL_WRITER
  private void fail(DiskFailedException e) {
    loop.execute(
        () -> {
          failure = e;
          listener.failed(e);
        });
  }

  private void completed(long end, boolean forced) {
    writing = false;
    written = end;
    if (forced) {
      durable = end;
    }
    listener.completed(end, forced);
  }

  /** Exclusive: everything below is written. */
  public long writtenPosition() {
    return written;
  }

  /** Exclusive: everything below is on the device. */
  public long durablePosition() {
    return durable;
  }

  /**
   * Bytes from the tail cache, read-only and valid until the next {@link #reserve}; null = gone.
   */
  public @Nullable ByteBuffer tail(long position, int bytes) {
    return tail.read(position, bytes);
  }

  /**
   * Reads written bytes from the file. Any thread.
   *
   * @throws CorruptDataException the position lies in no segment, or the file is too short
   */
  @AnyThread // concurrent segment table, positional reads
  public void read(long position, ByteBuffer into) {
    Segment segment = segments.at(position);
    int wanted = into.remaining();
    if (segment == null || position + wanted > segment.end()) {
      throw new CorruptDataException(
          "journal", position, "no segment holds " + wanted + " bytes from this position");
    }
    int read = segment.read(into, position);
    if (read < wanted) {
      throw new CorruptDataException(
          segments.describe(segment),
          segment.fileOffset(position),
          "expected " + wanted + " bytes, got " + read);
    }
  }

  /** The segments before the one being written, oldest first, if they are completely written. */
  public List<SegmentRange> closedSegments() {
    List<SegmentRange> closed = new ArrayList<>();
    for (Segment segment : segments.all()) {
      if (segment.base() >= current().base() || segment.end() > writtenSegmentBase()) {
        break;
      }
      closed.add(new SegmentRange(segment.base(), segment.end()));
    }
    return closed;
  }

  /** Base of the segment that the writer has reached. */
  private long writtenSegmentBase() {
    Segment reached = segments.at(written);
    return reached == null ? current().base() : reached.base();
  }

  /** Gives up the segments that end at or below a position; nothing in them is needed any more. */
  public void free(long belowPosition) {
    segments.free(Math.min(belowPosition, current().base()));
    segments.prepareAfter(current());
  }

  /**
   * Whether an entry would find room.
   *
   * @param essential acknowledgements and administration, which may use the reserve
   */
  public boolean hasRoomFor(int payloadBytes, boolean essential) {
    if (segments.next(current()) != null || segments.isRoomy()) {
      return true;
    }
    segments.prepareAfter(current());
    long left = current().end() - open.end() - BatchHeader.BYTES - BatchHeader.ALIGNMENT;
    return left - payloadBytes - ENTRY_HEADER_BYTES >= (essential ? 0 : options.reserveBytes());
  }

  /** Bytes of memory that the tail cache holds. */
  public long tailCacheBytes() {
    return tail.bytes();
  }

  /** Bytes of files between the oldest position and the open batch. */
  public long sizeBytes() {
    return open.end() - segments.all().getFirst().base();
  }

  private Segment current() {
    Segment segment = current;
    if (segment == null) {
      throw new InvariantError("the journal was not recovered");
    }
    return segment;
  }

  private void check() {
    DiskFailedException failed = failure;
    if (failed != null) {
      throw failed;
    }
  }

  /** Closes the files. What is not yet written is not written any more: flush and wait before. */
  @Override
  public void close() {
    segments.close();
  }
}
