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
 * and fill entries, and {@link #endTurn} at the end of each turn of the loop. <b>Order.</b> Entries
 * are written in the order of {@link #reserve}. <b>Group commit.</b> While the writer is busy the
 * open batch grows, and while nobody waits for it up to 2 ms; then everything sealed goes out with
 * one write a chunk and, if anybody asked ({@link #requireForce}), one force. Nobody who waits
 * waits for a timer. <b>Room.</b> What waits for the disk is kept in memory: when {@link
 * #unwrittenBytes} passes the tail cache's size, the owner should take no new work until it falls.
 * <b>Failure.</b> The first failed write or force is final: the listener hears it once, and every
 * later {@link #reserve}, {@link #flush}, {@link #hasRoomFor} and {@link #free} throws {@link
 * DiskFailedException}; the device may have dropped what it reported as written. <b>Threads.</b>
 * {@code SHARD_LOOP}, unless said otherwise.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class Journal implements AutoCloseable {
  /** Length, kind and version before each payload. */
  public static final int ENTRY_HEADER_BYTES = 6;

  private final JournalOptions options;
  private final SegmentTable segments;
  private final SegmentFiles files;
  private final SegmentSupply supply;
  private final TailCache tail;
  private final GroupCommit commit;
  private final OpenBatch open = new OpenBatch();
  private @Nullable Segment current;

  private Journal(
      JournalOptions options,
      Disk disk,
      String directory,
      RoleExecutor housekeeper,
      GroupCommit commit) {
    this.options = options;
    this.segments = new SegmentTable(disk);
    this.files = new SegmentFiles(options, disk, directory);
    this.supply = new SegmentSupply(options, disk, segments, files, housekeeper, commit::fail);
    this.tail = new TailCache(options.tailCacheBytes(), options.chunkBytes());
    this.commit = commit;
  }

  /**
   * Opens the journal in a folder, or begins an empty one. {@link #recover} must come next. The
   * caller has made sure that nobody else uses the folder ({@link
   * io.rewindmq.platform.disk.FolderLock}).
   *
   * @param writer runs {@code JOURNAL_WRITER}
   * @param housekeeper runs {@code HOUSEKEEPER}
   * @param loop runs {@code SHARD_LOOP}; must take the journal's reports always, at most two are
   *     under way at any time
   * @throws CorruptDataException a segment's header is damaged, or a segment is missing
   */
  public static Journal open(
      JournalOptions options,
      Disk disk,
      String directory,
      RoleExecutor writer,
      RoleExecutor housekeeper,
      RoleExecutor loop,
      JournalListener listener) {
    Journal journal =
        new Journal(options, disk, directory, housekeeper, new GroupCommit(writer, loop, listener));
    boolean isDone = false;
    try {
      journal.files.load(journal.segments);
      isDone = true;
    } finally {
      if (!isDone) {
        journal.segments.close();
      }
    }
    return journal;
  }

  /**
   * Reads every entry in order, cuts a torn tail and makes the journal ready. What was found counts
   * from now on, whether it had been forced or not: it is durable when this returns.
   *
   * @throws CorruptDataException damage before the end; nothing was changed
   * @throws DiskFullException there is no room to begin
   */
  public RecoveryReport recover(EntryVisitor visitor) {
    if (segments.isEmpty()) {
      segments.add(files.create(0));
    }
    JournalScan scan = new JournalScan(segments);
    scan.run(visitor);
    scan.wipe();
    RecoveryReport report = scan.report();
    begin(report);
    return report;
  }

  private void begin(RecoveryReport report) {
    long end = report.endPosition();
    dropOtherSizes(end);
    for (Segment segment : segments.all()) {
      if (segment.base() < end) {
        segment.file().force();
      }
    }
    if (segments.at(end) == null) {
      segments.add(files.create(end));
    }
    files.syncNames();
    current = segments.at(end);
    commit.restart(end);
    open.restart(end, report.lastEpoch());
    supply.request(current());
  }

  /** An entry must fit into every prepared segment, whatever size the last start had set. */
  private void dropOtherSizes(long end) {
    for (Segment segment : segments.all().reversed()) {
      boolean isPrepared = segment.base() > end || (segment.base() == end && end > 0);
      if (!isPrepared || segment.base() == segments.first().base()) {
        return;
      }
      if (segment.capacity() != options.segmentBytes() - SegmentHeader.BYTES) {
        segments.remove(segment);
        files.delete(segment);
      } else {
        return;
      }
    }
  }

  /** Batches from now on carry this epoch, which must be higher than every one before. */
  public void startEpoch(long newEpoch) {
    commit.check();
    if (newEpoch <= open.epoch()) {
      throw new InvariantError("epoch " + newEpoch + " does not follow " + open.epoch());
    }
    seal();
    open.setEpoch(newEpoch);
  }

  /** Highest epoch found or started. */
  public long epoch() {
    return open.epoch();
  }

  /**
   * Makes room for one entry in the open batch, sealing it first when the entry does not fit any
   * more.
   *
   * @return exactly {@code payloadBytes} to be filled before the next call
   * @throws JournalFullException the disk is full; nothing was reserved
   */
  public ByteBuffer reserve(byte kind, byte version, int payloadBytes) {
    commit.check();
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
    ByteBuffer payload = tail.takeEntry(kind, version, payloadBytes);
    open.add(bytes);
    return payload;
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
      tail.open(position, whole + BatchHeader.ALIGNMENT, commit.written());
    }
    open.begin(position, tail.take(BatchHeader.BYTES));
  }

  private Segment roll() {
    Segment before = current();
    if (segments.next(before) == null && !supply.extend(before)) {
      supply.request(before);
      throw new JournalFullException("no room for another journal segment: the disk is full");
    }
    Segment next = Objects.requireNonNull(segments.next(before));
    supply.request(next);
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
    commit.requireForce();
  }

  /**
   * Hands everything reserved to the writer when it is idle; else it goes with a later turn. Slices
   * of {@link #tail} end here.
   */
  public void flush() {
    commit.check();
    tail.turnEnded();
    if (!commit.isWriting()) {
      seal();
      commit.handOver(open.position());
    }
  }

  /**
   * Ends a turn: as {@link #flush}, if somebody waits ({@link #requireForce} included), if much is
   * unwritten, or if this has held back long enough; else what was reserved stays in memory a
   * moment.
   *
   * @param nanos of the monotonic clock
   * @param isAwaited whether somebody waits until what was reserved is written
   */
  public void endTurn(long nanos, boolean isAwaited) {
    if (commit.mayHoldBack(isAwaited, unwrittenBytes(), nanos)) {
      commit.check();
      tail.turnEnded();
    } else {
      flush();
    }
  }

  /** When the next turn must end at the latest; {@link Long#MAX_VALUE} = nothing is held back. */
  public long heldNanosLeft(long nanos) {
    return commit.heldNanosLeft(nanos);
  }

  private void seal() {
    if (!open.isEmpty()) {
      int padding = BatchHeader.align(open.bytes()) - open.bytes();
      if (padding > 0) {
        tail.pad(padding);
      }
      commit.add(open.seal(current(), wholeBatch()));
    }
  }

  private ByteBuffer wholeBatch() {
    int bytes = BatchHeader.align(open.bytes());
    return tail.last(bytes);
  }

  /** Exclusive: everything below is written. */
  public long writtenPosition() {
    return commit.written();
  }

  /** Exclusive: everything below is on the device. Any thread. */
  @AnyThread // volatile
  public long durablePosition() {
    return commit.durable();
  }

  /** Bytes reserved that are not written yet; they lie in memory. */
  public long unwrittenBytes() {
    return open.end() - commit.written();
  }

  /** More is unwritten than the tail cache is meant to hold: the owner should take nothing more. */
  public boolean isBehind() {
    return unwrittenBytes() > tail.bytesMax();
  }

  /** Bytes from the tail cache, read-only and valid until the turn ends; null = not in memory. */
  public @Nullable ByteBuffer tail(long position, int bytes) {
    return tail.read(position, bytes);
  }

  /**
   * Reads written bytes from the file. Any thread.
   *
   * @throws CorruptDataException the bytes lie in no segment (they may have been freed meanwhile),
   *     or the file is too short
   * @throws DiskFailedException the file can't be read
   */
  @AnyThread // concurrent segment table, positional reads
  public void read(long position, ByteBuffer into) {
    Segment segment = segments.at(position);
    int wanted = into.remaining();
    if (segment == null || position + wanted > segment.end()) {
      throw unknown(position, wanted);
    }
    int read;
    try {
      read = segment.read(into, position);
    } catch (DiskFailedException e) {
      throw segments.at(position) == null ? unknown(position, wanted) : e;
    }
    if (segments.at(position) == null) {
      throw unknown(position, wanted); // the file may have got other contents in the meantime
    }
    if (read < wanted) {
      throw new CorruptDataException(
          segments.describe(segment),
          segment.fileOffset(position),
          "expected " + wanted + " bytes, got " + read);
    }
  }

  private static CorruptDataException unknown(long position, int bytes) {
    return new CorruptDataException(
        "journal", position, "no segment holds " + bytes + " bytes from this position");
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
    Segment reached = segments.at(commit.written());
    return reached == null ? current().base() : reached.base();
  }

  /** Gives up the segments that end at or below a position; nothing in them is needed any more. */
  public void free(long belowPosition) {
    commit.check();
    long below = Math.min(belowPosition, writtenSegmentBase());
    List<Segment> gone = new ArrayList<>();
    for (Segment segment : segments.all()) {
      if (segment.end() > below) {
        break;
      }
      segments.remove(segment);
      gone.add(segment);
    }
    if (!gone.isEmpty()) {
      supply.free(gone);
      supply.request(current());
    }
  }

  /**
   * While told so, freed segments are deleted and not used again: their bytes stay under any second
   * name. Any thread; holds for what is freed from then on by {@code HOUSEKEEPER}.
   */
  @AnyThread // volatile
  public void keepFreedFiles(boolean isKept) {
    files.keepFreed(isKept);
  }

  /**
   * Whether an entry will find room. May wait for a segment to be prepared when the background fell
   * behind. After a no, it is yes again by itself some calls after room has come back.
   *
   * @param essential acknowledgements and administration, which may use the last {@link
   *     JournalOptions#reserveBytes}
   */
  public boolean hasRoomFor(int payloadBytes, boolean essential) {
    commit.check();
    if (payloadBytes > options.payloadBytesMax()) {
      return false;
    }
    long reserve = essential ? 0 : options.reserveBytes();
    while (roomBehind(payloadBytes) < reserve) {
      if (!supply.extend(current())) {
        supply.request(current());
        return false;
      }
    }
    return true;
  }

  /**
   * Whether entries find room that have so many bytes together; they may use the reserve. May wait
   * as {@link #hasRoomFor} does.
   */
  public boolean hasRoomForAll(long bytes) {
    commit.check();
    while (roomBehind(0) < 2 * bytes) { // what does not fit into the rest of a segment leaves a gap
      if (!supply.extend(current())) {
        supply.request(current());
        return false;
      }
    }
    return true;
  }

  /** Whether there was no room for another segment when one was last to be prepared. */
  public boolean isDiskFull() {
    return supply.isFull();
  }

  /** Looks in the background whether there is room again. */
  public void lookForRoom() {
    supply.retry(current());
  }

  /** Bytes left in prepared segments behind an entry; negative when it does not fit. */
  private long roomBehind(int payloadBytes) {
    // Twice the header: the open batch may have to be sealed, and a padding comes with each.
    long whole =
        2L * (BatchHeader.BYTES + BatchHeader.ALIGNMENT) + ENTRY_HEADER_BYTES + payloadBytes;
    long left = current().end() - open.end();
    long spare = segments.spareBytes(current());
    return whole <= left ? left - whole + spare : spare - spareNeed(payloadBytes);
  }

  private static long spareNeed(int payloadBytes) {
    return (long) BatchHeader.BYTES + BatchHeader.align(ENTRY_HEADER_BYTES + payloadBytes);
  }

  /** Bytes of memory that the tail cache holds. */
  public long tailCacheBytes() {
    return tail.bytes();
  }

  /** Bytes of positions between the oldest one and the open batch's end. */
  public long sizeBytes() {
    return open.end() - segments.first().base();
  }

  private Segment current() {
    Segment segment = current;
    if (segment == null) {
      throw new InvariantError("the journal was not recovered");
    }
    return segment;
  }

  /**
   * Closes the files, behind what the writer is doing. What was not yet handed over is not written
   * any more: flush and wait before.
   */
  @Override
  public void close() {
    supply.close();
    commit.whenIdle(segments::close);
  }
}
