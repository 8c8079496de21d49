// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.journal;

import io.rewindmq.platform.fault.DiskFailedException;
import io.rewindmq.platform.fault.DiskFullException;
import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.RoleExecutor;
import io.rewindmq.platform.thread.ThreadRole;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Hands sealed batches to {@code JOURNAL_WRITER}, everything at once, one hand-over at a time, and
 * keeps how far it got. Positions are exclusive and never go back.
 *
 * <p><b>Failure.</b> The first one is final: the listener hears it once, {@link #check} throws from
 * then on, and nothing is handed over or reported any more.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class GroupCommit {
  private static final long HELD_NANOS_MAX = 2_000_000;

  /** Just below what goes past the cache; a commit of a hundred messages of 1 KiB fits. */
  private static final long HELD_BYTES_MAX = 120 << 10;

  private final RoleExecutor writerThread;
  private final RoleExecutor loop;
  private final JournalListener listener;
  private final List<OpenBatch.Sealed> sealed = new ArrayList<>();
  private BatchWriter writer = new BatchWriter(0);
  private @Nullable DiskFailedException failure;
  private boolean isWriting;
  private boolean isForceWanted;
  private boolean isHolding;
  private long heldUntil;
  private long written;
  private volatile long durable;

  GroupCommit(RoleExecutor writerThread, RoleExecutor loop, JournalListener listener) {
    this.writerThread = writerThread;
    this.loop = loop;
    this.listener = listener;
  }

  /** Begins behind what is in the journal, and on the device. Before anything is handed over. */
  void restart(long end) {
    writer = new BatchWriter(end);
    written = end;
    durable = end;
  }

  long written() {
    return written;
  }

  @AnyThread // volatile, and never goes back
  long durable() {
    return durable;
  }

  boolean isWriting() {
    return isWriting;
  }

  void add(OpenBatch.Sealed batch) {
    sealed.add(batch);
  }

  /** With the next hand-over comes a force, even if there is nothing to write. */
  void requireForce() {
    isForceWanted = true;
  }

  /**
   * Whether what was reserved may stay in memory a moment longer, because nobody waits for it: it
   * then goes out together with what somebody waits for, in one write past the operating system's
   * cache, which could not be if it lay in the cache already (decision 27).
   *
   * @param isAwaited whether somebody waits for more than a force
   * @param nanos of the monotonic clock
   */
  boolean mayHoldBack(boolean isAwaited, long bytes, long nanos) {
    boolean isUrgent = isAwaited || isForceWanted || isWriting;
    if (isUrgent || bytes == 0 || bytes > HELD_BYTES_MAX) {
      isHolding = false;
    } else if (isHolding) {
      isHolding = nanos - heldUntil < 0;
    } else {
      isHolding = true;
      heldUntil = nanos + HELD_NANOS_MAX;
    }
    return isHolding;
  }

  /** How long it may stay yet; {@link Long#MAX_VALUE} = nothing is held back. */
  long heldNanosLeft(long nanos) {
    return isHolding ? Math.max(0, heldUntil - nanos) : Long.MAX_VALUE;
  }

  /**
   * Hands over what was added, while the writer is idle.
   *
   * @param end exclusive: of the last batch added
   */
  void handOver(long end) {
    if (sealed.isEmpty() && !isForceWanted) {
      return;
    }
    List<OpenBatch.Sealed> batches = List.copyOf(sealed);
    boolean isForced = isForceWanted;
    sealed.clear();
    isForceWanted = false;
    isWriting = true;
    writerThread.execute(() -> write(batches, end, isForced));
  }

  @AnyThread // JOURNAL_WRITER
  private void write(List<OpenBatch.Sealed> batches, long end, boolean isForced) {
    try {
      long begun = listener.nanos();
      writer.write(batches, end, isForced);
      listener.wrote(bytes(batches), listener.nanos() - begun, isForced);
      loop.execute(() -> completed(end, isForced));
    } catch (DiskFullException e) {
      fail(new DiskFailedException("the journal ran out of room: " + e.getMessage(), e));
    } catch (DiskFailedException e) {
      fail(e);
    }
  }

  private static long bytes(List<OpenBatch.Sealed> batches) {
    long bytes = 0;
    for (int i = 0; i < batches.size(); i++) {
      bytes += batches.get(i).buffer().capacity();
    }
    return bytes;
  }

  private void completed(long end, boolean isForced) {
    isWriting = false;
    if (failure == null) {
      written = end;
      if (isForced) {
        durable = end;
      }
      listener.completed(end, isForced);
    }
  }

  @AnyThread // JOURNAL_WRITER or HOUSEKEEPER
  void fail(DiskFailedException e) {
    loop.execute(
        () -> {
          if (failure == null) {
            failure = e;
            listener.failed(e);
          }
        });
  }

  /**
   * Checks that nothing failed.
   *
   * @throws DiskFailedException something did
   */
  void check() {
    DiskFailedException failed = failure;
    if (failed != null) {
      throw new DiskFailedException("the journal has failed: " + failed.getMessage(), failed);
    }
  }

  /** Runs an action once the writer is idle: at once, or behind what it is doing. */
  void whenIdle(Runnable action) {
    if (isWriting && failure == null) {
      try {
        writerThread.execute(action);
        return;
      } catch (RejectedExecutionException ended) {
        isWriting = false;
      }
    }
    action.run();
  }
}
