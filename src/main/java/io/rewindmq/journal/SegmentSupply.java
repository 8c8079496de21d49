// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.journal;

import io.rewindmq.platform.disk.Disk;
import io.rewindmq.platform.fault.DiskFailedException;
import io.rewindmq.platform.fault.DiskFullException;
import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.platform.thread.RoleExecutor;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Prepares segments ahead of the journal's end, and takes freed ones back to use them again.
 *
 * <p>{@code HOUSEKEEPER} does both in the background. {@code SHARD_LOOP} prepares one itself only
 * when the background fell behind: then it waits, for there is nothing else to do. Every segment is
 * filled and forced before it is used, so that a full disk is met here and never in the middle of a
 * batch.
 *
 * <p><b>A full disk.</b> {@link #extend} says no at once until a background attempt succeeds. One
 * more segment's worth of room is always left to others: without it, nothing could be moved out of
 * the journal any more. <b>Failure.</b> What fails in the background goes to {@code onFailure}.
 */
@AnyThread // the lock serialises preparation; queue and flags are concurrent
final class SegmentSupply {
  /** Free bytes to be left to others, in segments. */
  private static final long LEFT_FREE = 1;

  private static final int SKIPPED_MAX = 1024;

  private final JournalOptions options;
  private final Disk disk;
  private final SegmentTable table;
  private final SegmentFiles files;
  private final RoleExecutor housekeeper;
  private final Consumer<DiskFailedException> onFailure;
  private final ReentrantLock preparation = new ReentrantLock();
  private final Queue<Segment> freed = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean isAsked = new AtomicBoolean();
  private volatile @Nullable Segment reached;
  private volatile boolean isFull;
  private volatile boolean isClosed;
  private int failures; // SHARD_LOOP, with the next: requests to be skipped before another attempt
  private int skipped;

  SegmentSupply(
      JournalOptions options,
      Disk disk,
      SegmentTable table,
      SegmentFiles files,
      RoleExecutor housekeeper,
      Consumer<DiskFailedException> onFailure) {
    this.options = options;
    this.disk = disk;
    this.table = table;
    this.files = files;
    this.housekeeper = housekeeper;
    this.onFailure = onFailure;
  }

  /** Whether the last attempt to prepare a segment found no room. */
  boolean isFull() {
    return isFull;
  }

  /** Has segments prepared behind {@code current} in the background, if there are too few. */
  void request(Segment current) {
    if (table.spares(current) >= options.spareSegments()) {
      return;
    }
    if (isFull && skipped < failures) {
      skipped++; // a full disk is not asked for every message
      return;
    }
    skipped = 0;
    failures = isFull ? Math.min(failures * 2 + 1, SKIPPED_MAX) : 0;
    reached = current;
    if (isAsked.compareAndSet(false, true)) {
      inBackground(this::prepare, () -> isAsked.set(false));
    }
  }

  /** The same, also if the disk was full a moment ago. */
  void retry(Segment current) {
    skipped = failures;
    request(current);
  }

  private void inBackground(Runnable task, Runnable refused) {
    try {
      housekeeper.execute(task);
    } catch (RejectedExecutionException busy) {
      refused.run(); // comes again with the next request
    }
  }

  private void prepare() {
    isAsked.set(false);
    Segment current = reached;
    try {
      recycleFreed();
      boolean isMore = true;
      while (isMore
          && current != null
          && !isClosed
          && table.spares(current) < options.spareSegments()) {
        isMore = add(current, options.spareSegments());
      }
    } catch (DiskFailedException e) {
      onFailure.accept(e);
    }
  }

  /**
   * Prepares one more segment on the calling thread, unless the disk is known to be full. The
   * journal's end moves meanwhile, so it may be that the background has just done it.
   *
   * @return false = no room
   */
  boolean extend(Segment current) {
    return !isFull && add(current, table.spares(current) + 1);
  }

  /**
   * Whether one more entry finds room.
   *
   * @param end of the open batch
   * @param essential it may use the reserve
   */
  boolean hasRoomFor(Segment current, long end, int payloadBytes, boolean essential) {
    if (payloadBytes > options.payloadBytesMax()) {
      return false;
    }
    long reserve = essential ? 0 : options.reserveBytes();
    while (behind(current, end, payloadBytes) < reserve) {
      if (!extend(current)) {
        request(current);
        return false;
      }
    }
    return true;
  }

  /** Whether entries find room that have so many bytes together. */
  boolean hasRoomForAll(Segment current, long end, long bytes) {
    // what does not fit into the rest of a segment leaves a gap
    while (behind(current, end, 0) < 2 * bytes) {
      if (!extend(current)) {
        request(current);
        return false;
      }
    }
    return true;
  }

  /** Bytes left in prepared segments behind an entry; negative when it does not fit. */
  private long behind(Segment current, long end, int payloadBytes) {
    // Twice the header: the open batch may have to be sealed, and a padding comes with each.
    long whole =
        2L * (BatchHeader.BYTES + BatchHeader.ALIGNMENT)
            + Journal.ENTRY_HEADER_BYTES
            + payloadBytes;
    long left = current.end() - end;
    long spare = table.spareBytes(current);
    return whole <= left ? left - whole + spare : spare - spareNeed(payloadBytes);
  }

  private static long spareNeed(int payloadBytes) {
    return (long) BatchHeader.BYTES + BatchHeader.align(Journal.ENTRY_HEADER_BYTES + payloadBytes);
  }

  /** Adds a segment if there are fewer than {@code wanted} behind {@code current}. */
  private boolean add(Segment current, int wanted) {
    preparation.lock();
    try {
      if (table.spares(current) < wanted) {
        table.add(create(table.last().end()));
        isFull = false;
      }
      return true;
    } catch (DiskFullException noRoom) {
      isFull = true;
      return false;
    } finally {
      preparation.unlock();
    }
  }

  private Segment create(long base) {
    if (!files.hasRecycled() && disk.usableBytes() < (1 + LEFT_FREE) * options.segmentBytes()) {
      throw new DiskFullException("no room for another journal segment");
    }
    return files.create(base);
  }

  /** Takes segments that nobody needs any more, oldest first. They are gone from the table. */
  void free(Iterable<Segment> segments) {
    segments.forEach(freed::add);
    skipped = failures; // there will be room: ask again soon
    inBackground(this::recycle, () -> {});
  }

  private void recycle() {
    try {
      recycleFreed();
    } catch (DiskFailedException e) {
      onFailure.accept(e);
    }
  }

  private void recycleFreed() {
    preparation.lock();
    try {
      for (Segment segment = freed.peek(); segment != null; segment = freed.peek()) {
        if (isClosed) {
          return;
        }
        files.recycle(segment);
        freed.remove();
      }
    } catch (DiskFullException noRoom) {
      isFull = true; // not even for a name; comes again
    } finally {
      preparation.unlock();
    }
  }

  /** Waits for what is under way; nothing is prepared or recycled any more. */
  void close() {
    preparation.lock();
    try {
      isClosed = true;
      freed.forEach(segment -> segment.file().close());
      files.close();
    } finally {
      preparation.unlock();
    }
  }
}
