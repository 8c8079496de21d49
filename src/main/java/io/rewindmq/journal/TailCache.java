// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.journal;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The journal's end in memory: chunks of direct memory, oldest first. Batches are built in them, so
 * that a message is copied once.
 *
 * <p>Bounded by {@link JournalOptions#tailCacheBytes}; only chunks that are completely written are
 * given up, so the bound may be passed by what waits for the disk. A chunk that was given up stays
 * untouched until {@link #turnEnded}, so that slices handed out stay valid for the turn; then it is
 * used again, or, if it was made for one big entry, its memory is given back at once.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class TailCache {
  private static final int POOLED_MAX = 8;
  private static final byte[] ZEROS = new byte[BatchHeader.ALIGNMENT];

  /** Contiguous positions in one buffer. */
  private static final class Chunk {
    final ByteBuffer buffer;
    final ByteBuffer readOnly;
    final @Nullable Arena arena;
    long base;
    int used;

    /** With an arena: memory of its own size, given back by closing it. */
    Chunk(int bytes, @Nullable Arena arena) {
      this.buffer =
          arena == null ? ByteBuffer.allocateDirect(bytes) : arena.allocate(bytes).asByteBuffer();
      this.readOnly = buffer.asReadOnlyBuffer();
      this.arena = arena;
    }

    long end() {
      return base + used;
    }

    int room() {
      return buffer.capacity() - used;
    }
  }

  private final long bytesMax;
  private final int chunkBytes;
  private final List<Chunk> chunks = new ArrayList<>();
  private final List<Chunk> retired = new ArrayList<>();
  private final Deque<Chunk> pool = new ArrayDeque<>();
  private long bytes;

  TailCache(long bytesMax, int chunkBytes) {
    this.bytesMax = bytesMax;
    this.chunkBytes = chunkBytes;
  }

  /** The bound, which only what is not written may pass. */
  long bytesMax() {
    return bytesMax;
  }

  /** Bytes of memory held by chunks that can be read. */
  long bytes() {
    return bytes;
  }

  /** Bytes that can be added at {@code position} without a new chunk. */
  int room(long position) {
    if (chunks.isEmpty()) {
      return 0;
    }
    Chunk last = chunks.getLast();
    return last.end() == position ? last.room() : 0;
  }

  /**
   * Makes a new last chunk beginning at a position, for at least so many bytes.
   *
   * @param writtenPosition exclusive: chunks below it may be given up
   */
  void open(long position, int bytesMin, long writtenPosition) {
    int size = Math.max(chunkBytes, bytesMin);
    evict(bytesMax - size, writtenPosition);
    Chunk chunk = size == chunkBytes ? pool.poll() : null;
    if (chunk == null) {
      chunk = new Chunk(size, size == chunkBytes ? null : Arena.ofShared());
    }
    chunk.base = position;
    chunk.used = 0;
    chunks.add(chunk);
    bytes += size;
  }

  /** Takes the next bytes of the last chunk; the slice is writable. */
  ByteBuffer take(int count) {
    Chunk last = chunks.getLast();
    ByteBuffer slice = last.buffer.slice(last.used, count);
    last.used += count;
    return slice;
  }

  /** Takes the next bytes of the last chunk: an entry's header, filled, and its payload, given. */
  ByteBuffer takeEntry(byte kind, byte version, int payloadBytes) {
    Chunk last = chunks.getLast();
    int at = last.used;
    last.buffer.putInt(at, payloadBytes + 2).put(at + 4, kind).put(at + 5, version);
    last.used += Journal.ENTRY_HEADER_BYTES + payloadBytes;
    return last.buffer.slice(at + Journal.ENTRY_HEADER_BYTES, payloadBytes);
  }

  /** Takes bytes of the last chunk and sets them to zero, fewer than a batch is aligned to. */
  void pad(int count) {
    take(count).put(ZEROS, 0, count);
  }

  /** The newest bytes of the last chunk, writable. */
  ByteBuffer last(int count) {
    Chunk last = chunks.getLast();
    return last.buffer.slice(last.used - count, count);
  }

  /** Bytes in memory, or null. Read-only; valid until the next {@link #turnEnded}. */
  @Nullable ByteBuffer read(long position, int count) {
    int low = 0;
    int high = chunks.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      Chunk chunk = chunks.get(middle);
      if (position < chunk.base) {
        high = middle - 1;
      } else if (position >= chunk.end()) {
        low = middle + 1;
      } else if (position + count > chunk.end()) {
        return null;
      } else {
        return chunk.readOnly.slice((int) (position - chunk.base), count);
      }
    }
    return null;
  }

  private void evict(long bytesLeftMax, long writtenPosition) {
    int gone = 0;
    while (bytes > bytesLeftMax
        && gone < chunks.size()
        && chunks.get(gone).end() <= writtenPosition) {
      bytes -= chunks.get(gone).buffer.capacity();
      gone++;
    }
    List<Chunk> given = chunks.subList(0, gone);
    retired.addAll(given);
    given.clear();
  }

  /** Nobody reads slices of this turn any more. */
  void turnEnded() {
    for (int i = 0; i < retired.size(); i++) {
      Chunk chunk = retired.get(i);
      if (chunk.arena != null) {
        chunk.arena.close();
      } else if (pool.size() < POOLED_MAX) {
        pool.add(chunk);
      }
    }
    retired.clear();
  }
}
