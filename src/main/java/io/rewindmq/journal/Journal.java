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
import io.rewindmq.record.EpochStart;
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
  private final JournalBatches batches;
  private final OpenBatch open = new OpenBatch();
  private final List<EpochStart> epochs = new ArrayList<>();
  private @Nullable Segment current;

  /** Exclusive: what a backup has as well, if one has to. */
  private volatile long replicated = Long.MAX_VALUE;

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
    this.batches = new JournalBatches(segments, tail);
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
    return recover(visitor, Long.MAX_VALUE);
  }

  /**
   * The same, and cuts off what lies at or above a position, whatever it is: what a backup has and
   * its primary has not.
   *
   * @param cut where a batch begins
   */
  public RecoveryReport recover(EntryVisitor visitor, long cut) {
    if (segments.isEmpty()) {
      segments.add(files.create(0));
    }
    JournalScan scan = new JournalScan(segments, Math.min(cut, files.notedCut()));
    scan.run(visitor);
    epochs.addAll(scan.epochs());
    if (scan.isCut()) {
      files.noteCut(scan.report().endPosition()); // wiping may be interrupted
    }
    scan.wipe();
    files.forgetCut();
    RecoveryReport report = scan.report();
    begin(report);
    return report;
  }

  private void begin(RecoveryReport report) {
    long end = report.endPosition();
    files.dropOtherSizes(segments, end);
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

  /** Batches from now on carry this epoch, which must be higher than every one before. */
  public void startEpoch(long newEpoch) {
    commit.check();
    if (newEpoch <= open.epoch()) {
      throw new InvariantError("epoch " + newEpoch + " does not follow " + open.epoch());
    }
    seal();
    open.setEpoch(newEpoch);
    epochs.add(new EpochStart(newEpoch, open.position()));
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

  /** Exclusive: everything below is written, and on the backup where that has to be. */
  public long writtenPosition() {
    return Math.min(commit.written(), replicated);
  }

  /**
   * Exclusive: everything below is on the device, and on the backup where that has to be. Any
   * thread.
   */
  @AnyThread // volatile
  public long durablePosition() {
    return Math.min(commit.durable(), replicated);
  }

  /** Exclusive: everything below is on this broker's device. */
  public long forcedPosition() {
    return commit.durable();
  }

  /** What the backup has, exclusive; {@link Long#MAX_VALUE} = it does not matter. */
  public void replicatedTo(long position) {
    replicated = position;
  }

  /** The epochs of the batches that are there, by position; each begins where it says. */
  public List<EpochStart> epochs() {
    return List.copyOf(epochs);
  }

  /**
   * The first batch at or above a position, whole: header and entries. Waits for the disk if it is
   * not in memory any more.
   *
   * @param position where a batch ends or begins
   * @return read-only, valid until the next {@link #flush}; null = nothing more is written
   * @throws CorruptDataException it is damaged, or gone
   */
  public @Nullable ByteBuffer batchFrom(long position) {
    return position >= commit.written() ? null : batches.from(position, commit.written());
  }

  /** The end of a batch that {@link #batchFrom} gave: where to ask for the next one. */
  public static long endOf(ByteBuffer batch) {
    return JournalBatches.endOf(batch);
  }

  /**
   * Takes another broker's batch as it is, at the place it has there. Only while nothing is
   * reserved here.
   *
   * @param batch header and entries
   * @param visitor takes the entries, from the journal's own memory
   * @return the batch's end: where the next one begins, or behind which the next segment does
   * @throws JournalFullException the disk is full; nothing was taken
   * @throws CorruptDataException it is damaged, or does not follow what is there; nothing was taken
   */
  public long follow(ByteBuffer batch, EntryVisitor visitor) {
    commit.check();
    BatchHeader header = batches.checked(batch, open);
    if (header.position() == current().end()) {
      current = roll();
    } else if (header.position() != open.position() || header.end() > current().end()) {
      throw JournalBatches.misplaced(header, open.position());
    }
    int whole = Math.toIntExact(header.end() - header.position());
    if (tail.room(header.position()) < whole + BatchHeader.ALIGNMENT) {
      tail.open(header.position(), whole + BatchHeader.ALIGNMENT, commit.written());
    }
    ByteBuffer own = tail.take(whole);
    own.put(0, batch, batch.position(), BatchHeader.BYTES + header.entryBytes());
    JournalBatches.pad(own, BatchHeader.BYTES + header.entryBytes());
    if (header.epoch() > open.epoch()) {
      epochs.add(new EpochStart(header.epoch(), header.position()));
    }
    commit.add(open.follow(current(), own, header));
    int _ = BatchReader.visit(header, own, 0, "journal", visitor);
    return header.end();
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
    segments.read(position, into);
  }

  /** The segments before the one being written, oldest first, if they are completely written. */
  public List<SegmentRange> closedSegments() {
    return segments.closed(current().base(), writtenSegmentBase());
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
    return supply.hasRoomFor(current(), open.end(), payloadBytes, essential);
  }

  /**
   * Whether entries find room that have so many bytes together; they may use the reserve. May wait
   * as {@link #hasRoomFor} does.
   */
  public boolean hasRoomForAll(long bytes) {
    commit.check();
    return supply.hasRoomForAll(current(), open.end(), bytes);
  }

  /** Whether there was no room for another segment when one was last to be prepared. */
  public boolean isDiskFull() {
    return supply.isFull();
  }

  /** Looks in the background whether there is room again. */
  public void lookForRoom() {
    supply.retry(current());
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
